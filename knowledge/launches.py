"""Who launched a campaign, when, where and with which text; and the texts it names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from knowledge.citations import numbers_in, write_date
from knowledge.drafts import Context, Draft
from knowledge.evidence import FACT_THRESHOLD
from knowledge.lists import ask_which, grouped
from knowledge.model import Fact
from knowledge.phrasing import bullets, of, say, upper_first
from knowledge.scope import Scope, facts_in
from knowledge.text import fold, one_line, same_tone
from knowledge.vocabulary import Topic

LONGEST_SAYING = 300


def launched(context: Context, topic: Topic, scope: Scope) -> Draft | None:
    """Tell who launched what was asked about: one movement, or the campaign of a place and year."""
    question, weigh = context.question, context.snapshot.evidence
    if question.focus and (draft := _movement(context, scope)):
        return draft
    facts = facts_in(context.snapshot, scope, ("launch", "issued"))
    if question.focus and (scope.place is None or _about_movement(context, scope)):
        titles = {document.id: document.title for document in context.snapshot.documents.values()}
        facts = [
            fact
            for fact in facts
            if weigh.coverage(
                question.focus, f"{context.snapshot.evidence_text(fact)} {titles[fact.document_id]}", question.marked
            )
            >= FACT_THRESHOLD
        ]
    groups = grouped(context, facts)
    if not groups:
        return None
    if len(groups) > 1 and scope.place is None:
        return ask_which(context, topic, list(groups))
    lines, kept = [], []
    for group, members in groups.items():
        text, told = _told(context, group, members)
        lines.append(text)
        kept += told
    only = next(iter(groups)) if len(groups) == 1 else scope
    named = [("phát động", fact.name, index) for index, fact in enumerate(kept)]
    return Draft("\n".join(lines), kept, named, scope=only, place=only.place or scope.place)


def _movement(context: Context, scope: Scope) -> Draft | None:
    question, weigh = context.question, context.snapshot.evidence
    facts = [
        fact
        for fact in facts_in(context.snapshot, scope, ("movement",))
        if fact.details.get("launcher") and weigh.coverage(question.focus, fact.name, question.marked) >= FACT_THRESHOLD
    ]
    if not facts:
        return None
    said = dict.fromkeys(say("launcher_movement", name=fact.name, launcher=_launcher(context, fact)) for fact in facts)
    return Draft("\n".join(said), facts, place=scope.place)


def _about_movement(context: Context, scope: Scope) -> bool:
    """Whether one movement is meant, not the campaign: the campaign's launcher did not launch that."""
    question, weigh = context.question, context.snapshot.evidence
    named = facts_in(context.snapshot, scope, ("movement",))
    return any(weigh.coverage(question.focus, fact.name, question.marked) >= FACT_THRESHOLD for fact in named)


def _launcher(context: Context, fact: Fact) -> str:
    place = context.words.place(fact.place) if fact.place else None
    launcher = fact.details["launcher"]
    return place.full_name if place and launcher in ("tỉnh", "huyện") else launcher


def _told(context: Context, scope: Scope, facts: Sequence[Fact]) -> tuple[str, list[Fact]]:
    """Write the best launch of a campaign and the text it was launched with."""
    about = of(scope.place, scope.year)
    issued = next((fact for fact in facts if fact.kind == "issued"), None)
    launches = sorted((fact for fact in facts if fact.kind == "launch"), key=_fullness)
    lines, kept = [], []
    if launches:
        fact = launches[0]
        event = _event(context, fact)
        lines.append(_launch_line(fact, event, about, bool(issued)))
        kept += [fact, *([event] if event else [])]
        if not event and not issued:
            said = one_line(context.snapshot.evidence_text(fact))
            lines.append(say("launch_no_day", quote=said[:LONGEST_SAYING]))
    if issued:
        day = _day(issued)
        parts = issued.details
        when = f" ngày {write_date(day)}" if day else ""
        lines.append(
            upper_first(
                say(
                    "launch_text",
                    authority=parts["authority"],
                    of=about,
                    kind=parts["text_kind"],
                    number=parts["number"],
                    when=when,
                )
            )
        )
        kept.append(issued)
        signers = [fact for fact in context.snapshot.facts if fact.kind == "signer"]
        for fact in (fact for fact in signers if fact.document_id == issued.document_id):
            lines.append(say("launch_signed", person=fact.name, role=fact.details["role"]))
            kept.append(fact)
    return "\n".join(lines), kept


def _fullness(fact: Fact) -> tuple[bool, int]:
    return ("person" not in fact.details, -len(fact.details.get("role", "")))


def _launch_line(fact: Fact, event: Fact | None, about: str, issued: bool) -> str:
    day = _day(event) if event and not issued else None
    when = f" ngày {write_date(day)}" if day else ""
    venue = event.details.get("venue") if event and not issued else None
    where = f", tại {venue}" if venue else ""
    name = "launch_person" if "person" in fact.details else "launch_role"
    parts = {
        "person": fact.name,
        "role": upper_first(fact.details.get("role", "")) if name == "launch_role" else fact.details.get("role", ""),
    }
    return say(name, of=about, when=when, where=where, **parts)


def _event(context: Context, fact: Fact) -> Fact | None:
    """Give the occasion told in the same document, when it is about the same place."""
    document = context.snapshot.documents[fact.document_id]
    if fact.place != document.place:
        return None
    return next((f for f in context.snapshot.facts if f.kind == "event" and f.document_id == fact.document_id), None)


def _day(fact: Fact) -> date | None:
    return date.fromisoformat(fact.details["date"]) if "date" in fact.details else None


def texts(context: Context, topic: Topic, scope: Scope) -> Draft | None:
    """Tell the texts asked about: by number, the one that launched the campaign, or those it names."""
    question = context.question
    if question.numbers:
        return numbered(context)
    own = facts_in(context.snapshot, scope, ("issued",))
    named = facts_in(context.snapshot, scope, ("issued", "legal_text"))
    kinds = question.kinds
    if kinds:
        named = [fact for fact in named if any(fold(fact.name).startswith(fold(kind)) for kind in kinds)]
    spoken = {part for kind in kinds for part in same_tone(kind).split()}
    focus = [word for word in question.focus if word not in spoken]
    if _about_launch(question.text) or not (focus or kinds):
        found = [fact for fact in own if not kinds or fact in named] or own
        found = [fact for fact in found if not focus or _covers(context, fact, focus)]
    elif not focus:
        found = named
    elif "many" in question.modes:
        found = [fact for fact in named if _covers(context, fact, focus)]
    else:
        found = _best(context, named, focus)
    if not found:
        return None
    groups = grouped(context, found)
    if len(groups) > 1 and scope.place is None and not focus:
        return ask_which(context, topic, list(groups))
    return _tell_texts(context, found, scope)


def numbered(context: Context) -> Draft | None:
    """Tell the texts that bear the numbers in the question; 02/CT-UBND is every office's, so a place named decides."""
    wanted = {fold(number) for number in context.question.numbers}
    places = {place.name for place in context.question.places}
    facts = [
        fact
        for fact in context.snapshot.facts
        if fact.kind in ("issued", "legal_text")
        and any(fold(number) in wanted for number in numbers_in(fact.name))
        and (not places or context.snapshot.places[fact.document_id] & places)
    ]
    facts.sort(key=lambda fact: fact.kind != "issued")
    return _tell_texts(context, facts, Scope()) if facts else None


def _about_launch(text: str) -> bool:
    return any(word in fold(text) for word in ("phat dong", "ban hanh ke hoach", "ban hanh chi thi"))


def _covers(context: Context, fact: Fact, focus: Sequence[str]) -> bool:
    text = f"{fact.name} {fact.details.get('about', '')} {fact.details.get('authority', '')} {context.snapshot.evidence_text(fact)}"
    return context.snapshot.evidence.coverage(focus, text, context.question.marked) >= FACT_THRESHOLD


def _best(context: Context, facts: Sequence[Fact], focus: Sequence[str]) -> list[Fact]:
    """Give the texts whose own name, author or subject is asked for; else those named in such a sentence."""
    weigh, marked = context.snapshot.evidence, context.question.marked
    own = [
        (weigh.coverage(focus, f"{f.name} {f.details.get('authority', '')} {f.details.get('about', '')}", marked), f)
        for f in facts
    ]
    best = max((score for score, _ in own), default=0.0)
    if best >= FACT_THRESHOLD:
        return [fact for score, fact in own if score >= best - 0.05]
    return [fact for fact in facts if _covers(context, fact, focus)]


def _tell_texts(context: Context, facts: Sequence[Fact], scope: Scope) -> Draft:
    shown = _each_text_once(facts)
    items = [_text_item(fact) for fact in shown]
    text = (
        f"{items[0]}."
        if len(items) == 1
        else say("list_plain", count=len(items), noun="văn bản") + "\n" + bullets(items)
    )
    if len(shown) == 1 and not shown[0].details.get("about"):
        text += "\n" + say("said", quote=one_line(context.snapshot.evidence_text(shown[0]))[:LONGEST_SAYING])
    named = [("văn bản", fact.name, index) for index, fact in enumerate(shown)]
    groups = grouped(context, shown)
    only = next(iter(groups)) if len(groups) == 1 else scope
    return Draft(text, shown, named, scope=only, place=only.place)


def _each_text_once(facts: Sequence[Fact]) -> list[Fact]:
    """Drop texts named again; 15/KH-UBND issued by two places is two texts."""
    kept: dict[tuple[str, str], Fact] = {}
    issued = {_bare_name(fact) for fact in facts if fact.kind == "issued"}
    for fact in facts:
        if fact.kind == "issued" or _bare_name(fact) not in issued:
            kept.setdefault((_bare_name(fact), fact.place or "" if fact.kind == "issued" else ""), fact)
    return list(kept.values())


def _bare_name(fact: Fact) -> str:
    return fold(fact.name.replace(" số ", " "))


def _text_item(fact: Fact) -> str:
    day = _day(fact)
    parts = [
        fact.name,
        f"ngày {write_date(day)}" if day else "",
        f"của {fact.details['authority']}" if fact.details.get("authority") else "",
        fact.details.get("about", ""),
    ]
    return " ".join(part for part in parts if part)
