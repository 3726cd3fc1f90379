"""How each messaging app is read and written to: one channel an app behind one seam (channel.py).

Goes in: what an app posts (bytes); parts of answers. Comes out: messages; requests to the app.
Imports: `bot.errors`, `bot.settings`, `bot.operations`, `bot.dialogue`, `bot.delivery`.
"""
