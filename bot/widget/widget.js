// <thi-dua-chat>: the conversation as a custom element. No framework; all text goes in as text, never as markup.
"use strict";
(() => {
  const WORDS = {
    title: "Trò chuyện với trợ lý tự động",
    hello: "Xin chào anh/chị! Tôi là trợ lý tự động về thi đua, khen thưởng. Anh/chị cứ gõ câu hỏi, có dấu hay không dấu đều được.",
    label: "Câu hỏi của anh/chị",
    placeholder: "Ví dụ: Chỉ tiêu của Chợ Đồn năm 2022?",
    send: "Gửi",
    again: "Bắt đầu lại",
    waiting: "Đang tra cứu…",
    away: "Chưa kết nối được với trợ lý. Câu hỏi vẫn còn trong ô bên dưới, anh/chị gửi lại giúp tôi.",
    quotes: (count) => `Xem trích dẫn (${count})`,
    person: "Anh/chị",
    machine: "Trợ lý",
    first: ["Tôi có thể hỏi những gì?", "CSTĐCS được thưởng bao nhiêu?", "Trợ lý đang có những văn bản nào?"],
  };
  const LONGEST = 2000;
  const KEY = "thi-dua-conversation";

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const newConversation = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return "web-" + Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  // Lines that begin with "- " become a list; other lines stay paragraphs.
  const paragraphs = (text) => {
    const parts = [];
    let list = null;
    for (const line of text.split("\n")) {
      if (line.startsWith("- ")) {
        if (!list) parts.push((list = element("ul")));
        list.append(element("li", line.slice(2)));
      } else {
        list = null;
        if (line.trim()) parts.push(element("p", line));
      }
    }
    return parts;
  };

  // Only pages of this server and the web may be linked to.
  const safe = (address) => (/^(\/(?!\/)|https?:\/\/)/.test(address || "") ? address : null);

  // A table row "| a | b |" reads "a: b".
  const cells = (line) => (line.startsWith("|") ? line.replace(/^\|\s*|\s*\|$/g, "").replace(/\s*\|\s*/g, ": ") : line);

  const citations = (found) => {
    const details = element("details");
    details.append(element("summary", WORDS.quotes(found.length)));
    for (const citation of found) {
      const quote = element("blockquote");
      // A text known only by its rules has no words here to quote.
      if (citation.quote) quote.append(element("p", `“${citation.quote.split("\n").map(cells).join("\n")}”`));
      const name = [citation.number, citation.title, citation.place].filter(Boolean).join(" – ");
      const address = safe(citation.url) || safe(citation.source_url);
      quote.append(address ? element("a", name, { href: address, target: "_blank", rel: "noopener" }) : element("p", name));
      details.append(quote);
    }
    return details;
  };

  class ThiDuaChat extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      this.conversation = this.kept() || this.keep(newConversation());
      const root = this.attachShadow({ mode: "open" });
      const base = this.getAttribute("server") || "";
      this.server = base.replace(/\/$/, "");
      root.append(element("link", "", { rel: "stylesheet", href: `${this.server}/widget.css` }));
      const section = element("section", "", { "aria-label": WORDS.title });
      this.log = element("div", "", { class: "log", role: "log", tabindex: "0", "aria-label": WORDS.title });
      section.append(this.log, this.makeForm());
      root.append(section);
      this.greet();
    }

    kept() {
      try { return sessionStorage.getItem(KEY); } catch { return null; }
    }

    keep(id) {
      try { sessionStorage.setItem(KEY, id); } catch { /* a page without storage still talks */ }
      return id;
    }

    makeForm() {
      const form = element("form");
      this.input = element("input", "", { id: "question", maxlength: LONGEST, autocomplete: "off", placeholder: WORDS.placeholder });
      this.submit = element("button", WORDS.send, { type: "submit" });
      const again = element("button", WORDS.again, { type: "button" });
      again.addEventListener("click", () => this.startAgain());
      form.append(element("label", WORDS.label, { for: "question" }), this.input, this.submit, again);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.ask(this.input.value);
      });
      return form;
    }

    greet() {
      const article = this.say("machine", WORDS.hello);
      article.append(this.choices(WORDS.first.map((text) => ({ title: text, payload: text }))));
    }

    startAgain() {
      this.conversation = this.keep(newConversation());
      this.log.replaceChildren();
      this.greet();
      this.input.focus();
    }

    say(who, text, kind = "") {
      const article = element("article", "", { class: `${who} ${kind}`.trim(), "aria-label": WORDS[who] });
      article.append(...paragraphs(text));
      this.log.append(article);
      article.scrollIntoView({ block: "nearest" });
      return article;
    }

    choices(buttons) {
      const group = element("div", "", { class: "choices" });
      for (const { title, payload } of buttons) {
        const button = element("button", title, { type: "button" });
        button.addEventListener("click", () => this.ask(payload));
        group.append(button);
      }
      return group;
    }

    show(answer) {
      const article = this.say("machine", answer.text, answer.status === "unavailable" ? "trouble" : "");
      if (answer.citations.length) article.append(citations(answer.citations));
      if (answer.buttons.length) article.append(this.choices(answer.buttons));
    }

    async ask(text) {
      text = text.trim().slice(0, LONGEST);
      if (!text || this.busy) return;
      this.busy = true;
      this.submit.disabled = true;
      const spoken = this.say("person", text);
      const waiting = this.say("machine", WORDS.waiting, "waiting");
      try {
        const response = await fetch(`${this.server}/api/messages`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ conversation: this.conversation, text }),
        });
        const body = await response.json();
        waiting.remove();
        if (!response.ok) throw new Error(body.error);
        this.input.value = "";
        for (const answer of body.answers) this.show(answer);
      } catch {
        waiting.remove();
        spoken.remove();
        this.input.value = text;
        this.say("machine", WORDS.away, "trouble");
      } finally {
        this.busy = false;
        this.submit.disabled = false;
        this.input.focus({ preventScroll: true });
        // A long answer is read from its beginning.
        (spoken.isConnected ? spoken : this.log.lastElementChild).scrollIntoView({ block: "start" });
      }
    }
  }

  customElements.define("thi-dua-chat", ThiDuaChat);
})();
