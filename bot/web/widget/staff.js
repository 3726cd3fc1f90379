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
