"""What is pointed out or refused: wrong names, unknown awards, people who are not to be judged."""

from __future__ import annotations

import re

from knowledge.answering import Context, Draft, capitalize_first, message
from knowledge.language import fold, format_date, gazetteer, one_line
from knowledge.law.award_finder import AwardMention
from knowledge.law.catalogue import catalogue
from knowledge.law.composers.rules import TITLE
from knowledge.law.model import FIRST_DAY, Award
from knowledge.law.parameters import (
    BUTTON_LETTERS,
    MAX_CHOICES,
    MAX_JUDGED_AWARDS,
    MAX_SIMILAR_AWARDS,
)
from knowledge.law.question import LawQuestion, aspects
from knowledge.model import Button
from knowledge.understanding import Question

#: "Có xứng đáng không", "có đáng được khen không": a judgement, whoever it is about.
WORTHY = re.compile(
    r"\b(xung dang|dang (duoc|phai|de)( tang| khen| nhan)?|nen (tang|khen|trao|bau|xet))\b"
)
#: Someone named: "ông Nguyễn Văn A", "đồng chí B", "chị Lan".
PERSON = re.compile(
    r"\b(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Tt]hầy|[Đđ]ồng chí|[Đđ]/c)\s+(?P<name>\w+)"
)
PERSON_FOLDED = re.compile(
    r"\b(ong|ba|anh|chi|dong chi|co|thay) (?!(nay|ay|do|nao|gi|em|oi|a)\b)[a-z]+"
)
MEETS = re.compile(r"\b(co|da) (du|duoc|dat)\b.*\b(khong|chua)\b")
#: "Bao nhiêu người", "mấy tập thể", "bao nhiêu chiến sĩ thi đua": recipients are counted.
HOW_MANY = re.compile(
    r"\b(?:bao nhieu|may|so luong) (?:nguoi|ca nhan|tap the|don vi|ho|gia dinh|can bo|cong chuc|vien chuc"
    r"|giao vien|hoc sinh|dang vien|chien si|lao dong|bang khen|giay khen|co thi dua|huan chuong|thon|ap)\b"
)
HONOURED = re.compile(r"\b(?:khen|danh hieu|giay khen|bang khen|huan chuong|cstd|ldtt)\b")
#: "Xã tôi", "ở cơ quan em": a body that is not named.
OWN_BODY = re.compile(
    r"\b(?:xa|phuong|thi tran|dac khu|huyen|quan|tinh|thanh pho|thon|ap|khu pho|to dan pho|co quan|don vi"
    r"|truong|cong ty|so|phong|khoa|benh vien|dia phuong|noi)(?: cua| cho| ben)? "
    r"(?:toi|em|minh|chung toi|chung em|chung minh|nha toi|nha em|nha minh|ta)\b"
)
#: "#" stands for the name of an award.
CALLED_TITLE = re.compile(r"danh hieu( thi dua)?[\s,:“\"'-]+#")
CALLED_FORM = re.compile(r"hinh thuc khen thuong[\s,:“\"'-]+#")
CLASS_NAMED = re.compile(r"#\s*hang (nhat|nhi|ba|1|2|3)\b")
#: These are called "danh hiệu" by the law itself.
STATE_TITLE = "danh hiệu vinh dự nhà nước"
#: The decree after whose end nothing is known.
PRESENT_DECREE = "nd-152-2025"


def decline_to_judge(context: Context, law: LawQuestion) -> Draft | None:
    """Decline to judge whether someone deserves an honour; offer the criteria instead."""
    text = context.question.typed
    folded = fold(one_line(text))
    if not law.mentions and "khen" not in folded:
        return None
    worthy = WORTHY.search(folded)
    someone = _names_someone(text) or (PERSON_FOLDED.search(folded) and worthy)
    if not someone or not (worthy or MEETS.search(folded)):
        return None
    awards = [award for mention in law.mentions for award in _awards_of(mention)]
    buttons = tuple(_criteria_button(award, law) for award in awards[:MAX_JUDGED_AWARDS])
    return Draft(message("law_judge"), buttons=buttons, status="not_found", day=law.day)


def counts_honoured(question: Question, law: LawQuestion) -> bool:
    """Whether it is asked how many of a place, or of somebody's own office, were honoured.

    The law tells what it takes, never who has it.
    """
    folded = fold(one_line(question.text))
    speaks_of_honour = bool(law.mentions) or HONOURED.search(folded)
    is_of_body = OWN_BODY.search(folded) or question.places
    counts = bool(speaks_of_honour and is_of_body and HOW_MANY.search(folded))
    return counts and not (law.asks("cap") or law.asks("money"))


def decline_to_count(law: LawQuestion) -> Draft:
    """Say that it is not known how many of a body that is not named were honoured."""
    return Draft(message("law_count"), status="not_found", day=law.day)


def _names_someone(text: str) -> bool:
    """Whether a person is named with a title; "Bà" in "Bà Rịa" is none, nor is "anh ấy"."""
    places = gazetteer().mentions(text)
    return any(
        match["name"][0].isupper()
        and not any(place.start <= match.start() < place.end for place in places)
        for match in PERSON.finditer(text)
    )


def _awards_of(mention: AwardMention) -> list[Award]:
    return [catalogue().awards[award] for award in mention.awards]


def _criteria_button(award: Award, law: LawQuestion) -> Button:
    name = award.name_on(law.day)
    title = f"Tiêu chuẩn {name}"[:BUTTON_LETTERS]
    return Button(title, aspects()["criteria"].ask.format(award=name))


def refuse_unknown_day(law: LawQuestion) -> Draft | None:
    """Refuse a day before the first law or after the present decree's end."""
    day = format_date(law.day)
    if law.day < FIRST_DAY:
        return Draft(message("law_before", day=day), status="not_found", day=law.day)
    end = catalogue().texts[PRESENT_DECREE].span.end
    if end and law.day >= end:
        return Draft(message("law_after", day=day), status="not_found", day=law.day)
    return None


def refuse_unknown_award(law: LawQuestion) -> Draft | None:
    """Say that an award is not known, and offer those of the same kind."""
    if not law.unknown_award:
        return None
    similar = [award for mention in law.ambiguous for award in _awards_of(mention)]
    names = [award.name_on(law.day) for award in similar[:MAX_SIMILAR_AWARDS]]
    ask = aspects()["meaning"].ask
    buttons = tuple(Button(name, ask.format(award=name)) for name in names)
    text = message("law_unknown_award", name=law.unknown_award)
    return Draft(text, buttons=buttons, status="not_found", day=law.day)


def ask_which_award(law: LawQuestion, aspect: str) -> Draft:
    """Ask which level or class is meant; each button asks the same of one."""
    mention = law.ambiguous[0]
    names = [award.name_on(law.day) for award in _awards_of(mention)]
    listed = "; ".join(names[:MAX_CHOICES])
    if len(names) > MAX_CHOICES:
        listed += f"… ({len(names)} loại)"
    ask = aspects()[aspect].ask or aspects()["meaning"].ask
    buttons = tuple(
        Button(name[:BUTTON_LETTERS], ask.format(award=name)) for name in names[:MAX_CHOICES]
    )
    text = message("law_which", name=mention.name, names=listed)
    return Draft(text, buttons=buttons, status="clarify", day=law.day)


def confusions(context: Context, law: LawQuestion) -> list[str]:
    """Return notes on a wrong name, a form called a title, a title called a form, a wrong class."""
    folded = list(fold(context.question.text))
    notes: list[str] = []
    for mention in law.mentions:
        around = "".join([*folded[: mention.start], "#", *folded[mention.end :]])
        notes += _confusions_about(mention, around, law)
    return list(dict.fromkeys(notes))


def _confusions_about(mention: AwardMention, around: str, law: LawQuestion) -> list[str]:
    award = catalogue().awards[mention.awards[0]]
    name = capitalize_first(mention.name)
    notes = []
    if mention.wrong:
        notes.append(message("law_wrong_name", name=award.name))
    if CALLED_TITLE.search(around) and award.kind not in (TITLE, STATE_TITLE):
        notes.append(message("law_form_not_title", name=name, kind=award.kind))
    if CALLED_FORM.search(around) and award.kind == TITLE:
        notes.append(message("law_title_not_form", name=name))
    one_award = len(mention.awards) == 1
    if CLASS_NAMED.search(around) and one_award and "hạng" not in award.name:
        notes.append(message("law_no_class", name=award.name_on(law.day)))
    return notes
