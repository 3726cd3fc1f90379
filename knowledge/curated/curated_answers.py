"""The door to the office's own answers: write, approve, withdraw, and see why one is not told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial

import numpy as np

from knowledge.curated.parameters import ID_LETTERS, MAX_ANSWERS
from knowledge.curated.validation import check_approval, checked
from knowledge.errors import InvalidAnswer, UnknownAnswer
from knowledge.office import CuratedAnswer, Silence
from knowledge.search import Encoder
from knowledge.storage import CuratedTable, Store, text_in, with_sources_found
from knowledge.understanding import Question


class CuratedAnswers:
    """The office's own answers in a store. Who may do what is the caller's to decide.

    `understood` returns a question as it was meant: one typed without marks is found by that.
    """

    def __init__(
        self, store: Store, encoder: Encoder, understood: Callable[[str], Question]
    ) -> None:
        self._table, self._encoder, self._understood = CuratedTable(store), encoder, understood
        self._text_of = partial(text_in, store)

    def all(self) -> list[CuratedAnswer]:
        """Return every answer, by id, drafts and withdrawn ones among them."""
        return [stored.answer for stored in self._table.all()]

    def get(self, answer_id: str) -> CuratedAnswer:
        """Return one answer; raise UnknownAnswer for an unknown id."""
        if (answer := self._table.get(answer_id)) is None:
            raise UnknownAnswer(answer_id)
        return answer

    def silences_on(self, day: date, answers: Iterable[CuratedAnswer]) -> list[Silence | None]:
        """Return of each answer why it is not told on a day, its sources looked up; None: it is."""
        text_of = lru_cache(maxsize=None)(self._text_of)
        return [one.silence_on(day) or with_sources_found(one, text_of)[1] for one in answers]

    def save(self, answer: CuratedAnswer, author: str) -> CuratedAnswer:
        """Keep an answer as a draft of its author's; an id of "" stands for a new one.

        What was approved is a draft again, and not told until it is approved anew. Raise
        InvalidAnswer, or ChangedMeanwhile where somebody else has changed it.
        """
        written = replace(answer, state="draft", author=author, approver="", approved=None)
        return self._put(replace(written, approver_name=""))

    def approve(
        self, answer_id: str, approver: str, name: str, day: date, revision: int
    ) -> CuratedAnswer:
        """Let an answer be told from now on. Raise InvalidAnswer: another person must do it.

        `approver` is an account, `name` how people know who it is; `revision` is that of the answer
        which the approver has read.
        """
        answer = self.get(answer_id)
        if answer.state != "draft":
            raise InvalidAnswer("Chỉ bản nháp mới duyệt được.")
        check_approval(answer, approver, day)
        approved = replace(answer, state="approved", approver=approver, approver_name=name)
        return self._put(replace(approved, approved=day, revision=revision))

    def withdraw(self, answer_id: str, revision: int) -> CuratedAnswer:
        """Tell an answer no more; it is kept, and may be edited into a draft again."""
        answer = replace(self.get(answer_id), state="withdrawn", revision=revision)
        return self._table.put(answer, *self._encoded(answer))

    def take_in(self, answers: Iterable[CuratedAnswer], day: date) -> list[CuratedAnswer]:
        """Keep answers as another store has them, in place of those with their ids.

        All are looked at before one is kept. Raise InvalidAnswer.
        """
        held = {answer.id: answer.revision for answer in self.all()}
        found = [checked(answer, self._text_of, self._places_in) for answer in answers]
        for answer in found:
            if answer.state == "approved":
                check_approval(answer, answer.approver, min(day, answer.last_day or day))
        return [self._keep(replace(one, revision=held.get(one.id, 0))) for one in found]

    def _put(self, answer: CuratedAnswer) -> CuratedAnswer:
        return self._keep(checked(answer, self._text_of, self._places_in))

    def _keep(self, fit: CuratedAnswer) -> CuratedAnswer:
        if not fit.id:
            fit = replace(fit, id=self._new_id(fit.wordings[0]))
        return self._table.put(fit, *self._encoded(fit))

    def _places_in(self, wording: str) -> frozenset[str]:
        return self._understood(wording).place_names

    def _encoded(self, answer: CuratedAnswer) -> tuple[str, np.ndarray]:
        meant = [self._understood(wording).text for wording in answer.wordings]
        return self._encoder.name, self._encoder.encode_queries(meant)

    def _new_id(self, wording: str) -> str:
        """Return an id for an answer to a question: "tra-loi-" and its digest.

        With a number where it is taken. The words of who asked stay out of it: an id is in
        addresses and in the audit trail, after they have had their words erased.
        """
        taken = {answer.id for answer in self.all()}
        if len(taken) >= MAX_ANSWERS:
            raise InvalidAnswer(f"Đã có {MAX_ANSWERS} câu trả lời: anh/chị sửa câu cũ.")
        name = f"tra-loi-{hashlib.sha256(wording.encode()).hexdigest()[:ID_LETTERS]}"
        numbers = (f"{name}-{number}" for number in range(2, MAX_ANSWERS + 2))
        return next(one for one in (name, *numbers) if one not in taken)
