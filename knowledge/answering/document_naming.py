"""Which documents a question means: by number, place and year, the rare words of a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.answering.draft import Context
from knowledge.answering.parameters import MIN_SUMMED_NAME, SAME_NAME
from knowledge.answering.sentences import name_rarities
from knowledge.data import load_yaml
from knowledge.language import DOCUMENT_NUMBER, dates_in, fold
from knowledge.model import StoredDocument, Subject
from knowledge.understanding import Question

_WORDS = load_yaml("summaries.yaml")
#: What a document is called: "quy chế" in a request is no heading "QUY CHẾ".
DOCUMENT_KINDS = "|".join(_WORDS["document_kinds"]["words"])
DOCUMENT_KIND = re.compile(rf"\b(?:{DOCUMENT_KINDS})\b")
#: "kế hoạch 41", "chỉ thị số 02": the number of a document without its letters.
SHORT_NUMBER = re.compile(
    rf"\b(?:{DOCUMENT_KINDS})(?: so)? (?!20\d\d\b)(\d{{1,5}}(?:/\d{{4}})?)(?![\d.,]|\w)"
)
#: "văn bản này", "quyết định đó": the text spoken of.
POINTS_BACK = re.compile(rf"\b(?:{DOCUMENT_KINDS}) (?:nay|do|tren|vua (?:roi|neu|noi)|ay)\b")
#: Words of a request that name no document and no section.
SAID_ANYWAY = frozenset(_WORDS["said_anyway"]["words"])


def documents_meant(
    context: Context, subject: Subject, *, points_back: bool = False
) -> list[StoredDocument]:
    """Return the documents that a question means: one, several that fit equally, or none.

    A number decides, then a place and year, then the rare words of a name, then the text spoken of;
    with `points_back` that one before any name.
    """
    question, snapshot = context.question, context.snapshot
    documents = list(snapshot.documents.values())
    if question.document_numbers or SHORT_NUMBER.search(fold(question.typed)):
        numbered = _of_place(context, _by_number(question, documents))
        return by_name(context, numbered, least=0.0)
    held = [d for d in documents if d.in_force(context.as_of) and d.id not in _replaced(context)]
    if question.places:
        return by_name(context, _of_place(context, held), least=0.0)
    spoken_of = snapshot.documents.get(subject.document or "")
    if (
        spoken_of
        and not question.years
        and (points_back or POINTS_BACK.search(fold(question.typed)))
    ):
        return [spoken_of]
    named = by_name(context, _of_place(context, held), least=MIN_SUMMED_NAME)
    return named or ([spoken_of] if spoken_of and not question.years else [])


def by_name(
    context: Context, documents: Sequence[StoredDocument], least: float
) -> list[StoredDocument]:
    """Return the documents best named by rare words in a row; all, where no name tells them apart."""
    if not documents:
        return []
    named_by = replace(context.question, text=without_frame(context.question))
    alone = replace(context, asked=named_by)
    rarities = name_rarities(alone, {document.id: document for document in documents})
    best = max(rarities.values())
    if best < least:
        return []
    found = [d for d in documents if rarities[d.id] >= SAME_NAME * best]
    kinds = {fold(kind) for kind in context.question.document_kinds}
    found = [d for d in found if d.kind and fold(d.kind) in kinds] or found
    years = set(context.question.years)
    return [d for d in found if years & set(d.years)] or found


def without_frame(question: Question) -> str:
    """Return a request with a mark for each word that names no document: runs end there."""
    text = DOCUMENT_KIND.sub(" # ", fold(DOCUMENT_NUMBER.sub(" # ", question.typed)))
    return " ".join("xx" if word == "#" or word in SAID_ANYWAY else word for word in text.split())


def _replaced(context: Context) -> set[str]:
    replaced = context.snapshot.replaced
    return {key for key, day in replaced.items() if day <= context.as_of}


def _by_number(question: Question, documents: Sequence[StoredDocument]) -> list[StoredDocument]:
    whole = {fold(number) for number in question.document_numbers}
    days = {mention.day for mention in dates_in(question.typed)}
    found = [d for d in documents if d.number and fold(d.number) in whole]
    found = [document for document in found if document.issued in days] or found
    if found or whole:
        return found
    short = {number.lstrip("0") for number in SHORT_NUMBER.findall(fold(question.typed))}
    found = [d for d in documents if d.number and _short_numbers(d.number) & short]
    kinds = {fold(kind) for kind in question.document_kinds}
    return [d for d in found if d.kind and fold(d.kind) in kinds] or found


def _short_numbers(number: str) -> set[str]:
    parts = re.split(r"[/-]", number.lstrip("0"))
    return {parts[0], "/".join(parts[:2])}


def _of_place(context: Context, documents: Sequence[StoredDocument]) -> list[StoredDocument]:
    """Return those of the places and years that a question names; of a number all, where none is."""
    question, snapshot = context.question, context.snapshot
    places = {place.name for place in question.places}
    years = set(question.years)
    found = [d for d in documents if not places or places & {d.place, *snapshot.places[d.id]}]
    found = [d for d in found if not years or years & {*d.years, *snapshot.years[d.id]}]
    # A document of the place before one that only names it.
    return [d for d in found if d.place in places] or found
