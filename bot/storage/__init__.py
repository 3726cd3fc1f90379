"""What the bot keeps, in tables: messages, turns, votes, tokens, recent answers, leases.

Goes in: the settings. Comes out: an open database, and what several assistants on one database need
to work as one. Imports: `database`; `bot.settings`.
"""
