"""Every number that decides something in this room: limits, pauses, patience."""

from __future__ import annotations

#: Characters of a question.
MAX_TEXT = 2000

#: Results that the idempotency cache of the web channel remembers; only a restart in between runs a message twice.
MAX_IDEMPOTENT_RESULTS = 2000

#: A person's messages a minute.
MESSAGES_PER_MINUTE = 20
#: An address's requests a minute: a whole office may share one.
REQUESTS_PER_MINUTE = 600
#: Senders whose messages are counted; the one not seen for longest is forgotten first.
MAX_COUNTED_SENDERS = 20_000
#: Seconds in which the messages are counted.
RATE_WINDOW = 60.0

#: Turns of the web channel that are answered at once.
CONCURRENT_TURNS = 16
#: Turns under way or waiting in all: at 20 turns a second the last waits ten seconds.
MAX_TURNS = 200
