"""Questions of the last weeks that were not answered, or answered wrongly, those that are alike together."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.accounts.model import Staff
from bot.operations.feedback import FeedbackLog
from bot.operations.parameters import MAX_GROUPED_QUESTIONS
from bot.operations.turn_journal import TurnJournal
from bot.vietnam_time import day_of

#: Takes the questions that are held now, each with when it first came, and returns for each the first
#: of those that are alike. What it was given before it knows: only what is new or gone costs time.
Regroup = Callable[[Mapping[str, float]], Mapping[str, str]]
#: Returns the name of the place that a question names, "" for none.
PlaceOf = Callable[[str], str]
DAY_SECONDS = 86_400
#: Days that are looked back, and places of a group that are shown.
DAYS, MAX_PLACES = 28, 3
KEY_LETTERS = 16
#: Seconds that questions are kept while nothing changes.
CACHE_SECONDS = 60


@dataclass(frozen=True)
class OpenQuestion:
    """One question: when it came, about which place, and whether its answer was judged wrong."""

    text: str
    at: float
    place: str = ""
    is_wrong: bool = False


@dataclass(frozen=True)
class QuestionGroup:
    """Questions that are alike: the first, how many of each kind, where and when.

    `key` stands for the group in a link: what people wrote stays out of addresses.
    """

    key: str
    text: str
    unanswered: int
    wrong: int
    places: tuple[tuple[str, int], ...]
    first: date
    last: date

    @property
    def count(self) -> int:
        """How many questions there are."""
        return self.unanswered + self.wrong


@dataclass(frozen=True)
class _Held:
    """Questions as they were at a moment, the oldest first, and for each the first of its group."""

    kept: object
    version: object
    at: float
    questions: Sequence[OpenQuestion]
    leaders: Mapping[str, str]


class OpenQuestions:
    """The questions that wait for an answer, as the journal and the votes tell of them.

    The process that answers people groups them, those of all places together: when a question or
    vote has come or is erased, or the knowledge has changed (`version`), and after a minute. Of each
    group everybody sees the questions that are theirs. Threads may share it.
    """

    def __init__(
        self,
        journal: TurnJournal,
        feedback: FeedbackLog,
        regroup: Regroup,
        place_of: PlaceOf,
        version: Callable[[], object],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._journal, self._feedback, self._clock = journal, feedback, clock
        self._regroup, self._place_of, self._version = regroup, place_of, version
        self._lock, self._held = threading.Lock(), _Held(None, None, 0.0, (), {})
        # Of each question that was judged wrong, and of no other, the place that it names.
        self._places: dict[str, str] = {}

    def groups(self, staff: Staff, most: int | None = None) -> list[QuestionGroup]:
        """Return the groups that are somebody's to see, those asked most often first."""
        held = self._current()
        groups: dict[str, list[OpenQuestion]] = defaultdict(list)
        for question in held.questions:
            if staff.sees(question.place or None):
                groups[held.leaders[question.text]].append(question)
        largest = sorted(groups.values(), key=len, reverse=True)[:most]
        return [_grouped(questions) for questions in largest]

    def find(self, staff: Staff, key: str) -> QuestionGroup | None:
        """Return the group of a link; None where it is not there any more."""
        return next((group for group in self.groups(staff) if group.key == key), None)

    def _current(self) -> _Held:
        """Return the questions as they are now, in their groups."""
        with self._lock:
            now, version = self._clock(), self._version()
            since = now - DAYS * DAY_SECONDS
            kept = self._journal.unanswered_state(since), self._feedback.judged_wrong_state(since)
            held = self._held
            if (held.kept, held.version) != (kept, version) or now - held.at >= CACHE_SECONDS:
                if held.version != version:
                    self._places = {}
                questions = self._recent(since)
                firsts = {question.text: question.at for question in reversed(questions)}
                self._held = _Held(kept, version, now, questions, self._regroup(firsts))
            return self._held

    def _recent(self, since: float) -> Sequence[OpenQuestion]:
        """Return the questions from a moment on, the oldest first."""
        turns = self._journal.unanswered_since(since, MAX_GROUPED_QUESTIONS)
        votes = self._feedback.judged_wrong_since(since, MAX_GROUPED_QUESTIONS)
        # A vote does not say which place was meant: its question does.
        known = self._places
        self._places = {
            text: known[text] if text in known else self._place_of(text)
            for text in dict.fromkeys(text for text, _ in votes)
        }
        questions = [
            *(OpenQuestion(text, at, place) for text, at, place in turns),
            *(OpenQuestion(text, at, self._places[text], is_wrong=True) for text, at in votes),
        ]
        return sorted(questions, key=lambda question: (question.at, question.text))


def _grouped(questions: Sequence[OpenQuestion]) -> QuestionGroup:
    first = questions[0].text
    wrong = sum(question.is_wrong for question in questions)
    days = [day_of(question.at) for question in questions]
    places = Counter(question.place for question in questions if question.place)
    return QuestionGroup(
        key=hashlib.sha256(first.encode()).hexdigest()[:KEY_LETTERS],
        text=first,
        unanswered=len(questions) - wrong,
        wrong=wrong,
        places=tuple(places.most_common(MAX_PLACES)),
        first=min(days),
        last=max(days),
    )
