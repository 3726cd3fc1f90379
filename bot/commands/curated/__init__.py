"""`thidua curated`: the answers of the office's own, listed, shown, and carried between stores.

Goes in: a command line and YAML files. Comes out: what `knowledge.curated` keeps. Imports:
`bot.commands.store`, and `knowledge` when a command runs.
"""
