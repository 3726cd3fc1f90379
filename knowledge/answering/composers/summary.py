"""In short: a campaign, a document, a section of it. The points of its parts in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.answering.citations import cite_span, document_label, document_reference
from knowledge.answering.composers.facts import compose_facts
from knowledge.answering.composers.launches import compose_launch
from knowledge.answering.composers.listing import compose_campaigns
from knowledge.answering.composers.selection import facts_in_scope
from knowledge.answering.composers.wording import theme_label
from knowledge.answering.draft import Context, Draft
from knowledge.answering.parameters import (
    MAX_CHOICES,
    MAX_LINE_TITLE,
    MAX_SUMMARY_LINES,
    MAX_UNEXPLAINED,
)
from knowledge.answering.phrasing import bullet_list, capitalize_first, message
from knowledge.answering.premises import tally_of
from knowledge.answering.summaries import (
    Line,
    Section,
    asks_narrowly,
    cited_as,
    documents_summed,
    find_sections,
    is_carried,
    is_for_summary,
    lines_of,
    names_nothing,
    names_section,
    narrowed,
    outline_of,
    section_by_words,
    section_wanted,
    section_words,
    written,
)
from knowledge.language import format_date
from knowledge.model import Button, Document, Fact, StoredDocument, Subject
from knowledge.understanding import Scope, topic_catalogue

COUNTED = ("content", "movement", "target", "index", "honour")


def compose_summary(context: Context, scope: Scope) -> Draft | None:
    """Return theme, launch and counts; a list of campaigns when several are meant."""
    drafts = _theme_and_launch(context, scope)
    if any(draft.status == "clarify" for draft in drafts):
        return compose_campaigns(context, scope)
    if not drafts:
        return None
    lines = [draft.text for draft in drafts]
    if counts := _counts(context, scope):
        lines.append(message("counts", counts=", ".join(counts)))
    shown = [fact for draft in drafts for fact in draft.facts]
    return Draft("\n".join(lines), shown, scope=scope, place=scope.place)


def _theme_and_launch(context: Context, scope: Scope) -> list[Draft]:
    topics = topic_catalogue()
    drafts = (
        compose_facts(context, topics.topic("theme"), scope),
        compose_launch(context, topics.topic("launch"), scope),
    )
    return [draft for draft in drafts if draft]


def _counts(context: Context, scope: Scope) -> list[str]:
    """Return what else is told of a campaign, with how many there are where a document says it."""
    counts = []
    for name in COUNTED:
        topic = topic_catalogue().topic(name)
        if facts := facts_in_scope(context, topic.facts, scope):
            tally = tally_of(context.snapshot, topic, facts)
            counts.append(f"{tally.number if tally else 'các'} {topic.noun}")
    return counts


def compose_requested_summary(context: Context, subject: Subject) -> Draft | None:
    """Return the summary that a question asks for; a question back where several texts fit.

    None where it asks for none, or for a thing that is no section of a document held.
    """
    if not is_for_summary(context.question):
        return None
    documents = documents_summed(context, subject)
    if not documents and names_nothing(context.question):
        return _ask_which(context, list(context.snapshot.documents.values())[::-1])
    if len(documents) > 1:
        return _ask_which(context, documents) if _is_about_documents(context, documents) else None
    if not documents:
        return None
    return _of_document(context, documents[0], is_carried=is_carried(context, documents, subject))


def _is_about_documents(context: Context, documents: Sequence[StoredDocument]) -> bool:
    """Whether the words of a request leave it at documents: no narrow thing of theirs is asked."""
    if section_wanted(context.question):
        return True
    if asks_narrowly(context.question):
        return False
    words = [set(section_words(context, document)) for document in documents]
    return _rarity(context, set.intersection(*words)) <= MAX_UNEXPLAINED


def _rarity(context: Context, words: set[str]) -> float:
    return sum(context.evidence.rarity(word) for word in words)


def _ask_which(context: Context, documents: Sequence[StoredDocument]) -> Draft:
    wanted = section_wanted(context.question)
    buttons = tuple(
        Button(capitalize_first(document_reference(document)), _request(document, written(wanted)))
        for document in documents[:MAX_CHOICES]
    )
    return Draft(message("summary_which"), buttons=buttons, status="clarify")


def _request(document: StoredDocument, section: str) -> str:
    """Return the question for the summary of a document, or a section of it."""
    what = document_reference(document)
    if section:
        return message("summary_ask_section", section=section, what=what)
    return message("summary_ask", what=what)


def _of_document(context: Context, document: StoredDocument, *, is_carried: bool) -> Draft | None:
    """Return the summary of a document or the section asked for, or which sections there are.

    In a document that is only carried from before no heading stands for a narrow question.
    """
    whole = outline_of(context.snapshot, document)
    if wanted := section_wanted(context.question):
        found = narrowed(context, find_sections(whole, wanted))
        if len(found) == 1:
            return _of_section(context, document, found[0])
        return _ask_section(document, whole, found, written(wanted))
    words = section_words(context, document)
    by_words = names_section(context.question)
    if (by_words or not is_carried) and (section := section_by_words(context, whole, words)):
        return _of_section(context, document, section)
    if by_words:
        name = message("summary_named", name=" ".join(words)) if words else ""
        return _ask_section(document, whole, [], name or message("summary_that_part"))
    if asks_narrowly(context.question):
        return None
    if _rarity(context, set(words)) > (0.0 if is_carried else MAX_UNEXPLAINED):
        return None
    return _of_whole(context, document, whole)


def _theme_line(context: Context, theme: Fact) -> str:
    return message("summary_theme", Label=theme_label(context.snapshot, theme), value=theme.name)


def _of_whole(context: Context, document: StoredDocument, whole: Section) -> Draft:
    """Return theme and launch, where they are this document's, and the points of its parts."""
    theme = next((f for f in context.snapshot.facts if _is_theme_of(document, f)), None)
    launch = _launch(context, document)
    facts = [*([theme] if theme else []), *(launch.facts if launch else ())]
    told = [_theme_line(context, theme)] if theme else []
    told += [launch.text] if launch else []
    head = message("summary_of", what=document_label(document))
    return _draft(context, document, whole, head, told, facts)


def _is_theme_of(document: StoredDocument, fact: Fact) -> bool:
    return fact.kind == "theme" and fact.document_id == document.id


def _launch(context: Context, document: StoredDocument) -> Draft | None:
    """Return who launched a campaign, where its place is asked about and the document tells it."""
    scope = _scope_of(context, document)
    if scope.place not in context.question.places or context.question.document_numbers:
        return None
    bare = replace(context, question=replace(context.question, focus=()))
    draft = compose_launch(bare, topic_catalogue().topic("launch"), scope)
    if draft is None or draft.status != "answered":
        return None
    facts = [fact for fact in draft.facts if fact.kind != "signer"]
    if not any(fact.kind == "launch" and fact.document_id == document.id for fact in facts):
        # A report, a decision on criteria was issued, yet launches nothing.
        return None
    return replace(draft, text=draft.text.split("\n")[0], facts=facts)


def _of_section(context: Context, document: StoredDocument, section: Section) -> Draft:
    name = (section.title or section.own).rstrip(" :.")
    head = message("summary_section", section=name, what=document_label(document))
    return _draft(context, document, section, head, (), ())


def _draft(
    context: Context,
    document: StoredDocument,
    section: Section,
    head: str,
    told: Sequence[str],
    facts: Sequence[Fact],
) -> Draft:
    whole = context.snapshot.document(document.id)
    lines = _without_told(whole, section, MAX_SUMMARY_LINES - len(told), facts)
    text = bullet_list([*told, *(line.text for line in lines)])
    spans = [line.span for line in lines if line.span]
    day = format_date(context.as_of)
    scope = _scope_of(context, document)
    return Draft(
        f"{head}\n{text}",
        facts,
        citations=tuple(cite_span(context.snapshot, document.id, *span) for span in spans),
        notices=() if document.in_force(context.as_of) else (message("not_in_force", day=day),),
        scope=scope,
        place=scope.place,
    )


def _without_told(
    document: Document, section: Section, count: int, facts: Sequence[Fact]
) -> list[Line]:
    """Return the lines of a section without those that only say theme and launch once more."""
    lines = lines_of(document, section, count)
    again = sum(_says(line, facts) for line in lines)
    if again:
        lines = lines_of(document, section, count + again)
    return [line for line in lines if not _says(line, facts)][:count]


def _says(line: Line, facts: Sequence[Fact]) -> bool:
    """Whether a line says the theme, names the part it is in, or rests on another fact's evidence."""
    start, end = line.span or (0, 0)
    themes = [fact for fact in facts if fact.kind == "theme"]
    if any(theme.name in line.text for theme in themes):
        return True
    if line.is_heading:
        return any(start <= theme.start < theme.end <= end for theme in themes)
    return any(fact.start <= start < end <= fact.end for fact in facts if fact.kind != "theme")


def _scope_of(context: Context, document: StoredDocument) -> Scope:
    place = context.snapshot.gazetteer.place_named(document.place)
    return Scope(place, document.years[-1] if document.years else None)


def _ask_section(
    document: StoredDocument, whole: Section, found: Sequence[Section], asked: str
) -> Draft:
    """Say that there is no such section, or that several are; a button for each there is."""
    offered = found or [part for part in whole.parts if part.title]
    buttons = tuple(_section_button(document, whole, part) for part in offered[:MAX_CHOICES])
    template = "summary_which_section" if found else "summary_no_section"
    what = capitalize_first(document_reference(document))
    text = message(template if buttons else "summary_no_parts", What=what, section=asked)
    return Draft(text, buttons=buttons, status="clarify" if found else "not_found")


def _section_button(document: StoredDocument, whole: Section, section: Section) -> Button:
    name = section.title.rstrip(" :.") or section.own[:MAX_LINE_TITLE]
    cited = cited_as(whole, section)
    return Button(name, _request(document, cited or message("summary_named", name=name)))
