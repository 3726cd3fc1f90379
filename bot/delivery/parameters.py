"""Every number that decides something in this room: limits, pauses, patience."""

from __future__ import annotations

import os

from tenacity import stop_after_delay, wait_exponential

# What comes in

#: Characters of a question.
MAX_TEXT = 2000
#: A person's messages a minute.
MESSAGES_PER_MINUTE = 20
#: An address's requests a minute: a whole office may share one.
REQUESTS_PER_MINUTE = 600
#: Seconds in which the messages are counted.
RATE_WINDOW = 60.0
#: Senders whose messages are counted; the one not heard of for longest is forgotten first.
MAX_COUNTED_SENDERS = 20_000
#: Seconds for which a Redis that was away is not asked: people would wait for it.
REDIS_PAUSE = 5.0
#: Turns of the web channel that are answered at once.
CONCURRENT_TURNS = 16
#: Turns of the web channel under way or waiting: at 20 turns a second the last waits ten seconds.
MAX_TURNS = 200
#: Results that the web channel's idempotency cache holds. They are in memory: only a restart in
#: between runs a message twice.
MAX_IDEMPOTENT_RESULTS = 2000

# The messaging apps' messages

#: Messages of all apps that may wait for their answer; what is beyond is refused and comes again.
MAX_WAITING_MESSAGES = 5000
#: Seconds between two looks for messages on which no assistant works, where there are several: one
#: was killed, or a message came just as another was done with its conversation.
WATCH_SECONDS = 2.0
#: Conversations that are worked on at once of those that nobody else works on: an assistant that is
#: killed leaves hundreds under load, of which it shall have its share again once it is back.
MAX_TAKEN_OVER = 100
#: Questions that the dialogue is asked at once.
CONCURRENT_QUESTIONS = 8
#: Pictures that are fetched and read at once, apart from questions: each takes a core for seconds.
CONCURRENT_PICTURES = max(1, (os.cpu_count() or 1) // 2)
#: Parts under way at once: so many at most may come twice after a crash. At the apps' speed enough
#: for the 30 a second that Telegram takes (https://core.telegram.org/bots/faq).
CONCURRENT_SENDS = 4
#: Seconds that a stop waits for the apps' word on parts that are on their way.
STOP_PATIENCE = 5.0

# Retries. A pause is in seconds, and doubles up to its maximum.

#: While the inbox's disk is full, its file locked or its server away: until it can be written.
INBOX_PAUSES = wait_exponential(multiplier=1.0, max=60.0)
#: While the dialogue is away, until as much has been waited as the patience allows.
DIALOGUE_PAUSES = wait_exponential(multiplier=1.0)
#: Seconds that a person is kept waiting for a dialogue that is away before they are told. A Rasa
#: that crashed is loaded again within it.
DIALOGUE_PATIENCE = 20.0
#: While an app does not take a part. The app may ask for another pause, up to the same maximum.
SEND_PAUSES = wait_exponential(multiplier=1.0, max=60.0)
MAX_SEND_PAUSE = 60.0
#: After a day nobody expects the answer any more.
SEND_DEADLINE = stop_after_delay(24 * 3600.0)
#: Between the tries to answer a message that something unexpected happens to; the last try is
#: followed by a word to the person, not by a pause.
ANSWER_PAUSES = (1.0, 5.0)

# What goes out

#: Links to cited places in one message, so that the answer stays short.
MAX_LINKS = 3
#: Choices in a numbered list, and characters of each.
MAX_LISTED_CHOICES, MAX_LISTED_TITLE = 6, 70
#: Characters that a numbered list may take; a channel that writes such lists leaves them free.
NUMBERED_LIST_LENGTH = MAX_LISTED_CHOICES * (MAX_LISTED_TITLE + 4) + 40
#: Seconds that the event loop waits for another writer, to note at once that a part was sent.
NOTE_PATIENCE = 0.02
