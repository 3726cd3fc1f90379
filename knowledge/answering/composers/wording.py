"""How the facts of a topic are written: one fact, a list of them, a button that asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.answering.citations import document_label
from knowledge.answering.draft import Context, Draft
from knowledge.answering.parameters import MAX_CHOICES
from knowledge.answering.phrasing import (
    bullet_list,
    capitalize_first,
    is_joint,
    message,
    possessive,
    scope_label,
)
from knowledge.answering.premises import Tally, claimed_count, tally_of
from knowledge.language import format_date, one_line
from knowledge.model import Button, Fact, StoredDocument
from knowledge.snapshot import Snapshot
from knowledge.understanding import Question, Scope, Topic

#: Topics whose facts are a name with what is said of it.
VALUED = ("target", "deadline", "duty")
#: What a source calls a theme: the name nearest before it, or the fuller one before that.
THEME_NAMES = re.compile(
    r"(?:chủ đề(?: công tác| thi đua)?|(?:khẩu hiệu|phương châm|thông điệp)(?: hành động)?)\b",
    re.IGNORECASE,
)
#: Openings of a sentence that say nothing once it stands in a list.
OPENINGS = ("Cụ thể, ", "Đồng thời, ")


def write_facts(context: Context, topic: Topic, scope: Scope, facts: Sequence[Fact]) -> str:
    """Return the facts of one place and year as a sentence or a list."""
    is_undated = topic.topic == "leader" and not any(fact.year for fact in facts)
    about = possessive(scope.place, None if is_undated else scope.year)
    if topic.topic == "theme" and len(facts) == 1:
        return message(
            "theme", Label=theme_label(context.snapshot, facts[0]), of=about, value=facts[0].name
        )
    items = [fact_item(topic, fact) for fact in facts]
    noun = capitalize_first(topic.noun)
    if len(items) == 1:
        return message("one", Noun=noun, of=about, value=items[0])
    question = context.question
    if question.ordinals or (question.focus and topic.narrow == "name"):
        head = message("narrowed", Noun=noun, of=about)
    else:
        head = _list_head(context, topic, about, facts)
    if topic.topic == "movement":
        return "\n".join([head, *_by_launcher(context, topic, facts)])
    return f"{head}\n{bullet_list(items)}"


def theme_label(snapshot: Snapshot, theme: Fact) -> str:
    """Return what the source calls a theme: "Chủ đề công tác", "Khẩu hiệu hành động"."""
    said = one_line(snapshot.evidence_text(theme))
    called = [name.lower() for name in THEME_NAMES.findall(said.partition(theme.name)[0])]
    if called[-1:] == ["chủ đề"]:
        called = [name for name in called if name.startswith("chủ đề ")]
    return capitalize_first(called[-1]) if called else message("theme_label")


def _list_head(context: Context, topic: Topic, about: str, facts: Sequence[Fact]) -> str:
    """Return what heads a list: with a number only where the document bears it out."""
    noun, tally = topic.noun, tally_of(context.snapshot, topic, facts)
    if tally is None:
        form = "list_uncounted" if _asks_how_many(context.question, topic) else "list_read"
        return message(form, Noun=capitalize_first(noun), noun=noun, of=about)
    if not about.startswith("của "):
        return message("list_plain", count=tally.number, noun=noun)
    owner = capitalize_first(about.removeprefix("của "))
    return message("list", Of=owner, count=tally.number, noun=noun)


def _asks_how_many(question: Question, topic: Topic) -> bool:
    """Whether a question asks how many there are, or claims a number."""
    asked = question.answer_type
    is_asked = asked is not None and asked.type == "number"
    return is_asked or claimed_count(question, topic.counted) is not None


def verdict_on_count(
    question: Question, names: Sequence[str], tally: Tally | None, noun: str
) -> str:
    """Return yes or no to a question that claims how many there are, where that is borne out."""
    claimed = claimed_count(question, names) if tally else None
    if claimed is None or tally is None:
        return ""
    if claimed.amount == tally.number:
        return message("verdict_yes")
    if tally.said:
        return message("verdict_given", given=tally.said.lower())
    return message("verdict_listed", count=tally.number, noun=noun)


def _by_launcher(context: Context, topic: Topic, facts: Sequence[Fact]) -> Iterator[str]:
    """Yield lists of movements, each under those who launched them."""
    launchers = list(dict.fromkeys(fact.details.launcher for fact in facts))
    for launcher in launchers:
        if launcher:
            form = "launched_jointly" if is_joint(launcher) else "launched_by"
            yield message(form, launcher=launcher)
        elif len(launchers) > 1:
            yield "Khác:"
        yield bullet_list(fact_item(topic, f) for f in facts if f.details.launcher == launcher)


def fact_item(topic: Topic, fact: Fact) -> str:
    """Return one fact as an item of a list."""
    if topic.topic in VALUED:
        name = fact.name if topic.topic == "target" else capitalize_first(fact.name)
        return f"{name}: {fact.value}"
    if topic.topic == "movement":
        period = fact.details.period
        known = not period or period in fact.name
        return f"“{fact.name}”" + ("" if known else f" (giai đoạn {period})")
    if topic.topic in ("honour", "theme"):
        return f"“{fact.name}”"
    if topic.topic == "index":
        return f"{capitalize_first(fact.name)} ({fact.details.short})"
    if topic.topic in ("person", "leader"):
        return f"{fact.name} – {fact.details.role}"
    name = fact.name
    for opening in OPENINGS:
        name = name.removeprefix(opening)
    return capitalize_first(name)


def name_and_value(topic: Topic, fact: Fact) -> tuple[str, str]:
    """Return what a fact states: what it is called, and its value."""
    if topic.topic in VALUED:
        return fact.name, fact.value
    if topic.topic in ("person", "leader"):
        return fact.name, fact.details.role
    return topic.noun, fact.name


def signer_line(signer: Fact) -> str:
    """Return who signed a text, with the post."""
    return message("launch_signed", person=signer.name, role=signer.details.role)


def text_item(fact: Fact) -> str:
    """Return an issued text with its day, its body and what it is about."""
    details = fact.details
    parts = [
        fact.name,
        f"ngày {format_date(details.date)}" if details.date else "",
        f"của {details.authority}" if details.authority else "",
        details.about,
    ]
    return " ".join(part for part in parts if part)


def ask_which_scope(topic: Topic, scopes: Sequence[Scope]) -> Draft:
    """Ask which place and year is meant, with a button for each."""
    buttons = tuple(topic_button(topic, scope) for scope in scopes[:MAX_CHOICES])
    return Draft(message("which_scope", noun=topic.noun), buttons=buttons, status="clarify")


def ask_which_place(question: Question) -> Draft:
    """Ask which of several places of one name is meant."""
    places = question.ambiguous_places
    names = [f"{place.full_name} ({place.province})" for place in places]
    buttons = tuple(
        Button(name, f"{question.typed} ({place.full_name}, tỉnh {place.province})")
        for name, place in zip(names, places, strict=True)
    )
    text = message("which_place", places=", ".join(names))
    return Draft(text, buttons=buttons[:MAX_CHOICES], status="clarify")


def ask_which_document(context: Context, documents: Sequence[StoredDocument]) -> Draft | None:
    """Ask which of several texts of one number is meant; None where they are of one place and year."""
    by_campaign = {(document.place, document.years): document for document in documents}
    if len(by_campaign) < 2:
        return None
    buttons = tuple(
        Button(capitalize_first(document_label(document)), _asked_of(context, document))
        for document in by_campaign.values()
    )
    text = message("which_document", number=documents[0].number)
    return Draft(text, buttons=buttons[:MAX_CHOICES], status="clarify")


def _asked_of(context: Context, document: StoredDocument) -> str:
    """Return a question with the place and year of a document."""
    place = context.snapshot.gazetteer.place_named(document.place)
    named = (place.full_name if place else document.authority, *document.years[-1:])
    return f"{context.question.typed} ({', '.join(str(part) for part in named if part)})"


def topic_button(topic: Topic, scope: Scope) -> Button:
    """Return a button that asks the topic's question of a scope."""
    about = possessive(scope.place, scope.year)
    place = scope.place.full_name if scope.place else "Các địa phương"
    owner = capitalize_first(f"{place} năm {scope.year}" if scope.year else place)
    question = topic.ask.format(of=about, Of=owner, place=place)
    return Button(f"{capitalize_first(topic.noun)} – {scope_label(scope)}", question)


def tell_other_year(draft: Draft, scope: Scope) -> Draft:
    """Say that an answer is about another year than the one spoken of."""
    if not draft.scope.year or not scope.place or draft.scope.year == scope.year:
        return draft
    note = message(
        "other_year", place=scope.place.full_name, asked=scope.year, year=draft.scope.year
    )
    return replace(draft, text=f"{note}\n{draft.text}".strip())
