"""Every number that decides something in this room."""

from __future__ import annotations

#: Passages that a search returns, unless fewer are asked for and at most.
DEFAULT_PASSAGES, MAX_PASSAGES = 5, 20
#: Characters of a document that come at once, and of those how many before the marked passage.
MAX_PIECE, LEAD = 6000, 1200
#: Characters of a document's id.
MAX_ID = 200
#: A passage's number, or a position in a text, is never higher.
MAX_POSITION = 2**31 - 1
#: The code of a refusal for now, of those that JSON-RPC leaves to a server
#: (https://www.jsonrpc.org/specification#error_object).
BUSY = -32050
