"""In goes a message that a channel has read, out go the parts of its answer: once, in order.

Nothing that was accepted is lost by a crash: it is on disk. Also what every channel shares: limits,
masking, rendering. Imports bot.errors, bot.settings, bot.operations and bot.dialogue only.
"""
