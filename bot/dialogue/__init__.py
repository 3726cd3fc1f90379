"""The conversation: Rasa in a process of its own is started, watched, asked and stood in for.

Goes in: a person's message (`UserMessage`). Comes out: `Answer`s.
Imports: `bot.errors`, `bot.settings`, `bot.operations`.
"""
