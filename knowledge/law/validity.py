"""Which text holds: in force, replaced by what and since when, amended by what, on the day asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from knowledge.citations import write_date
from knowledge.drafts import Context, Draft
from knowledge.law.catalogue import LegalText, Statement, catalogue
from knowledge.law.citing import cite_place
from knowledge.law.reading import LawQuestion
from knowledge.law.telling import finished
from knowledge.model import Citation
from knowledge.phrasing import bullets, say

#: What is listed when no text is named: kinds in this order.
LISTED = ("Luật", "Nghị định", "Thông tư")


def validity(context: Context, law: LawQuestion) -> Draft:
    """Tell whether the texts named hold; without a name, which texts hold."""
    if law.unknown_text and not law.texts:
        return Draft(say("law_unknown_text", name=law.unknown_text), status="not_found", day=law.day)
    if not law.texts:
        return _in_force(context, law)
    parts: list[str] = []
    citations: list[Citation] = []
    for text in law.texts:
        said, cited = _one(context, law, text)
        parts += said + [say("not_checked")] * (text.state != "verified")
        citations += cited
    # The answer itself says what replaced a text: no notice need say it again.
    return finished(context, replace(law, texts=()), parts, citations, [])


def _one(context: Context, law: LawQuestion, text: LegalText) -> tuple[list[str], list[Citation]]:
    day = law.day
    if text.span.end and day >= text.span.end:
        return _ended(context, law, text)
    if text.span.start and day < text.span.start:
        said = say("validity_not_yet", text=text.name, day=write_date(day), since=write_date(text.span.start))
        return [said], []
    if text.span.start is None:
        return [say("validity_in_unknown", text=text.name, title=text.title)], [_cite(context, text, None)]
    lines = [say("validity_in", text=text.name, title=text.title, since=write_date(text.span.start))]
    lines += _relations(text, day)
    if text.span.end:
        lines.append(say("validity_until", text=text.name, end=write_date(text.span.end)))
    cited = [_cite(context, text, text.in_force_by)] + [_cite(context, text, text.ends_by)] * bool(text.ends_by)
    if text.amended_by and (newer := catalogue().texts[text.amended_by]).span.holds(day):
        cited.append(_cite(context, newer, None))
    return lines, cited


def _ended(context: Context, law: LawQuestion, text: LegalText) -> tuple[list[str], list[Citation]]:
    end = write_date(text.span.end or law.day)
    if not text.replaced_by:
        return [say("validity_out_alone", text=text.name, end=end)], []
    chain = [catalogue().texts[text.replaced_by]]
    while chain[-1].span.end and law.day >= chain[-1].span.end and chain[-1].replaced_by:
        # What replaced it may itself be gone: 91/2017 → 98/2023 → 152/2025.
        chain.append(catalogue().texts[chain[-1].replaced_by])
    other = chain[-1]
    others = ", rồi ".join(
        say("validity_chain", text=one.name, since=write_date(one.span.start)) if one.span.start else one.name
        for one in chain
    )
    lines = [say("validity_out", text=text.name, end=end, others=others)]
    own = text.ended_by if text.ended_by and text.ended_by.text == other.id else other.in_force_by
    cited = [_cite(context, other, own)]
    transition = text.transition
    if transition and catalogue().texts[transition.text].span.holds(law.day):
        lines.append(transition.says)
        cited.append(_cite(context, other, transition))
    return lines, cited


def _relations(text: LegalText, day: date) -> list[str]:
    held = catalogue().texts
    lines = []
    if text.amends:
        root = held[text.amends]
        lines.append(say("validity_amends", text=text.name, root=root.name))
        if not text.held and text.note:
            lines.append(text.note)
        lines += [say("validity_unheld", text=text.name)] if not text.held else []
    if text.replaces:
        lines.append(
            say("validity_replaces", text=text.name, others=", ".join(held[one].name for one in text.replaces))
        )
    if text.amended_by and held[text.amended_by].span.holds(day):
        newer = held[text.amended_by]
        since = write_date(newer.span.start or day)
        lines.append(say("validity_amended", text=text.name, newer=newer.name, since=since))
        lines.append(say("validity_unheld", text=newer.name))
    return lines


def _cite(context: Context, text: LegalText, statement: Statement | None) -> Citation:
    if statement:
        return cite_place(context.snapshot, statement.text, statement.place)
    return cite_place(context.snapshot, text.id, "")


def _in_force(context: Context, law: LawQuestion) -> Draft:
    """List what holds on a day: the law with what amends it, the decree, the circular."""
    lines, citations = [], []
    for kind in LISTED:
        for text in catalogue().in_force(kind, law.day):
            if text.span.start is None or "lương cơ sở" in text.title or text.state == "unverified":
                continue
            until = f", tự hết hiệu lực {write_date(text.span.end)}" if text.ends_by and text.span.end else ""
            check = "" if text.state == "verified" else " [chưa đối chiếu đủ, phải kiểm tra]"
            lines.append(f"{text.name} – {text.title} (từ {write_date(text.span.start)}{until}){check}")
            citations.append(_cite(context, text, text.in_force_by))
    if not lines:
        return Draft(say("law_gap", day=write_date(law.day)), status="not_found", day=law.day)
    newest = [text for text in catalogue().in_force("Luật", law.day) if text.amends and not text.held]
    notes = [say("validity_unheld", text=newest[-1].name)] if newest else []
    head = say("validity_head", day=write_date(law.day))
    return finished(context, law, [head, bullets(lines), *notes], citations, [])
