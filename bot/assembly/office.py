"""What the console's pages ask of the knowledge: the office's own answers, the rules of the law."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from bot.assembly.sources import MAX_TICKED, LibrarySources, plain_source
from bot.errors import InvalidMessage
from bot.vietnam_time import today
from bot.web.console.questions.ports import AnswerFields, OfficeAnswer, Source
from bot.web.console.rules import ShownRule
from knowledge.errors import InvalidAnswer, UnknownAnswer, UnknownDocument
from knowledge.language import fold, format_date
from knowledge.law import RegisteredRule
from knowledge.library import Library
from knowledge.office import CuratedAnswer, CuratedSource


@contextmanager
def _in_a_sentence() -> Iterator[None]:
    """Let what the knowledge refuses be told on the page."""
    try:
        yield
    except (InvalidAnswer, UnknownAnswer, UnknownDocument) as error:
        raise InvalidMessage(str(error)) from error


class LibraryAnswers:
    """The office's own answers of a library, as `bot.web.console.questions` asks for them."""

    def __init__(self, library: Library, today: Callable[[], date] = today) -> None:
        self._library, self._door, self._today = library, library.curated, today
        self._sources = LibrarySources(library)

    def all(self) -> list[OfficeAnswer]:
        """Return every answer, its quotes without the places where they stand."""
        answers, today = self._door.all(), self._today()
        # What has lost its source is known already: it is not looked for at every view.
        broken = {one.answer.id: one.broken for one in self._library.snapshot().office.answers}
        return [
            _shown(
                answer,
                answer.silence_on(today) or broken.get(answer.id),
                today,
                tuple(map(plain_source, answer.sources)),
            )
            for answer in answers
        ]

    def get(self, answer_id: str) -> OfficeAnswer:
        """Return one answer; raise InvalidMessage where there is none."""
        with _in_a_sentence():
            return self._shown_whole(self._door.get(answer_id))

    def save(self, fields: AnswerFields, author: str) -> OfficeAnswer:
        """Keep a draft; raise InvalidMessage."""
        sources = [
            source for key in fields.quotes[:MAX_TICKED] if (source := self._sources.quote(key))
        ]
        if len(sources) < len(fields.quotes):
            raise InvalidMessage("Có đoạn nguồn vừa thay đổi: anh/chị chọn lại nguồn.")
        sources += [CuratedSource(address=address, title=t) for address, t in fields.addresses]
        answer = CuratedAnswer(
            id=fields.id,
            wordings=fields.wordings,
            text=fields.text,
            sources=tuple(sources),
            places=tuple(map(self._place, fields.places)),
            holds_from=fields.holds_from,
            holds_to=fields.holds_to,
            expires=fields.expires,
            office=fields.office,
            revision=fields.revision,
        )
        with _in_a_sentence():
            return self._shown_whole(self._door.save(answer, author))

    def approve(self, answer_id: str, revision: int, approver: str, name: str) -> OfficeAnswer:
        """Let an answer be told; raise InvalidMessage."""
        with _in_a_sentence():
            approved = self._door.approve(answer_id, approver, name, self._today(), revision)
            return self._shown_whole(approved)

    def withdraw(self, answer_id: str, revision: int) -> OfficeAnswer:
        """Tell an answer no more; raise InvalidMessage."""
        with _in_a_sentence():
            return self._shown_whole(self._door.withdraw(answer_id, revision))

    def nearest(self, question: str) -> list[Source]:
        """Return the passages nearest to a question."""
        return self._sources.nearest(question)

    def quoted(self, keys: Sequence[str]) -> list[Source]:
        """Return the passages that keys of a form name, those that still say the same."""
        return self._sources.quoted(keys)

    def place_of(self, question: str) -> str:
        """Return the name of the place that a question names, "" for none."""
        return next((place.name for place in self._library.parse(question).places), "")

    def _place(self, name: str) -> str:
        place = self._library.snapshot().gazetteer.place_named(name)
        if place is None:
            raise InvalidMessage(f"Tôi không biết nơi nào tên {name!r}: anh/chị ghi tên đầy đủ.")
        return place.name

    def _shown_whole(self, answer: CuratedAnswer) -> OfficeAnswer:
        today = self._today()
        (silence,) = self._door.silences_on(today, [answer])
        return _shown(answer, silence, today, tuple(map(self._sources.shown, answer.sources)))


def _shown(
    answer: CuratedAnswer, silence: str | None, today: date, sources: tuple[Source, ...]
) -> OfficeAnswer:
    fields = AnswerFields(
        id=answer.id,
        revision=answer.revision,
        wordings=answer.wordings,
        text=answer.text,
        quotes=tuple(source.key for source in sources if source.key),
        addresses=tuple((one.address, one.title) for one in sources if one.address),
        places=answer.places,
        holds_from=answer.holds_from,
        holds_to=answer.holds_to,
        expires=answer.expires,
        office=answer.office,
    )
    return OfficeAnswer(
        fields=fields,
        state=answer.state,
        standing=silence or "told",
        is_ending=answer.is_ending(today),
        author=answer.author,
        approver=answer.approver_name or answer.approver,
        approved=answer.approved,
        last_day=answer.last_day,
        sources=sources,
    )


class LibraryRules:
    """The rules of the law of a library, as `bot.web.console.rules` asks for them."""

    def __init__(self, library: Library) -> None:
        self._door = library.law_rules

    def all(self, search: str) -> list[ShownRule]:
        """Return the rules that hold the words looked for; all for ""."""
        wanted = fold(search).split()
        shown = map(_shown_rule, self._door.all())
        return [rule for rule in shown if all(word in _searched(rule) for word in wanted)]

    def get(self, rule: str) -> ShownRule:
        """Return one rule; raise InvalidMessage where there is none."""
        with _in_a_sentence():
            return _shown_rule(self._door.get(rule))

    def verify(self, rule: str, verifier: str, place: str, address: str, day: date) -> None:
        """Say that somebody has compared a rule with its source; raise InvalidMessage."""
        with _in_a_sentence():
            self._door.verify(rule, verifier, place, address, day)

    def take_back(self, rule: str, verifier: str, day: date) -> None:
        """Let a rule be as sure as it was; raise InvalidMessage."""
        with _in_a_sentence():
            self._door.take_back(rule, verifier, day)


def _searched(rule: ShownRule) -> str:
    return fold(" ".join((rule.about, *rule.awards, rule.says, rule.place, rule.text)))


def _shown_rule(rule: RegisteredRule) -> ShownRule:
    start, end = rule.span.start, rule.span.end
    days = [f"từ {format_date(start)}"] if start else []
    days += [f"trước {format_date(end)}"] if end else []
    return ShownRule(
        id=rule.id,
        about=rule.about[:1].upper() + rule.about[1:],
        awards=rule.awards,
        says=rule.says,
        text=rule.text,
        place=rule.place,
        days=", ".join(days) or "không ghi",
        state=rule.state,
        sources=rule.sources,
        verification=rule.verification,
        is_verified=rule.is_verified,
    )
