"""What a request for a summary means: of which document, and which of its words name a section."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answering.document_naming import (
    SAID_ANYWAY,
    SHORT_NUMBER,
    by_name,
    documents_meant,
    without_frame,
)
from knowledge.answering.draft import Context
from knowledge.answering.parameters import MIN_SUMMED_NAME
from knowledge.answering.sentences import identity_of
from knowledge.answering.summaries.sections import folded_words, section_wanted
from knowledge.language import fold, folded_tokens, normalized_tokens
from knowledge.model import StoredDocument, Subject
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
#: What a campaign is called as a whole, and the topics that are no part of one.
CAMPAIGN = re.compile(r"\b(?:phong trao|dot|cong tac|noi dung) thi dua(?:,? khen thuong)?\b")
WHOLE_TOPICS = ("summary", "text", "documents", "launch", "place_now")


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
    words = set(without_frame(question).split()) - {"xx"}
    return not (words or question.places or question.years)


def section_words(context: Context, document: StoredDocument) -> list[str]:
    """Return the words of a request that may name a section: those of no document and no frame."""
    question = context.question
    if name := _name_of_section(question):
        # Not those of `content_words` alone: in "phần khen thưởng" the name is what else is a frame.
        wanted = set(name.split())
        return [word for word in normalized_tokens(question.text) if fold(word) in wanted]
    names = f"{identity_of(document)} {document.place or ''} {document.kind or ''}"
    known = set(folded_tokens(names)) | SAID_ANYWAY
    asked = set(without_frame(question).split())
    words = [word for word in question.content_words if fold(word) in asked - known]
    return [word for word in words if context.evidence.rarity(fold(word)) > 0]


def documents_summed(context: Context, subject: Subject) -> list[StoredDocument]:
    """Return the documents that a request means; "phần khen thưởng" and no more: the one spoken of."""
    is_of_another = re.search(r" (cua|trong|thuoc) ", fold(context.question.typed))
    is_bare = names_section(context.question) and not is_of_another
    return documents_meant(context, subject, points_back=is_bare)


def is_carried(context: Context, documents: Sequence[StoredDocument], subject: Subject) -> bool:
    """Whether the document meant is only the one spoken of: nothing in the request names it."""
    question = context.question
    named = (
        question.document_numbers or question.places or SHORT_NUMBER.search(fold(question.typed))
    )
    if named or [document.id for document in documents] != [subject.document]:
        return False
    return not by_name(context, documents, least=MIN_SUMMED_NAME)
