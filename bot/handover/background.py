"""What is known of a conversation before staff see it: its last turns, its place, its troubles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from bot.accounts.model import Staff
from bot.dialogue.tracker_store import TrackerStore
from bot.handover.parameters import MAX_EARLIER_LINES, MAX_EARLIER_TEXT
from bot.handover.transcript import NewLine
from bot.operations.turn_journal import UNKNOWN
from bot.storage.tables import TURNS, VOTES
from database import Database

#: Statuses of an answer to a question; a greeting in between says nothing of the answers.
JUDGED = ("answered", *UNKNOWN)


class Background:
    """Reads journal, votes and Rasa's record; its calls may come from any thread.

    `pseudonym` returns the name that a conversation has in the journal; `attendants` are who may
    attend now.
    """

    def __init__(
        self,
        database: Database,
        trackers: TrackerStore,
        pseudonym: Callable[[str], str],
        attendants: Callable[[], Sequence[Staff]],
    ) -> None:
        self._database, self._trackers, self._pseudonym = database, trackers, pseudonym
        self._attendants = attendants

    def is_troubled(self, conversation: str) -> bool:
        """Whether the last two answers were refusals or judged wrong."""
        turns = self._database.rows(
            select(TURNS.c.at, TURNS.c.status)
            .where(
                TURNS.c.conversation == self._pseudonym(conversation), TURNS.c.status.in_(JUDGED)
            )
            .order_by(TURNS.c.id.desc())
            .limit(2)
        )
        if len(turns) < 2:
            return False
        (last, last_status), (first, first_status) = turns
        if last_status in UNKNOWN and first_status in UNKNOWN:
            return True
        judged = [
            row.given
            for row in self._database.rows(
                select(VOTES.c.given).where(
                    VOTES.c.conversation == conversation,
                    VOTES.c.vote == "down",
                    VOTES.c.given >= first,
                )
            )
        ]
        is_first_bad = first_status in UNKNOWN or any(given < last for given in judged)
        return is_first_bad and (last_status in UNKNOWN or any(given >= last for given in judged))

    def place(self, conversation: str) -> str:
        """Return the place that was last asked about; empty where none is known.

        Empty too where none who attends has that place: what belongs to no place all of them see.
        """
        named = TURNS.c.place != ""
        query = select(TURNS.c.place).where(
            TURNS.c.conversation == self._pseudonym(conversation), named
        )
        place = self._database.scalar(query.order_by(TURNS.c.id.desc()).limit(1)) or ""
        return place if any(staff.sees(place) for staff in self._attendants()) else ""

    def origin(self, channel: str, address: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return where a person is answered; on the web page, a keyed hash of whence they ask."""
        client = address.get("client")
        if channel != "web" or not client:
            return address
        return {"client": self._pseudonym(f"client {client}")}

    def earlier(self, conversation: str) -> list[NewLine]:
        """Return the last turns as Rasa has them, masked as they were; none where it lies elsewhere."""
        said = [line for event in self._trackers.export(conversation) for line in _lines(event)]
        newest = said[-MAX_EARLIER_LINES:]
        return [
            NewLine(f"earlier {number}", author, text)
            for number, (author, text) in enumerate(newest)
        ]


def _lines(event: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    if event.get("event") == "user":
        typed = (event.get("metadata") or {}).get("text") or event.get("text")
        if isinstance(typed, str) and typed:
            yield "person", typed[:MAX_EARLIER_TEXT]
    elif event.get("event") == "bot":
        answer = (event.get("data") or {}).get("custom")
        if isinstance(answer, dict) and isinstance(answer.get("text"), str):
            yield "assistant", answer["text"][:MAX_EARLIER_TEXT]
