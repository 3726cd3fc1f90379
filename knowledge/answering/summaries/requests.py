"""What a request for a summary means: which documents, and which of its words name a section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.answering.draft import Context
from knowledge.answering.parameters import MIN_SUMMED_NAME, SAME_NAME
from knowledge.answering.sentences.finding import identity_of, name_rarities
from knowledge.answering.summaries.sections import (
    DOCUMENT_KIND,
    DOCUMENT_KINDS,
    folded_words,
    section_wanted,
)
from knowledge.data import load_yaml
from knowledge.language import DOCUMENT_NUMBER, dates_in, fold, folded_tokens
from knowledge.model import Document, Subject
from knowledge.understanding import Question, topic_catalogue

#: "phần ghi chú", "mục về xã hội": a section is named by words.
BY_WORDS = re.compile(
    r"(?<!thanh )(?<!bo )\bphan (?!loai|cong|tich|dau|vien|bo|cap|quyen|anh|hoi|thi|lon)(?:(?:noi )?ve )?"
    r"(?P<part>.+?)(?= (?:cua|trong|thuoc) |$)"
    r"|(?<!danh )(?<!hang )\bmuc (?!tieu|do|dich|thuong|luong|chi|dat|xu)(?:(?:noi )?ve )?"
    r"(?P<item>.+?)(?= (?:cua|trong|thuoc) |$)"
)
#: The same words as they must be written in a request with marks: "phân", "mức" are others.
WRITTEN = re.compile(r"\b(phần|mục)\b", re.IGNORECASE)
_WORDS = load_yaml("summaries.yaml")
#: "kế hoạch 41", "chỉ thị số 02": the number of a document without its letters.
SHORT_NUMBER = re.compile(
    rf"\b(?:{DOCUMENT_KINDS})(?: so)? (?!20\d\d\b)(\d{{1,5}}(?:/\d{{4}})?)(?![\d.,]|\w)"
)
#: What a campaign is called as a whole, and the topics that are no part of one.
CAMPAIGN = re.compile(r"\b(?:phong trao|dot|cong tac|noi dung) thi dua(?:,? khen thuong)?\b")
WHOLE_TOPICS = ("summary", "text", "documents", "launch", "place_now")
#: "văn bản này", "quyết định đó": the text spoken of.
POINTS_BACK = re.compile(rf"\b(?:{DOCUMENT_KINDS}) (?:nay|do|tren|vua (?:roi|neu|noi)|ay)\b")
#: Words of a request that name no document and no section.
SAID_ANYWAY = frozenset(_WORDS["said_anyway"]["words"])


def is_for_summary(question: Question) -> bool:
    """Whether a question asks for a summary."""
    return "summarize" in question.modes


def asks_narrowly(question: Question) -> bool:
    """Whether one thing of a campaign is asked for: "tóm tắt các chỉ tiêu", "mức thưởng"."""
    text = CAMPAIGN.sub(" ", fold(question.typed))
    for cue in topic_catalogue().modes["summarize"]:
        text = cue.sub(" ", text)
    return any(topic.topic not in WHOLE_TOPICS for topic in topic_catalogue().topics_of(text))


def names_section(question: Question) -> bool:
    """Whether a section is named by words: "phần ghi chú"."""
    return not section_wanted(question) and bool(_name_of_section(question))


def _name_of_section(question: Question) -> str:
    """Return the words without marks that name a section; empty for none."""
    if question.marked and not WRITTEN.search(question.text):
        return ""
    named = BY_WORDS.search(folded_words(question))
    return (named["part"] or named["item"]) if named else ""


def names_nothing(question: Question) -> bool:
    """Whether a request is for a summary and no more: "tóm tắt giúp tôi"."""
    words = set(_without_frame(question).split()) - {"xx"}
    return not (words or question.places or question.years)


def section_words(context: Context, document: Document) -> list[str]:
    """Return the words of a request that may name a section: those of no document and no frame."""
    question = context.question
    if name := _name_of_section(question):
        wanted = set(name.split())
        return [word for word in question.content_words if fold(word) in wanted]
    names = f"{identity_of(document)} {document.place or ''} {document.kind or ''}"
    known = set(folded_tokens(names)) | SAID_ANYWAY
    asked = set(_without_frame(question).split())
    words = [word for word in question.content_words if fold(word) in asked - known]
    return [word for word in words if context.evidence.rarity(fold(word)) > 0]


def documents_meant(context: Context, subject: Subject) -> list[Document]:
    """Return the documents that a request means: one, several that fit equally, or none.

    A number decides, then a place and year, then the rare words of a name, then the text spoken of.
    """
    question, snapshot = context.question, context.snapshot
    documents = list(snapshot.documents.values())
    if question.document_numbers or SHORT_NUMBER.search(fold(question.typed)):
        numbered = _of_place(context, _by_number(question, documents))
        return _by_name(context, numbered, least=0.0)
    held = [d for d in documents if d.in_force(context.as_of) and d.id not in _replaced(context)]
    if question.places:
        return _by_name(context, _of_place(context, held), least=0.0)
    spoken_of = snapshot.documents.get(subject.document or "")
    if spoken_of and not question.years and _points_back(question):
        return [spoken_of]
    named = _by_name(context, _of_place(context, held), least=MIN_SUMMED_NAME)
    return named or ([spoken_of] if spoken_of and not question.years else [])


def _points_back(question: Question) -> bool:
    """Whether a request is of the text spoken of: "văn bản này", "phần khen thưởng" and no more."""
    text = fold(question.typed)
    is_of_another = re.search(r" (cua|trong|thuoc) ", text)
    return bool(POINTS_BACK.search(text)) or (names_section(question) and not is_of_another)


def is_carried(context: Context, documents: Sequence[Document], subject: Subject) -> bool:
    """Whether the document meant is only the one spoken of: nothing in the request names it."""
    question = context.question
    named = (
        question.document_numbers or question.places or SHORT_NUMBER.search(fold(question.typed))
    )
    if named or [document.id for document in documents] != [subject.document]:
        return False
    return not _by_name(context, documents, least=MIN_SUMMED_NAME)


def _replaced(context: Context) -> set[str]:
    replaced = context.snapshot.replaced
    return {key for key, day in replaced.items() if day <= context.as_of}


def _without_frame(question: Question) -> str:
    """Return a request with a mark for each word that names no document: runs end there."""
    text = DOCUMENT_KIND.sub(" # ", fold(DOCUMENT_NUMBER.sub(" # ", question.typed)))
    return " ".join("xx" if word == "#" or word in SAID_ANYWAY else word for word in text.split())


def _by_number(question: Question, documents: Sequence[Document]) -> list[Document]:
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


def _of_place(context: Context, documents: Sequence[Document]) -> list[Document]:
    """Return those of the places and years that a question names; of a number all, where none is."""
    question, snapshot = context.question, context.snapshot
    places = {place.name for place in question.places}
    years = set(question.years)
    found = [d for d in documents if not places or places & {d.place, *snapshot.places[d.id]}]
    found = [d for d in found if not years or years & {*d.years, *snapshot.years[d.id]}]
    # A document of the place before one that only names it.
    return [d for d in found if d.place in places] or found


def _by_name(context: Context, documents: Sequence[Document], least: float) -> list[Document]:
    """Return the documents best named by rare words in a row; all, where no name tells them apart."""
    if not documents:
        return []
    named_by = replace(context.question, text=_without_frame(context.question))
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
