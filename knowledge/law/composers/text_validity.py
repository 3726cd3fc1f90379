"""Which legal text holds on a day: in force, replaced by what and since when, amended by what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from knowledge.answering import Context, Draft, bullet_list, message
from knowledge.language import format_date
from knowledge.law.catalogue import catalogue
from knowledge.law.citations import cite_provision
from knowledge.law.composers.rules import cited_draft
from knowledge.law.model import LegalText, Statement
from knowledge.law.question import LawQuestion
from knowledge.model import Citation

#: The kinds that are listed when no text is named, in this order.
LISTED_KINDS = ("Luật", "Nghị định", "Thông tư")


def compose_validity(context: Context, law: LawQuestion) -> Draft:
    """Return whether the texts named hold; without a name, which texts hold."""
    if law.unknown_text and not law.texts:
        text = message("law_unknown_text", name=law.unknown_text)
        return Draft(text, status="not_found", day=law.day)
    if not law.texts:
        return _texts_in_force(context, law)
    parts: list[str] = []
    citations: list[Citation] = []
    for legal_text in law.texts:
        lines, cited = _validity_of(context, law, legal_text)
        parts += lines
        if legal_text.state != "verified":
            parts.append(message("not_checked"))
        citations += cited
    # The answer itself says what replaced a text: no notice need say it again.
    return cited_draft(context, replace(law, texts=()), parts, citations, [])


def _validity_of(
    context: Context, law: LawQuestion, text: LegalText
) -> tuple[list[str], list[Citation]]:
    day, span = law.day, text.span
    if span.end and day >= span.end:
        return _ended(context, law, text)
    if span.start and day < span.start:
        since = format_date(span.start)
        line = message("validity_not_yet", text=text.name, day=format_date(day), since=since)
        return [line], []
    if span.start is None:
        line = message("validity_in_unknown", text=text.name, title=text.title)
        return [line], [_cite(context, text, None)]
    since = format_date(span.start)
    lines = [message("validity_in", text=text.name, title=text.title, since=since)]
    lines += _relations(text, day)
    if span.end:
        lines.append(message("validity_until", text=text.name, end=format_date(span.end)))
    return lines, _validity_citations(context, text, day)


def _validity_citations(context: Context, text: LegalText, day: date) -> list[Citation]:
    cited = [_cite(context, text, text.in_force_by)]
    if text.ends_by:
        cited.append(_cite(context, text, text.ends_by))
    newer = catalogue().texts[text.amended_by] if text.amended_by else None
    if newer and newer.span.holds(day):
        cited.append(_cite(context, newer, None))
    return cited


def _ended(context: Context, law: LawQuestion, text: LegalText) -> tuple[list[str], list[Citation]]:
    end = format_date(text.span.end or law.day)
    if not text.replaced_by:
        return [message("validity_out_alone", text=text.name, end=end)], []
    chain = _replacements(text.replaced_by, law.day)
    others = ", rồi ".join(map(_with_start, chain))
    lines = [message("validity_out", text=text.name, end=end, others=others)]
    last = chain[-1]
    ended_by_last = text.ended_by is not None and text.ended_by.text == last.id
    cited = [_cite(context, last, text.ended_by if ended_by_last else last.in_force_by)]
    transition = text.transition
    if transition and catalogue().texts[transition.text].span.holds(law.day):
        lines.append(transition.says)
        cited.append(_cite(context, last, transition))
    return lines, cited


def _replacements(first: str, day: date) -> list[LegalText]:
    """Return what replaced a text up to what holds now: 91/2017 → 98/2023 → 152/2025."""
    texts = catalogue().texts
    chain = [texts[first]]
    while chain[-1].span.end and day >= chain[-1].span.end and chain[-1].replaced_by:
        chain.append(texts[chain[-1].replaced_by])
    return chain


def _with_start(text: LegalText) -> str:
    if not text.span.start:
        return text.name
    return message("validity_chain", text=text.name, since=format_date(text.span.start))


def _relations(text: LegalText, day: date) -> list[str]:
    texts = catalogue().texts
    lines = []
    if text.amends:
        root = texts[text.amends]
        lines.append(message("validity_amends", text=text.name, root=root.name))
        if not text.held and text.note:
            lines.append(text.note)
        if not text.held:
            lines.append(message("validity_unheld", text=text.name))
    if text.replaces:
        others = ", ".join(texts[other].name for other in text.replaces)
        lines.append(message("validity_replaces", text=text.name, others=others))
    newer = texts[text.amended_by] if text.amended_by else None
    if newer and newer.span.holds(day):
        since = format_date(newer.span.start or day)
        lines.append(message("validity_amended", text=text.name, newer=newer.name, since=since))
        lines.append(message("validity_unheld", text=newer.name))
    return lines


def _cite(context: Context, text: LegalText, statement: Statement | None) -> Citation:
    if statement:
        return cite_provision(context.snapshot, statement.text, statement.place)
    return cite_provision(context.snapshot, text.id, "")


def _texts_in_force(context: Context, law: LawQuestion) -> Draft:
    """List what holds on a day: the law with what amends it, the decree, the circular."""
    texts = [
        text
        for kind in LISTED_KINDS
        for text in catalogue().texts_in_force(kind, law.day)
        if text.span.start and "lương cơ sở" not in text.title and text.state != "unverified"
    ]
    if not texts:
        gap = message("law_gap", day=format_date(law.day))
        return Draft(gap, status="not_found", day=law.day)
    citations = [_cite(context, text, text.in_force_by) for text in texts]
    laws = catalogue().texts_in_force("Luật", law.day)
    unheld = [text for text in laws if text.amends and not text.held]
    notes = [message("validity_unheld", text=unheld[-1].name)] if unheld else []
    head = message("validity_head", day=format_date(law.day))
    parts = [head, bullet_list(map(_listed, texts)), *notes]
    return cited_draft(context, law, parts, citations, [])


def _listed(text: LegalText) -> str:
    start, end = text.span.start, text.span.end
    since = f"từ {format_date(start)}" if start else ""
    until = f", tự hết hiệu lực {format_date(end)}" if text.ends_by and end else ""
    check = "" if text.state == "verified" else " [chưa đối chiếu đủ, phải kiểm tra]"
    return f"{text.name} – {text.title} ({since}{until}){check}"
