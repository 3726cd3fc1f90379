"""How an Answer leaves an action: the first of a conversation says that a machine answers."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from knowledge.answering import MAX_ANSWER, message
from knowledge.model import Answer
from rasa_project.actions.parameters import MAX_CONTACT
from rasa_project.actions.tracker import contact_of, is_first_reply


def send(
    dispatcher: CollectingDispatcher,
    answer: Answer,
    tracker: Tracker,
    *,
    is_introduction: bool = False,
) -> None:
    """Send an Answer; one that `is_introduction` says by itself that a machine answers."""
    if is_first_reply(tracker):
        answer = _with_notes(answer, contact_of(tracker), is_introduction)
    dispatcher.utter_message(json_message=answer.as_json())


def _with_notes(answer: Answer, contact: str, is_introduction: bool) -> Answer:
    """Return an answer that also says, within its length, who answers and how to reach a person."""
    contact = (contact or message("contact_unknown"))[:MAX_CONTACT]
    machine = [] if is_introduction else [message("machine")]
    notes = "\n".join([*machine, message("contact", contact=contact)])
    return replace(answer, text=f"{answer.text[: MAX_ANSWER - len(notes) - 2]}\n\n{notes}")
