"""What runs beside the conversation: health, logs, metrics, journal, report, backup, retention.

Goes in: what the other rooms observe. Comes out: figures, log lines, files.
Imports: `bot.errors`, `bot.settings`.
"""
