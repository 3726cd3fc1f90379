"""One turn of a guided conversation: fill, correct, answer a question in between, stop, begin again, finish."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from knowledge.errors import UnclearClaim, UnfitClaim
from knowledge.law.claims import renew
from knowledge.law.interviews import Field, Interview
from knowledge.library import Library
from knowledge.model import Answer, Button
from knowledge.phrasing import say, shorten
from knowledge.text import fold, one_line
from rasa_project.actions.answer import ActionAnswer, subject_slots
from rasa_project.actions.conversation import send, text_of

REQUESTED = "requested_slot"
#: A message this short that is no value is a slip, not a question.
SHORTEST_QUESTION = 12
MOST_CHOICES = 8
STOP = re.compile(
    r"^(thoi|dung( lai)?|huy( bo)?|thoat|stop|ngung|khong lam nua|bo di|khong can nua|thoi khong)( nhe| a| di| bot| nua)?[.! ]*$"
)
AGAIN = re.compile(
    r"^(lam lai|bat dau lai|tu dau|lam lai tu dau|nhap lai( tu dau)?|reset)( nhe| a| di)?[.! ]*$"
)
CORRECTION = re.compile(
    r"^(a |oi |o )?(nham|toi nham|em nham|xin loi|sua lai|sua|dinh chinh|y toi la|khong phai|nham roi)[,.:! ]+(la |thanh )?",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"\?\s*$|\b(la gi|la ai|bao nhieu|the nao|nhu the nao|o dau|khi nao|tai sao|vi sao|gom nhung gi|gom gi|nghia la|cho hoi|"
    r"co nghia|phai khong|duoc khong)\b"
)  # fmt: skip


class ActionForm(Action):
    """Rasa's form asks this action after every message; it reads, replies and says which slot is asked next."""

    def __init__(self, library: Library, answer: ActionAnswer, interview: Interview) -> None:
        self._library, self._answer, self._interview = library, answer, interview

    def name(self) -> str:
        """Give the name in the domain: Rasa calls the validation of a form so."""
        return f"validate_{self._interview.name}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Take one message."""
        typed, day = text_of(tracker), self._answer.day(tracker)
        folded = fold(one_line(typed))
        requested = tracker.get_slot(REQUESTED)
        values = {field.slot: tracker.get_slot(field.slot) for field in self._interview.fields}
        if requested is None:
            return self._start(dispatcher, tracker, typed, day)
        if STOP.match(folded):
            send(dispatcher, Answer("chat", say("form_stopped"), day), tracker)
            return self._events({}, None)
        if AGAIN.match(folded):
            return self._ask_next(dispatcher, tracker, {}, day, say("form_restarted"))
        if match := CORRECTION.match(folded):
            if corrected := self._corrected(values, typed[match.end() :], day):
                return self._ask_next(
                    dispatcher, tracker, {**values, **corrected}, day, say("form_corrected")
                )
        return self._take(dispatcher, tracker, values, self._interview.field(requested), day)

    def _start(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, typed: str, day: date
    ) -> list[EventType]:
        """Begin, with what the first message tells; one that only sounds like a beginning is a question."""
        if not self._interview.starts.search(fold(one_line(typed))):
            answer, subject = self._answer.ask(tracker)
            send(dispatcher, answer, tracker)
            return [*subject_slots(subject), SlotSet(REQUESTED, None)]
        values: dict[str, str] = {}
        for field in self._interview.fields[:2]:
            try:
                values[field.slot] = field.read(typed, day)
            except UnclearClaim:
                break
        return self._ask_next(dispatcher, tracker, {**values}, day, say("form_stop_hint"))

    def _take(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        values: dict[str, Any],
        field: Field,
        day: date,
    ) -> list[EventType]:
        """Fill the field asked for; a question in between is answered first and the field asked again."""
        typed = text_of(tracker)
        unclear: UnclearClaim | None = None
        if not ASKS.search(fold(one_line(typed))):
            try:
                return self._ask_next(
                    dispatcher, tracker, {**values, field.slot: field.read(typed, day)}, day
                )
            except UnclearClaim as error:
                unclear = error
        answer, subject = self._answer.ask(tracker)
        certain = isinstance(unclear, UnfitClaim) or len(one_line(typed)) < SHORTEST_QUESTION
        if unclear and (certain or answer.status != "answered"):
            again = self._question(field, day, str(unclear))
            if unclear.choices:
                buttons = tuple(
                    Button(choice[:60], choice) for choice in unclear.choices[:MOST_CHOICES]
                )
                again = replace(again, text=str(unclear), buttons=buttons)
            send(dispatcher, again, tracker)
            return [SlotSet(field.slot, None), SlotSet(REQUESTED, field.slot)]
        back = self._question(field, day)
        text = shorten(answer.text, say("form_back", ask=back.text))
        send(dispatcher, replace(answer, text=text, buttons=back.buttons), tracker)
        return [*subject_slots(subject), SlotSet(field.slot, None), SlotSet(REQUESTED, field.slot)]

    def _corrected(self, values: Mapping[str, Any], typed: str, day: date) -> dict[str, str] | None:
        """Read a correction as the answer to the last field that takes it; a bare number renews the one before it."""
        filled = [field for field in self._interview.fields if values.get(field.slot)]
        for field in reversed(filled):
            for wording in (renew(str(values[field.slot]), typed), typed):
                try:
                    return {field.slot: field.read(wording, day)}
                except UnclearClaim:
                    continue
        return None

    def _ask_next(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        values: dict[str, Any],
        day: date,
        lead: str = "",
    ) -> list[EventType]:
        """Ask what is still open, or give the result."""
        field = self._interview.next(values)
        if field:
            send(dispatcher, self._question(field, day, lead), tracker)
            return self._events(values, field.slot)
        answer = self._library.conclude(self._interview, values, day)
        text = (
            f"{lead}\n{answer.text}".strip()
            if lead and lead != say("form_stop_hint")
            else answer.text
        )
        send(dispatcher, replace(answer, text=text), tracker)
        return self._events(values, None)

    def _question(self, field: Field, day: date, lead: str = "") -> Answer:
        ask = say(field.ask)
        text = f"{ask}\n{lead}" if lead == say("form_stop_hint") else f"{lead} {ask}".strip()
        return Answer(
            "form", text, day, buttons=tuple(Button(choice, choice) for choice in field.choices)
        )

    def _events(self, values: Mapping[str, Any], requested: str | None) -> list[EventType]:
        """Set every slot of the form: what is not told is empty again."""
        slots = [SlotSet(field.slot, values.get(field.slot)) for field in self._interview.fields]
        return [*slots, SlotSet(REQUESTED, requested)]
