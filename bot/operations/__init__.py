"""What runs beside the conversation: health, logs, metrics, journal, report, backup, retention.

In: what the other rooms observe. Out: figures, log lines, files. Imports: `errors`, `settings`.
"""
