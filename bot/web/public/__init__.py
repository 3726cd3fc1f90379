"""The pages to read: library, awards, movements, timeline, documents, and the feed of new ones.

Goes in: a request's address. Comes out: a page that needs no script. Imports: the modules of
`bot.web`; what is known comes as a protocol (`reading.PublicReading`).
"""

from bot.web.public.router import public_pages

__all__ = ["public_pages"]
