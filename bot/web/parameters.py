"""Every number that decides something in this room."""

from __future__ import annotations

#: Bytes of a request: far more than a message of any app or of the page holds.
MAX_BODY = 256 * 1024
#: Bytes of a call of Rasa's: it holds the conversation's last turns with their answers and, the
#: first time, the domain.
MAX_ACTION_CALL = 8 * 1024 * 1024
#: Seconds after which one may come back where too many turns are under way.
BUSY_RETRY_AFTER = 5
#: Seconds after which one may come back where store or disk could not be read or written.
STORAGE_RETRY_AFTER = 30

# Pictures.
#: Pictures under way at once: so many are in memory, each of `MAX_PICTURE_BYTES` at most.
MAX_PICTURES = 8
#: Seconds that a picture may take to come in.
MAX_UPLOAD_SECONDS = 60.0
#: Pictures of one address a minute: a whole office may share one.
PICTURES_PER_ADDRESS = 30

# Feedback: characters that are kept.
MAX_FEEDBACK_QUESTION = 2000
MAX_FEEDBACK_ANSWER = 4000
MAX_FEEDBACK_REASON = 500
MAX_FEEDBACK_STATUS = 20

#: The highest number that a line of a hand-over may have: what both engines hold.
MAX_LINE_NUMBER = 2**62

# Search.
#: Characters of a query.
MAX_QUERY = 500
#: Passages, unless fewer are asked for and at most.
DEFAULT_HITS = 10
MAX_HITS = 50
#: Decimals of a score.
SCORE_DECIMALS = 6
