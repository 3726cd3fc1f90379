"""Personal data in what people type is masked before anything is kept, logged or asked of the dialogue.

Decree 13/2023/NĐ-CP and Law 91/2025/QH15: hold as little as the work needs. No answer needs a telephone number, so none is
kept. Numbers of documents ("06/2022/QH15"), dates, amounts and shares are no personal data and stay as they are.
"""

from __future__ import annotations

import re
import unicodedata

#: Stands for what was masked: no word, so that a question is understood as if it had not been there.
MASK = "•••"
#: Between the digits of one number.
GAP = r"[ .\-]?"
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}\s?@\s?[\w-]{1,63}(?:\s?\.\s?[\w-]{1,63}){1,6}")
#: Vietnamese telephones: 0 or +84, then nine digits (mobile, 03–09) or ten (landline, 02).
PHONE = re.compile(
    rf"(?<![\d/.,])(?:\((?=\+?\d{{1,4}}\)))?(?:(?:\+|00)?84|0)\)?{GAP}"
    rf"(?:[35789](?:{GAP}\d){{8}}|2(?:{GAP}\)?{GAP}\d){{9}})(?![\d/]|[.,]\d)"
)
#: A citizen's number: twelve digits that begin with a province's code, 001 to 096.
CITIZEN = re.compile(rf"(?<![\d/.,])0\d{GAP}\d{GAP}(?:\d{GAP}){{8}}\d(?![\d/]|[.,]\d)")
CARD = re.compile(r"(?<![\d/.,])\d(?:[ -]?\d){12,18}(?![\d/]|[.,]\d)")
#: Numbers that are personal only after the word that says what they are (written without marks here).
CUES = (
    r"c\.?m\.?n\.?d|c\.?m\.?t(?:nd)?|c\.?c\.?c\.?d|can cuoc(?: cong dan)?|chung minh(?: thu| nhan dan)?|ho chieu|passport|dinh danh(?: ca nhan)?|"
    r"stk|so tk|tai khoan|so tai khoan|tk ngan hang|account|so the|the atm|visa|mastercard|bhxh|bhyt|bao hiem xa hoi|bao hiem y te|"
    r"ma so thue(?: ca nhan)?|mst|dien thoai|dt|sdt|so may|di dong|hotline|zalo|fax|tel|phone|so hieu quan nhan"
)
CUED = re.compile(
    rf"\b(?:{CUES})\b[^\d\n]{{0,24}}?(?P<number>(?<![\w/])[a-z]{{0,3}}\d(?:{GAP}\d){{5,18}})(?![\d/]|[.,]\d)"
)
#: A house and its street: "số nhà 12, ngõ 34 đường Trần Phú"; "12/3 Lê Lợi" only after "địa chỉ". All bounded, since
#: anyone may send any text.
BLANK, COMMA, FLAT, LANE = (
    r"\s{0,2}",
    r"\s{0,2},?\s{0,2}",
    r"\d{1,5}\w?(?:/\d{1,4}\w?){0,4}",
    "ngo|ngach|hem|kiet",
)
HOUSE = re.compile(
    rf"\b(?:(?:so nha|nha so){BLANK}{FLAT}|(?:{LANE}) {FLAT}|so {FLAT}(?={COMMA}(?:duong|pho|{LANE})\b))"
    rf"(?:{COMMA}(?:{LANE}) {FLAT}){{0,3}}(?:{COMMA}(?:duong|pho) [^,.;\n?]{{2,40}})?"
)
ADDRESS = re.compile(
    rf"\b(?:dia chi|thuong tru|tam tru|cu tru)(?: tai| nha)?{BLANK}:?{BLANK}(?:la )?(?P<number>{FLAT} [^,.;\n?]{{2,40}})"
)


def mask(text: str) -> str:
    """Give a text with telephone, e-mail, identity, card, bank and house numbers masked."""
    for pattern in (EMAIL, PHONE, CITIZEN):
        text = pattern.sub(MASK, text)
    text = CARD.sub(lambda found: MASK if _is_card(found[0]) else found[0], text)
    for pattern in (CUED, HOUSE, ADDRESS):
        text = _where_bare(text, pattern)
    return text


def _where_bare(text: str, pattern: re.Pattern[str]) -> str:
    """Mask what a pattern finds in the text without marks; places are the same in both."""
    bare = _bare(text)
    if len(bare) != len(text):
        return text
    for found in reversed(list(pattern.finditer(bare))):
        start, end = found.span("number" if "number" in pattern.groupindex else 0)
        text = f"{text[:start]}{MASK}{text[end:]}"
    return text


def _bare(text: str) -> str:
    return "".join(
        "d" if one in "đĐ" else unicodedata.normalize("NFD", one)[0].lower() for one in text
    )


def _is_card(number: str) -> bool:
    """Check the last digit of a card's number (Luhn, ISO/IEC 7812-1)."""
    digits = [int(one) for one in number if one.isdigit()]
    total = sum(
        one * 2 - 9 * (one > 4) if place % 2 else one for place, one in enumerate(reversed(digits))
    )
    return total % 10 == 0
