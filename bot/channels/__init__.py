"""In goes what a messaging app posts (bytes), out go the parts of answers, shaped for the app.

A channel per app behind one seam (channel.py), and the registry that runs those that are on.
Imports bot.errors, bot.settings, bot.operations, bot.dialogue and bot.delivery only.
"""
