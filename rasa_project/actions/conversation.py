"""What an action reads from a tracker, and how an Answer leaves it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from knowledge.model import Answer, Subject
from knowledge.phrasing import LONGEST_TEXT, say

#: A contact's words at most: the answer must keep its room.
LONGEST_CONTACT = 200


def text_of(tracker: Tracker) -> str:
    """Give what the person typed; the channel keeps it in the metadata, Rasa's own copy may be cleaned."""
    return str(_metadata(tracker).get("text") or tracker.latest_message.get("text") or "")


def as_of(tracker: Tracker, today: Callable[[], date]) -> date:
    """Give the day the question is asked for: as the message says, else today."""
    named = _metadata(tracker).get("as_of")
    return date.fromisoformat(str(named)) if named else today()


def subject_of(tracker: Tracker) -> Subject:
    """Give what the conversation is about."""
    year = tracker.get_slot("year")
    return Subject(
        tracker.get_slot("place"), int(year) if year else None, tracker.get_slot("topic"), tracker.get_slot("award"),
        tracker.get_slot("aspect"),
    )  # fmt: skip


def confidence_of(tracker: Tracker) -> float:
    """Give how sure Rasa is of the intent."""
    return float((tracker.latest_message.get("intent") or {}).get("confidence") or 0.0)


def is_first_reply(tracker: Tracker) -> bool:
    """Tell whether nothing has been said to the person since the conversation began or began again."""
    for event in reversed(tracker.events):
        if event.get("event") == "bot":
            return False
        if event.get("event") in ("restart", "session_started"):
            return True
    return True


def send(dispatcher: CollectingDispatcher, answer: Answer, tracker: Tracker) -> None:
    """Send an Answer; the first of a conversation says that a machine answers, and how to reach a person."""
    if is_first_reply(tracker):
        contact = str(_metadata(tracker).get("contact") or say("contact_unknown"))[:LONGEST_CONTACT]
        machine = [] if "trợ lý tự động" in answer.text else [say("machine")]
        notes = "\n".join([*machine, say("contact", contact=contact)])
        answer = replace(answer, text=f"{answer.text[: LONGEST_TEXT - len(notes) - 2]}\n\n{notes}")
    dispatcher.utter_message(
        json_message=json.loads(json.dumps(answer.as_json(), ensure_ascii=False))
    )


def _metadata(tracker: Tracker) -> dict[str, Any]:
    return tracker.latest_message.get("metadata") or {}
