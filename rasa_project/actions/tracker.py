"""What an action reads from Rasa's tracker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from rasa_sdk import Tracker

from knowledge.model import Subject


def text_of(tracker: Tracker) -> str:
    """Return what the person typed; Rasa's own copy may be cleaned, the metadata's is not."""
    return str(_metadata(tracker).get("text") or tracker.latest_message.get("text") or "")


def as_of(tracker: Tracker, today: Callable[[], date]) -> date:
    """Return the day that the message asks about, else today."""
    day = _metadata(tracker).get("as_of")
    return date.fromisoformat(str(day)) if day else today()


def contact_of(tracker: Tracker) -> str:
    """Return whom to turn to for a person, as the operator has put it; empty where unknown."""
    return str(_metadata(tracker).get("contact") or "")


def subject_of(tracker: Tracker) -> Subject:
    """Return what the conversation is about."""
    year = tracker.get_slot("year")
    return Subject(
        place=tracker.get_slot("place"),
        year=int(year) if year else None,
        topic=tracker.get_slot("topic"),
        award=tracker.get_slot("award"),
        aspect=tracker.get_slot("aspect"),
        document=tracker.get_slot("document"),
        asked=tracker.get_slot("asked"),
    )


def intent_of(tracker: Tracker) -> str:
    """Return the intent's name; empty where Rasa has found none."""
    return str(_intent(tracker).get("name") or "")


def confidence_of(tracker: Tracker) -> float:
    """Return how sure Rasa is of the intent, from 0 to 1."""
    return float(_intent(tracker).get("confidence") or 0.0)


def is_first_reply(tracker: Tracker) -> bool:
    """Whether nothing has been said to the person since the conversation began, or began again."""
    for event in reversed(tracker.events):
        if event.get("event") == "bot":
            return False
        if event.get("event") in ("restart", "session_started"):
            return True
    return True


def _metadata(tracker: Tracker) -> dict[str, Any]:
    return tracker.latest_message.get("metadata") or {}


def _intent(tracker: Tracker) -> dict[str, Any]:
    return tracker.latest_message.get("intent") or {}
