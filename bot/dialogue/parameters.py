"""Every number that decides something in this room: timeouts, pauses, how much is kept."""

from __future__ import annotations

#: Rasa's port where it is started by `thidua dialogue` and no other is set: both processes know it.
DEFAULT_PORT = 5005
#: Random bytes in the path of a Rasa that the assistant starts itself.
SECRET_LENGTH = 16

#: Seconds that a turn may take in Rasa; it takes 60 ms, and one that takes this long is hung.
TURN_TIMEOUT = 8.0
#: Seconds after which Rasa's lock of a conversation ends by itself: longer than a turn may take,
#: shorter than the lease on its messages.
LOCK_SECONDS = 10
#: Seconds in which Rasa must say that it is up.
READY_TIMEOUT = 2.0

#: User turns that Rasa's record of a conversation keeps when it is shortened. A turn costs more the
#: longer the record is: 286 ms after 200 turns. With twenty turns kept p95 rose from 65 to 118 ms
#: over 50 turns, with four it stays at 54–70.
KEPT_TURNS = 4
#: A record is shortened when it has this many turns.
SHORTEN_AT_TURNS = 2 * KEPT_TURNS
#: Conversations whose turns are counted; the one not heard of for longest is forgotten first.
MAX_COUNTED_CONVERSATIONS = 10_000
#: Seconds that the tracker store waits for Rasa's own writes.
TRACKER_BUSY_SECONDS = 10

#: Characters of an unanswered question that the journal keeps.
MAX_RECORDED_QUESTION = 300

#: Seconds before Rasa is started again after it ended; doubled each time it ends without having
#: answered, up to the maximum.
MIN_RESTART_PAUSE, MAX_RESTART_PAUSE = 1.0, 60.0
#: Seconds between two looks at whether Rasa answers.
PROBE_INTERVAL = 1.0
#: Seconds without an answer after which a Rasa that did answer before is taken for hung and ended.
MAX_SILENCE = 30.0
#: Seconds that Rasa may take to load its model: some 15 on two cores, much longer on a busy disk.
MAX_START_SECONDS = 180.0
#: Seconds that Rasa may take to end when it is asked to; then it is killed.
STOP_TIMEOUT = 10.0
#: Characters of a line of Rasa's that are logged.
MAX_LOGGED_LINE = 500
#: Lines of Rasa's output that are shown when training failed.
SHOWN_TRAINING_LINES = 25
