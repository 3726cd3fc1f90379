// <thi-dua-chat>: the conversation as a custom element. No framework; all text goes in as text, never as markup.
// Attributes: server (another address than the page's), words (a JSON object with any of WORDS in other words).
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
    away: "Chưa kết nối được với trợ lý. Câu hỏi vẫn được giữ, tôi đang tự gửi lại…",
    crowded: "Đang có đông người hỏi. Câu hỏi vẫn được giữ, tôi sẽ tự gửi lại sau ít giây…",
    refused: "Trợ lý không nhận được câu hỏi này.",
    quotes: "Xem trích dẫn",
    figures: "Xem bảng số liệu",
    figureName: "Nội dung",
    figureValue: "Giá trị",
    person: "Anh/chị",
    staff: "Cán bộ",
    writing: "đang viết…",
    machine: "Trợ lý",
    copy: "Sao chép",
    copied: "Đã sao chép",
    print: "In",
    good: "Hữu ích",
    bad: "Chưa đúng",
    thanks: "Cảm ơn anh/chị đã góp ý.",
    reason: "Chưa đúng ở điểm nào? (không bắt buộc)",
    sendReason: "Gửi góp ý",
    first: ["Tôi có thể hỏi những gì?", "CSTĐCS được thưởng bao nhiêu?", "Trợ lý đang có những văn bản nào?"],
  };
  const STYLE = "/*widget.css*/";
  const LONGEST = 2000, MOST_KEPT = 60, FIRST_PAUSE = 1000, LONGEST_PAUSE = 30000;
  const KEY = "thi-dua-conversation";

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const button = (title, act, attributes = {}) => {
    const made = element("button", title, { type: "button", ...attributes });
    made.addEventListener("click", () => act(made));
    return made;
  };

  const random = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

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

  // Only pages of the server and the web may be linked to.
  const safe = (address, server) => (/^\/(?!\/)/.test(address || "") ? server + address : /^https?:\/\//.test(address || "") ? address : null);

  // A table row "| a | b |" reads "a: b".
  const cells = (line) => (line.startsWith("|") ? line.replace(/^\|\s*|\s*\|$/g, "").replace(/\s*\|\s*/g, ": ") : line);

  const citations = (found, words, server) => {
    const details = element("details");
    details.append(element("summary", `${words.quotes} (${found.length})`));
    for (const citation of found) {
      const quote = element("blockquote");
      // A text known only by its rules has no words here to quote.
      if (citation.quote) quote.append(element("p", `“${citation.quote.split("\n").map(cells).join("\n")}”`));
      const name = [citation.number, citation.title, citation.place].filter(Boolean).join(" – ");
      const address = safe(citation.url, server) || safe(citation.source_url, server);
      quote.append(address ? element("a", name, { href: address, target: "_blank", rel: "noopener" }) : element("p", name));
      details.append(quote);
    }
    return details;
  };

  // "8.280.000 đồng" → [8280000, "đồng"]; "80,5%" → [80.5, "%"]; what is no single figure → null.
  const figure = (value) => {
    const found = /^\D{0,24}?(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?\s*([^\d]*)$/.exec(value || "");
    return found && [Number(`${found[1].replace(/\./g, "")}.${found[2] || 0}`), found[3].trim()];
  };

  // Facts as a table; where all are figures of one unit, with bars beside them.
  const table = (facts, words) => {
    const figures = facts.map((fact) => figure(fact.value));
    const comparable = figures.every((one) => one && one[1] === figures[0][1]) && figures.some((one) => one[0] > 0);
    const most = comparable ? Math.max(...figures.map((one) => one[0])) : 0;
    const made = element("table");
    const head = element("tr");
    head.append(element("th", words.figureName, { scope: "col" }), element("th", words.figureValue, { scope: "col" }));
    made.append(head);
    facts.forEach((fact, place) => {
      const row = element("tr"), value = element("td", fact.value);
      if (comparable) {
        const bar = element("span", "", { class: "bar", "aria-hidden": "true" });
        bar.style.width = `${Math.max(1, (100 * figures[place][0]) / most)}%`;
        value.append(bar);
      }
      row.append(element("th", fact.name, { scope: "row" }), value);
      made.append(row);
    });
    const details = element("details");
    if (comparable) details.open = true;
    details.append(element("summary", words.figures), made);
    return details;
  };

  class ThiDuaChat extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      this.words = { ...WORDS, ...this.given() };
      this.server = (this.getAttribute("server") || "").replace(/\/$/, "");
      const root = this.attachShadow({ mode: "open" });
      // A sheet made by script: no page's Content-Security-Policy for styles stands in its way.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      const section = element("section", "", { "aria-label": this.words.title });
      this.log = element("div", "", { class: "log", role: "log", tabindex: "0", "aria-label": this.words.title });
      section.append(this.log, this.makeForm());
      root.append(section);
      this.restore();
      addEventListener("online", () => this.retry && this.retry());
    }

    given() {
      try { return JSON.parse(this.getAttribute("words") || "{}"); } catch { return {}; }
    }

    // What was said in this tab, so that a reload changes nothing: {conversation, said: [...], pending: {id, text} | null}.
    restore() {
      let kept = null;
      try { kept = JSON.parse(sessionStorage.getItem(KEY) || localStorage.getItem(KEY)); } catch { /* a page without storage still talks */ }
      this.talk = kept && kept.conversation ? kept : { conversation: `web-${random()}`, said: [], pending: null };
      this.greet();
      for (const one of this.talk.said) one.person ? this.say("person", one.person) : one.line ? this.showLine(one.line) : this.show(one.answer, one.asked);
      this.keep();
      if (this.talk.attended) this.listen();
      if (this.talk.pending) this.deliver(this.talk.pending);
    }

    keep() {
      this.talk.said = this.talk.said.slice(-MOST_KEPT);
      try {
        const kept = JSON.stringify(this.talk);
        sessionStorage.setItem(KEY, kept);
        // Who waits for staff may close the page and come back for the answer.
        this.talk.attended ? localStorage.setItem(KEY, kept) : localStorage.removeItem(KEY);
      } catch { /* full or forbidden: the page still talks */ }
    }

    makeForm() {
      const form = element("form");
      this.input = element("input", "", { id: "question", maxlength: LONGEST, autocomplete: "off", placeholder: this.words.placeholder });
      this.submit = element("button", this.words.send, { type: "submit" });
      form.append(element("label", this.words.label, { for: "question" }), this.input, this.submit, button(this.words.again, () => this.startAgain()));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.ask(this.input.value);
      });
      return form;
    }

    greet() {
      const article = this.say("machine", this.words.hello);
      article.append(this.choices(this.words.first.map((text) => ({ title: text, payload: text }))));
    }

    startAgain() {
      this.talk = { conversation: `web-${random()}`, said: [], pending: null };
      this.round = null;
      this.showWriting("");
      this.busy = false;
      this.submit.disabled = false;
      this.log.replaceChildren();
      this.greet();
      this.keep();
      this.input.focus();
    }

    say(who, text, kind = "") {
      const article = element("article", "", { class: `${who} ${kind}`.trim(), "aria-label": this.words[who] });
      article.append(...paragraphs(text));
      this.log.append(article);
      article.scrollIntoView({ block: "nearest" });
      return article;
    }

    choices(buttons) {
      const group = element("div", "", { class: "choices" });
      for (const { title, payload } of buttons) group.append(button(title, () => this.ask(payload)));
      return group;
    }

    show(answer, asked) {
      const article = this.say("machine", answer.text, answer.status === "unavailable" ? "trouble" : "");
      if (answer.facts.length > 1) article.append(table(answer.facts, this.words));
      if (answer.citations.length) article.append(citations(answer.citations, this.words, this.server));
      if (answer.buttons.length) article.append(this.choices(answer.buttons));
      if (["answered", "nearest", "not_found"].includes(answer.status)) article.append(this.tools(answer, asked));
      return article;
    }

    tools(answer, asked) {
      const tools = element("div", "", { class: "tools" });
      const copy = async (made) => {
        try { await navigator.clipboard.writeText(answer.text); made.textContent = this.words.copied; } catch { /* not allowed here */ }
      };
      tools.append(button(this.words.copy, copy), button(this.words.print, () => this.print(tools.parentNode)));
      tools.append(button(this.words.good, () => this.vote(tools, "up", answer, asked)), button(this.words.bad, () => this.explain(tools, answer, asked)));
      return tools;
    }

    print(article) {
      this.log.querySelectorAll("article").forEach((one) => one.classList.toggle("unprinted", one !== article));
      print();
      this.log.querySelectorAll(".unprinted").forEach((one) => one.classList.remove("unprinted"));
    }

    explain(tools, answer, asked) {
      const form = element("form", "", { class: "reason" });
      const label = element("label", this.words.reason);
      const field = element("input", "", { maxlength: 500, autocomplete: "off" });
      label.append(field);
      form.append(label, element("button", this.words.sendReason, { type: "submit" }));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.vote(tools, "down", answer, asked, field.value);
        form.remove();
      });
      tools.after(form);
      field.focus();
    }

    async vote(tools, vote, answer, asked, reason = "") {
      const said = { conversation: this.talk.conversation, vote, reason, question: asked || "", answer: answer.text, status: answer.status };
      const thanks = element("p", this.words.thanks, { class: "thanks", role: "status" });
      tools.replaceWith(thanks);
      try {
        const { offer } = (await this.post("/api/feedback", said)).body;
        if (offer) thanks.after(this.choices([offer]));
      } catch { thanks.remove(); }
    }

    // An answer of the reception tells that staff may write from now on.
    attend(answers) {
      const state = answers.map((answer) => answer.about.handover).filter(Boolean).pop();
      if (!state || state === "ended") return;
      this.talk.attended = this.talk.attended || { after: 0 };
      this.listen();
    }

    // Asks for what staff wrote until they have given the conversation back.
    async listen() {
      const talk = this.talk;
      if (this.listening === talk) return;
      this.listening = talk;
      let pause = FIRST_PAUSE;
      while (this.talk === talk && talk.attended) {
        let rest = pause;
        try {
          const query = new URLSearchParams({ after: talk.attended.after, typing: Boolean(this.writing) });
          const response = await fetch(`${this.server}/api/conversations/${talk.conversation}/messages?${query}`);
          if (!response.ok) throw new Error(String(response.status));
          const news = await response.json();
          if (this.talk === talk) this.hear(news);
          rest = 1000 * news.again;
          pause = FIRST_PAUSE;
        } catch {
          pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
        await new Promise((go) => setTimeout(go, rest));
      }
      if (this.listening === talk) this.listening = null;
    }

    hear(news) {
      this.showWriting("");
      for (const line of news.lines) {
        this.showLine(line);
        this.talk.said.push({ line });
        this.talk.attended.after = line.id;
      }
      if (news.is_typing) this.showWriting(`${this.words.staff} ${this.words.writing}`);
      if (!news.lines.length && ["ended", "none"].includes(news.state)) this.talk.attended = null;
      if (news.lines.length || !this.talk.attended) this.keep();
    }

    showLine({ author, name, text, sources }) {
      const article = this.say("machine", text, author);
      if (author !== "staff") return;
      article.setAttribute("aria-label", name || this.words.staff);
      article.prepend(element("p", name || this.words.staff, { class: "name" }));
      if (sources.length) article.append(citations(sources, this.words, this.server));
    }

    showWriting(text) {
      if (this.writing) this.writing.remove();
      this.writing = text ? this.say("machine", text, "waiting") : null;
      if (text) this.writing.setAttribute("aria-hidden", "true");
    }

    async post(path, body) {
      const headers = { "Content-Type": "application/json" };
      const response = await fetch(this.server + path, { method: "POST", headers, body: JSON.stringify(body) });
      if (response.status >= 500 || response.status === 429) {
        // A server that is up says in how many seconds to come back.
        throw Object.assign(new Error(String(response.status)), { after: 1000 * Number(response.headers.get("Retry-After") || 0) });
      }
      return { ok: response.ok, body: await response.json() };
    }

    ask(text) {
      text = text.trim().slice(0, LONGEST);
      if (!text || this.busy) return;
      this.input.value = "";
      this.say("person", text);
      this.talk.said.push({ person: text });
      this.deliver({ id: random(), text });
    }

    // Sends a question again and again, under one id, until the server has answered it: it is answered once.
    async deliver(pending) {
      this.talk.pending = pending;
      this.keep();
      this.busy = true;
      this.submit.disabled = true;
      const round = (this.round = {});
      const spoken = this.log.lastElementChild;
      // Not for a reader's ears: the answer itself is read when it comes.
      const waiting = this.say("machine", this.words.waiting, "waiting");
      waiting.setAttribute("aria-hidden", "true");
      let trouble = null, pause = FIRST_PAUSE, said = null;
      while (!said && this.round === round) {
        try {
          said = await this.post("/api/messages", { conversation: this.talk.conversation, text: pending.text, id: pending.id });
        } catch (error) {
          trouble = trouble || this.say("machine", error.after ? this.words.crowded : this.words.away, "trouble");
          waiting.hidden = true;
          await new Promise((go) => { this.retry = go; setTimeout(go, Math.max(pause, error.after || 0)); });
          pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
      }
      waiting.remove();
      if (trouble) trouble.remove();
      if (this.round !== round) return;
      for (const answer of said.ok ? said.body.answers : []) {
        this.show(answer, pending.text);
        this.talk.said.push({ answer, asked: pending.text });
      }
      if (said.ok) this.attend(said.body.answers);
      if (!said.ok) this.say("machine", said.body.error || this.words.refused, "trouble");
      this.talk.pending = null;
      this.keep();
      this.busy = false;
      this.submit.disabled = false;
      this.input.focus({ preventScroll: true });
      // A long answer is read from its beginning.
      spoken.scrollIntoView({ block: "start" });
    }
  }

  customElements.define("thi-dua-chat", ThiDuaChat);
})();
