"""What was read shown and corrected, by the rules of `indexer.review`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.documents import edits
from bot.documents.views import (
    DetailView,
    DifferenceView,
    DocumentView,
    Edited,
    FactView,
    FieldView,
    LineView,
    PartView,
)
from bot.errors import InvalidEdit
from indexer.errors import IndexingError
from indexer.review import details, differences, facts, metadata
from knowledge.model import Fact
from knowledge.storage import Contents, pack, unpack


class ContentsEditor:
    """Shows and corrects packed contents by the rules of `indexer.review`."""

    def view(self, packed: bytes) -> DocumentView:
        """Return what is shown of a document."""
        contents = unpack(packed)
        document = contents.document
        typed = metadata.typed_metadata(document)
        return DocumentView(
            id=document.id,
            title=document.title,
            place=document.place,
            years=document.years,
            fields=tuple(
                FieldView(name, label, typed[name], name in document.by_hand)
                for name, label in metadata.FIELD_NAMES.items()
            ),
            doubts=document.doubts,
            facts=_fact_views(contents, contents.facts),
            text=document.text,
        )

    def apply(self, packed: bytes, edit: edits.Edit) -> Edited:
        """Return a document as a person wants it. Raise InvalidEdit."""
        before = unpack(packed)
        try:
            after = _apply(before, edit)
        except IndexingError as error:
            raise InvalidEdit(str(error)) from error
        told = differences.compare(before, after)
        fields = {change.name: change for change in told.fields}
        gone, come = (list(map(_told, some)) for some in (told.removed, told.added))
        document = after.document
        return Edited(
            packed=pack(after),
            title=document.title,
            place=document.place,
            years=document.years,
            before={**{n: c.before for n, c in fields.items()}, **_if_any("dữ kiện", gone)},
            after={**{n: c.after for n, c in fields.items()}, **_if_any("dữ kiện", come)},
            fact_places=frozenset(fact.place for fact in told.added)
            - {fact.place for fact in told.removed},
        )

    def compare(self, before: bytes, after: bytes) -> DifferenceView:
        """Return what differs between two versions."""
        old, new = unpack(before), unpack(after)
        found = differences.compare(old, new)
        return DifferenceView(
            fields=tuple((change.name, change.before, change.after) for change in found.fields),
            added=_fact_views(new, found.added),
            removed=_fact_views(old, found.removed),
            hunks=tuple(tuple(map(_line_view, hunk)) for hunk in found.hunks),
        )

    def same_text(self, packed: bytes) -> Callable[[bytes], bool] | None:
        """Return what tells whether another names the same number, day and body.

        None where it names no number or no day: then no other is surely the same.
        """
        document = unpack(packed).document
        if not (document.number and document.issued):
            return None
        return lambda other: metadata.is_same_text(document, unpack(other).document)

    def kinds(self) -> list[tuple[str, str]]:
        """Return the kinds of facts that may be typed, each with what it is called."""
        return list(facts.fact_kinds(only_typed=True).items())


def _apply(contents: Contents, edit: edits.Edit) -> Contents:
    match edit:
        case edits.CorrectMetadata(fields):
            return metadata.correct_metadata(contents, fields)
        case edits.SettleDoubt(doubt):
            return metadata.settle_doubt(contents, doubt)
        case edits.ConfirmFacts(numbers):
            for number in numbers:
                contents = facts.confirm_fact(contents, number)
            return contents
        case edits.CorrectFact(number, fields):
            return facts.correct_fact(contents, number, facts.TypedFact.from_form(fields))
        case edits.AddFact(fields):
            return facts.add_fact(contents, facts.TypedFact.from_form(fields))
        case edits.TakeOutFact(number):
            return facts.take_out_fact(contents, number)


def _told(fact: Fact) -> str:
    """Return a fact as the audit trail tells it: kind, name and value, then its details."""
    mark = " (đề xuất)" if fact.is_proposal else ""
    said = ": ".join(
        part for part in (_kind_name(fact), fact.name, facts.shown_value(fact)) if part
    )
    about = (f"{one.label}: {one.value}" for one in _detail_views(fact) if one.value)
    return "; ".join((said, *about)) + mark


def _kind_name(fact: Fact) -> str:
    return facts.fact_kinds().get(fact.kind, fact.kind)


def _detail_views(fact: Fact) -> tuple[DetailView, ...]:
    names, typed = details.detail_names(fact.kind), details.typed_details(fact)
    return tuple(DetailView(name, label, typed[name]) for name, label in names.items())


def _if_any(name: str, values: list[str]) -> dict[str, object]:
    return {name: values} if values else {}


def _fact_views(contents: Contents, shown: Sequence[Fact]) -> tuple[FactView, ...]:
    return tuple(_fact_view(contents, number, fact) for number, fact in enumerate(shown))


def _fact_view(contents: Contents, number: int, fact: Fact) -> FactView:
    return FactView(
        number=number,
        kind=fact.kind,
        kind_name=_kind_name(fact),
        name=fact.name,
        value=facts.shown_value(fact),
        place=fact.place or "",
        year=str(fact.year or ""),
        details=_detail_views(fact),
        quote=contents.document.text[fact.start : fact.end],
        start=fact.start,
        end=fact.end,
        percent=round(100 * fact.confidence),
        is_proposal=fact.is_proposal,
        by_hand=fact.details.by_hand,
        is_typed=fact.kind in facts.fact_kinds(only_typed=True),
    )


def _line_view(line: differences.Line) -> LineView:
    return LineView(line.sign, tuple(PartView(part.sign, part.text) for part in line.parts))
