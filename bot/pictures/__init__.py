"""Pictures that people send: refused in a sentence, or read, answered and gone with the turn.

Goes in: a message with a picture. Comes out: Answers. Who reads it stands behind a seam
(`picture_reader.py`). Imports: errors, dialogue, delivery of `bot`.
"""
