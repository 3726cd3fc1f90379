"""Documents on their way: given as files, read, corrected as drafts, published by a second person.

Goes in: files and what staff do with what was read of them. Comes out: drafts and what is published.
Imports: `bot.accounts`, `bot.storage`; what reads, corrects and publishes is behind the protocols of
`ports.py`, put together in `bot/document_desk.py`.
"""
