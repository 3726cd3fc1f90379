"""Every number that decides something in this room."""

from __future__ import annotations

# What is asked for and taken.
#: Tokens of one answer: 2,000 characters of Vietnamese with their marks of JSON take some 900.
MAX_ANSWER_TOKENS = 1200
#: Bytes of a response: an answer takes some 8 kB, a few times as much with what servers add.
MAX_RESPONSE_BYTES = 256 * 1024
#: Tokens that a server may say one call took: what is more is not believed.
MAX_TOLD_TOKENS = 10_000_000
#: Characters of Vietnamese in a token, at the least, by the tokenizers of common models.
CHARACTERS_A_TOKEN = 2

# When it is left alone.
#: Calls under way at once: a machine of an office words two or three answers at a time.
MAX_CALLS = 4
#: Failures in a row after which it is left alone, and for how many seconds.
FAILURES, REST_SECONDS = 3, 60.0

#: Seconds for which a locked file is waited for: the person waits for the answer meanwhile.
COUNT_SECONDS = 1.0
