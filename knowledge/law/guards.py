"""What is pointed out or refused: names that are mixed up, awards that do not exist, people who are not to be judged."""

from __future__ import annotations

import re

from knowledge.citations import write_date
from knowledge.drafts import Context, Draft
from knowledge.law.catalogue import FIRST_DAY, catalogue
from knowledge.law.reading import LawQuestion, aspects
from knowledge.model import Button
from knowledge.phrasing import say, upper_first
from knowledge.text import fold, one_line

#: "Có xứng đáng không", "có đáng được khen không": a judgement, whoever it is about.
WORTHY = re.compile(r"\b(xung dang|dang (duoc|phai|de)( tang| khen| nhan)?|nen (tang|khen|trao|bau|xet))\b")
#: Someone named: "ông Nguyễn Văn A", "đồng chí B", "chị Lan".
PERSON = re.compile(r"\b(?:[ÔôBbAaCcĐđTt](?:ng|à|nh|hị|ồng chí|hầy|ô)|cô|thầy|đ/c)\s+[A-ZĐÀ-Ỹ][\wÀ-ỹ]*")
PERSON_BARE = re.compile(r"\b(ong|ba|anh|chi|dong chi|co|thay) (?!(nay|ay|do|nao|gi|em|oi|a)\b)[a-z]+")
FITS = re.compile(r"\b(co|da) (du|duoc|dat)\b.*\b(khong|chua)\b")
TITLE_SAID = re.compile(r"danh hieu( thi dua)?[\s,:“\"'-]+#")
FORM_SAID = re.compile(r"hinh thuc khen thuong[\s,:“\"'-]+#")
TITLE = "danh hiệu thi đua"
#: These are called "danh hiệu" by the law itself.
STATE_TITLE = "danh hiệu vinh dự nhà nước"
MOST_CHOICES = 8
CLASS_SAID = re.compile(r"#\s*hang (nhat|nhi|ba|1|2|3)\b")


def judging(context: Context, law: LawQuestion) -> Draft | None:
    """Decline to judge whether someone deserves an honour; offer the criteria instead."""
    text = context.question.typed
    folded = fold(one_line(text))
    someone = PERSON.search(text) or (PERSON_BARE.search(folded) and WORTHY.search(folded))
    if not law.spots and "khen" not in folded:
        return None
    if not someone or not (WORTHY.search(folded) or FITS.search(folded)):
        return None
    named = [catalogue().awards[award] for spot in law.spots for award in spot.awards][:3]
    ask = aspects()["criteria"]
    buttons = tuple(
        Button(f"Tiêu chuẩn {award.named(law.day)}"[:60], ask.ask.format(award=award.named(law.day))) for award in named
    )
    return Draft(say("law_judge"), buttons=buttons, status="not_found", day=law.day)


def out_of_time(law: LawQuestion) -> Draft | None:
    """Say that nothing is known for a day before the first law or after the present decree's end."""
    if law.day < FIRST_DAY:
        return Draft(say("law_before", day=write_date(law.day)), status="not_found", day=law.day)
    decree = catalogue().texts["nd-152-2025"]
    if decree.span.end and law.day >= decree.span.end:
        return Draft(say("law_after", day=write_date(law.day)), status="not_found", day=law.day)
    return None


def unknown_award(law: LawQuestion) -> Draft | None:
    """Say that an award is not known, and offer those of the same kind."""
    if not law.unknown_award:
        return None
    near = [catalogue().awards[award] for spot in law.open for award in spot.awards][:4]
    buttons = tuple(
        Button(award.named(law.day), aspects()["meaning"].ask.format(award=award.named(law.day))) for award in near
    )
    return Draft(say("law_unknown_award", name=law.unknown_award), buttons=buttons, status="not_found", day=law.day)


def which(law: LawQuestion, asked: str) -> Draft:
    """Ask which level or class is meant; the button asks the same of each."""
    spot = law.open[0]
    members = [catalogue().awards[award] for award in spot.awards]
    names = "; ".join(award.named(law.day) for award in members[:MOST_CHOICES])
    names += f"… ({len(members)} loại)" if len(members) > MOST_CHOICES else ""
    ask = aspects()[asked].ask or aspects()["meaning"].ask
    buttons = tuple(
        Button(award.named(law.day)[:60], ask.format(award=award.named(law.day))) for award in members[:MOST_CHOICES]
    )
    return Draft(say("law_which", name=spot.name, names=names), buttons=buttons, status="clarify", day=law.day)


def confusions(context: Context, law: LawQuestion) -> list[str]:
    """Point out a wrong name, a form called a title, a title called a form, a class that does not exist."""
    folded = list(fold(context.question.text))
    notes = []
    for spot in law.spots:
        award = catalogue().awards[spot.awards[0]]
        marked = "".join([*folded[: spot.start], "#", *folded[spot.end :]])
        if spot.wrong:
            notes.append(say("law_wrong_name", name=award.name))
        if TITLE_SAID.search(marked) and award.kind not in (TITLE, STATE_TITLE):
            notes.append(say("law_form_not_title", name=upper_first(spot.name), kind=award.kind))
        if FORM_SAID.search(marked) and award.kind == TITLE:
            notes.append(say("law_title_not_form", name=upper_first(spot.name)))
        if CLASS_SAID.search(marked) and len(spot.awards) == 1 and "hạng" not in award.name:
            notes.append(say("law_no_class", name=award.named(law.day)))
    return list(dict.fromkeys(notes))
