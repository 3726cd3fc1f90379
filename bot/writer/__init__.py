"""The office's own language model words what was found: asked, bounded, counted, left alone when ill.

Goes in: messages of a chat, the schema of an answer. Comes out: text, which others check; nothing
while there is no model, or it fails. Imports: `bot.errors`, settings, storage, operations.
"""

from bot.writer.opening import open_client, open_writer
from bot.writer.writer import Writer

__all__ = ["Writer", "open_client", "open_writer"]
