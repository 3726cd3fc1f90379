"""In goes a person's message (UserMessage), out come Answers.

Rasa holds the conversation in a process of its own; here it is started, watched, asked and,
where it is away, replaced. Imports bot.errors, bot.settings and bot.operations only.
"""
