"""A draft on what changes, told as of its documents' day, with a warning where it may be outdated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from knowledge.answering.citations import document_label
from knowledge.answering.dated.days import day_of, time_asked, years_asked
from knowledge.answering.draft import Context, Draft
from knowledge.answering.phrasing import MERGER_DAY, message
from knowledge.language import format_date, years_in
from knowledge.model import StoredDocument

#: Kinds of fact that hold a person with a post, and what is arranged for a year or a period.
PEOPLE, ARRANGED = frozenset({"person", "signer"}), frozenset({"leader", "member"})
#: What was done on a day stays done: who launched, who signed.
ACTS = frozenset({"launch", "issued", "event"})


def as_of_its_day(context: Context, draft: Draft) -> Draft:
    """Return a draft on a state that changes as of the day of what it tells.

    Where that is not of the year asked about it says that things may have changed, and neither yes
    nor no.
    """
    documents = _told(context, draft)
    if not documents or not _tells_state(context, draft):
        return draft
    is_office = _asks_office(context) and not any(f.kind in ARRANGED for f in draft.facts)
    days = sorted({day for document in documents if (day := day_of(document))})
    told = replace(
        draft,
        lead=_lead(documents, days) if draft.facts else "",
        day=days[0] if len(days) == 1 else None,
    )
    if all(_is_near(context, draft, document, is_office) for document in documents):
        return told
    return replace(told, verdict="", notices=(*draft.notices, _warning(context, days, is_office)))


def _told(context: Context, draft: Draft) -> list[StoredDocument]:
    """Return the documents of places that a draft rests on; the law's hold until they are replaced."""
    snapshot = context.snapshot
    ids = [fact.document_id for fact in draft.facts]
    ids += [citation.document_id for citation in draft.citations]
    held = (snapshot.documents[key] for key in dict.fromkeys(ids) if key in snapshot.documents)
    return [document for document in held if document.id not in snapshot.national_documents]


def _tells_state(context: Context, draft: Draft) -> bool:
    """Whether a draft answers what holds now, who has an office, or how groups are arranged."""
    question, kinds = context.question, {fact.kind for fact in draft.facts}
    topics = {topic.topic for topic in question.topics[:1]}
    if "documents" in topics or "now" in question.modes:
        return "documents" not in topics
    asks_office = _asks_office(context)
    if not draft.facts:
        return asks_office or bool(topics & ARRANGED)
    told = kinds & (ARRANGED | PEOPLE if asks_office else ARRANGED)
    return bool(told) and not kinds & ACTS


def _asks_office(context: Context) -> bool:
    """Whether it is asked who holds an office, or which one somebody holds."""
    question = context.question
    return "holder" in (question if question.topics else context.asked).modes


def _is_near(context: Context, draft: Draft, document: StoredDocument, is_office: bool) -> bool:
    """Whether a document speaks for the years asked about.

    Of an office it does by its day, and not before it; of all else by its period, and where it names
    such a year. On the day on which provinces were merged and districts ended, their offices were
    given anew.
    """
    day, asked = day_of(document), years_asked(context)
    if is_office:
        until = time_asked(context)
        return (
            day is not None and day.year in asked and day <= until and not day < MERGER_DAY <= until
        )
    quoted = (one.quote for one in draft.citations if one.document_id == document.id)
    named = [year for quote in quoted for year in years_in(quote)]
    named += [one.year for one in draft.facts if one.document_id == document.id and one.year]
    return any(year in asked for year in (*named, *document.years, *([day.year] if day else [])))


def _warning(context: Context, days: Sequence[date], is_office: bool) -> str:
    if days and days[0] > time_asked(context):
        return message("dated_later")
    return message("dated_office" if is_office else "dated_other")


def _lead(documents: Sequence[StoredDocument], days: Sequence[date]) -> str:
    """Return what introduces facts: "Theo bài viết ngày 18/01/2021:"."""
    if len(documents) > 1 and len(days) > 1:
        first, last = format_date(days[0]), format_date(days[-1])
        return message("dated_texts", first=first, last=last)
    document = documents[0]
    if document.number:
        return message("dated_text", what=document_label(document))
    return message("dated_article", day=format_date(days[0])) if days else message("dated_unknown")
