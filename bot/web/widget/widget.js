// <thi-dua-chat>: the conversation as a custom element. No framework; all text goes in as text, never as markup.
// Attributes: server (another address than the page's), words (a JSON object with any of WORDS in other words).
const STYLE = "/*widget.css*/";
const LONGEST = 2000, MOST_KEPT = 60, FIRST_PAUSE = 1000, LONGEST_PAUSE = 30000, LARGEST_PICTURE = 12_000_000;
const KEY = "thi-dua-conversation";
const PICTURES = "image/jpeg,image/png,image/webp";

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

const linkTo = (address, text, attributes = {}) => element("a", text, { href: address, target: "_blank", rel: "noopener", ...attributes });

const random = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// The letters of a text from `start` to `end`, with the links among them.
const pieces = (text, start, end, links, words) => {
  const made = [];
  for (const link of links.filter((one) => one.start >= start && one.end <= end)) {
    made.push(text.slice(start, link.start));
    const there = [words.there, link.place].filter(Boolean).join(": ");
    made.push(link.end > link.start ? linkTo(link.address, text.slice(link.start, link.end)) : linkTo(link.address, "↗", { class: "mark", "aria-label": there, title: there }));
    start = link.end;
  }
  return [...made, text.slice(start, end)];
};

// Lines that begin with "- " become a list; other lines stay paragraphs.
const paragraphs = (text, links, words) => {
  const parts = [];
  let list = null, at = 0;
  for (const line of text.split("\n")) {
    const isItem = line.startsWith("- "), end = at + line.length;
    if (isItem && !list) parts.push((list = element("ul")));
    if (!isItem) list = null;
    if (isItem || line.trim()) {
      const made = element(isItem ? "li" : "p");
      made.append(...pieces(text, at + (isItem ? 2 : 0), end, links, words));
      isItem ? list.append(made) : parts.push(made);
    }
    at = end + 1;
  }
  return parts;
};

const citations = (found, words, server) => {
  const details = element("details");
  details.append(element("summary", `${words.quotes} (${found.length})`));
  for (const citation of found) {
    const quote = element("blockquote");
    // A text known only by its rules has no words here to quote.
    if (citation.quote) quote.append(element("p", `“${citation.quote.split("\n").map(cells).join("\n")}”`));
    const name = [citation.number, citation.title, citation.place].filter(Boolean).join(" – ");
    const address = addressOf(citation, server);
    quote.append(address ? linkTo(address, name) : element("p", name));
    details.append(quote);
  }
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
    this.staff = new StaffSide(this);
    this.log = element("div", "", { class: "log", role: "log", tabindex: "0", "aria-label": this.words.title });
    // What is going on, for a reader's ears: the log itself tells only what was said.
    this.doing = element("p", "", { class: "unseen", role: "status" });
    section.append(this.log, this.doing, this.makeForm());
    root.append(section);
    this.takeDrops(section);
    this.restore();
    this.prepare();
    addEventListener("online", () => this.retry && this.retry());
  }

  given() {
    try { return JSON.parse(this.getAttribute("words") || "{}"); } catch { return {}; }
  }

  // What was said in this tab, so that a reload changes nothing: {conversation, said: [...], pending: {id, text} | null,
  // attended: {after: the number of the last line of staff}, while they may write}.
  // Other tabs, and other people of a shared computer, find only that a conversation waits (`staff.js`).
  restore() {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(KEY)); } catch { /* a page without storage still talks */ }
    this.talk = kept && kept.conversation ? kept : this.newTalk();
    this.greet();
    for (const one of this.talk.said) one.person ? this.say("person", one.person) : one.line ? this.staff.show(one.line) : this.show(one.answer, one.asked);
    const { pending } = this.talk;
    if (pending && pending.picture) {
      this.talk.pending = null;
      this.say("machine", this.words.lostPicture, "trouble");
    }
    this.keep();
    if (this.talk.attended) this.staff.listen();
    if (this.talk.pending) this.deliver(pending);
    if (!this.talk.said.length) this.staff.offerWaiting();
  }

  newTalk() {
    return { conversation: `web-${random()}`, said: [], pending: null, groups: this.talk && this.talk.groups };
  }

  keep() {
    this.talk.said = this.talk.said.slice(-MOST_KEPT);
    this.again.hidden = !this.talk.said.length;
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.talk));
    } catch { /* full or forbidden: the page still talks */ }
    this.staff.keepWaiting();
  }

  // `/?hoi=…` puts a question into the box of the assistant's own page; the person sends it, or does not.
  prepare() {
    const asked = this.server ? null : new URLSearchParams(location.search).get("hoi");
    if (!asked) return;
    this.input.value = asked.replace(/[\u0000-\u001f\u007f]+/g, " ").trim().slice(0, LONGEST);
    this.input.focus();
  }

  makeForm() {
    const form = element("form");
    this.input = element("input", "", { id: "question", maxlength: LONGEST, autocomplete: "off", enterkeyhint: "send", placeholder: this.words.placeholder });
    this.submit = element("button", this.words.send, { type: "submit" });
    this.file = element("input", "", { type: "file", accept: PICTURES, hidden: "" });
    this.attach = button(this.words.picture, () => this.file.click(), { "aria-label": this.words.sendPicture, title: this.words.sendPicture });
    // On a phone a sign stands for the words, so that the box keeps its one line.
    this.again = button("", () => this.startAgain(), { "aria-label": this.words.again, title: this.words.again });
    this.again.append(element("span", this.words.again, { class: "wide" }), element("span", "↺", { class: "narrow" }));
    form.append(element("label", this.words.label, { for: "question" }), this.attach, this.file, this.input, this.submit, this.again);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(this.chosen(this.input.value));
    });
    this.file.addEventListener("change", () => {
      this.askPicture(this.file.files[0]);
      this.file.value = "";
    });
    this.input.addEventListener("paste", (event) => {
      const [file] = event.clipboardData.files;
      if (file) event.preventDefault();
      this.askPicture(file);
    });
    return form;
  }

  takeDrops(section) {
    const mark = (event) => {
      event.preventDefault();
      section.classList.toggle("dropping", event.type === "dragover");
    };
    for (const name of ["dragover", "dragleave", "drop"]) section.addEventListener(name, mark);
    section.addEventListener("drop", (event) => this.askPicture(event.dataTransfer.files[0]));
  }

  async greet() {
    const article = this.say("machine", this.words.hello, "welcome");
    if (this.words.first.length) return article.append(this.questions(this.words.first));
    if (!this.talk.groups) {
      try { this.talk.groups = (await (await fetch(`${this.server}/api/examples`)).json()).groups; } catch { return undefined; }
      this.keep();
    }
    return article.append(...this.examples(this.talk.groups));
  }

  // Who is asking is chosen by a button that stays pressed; the questions below it are for them.
  examples(groups) {
    const chooser = element("div", "", { class: "askers", role: "group", "aria-label": this.words.asker });
    const shown = element("div");
    const choose = (group) => {
      chooser.childNodes.forEach((one, place) => one.setAttribute("aria-pressed", groups[place] === group));
      shown.replaceChildren(this.questions(group.questions));
    };
    for (const group of groups) chooser.append(button(group.title, () => choose(group)));
    if (groups.length) choose(groups[0]);
    return [chooser, shown];
  }

  questions(texts) {
    return this.choices(texts.map((text) => ({ title: text, payload: text })), "choices first");
  }

  startAgain() {
    if (this.talk.attended) this.staff.leave(this.talk.conversation);
    this.begin(this.newTalk());
    this.input.focus();
  }

  begin(talk) {
    this.talk = talk;
    this.round = this.held = null;
    this.staff.showWriting(false);
    this.doing.textContent = "";
    this.isBusy(false);
    this.log.replaceChildren();
    this.greet();
    this.keep();
  }

  isBusy(busy) {
    this.busy = this.submit.disabled = this.attach.disabled = busy;
  }

  say(who, text, kind = "", links = []) {
    const article = element("article", "", { class: `${who} ${kind}`.trim(), "aria-label": this.words[who] });
    article.append(...paragraphs(text, links, this.words));
    this.log.append(article);
    article.scrollIntoView({ block: "nearest" });
    return article;
  }

  choices(buttons, kind = "choices") {
    const group = element("div", "", { class: kind });
    for (const { title, payload } of buttons) group.append(button(title, () => this.ask(payload)));
    return group;
  }

  show(answer, asked) {
    const article = this.say("machine", answer.text, answer.status === "unavailable" ? "trouble" : "", textLinks(answer, this.server));
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
      const { offer } = (await this.post("/api/feedback", JSON.stringify(said))).body;
      if (offer) thanks.after(this.choices([offer]));
    } catch { thanks.remove(); }
  }

  async post(path, body, type = "application/json") {
    const response = await fetch(this.server + path, { method: "POST", headers: { "Content-Type": type }, body });
    if (response.status >= 500 || response.status === 429) {
      // A server that is up says in how many seconds to come back.
      throw Object.assign(new Error(String(response.status)), { after: 1000 * Number(response.headers.get("Retry-After") || 0) });
    }
    return { ok: response.ok, body: await response.json() };
  }

  ask(text) {
    text = text.trim().slice(0, LONGEST);
    if (!text || this.busy) return;
    this.speak(text, { id: random(), text });
  }

  // The number of a choice of the last answer stands for it, as in the apps (`Responder._resolve`); staff read what was typed.
  chosen(text) {
    const { answer } = this.talk.said[this.talk.said.length - 1] || {};
    const number = /^\s*(\d{1,2})\s*[.)]?\s*$/.exec(text);
    const button = number && answer && !this.talk.attended && answer.buttons[number[1] - 1];
    return button ? button.payload : text;
  }

  // A picture goes with what stands in the box. It is held in this page's memory until it is answered.
  askPicture(file) {
    if (!file || this.busy) return;
    if (file.size > LARGEST_PICTURE) return void this.say("machine", this.words.tooLarge, "trouble");
    const text = this.input.value.trim().slice(0, LONGEST);
    this.held = file;
    this.speak([this.words.sentPicture, text].filter(Boolean).join("\n"), { id: random(), text, picture: true });
  }

  speak(said, pending) {
    this.staff.dropOffer();
    this.input.value = "";
    this.say("person", said);
    this.talk.said.push({ person: said });
    this.deliver(pending);
  }

  send({ id, text, picture }) {
    const { conversation } = this.talk;
    if (!picture) return this.post("/api/messages", JSON.stringify({ conversation, text, id }));
    const query = new URLSearchParams({ conversation, text, id });
    return this.post(`/api/pictures?${query}`, this.held, this.held.type || "application/octet-stream");
  }

  // Sends a question again and again, under one id, until the server has answered it: it is answered once.
  async deliver(pending) {
    this.talk.pending = pending;
    this.keep();
    this.isBusy(true);
    const round = (this.round = {});
    const spoken = this.log.lastElementChild;
    // A picture is read by the assistant alone.
    const waiting = this.wait(pending.picture && !this.talk.attended ? this.words.reading : this.words.waiting);
    let trouble = null, pause = FIRST_PAUSE, said = null;
    while (!said && this.round === round) {
      try {
        said = await this.send(pending);
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
    this.doing.textContent = "";
    this.held = null;
    for (const answer of said.ok ? said.body.answers : []) {
      this.show(answer, pending.text);
      this.talk.said.push({ answer, asked: pending.text });
    }
    if (said.ok) this.staff.attend(said.body.answers);
    if (!said.ok) this.say("machine", said.body.error || this.words.refused, "trouble");
    this.talk.pending = null;
    this.keep();
    this.isBusy(false);
    this.input.focus({ preventScroll: true });
    // A long answer is read from its beginning.
    spoken.scrollIntoView({ block: "start" });
  }

  // Something that moves, for the eyes; the same is told to the ears apart from it.
  wait(doing) {
    this.doing.textContent = doing;
    return this.mark(doing);
  }

  mark(doing) {
    const waiting = this.say("machine", doing, "waiting");
    waiting.setAttribute("aria-hidden", "true");
    const dots = element("span", "", { class: "dots" });
    dots.append(element("i"), element("i"), element("i"));
    waiting.append(dots);
    return waiting;
  }
}

customElements.define("thi-dua-chat", ThiDuaChat);
