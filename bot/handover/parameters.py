"""Every number that decides something in this room."""

from __future__ import annotations

from tenacity import wait_exponential

#: Seconds for which a question whether staff may read on waits for its answer: what comes later is a
#: new message.
CONSENT_SECONDS = 3600.0
#: Characters of what staff write, and sources beside it.
MAX_ANSWER, MAX_SOURCES = 2000, 5
#: Characters of a source's quote that a messaging app is sent.
MAX_SHOWN_QUOTE = 300
#: Turns of the dialogue that staff see of the time before.
MAX_EARLIER_LINES = 24
#: Characters of one of them.
MAX_EARLIER_TEXT = 1500
#: Conversations that a page of the queue shows, the longest waiting first.
MAX_SHOWN_WAITING = 200
#: Conversations of one address of the web that may wait for staff at once: an office behind one
#: address has fewer, who fills the queue on purpose has more.
MAX_OPEN_OF_ADDRESS = 20
#: Characters of a person's message that staff are shown: more than any app sends (Telegram: 4,096).
MAX_PERSON_TEXT = 8000
#: Lines of a conversation that are shown, the newest.
MAX_SHOWN_LINES = 300

# The web page, which asks for what staff wrote.

#: Lines of one response.
MAX_NEW_LINES = 50
#: Seconds for which a request waits for a line, and between two looks at the database: another
#: assistant may have kept it. What this one keeps wakes the request at once.
POLL_SECONDS, LOOK_SECONDS = 20.0, 1.0
#: Requests that may wait at once; what is beyond is answered at once.
MAX_POLLS = 500
#: Seconds after which who could not wait asks again, and who waits for nobody any more.
BUSY_POLL_SECONDS = 5

# Signs of writing.

#: Seconds for which "is writing" is shown after the last key: the apps show theirs for five.
TYPING_SECONDS = 6.0

# Upkeep.

#: Seconds between two looks at the queue: who went away, who is to be told by e-mail.
UPKEEP_SECONDS = 5.0
#: Seconds that a mail server may take, and pauses while it does not take an e-mail.
MAIL_TIMEOUT = 20.0
MAIL_PAUSES = wait_exponential(multiplier=5.0, max=300.0)
#: How often it is tried before the next look at the queue tries again.
MAIL_TRIES = 3

# How long after a person's last word an app takes messages (docs/kenh.md).

HOUR, DAY = 3600.0, 24 * 3600.0
ZALO_FREE_SECONDS, ZALO_LAST_SECONDS = 48 * HOUR, 7 * DAY
