// What the reception understands as the wish to be attended no more (bot/handover/wording.py).
const STOP = "Thôi, không gặp cán bộ nữa";

// What people of the office write: asked for from the moment that they may, until they have given the conversation back.
class StaffSide {
  constructor(chat) {
    this.chat = chat;
  }

  // An answer of the reception tells that staff may write from now on.
  attend(answers) {
    const { talk } = this.chat;
    const state = answers.map((answer) => answer.about.handover).filter(Boolean).pop();
    if (!state || state === "ended") return;
    talk.attended = talk.attended || { after: 0 };
    this.listen();
  }

  // Who waits for staff may close the page and come back for the answer: {conversation, after} is kept for
  // other tabs, and nothing of what was said. Another tab's is not touched.
  keepWaiting() {
    const { conversation, attended } = this.chat.talk;
    try {
      if (attended) localStorage.setItem(KEY, JSON.stringify({ conversation, after: attended.after }));
      else this.dropWaiting(conversation);
    } catch { /* full or forbidden: the page still talks */ }
  }

  dropWaiting(conversation) {
    if ((this.waiting() || {}).conversation === conversation) localStorage.removeItem(KEY);
  }

  waiting() {
    try {
      const { conversation, after } = JSON.parse(localStorage.getItem(KEY)) || {};
      return typeof conversation === "string" && conversation ? { conversation, after: Number(after) || 0 } : null;
    } catch { return null; }
  }

  // Who opens the page may be somebody else: they are asked before anything is shown.
  offerWaiting() {
    const kept = this.waiting(), { chat } = this, { words } = chat;
    if (!kept || kept.conversation === chat.talk.conversation) return;
    this.offer = chat.say("machine", words.goOn);
    const goOn = () => {
      this.dropOffer();
      chat.begin({ ...chat.newTalk(), conversation: kept.conversation, attended: { after: kept.after } });
      this.listen();
      chat.input.focus();
    };
    const group = element("div", "", { class: "choices" });
    group.append(button(words.yes, goOn), button(words.no, () => this.dropOffer()));
    this.offer.append(group);
  }

  dropOffer() {
    if (this.offer) this.offer.remove();
    this.offer = null;
  }

  // Staff are not to answer a person who is gone: the stop is sent until the server has it.
  async leave(conversation) {
    const body = JSON.stringify({ conversation, text: STOP, id: random() });
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        await this.chat.post("/api/messages", body);
        return this.dropWaiting(conversation);
      } catch { /* tried again */ }
      await new Promise((go) => setTimeout(go, pause));
    }
  }

  async listen() {
    const { talk } = this.chat;
    if (this.listening === talk) return;
    this.listening = talk;
    let pause = FIRST_PAUSE;
    while (this.chat.talk === talk && talk.attended) {
      let rest = pause;
      try {
        const news = await this.news(talk);
        if (this.chat.talk === talk) this.hear(news);
        rest = 1000 * news.again;
        pause = FIRST_PAUSE;
      } catch {
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
      await new Promise((go) => setTimeout(go, rest));
    }
    if (this.listening === talk) this.listening = null;
  }

  // The server answers once there is something new, or some time has passed.
  async news({ conversation, attended }) {
    const query = new URLSearchParams({ after: attended.after, typing: Boolean(this.writing) });
    const response = await fetch(`${this.chat.server}/api/conversations/${conversation}/messages?${query}`);
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  }

  hear({ lines, is_typing, state }) {
    const { chat } = this, { talk } = chat;
    if (lines.length || !is_typing) this.showWriting(false);
    for (const line of lines) {
      this.show(line);
      talk.said.push({ line });
      talk.attended.after = line.id;
    }
    if (is_typing) this.showWriting(true);
    if (!lines.length && ["ended", "none"].includes(state)) talk.attended = null;
    if (lines.length || !talk.attended) chat.keep();
  }

  show({ author, name, text, sources }) {
    const { chat } = this, { words } = chat;
    const article = chat.say("machine", text, author);
    if (author !== "staff") return;
    article.setAttribute("aria-label", name || words.staff);
    article.prepend(element("p", name || words.staff, { class: "name" }));
    if (sources.length) article.append(citations(sources, words, chat.server));
  }

  showWriting(isWriting) {
    if (isWriting === Boolean(this.writing)) return;
    if (this.writing) this.writing.remove();
    const { words } = this.chat;
    this.writing = isWriting ? this.chat.mark(`${words.staff} ${words.writing}`) : null;
  }
}
