"""What the chat page asks beside questions: examples to begin with, a picture to be read.

Goes in: HTTP. Comes out: JSON. Imports: what `bot.web` imports.
"""
