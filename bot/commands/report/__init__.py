"""`thidua report`, and what commands print of reports and of health.

Goes in: a period. Comes out: lines of text, JSON or a page. Imports: `bot.operations`, on first use.
"""
