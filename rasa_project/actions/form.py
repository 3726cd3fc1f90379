"""One turn of a guided conversation: fill, correct, answer a question in between, stop, finish."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import Enum
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from knowledge.answering import join_within_limit, message
from knowledge.errors import ImpossibleReport, UnclearReport
from knowledge.language import fold, one_line
from knowledge.law import Form, FormField, corrected_report
from knowledge.library import Library
from knowledge.model import Answer, Button
from rasa_project.actions.message_answerer import MessageAnswerer, subject_slots
from rasa_project.actions.parameters import (
    FIELDS_IN_FIRST_MESSAGE,
    MAX_CHOICE_TITLE,
    MAX_FORM_CHOICES,
    MIN_QUESTION_LENGTH,
    MIN_TURN_CONFIDENCE,
)
from rasa_project.actions.sending import send
from rasa_project.actions.tracker import confidence_of, intent_of, text_of

#: Rasa's own slot: the field that is asked for, None outside the form.
REQUESTED = "requested_slot"
#: What stands before the words that correct: "à nhầm, 3 năm", "sửa lại là 3 năm".
BEFORE_CORRECTION = re.compile(r"^[^,:]{1,30}[,:] *|^.{0,20}?\b(la|thanh) ")
#: A question in between shows by its mark; without one Rasa's reading tells.
QUESTION_MARK = re.compile(r"\?\s*$")
Values = Mapping[str, Any]
#: What a turn sends, and the slots that it sets.
Reply = tuple[Answer, list[EventType]]


class Turn(Enum):
    """What a message in the middle of a form does, other than to give the value asked for."""

    STOP = "stop"
    AGAIN = "again"
    CORRECT = "correct"
    QUESTION = "question"


#: Rasa's intents that stop a form ("tạm biệt" does so too), begin it anew, or correct it.
TURNS = {
    "stop": Turn.STOP,
    "goodbye": Turn.STOP,
    "restart_conversation": Turn.AGAIN,
    "correct": Turn.CORRECT,
}
#: The intents of questions begin so.
QUESTIONS = ("ask_", "law_")


class Remark(Enum):
    """What a form says beside its next question; the value names the sentence."""

    STARTED = "form_stop_hint"
    RESTARTED = "form_restarted"
    CORRECTED = "form_corrected"


class ActionForm(Action):
    """Is asked by Rasa's form after every message; replies and sets the slot to ask for next."""

    def __init__(self, library: Library, answerer: MessageAnswerer, form: Form) -> None:
        self._library, self._answerer, self._form = library, answerer, form

    def name(self) -> str:
        """Return the name in the domain: Rasa calls the validation of a form so."""
        return f"validate_{self._form.name}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Take one message."""
        answer, events = self._reply(tracker)
        send(dispatcher, answer, tracker)
        return events

    def _reply(self, tracker: Tracker) -> Reply:
        typed, day = text_of(tracker), self._answerer.day(tracker)
        requested = tracker.get_slot(REQUESTED)
        if requested is None:
            return self._start(tracker, typed, day)
        turn = turn_of(intent_of(tracker), confidence_of(tracker), typed)
        if turn is Turn.STOP:
            return Answer("chat", message("form_stopped"), day), self._slots({}, None)
        if turn is Turn.AGAIN:
            return self._advance({}, day, Remark.RESTARTED)
        values = {field.slot: tracker.get_slot(field.slot) for field in self._form.fields}
        if turn is Turn.CORRECT:
            if corrected := self._corrected(values, typed, day):
                return self._advance({**values, **corrected}, day, Remark.CORRECTED)
        field = self._form.field(requested)
        return self._fill(tracker, values, field, day, is_question=turn is Turn.QUESTION)

    def _start(self, tracker: Tracker, typed: str, day: date) -> Reply:
        """Begin with what the first message says; what only sounds like a beginning is a question."""
        if not self._form.starts.search(fold(one_line(typed))):
            answer, subject = self._answerer.answer(tracker)
            return answer, [*subject_slots(subject), SlotSet(REQUESTED, None)]
        values: dict[str, str] = {}
        for field in self._form.fields[:FIELDS_IN_FIRST_MESSAGE]:
            try:
                values[field.slot] = field.read(typed, day)
            except UnclearReport:
                break
        return self._advance(values, day, Remark.STARTED)

    def _fill(
        self, tracker: Tracker, values: Values, field: FormField, day: date, *, is_question: bool
    ) -> Reply:
        """Fill the field asked for; a question in between is answered and the field asked again."""
        typed = text_of(tracker)
        unclear: UnclearReport | None = None
        if not is_question:
            try:
                return self._advance({**values, field.slot: field.read(typed, day)}, day)
            except UnclearReport as error:
                unclear = error
        unfilled = [SlotSet(field.slot, None), SlotSet(REQUESTED, field.slot)]
        if unclear and _is_slip(unclear, typed):
            return _ask_again(field, unclear, day), unfilled
        answer, subject = self._answerer.answer(tracker)
        if unclear and answer.status != "answered":
            return _ask_again(field, unclear, day), unfilled
        question = _ask(field, day)
        text = join_within_limit(answer.text, message("form_back", ask=question.text))
        answer = replace(answer, text=text, buttons=question.buttons)
        return answer, [*subject_slots(subject), *unfilled]

    def _corrected(self, values: Values, typed: str, day: date) -> dict[str, str] | None:
        """Return a correction as the value of the last field that takes it.

        A bare number renews the value before it: "à nhầm, 3 năm".
        """
        typed = _without_beginning(one_line(typed))
        filled = [field for field in self._form.fields if values.get(field.slot)]
        for field in reversed(filled):
            for wording in (corrected_report(str(values[field.slot]), typed), typed):
                try:
                    return {field.slot: field.read(wording, day)}
                except UnclearReport:
                    continue
        return None

    def _advance(self, values: Values, day: date, remark: Remark | None = None) -> Reply:
        """Ask for what is still open, or give the result."""
        field = self._form.next_field(values)
        if field:
            return _ask(field, day, remark), self._slots(values, field.slot)
        answer = self._library.complete_form(self._form, values, day)
        if remark in (Remark.RESTARTED, Remark.CORRECTED):
            answer = replace(answer, text=f"{message(remark.value)}\n{answer.text}".strip())
        return answer, self._slots(values, None)

    def _slots(self, values: Values, requested: str | None) -> list[EventType]:
        """Return the events that set every slot of the form: what is not known is empty again."""
        slots = [SlotSet(field.slot, values.get(field.slot)) for field in self._form.fields]
        return [*slots, SlotSet(REQUESTED, requested)]


def turn_of(intent: str, confidence: float, typed: str) -> Turn | None:
    """Return what a message does to a form by Rasa's reading; None where it gives a value."""
    if confidence >= MIN_TURN_CONFIDENCE:
        if turn := TURNS.get(intent):
            return turn
        if intent.startswith(QUESTIONS):
            return Turn.QUESTION
    return Turn.QUESTION if QUESTION_MARK.search(typed) else None


def _without_beginning(typed: str) -> str:
    """Return what a correction puts right, without the words that say that it is one."""
    match = BEFORE_CORRECTION.match(fold(typed))
    return (match and typed[match.end() :]) or typed


def _ask(field: FormField, day: date, remark: Remark | None = None) -> Answer:
    question = message(field.ask)
    if remark is Remark.STARTED:
        question = f"{question}\n{message(remark.value)}"
    elif remark:
        question = f"{message(remark.value)} {question}"
    buttons = tuple(Button(choice, choice) for choice in field.choices)
    return Answer("form", question, day, buttons=buttons)


def _ask_again(field: FormField, unclear: UnclearReport, day: date) -> Answer:
    """Say what could not be read; choices that it names take the place of the question."""
    if unclear.choices:
        buttons = tuple(
            Button(choice[:MAX_CHOICE_TITLE], choice)
            for choice in unclear.choices[:MAX_FORM_CHOICES]
        )
        return Answer("form", str(unclear), day, buttons=buttons)
    question = _ask(field, day)
    return replace(question, text=f"{unclear} {question.text}".strip())


def _is_slip(unclear: UnclearReport, typed: str) -> bool:
    """Whether a message that is no value was meant as one, and not as a question."""
    return isinstance(unclear, ImpossibleReport) or len(one_line(typed)) < MIN_QUESTION_LENGTH
