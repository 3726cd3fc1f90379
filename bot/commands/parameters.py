"""Every number that decides something in this room."""

from __future__ import annotations

# The client of a running assistant.
#: Seconds until an assistant that was started for the purpose must answer: Rasa loads in some 20.
START_TIMEOUT = 180.0
#: Seconds that it gets to stop.
STOP_TIMEOUT = 20.0
#: Seconds to wait for an answer; one takes 60 ms, with Rasa restarting some 20 seconds.
ASK_TIMEOUT = 60.0
#: Seconds to wait for `/ready` where it is only asked whether there is an assistant at all.
PING_TIMEOUT = 3.0
#: Seconds between two looks at an assistant that starts.
START_POLL_INTERVAL = 0.2
#: Seconds at most between two tries of a message that the assistant refused for now.
MAX_RETRY_AFTER = 60.0
#: Times a message is sent before an assistant that refuses it is given up.
MAX_TRIES = 10
#: Characters of what an assistant that did not start last said.
MAX_STARTUP_ERROR = 600

# What is asked of both databases after a move.
#: Questions, and the share of them for which both must find the same passage: HNSW is approximate.
ASKED_AFTER_MOVE, MIN_ALIKE = 100, 0.95

# What is printed.
#: Citations under an answer, and characters of each.
MAX_CITATIONS = 5
MAX_QUOTE = 160
#: Characters of a wrong answer in an evaluation.
MAX_WRONG_ANSWER = 400
#: Seconds for `/ready` of the assistant whose status is asked for.
STATUS_TIMEOUT = 10.0
