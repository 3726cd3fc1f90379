"""Personal data in what people type is masked before anything is kept, logged or asked.

Decree 13/2023/NĐ-CP and Law 91/2025/QH15: hold as little as the work needs. No answer needs a
telephone number, so none is kept. Numbers of documents ("06/2022/QH15"), dates, amounts and shares
are no personal data and stay as they are. Every pattern is bounded: anyone may send any text.
"""

from __future__ import annotations

import re
import unicodedata

#: Stands for what was masked: no word, so that a question is understood as if it had not been there.
MASK = "•••"
#: What may stand between the digits of one number.
GAP = r"[ .\-]?"
EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?@\s?[\w-]{1,63}(?:\s?\.\s?[\w-]{1,63}){1,6}"
)  # fmt: skip
#: Vietnamese telephones: 0 or +84, then nine digits (mobile, 03–09) or ten (landline, 02).
PHONE = re.compile(
    rf"(?<![\d/.,])(?:\((?=\+?\d{{1,4}}\)))?(?:(?:\+|00)?84|0)\)?{GAP}"
    rf"(?:[35789](?:{GAP}\d){{8}}|2(?:{GAP}\)?{GAP}\d){{9}})(?![\d/]|[.,]\d)"
)
#: A citizen's number: twelve digits that begin with a province's code, 001 to 096.
CITIZEN_NUMBER = re.compile(rf"(?<![\d/.,])0\d{GAP}\d{GAP}(?:\d{GAP}){{8}}\d(?![\d/]|[.,]\d)")
CARD_NUMBER = re.compile(r"(?<![\d/.,])\d(?:[ -]?\d){12,18}(?![\d/]|[.,]\d)")
#: Numbers that are personal only after the words that say what they are (here without marks).
CUES = (
    r"c\.?m\.?n\.?d|c\.?m\.?t(?:nd)?|c\.?c\.?c\.?d|can cuoc(?: cong dan)?|"
    r"chung minh(?: thu| nhan dan)?|ho chieu|passport|dinh danh(?: ca nhan)?|"
    r"stk|so tk|tai khoan|so tai khoan|tk ngan hang|account|so the|the atm|visa|mastercard|"
    r"bhxh|bhyt|bao hiem xa hoi|bao hiem y te|ma so thue(?: ca nhan)?|mst|"
    r"dien thoai|dt|sdt|so may|di dong|hotline|zalo|fax|tel|phone|so hieu quan nhan"
)
CUED_NUMBER = re.compile(
    rf"\b(?:{CUES})\b[^\d\n]{{0,24}}?(?P<number>(?<![\w/])[a-z]{{0,3}}\d(?:{GAP}\d){{5,18}})"
    rf"(?![\d/]|[.,]\d)"
)
BLANK, COMMA, FLAT = r"\s{0,2}", r"\s{0,2},?\s{0,2}", r"\d{1,5}\w?(?:/\d{1,4}\w?){0,4}"
LANE = "ngo|ngach|hem|kiet"
#: A house and its street: "số nhà 12, ngõ 34 đường Trần Phú".
HOUSE = re.compile(
    rf"\b(?:(?:so nha|nha so){BLANK}{FLAT}|(?:{LANE}) {FLAT}"
    rf"|so {FLAT}(?={COMMA}(?:duong|pho|{LANE})\b))"
    rf"(?:{COMMA}(?:{LANE}) {FLAT}){{0,3}}(?:{COMMA}(?:duong|pho) [^,.;\n?]{{2,40}})?"
)
#: "12/3 Lê Lợi" is an address only after a word that says so: elsewhere it may be a date.
ADDRESS = re.compile(
    rf"\b(?:dia chi|thuong tru|tam tru|cu tru)(?: tai| nha)?{BLANK}:?{BLANK}(?:la )?"
    rf"(?P<number>{FLAT} [^,.;\n?]{{2,40}})"
)


def mask(text: str) -> str:
    """Return a text with telephone, e-mail, identity, card, bank and house numbers masked."""
    for pattern in (EMAIL, PHONE, CITIZEN_NUMBER):
        text = pattern.sub(MASK, text)
    text = CARD_NUMBER.sub(_mask_card, text)
    for pattern in (CUED_NUMBER, HOUSE, ADDRESS):
        text = _mask_unmarked(text, pattern)
    return text


def _mask_card(match: re.Match[str]) -> str:
    return MASK if _passes_luhn(match[0]) else match[0]


def _passes_luhn(number: str) -> bool:
    """Whether the check digit is that of a card's number (ISO/IEC 7812-1, annex B)."""
    digits = [int(character) for character in reversed(number) if character.isdigit()]
    doubled = (2 * digit - 9 * (digit > 4) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _mask_unmarked(text: str, pattern: re.Pattern[str]) -> str:
    """Mask what a pattern finds in the text without marks; offsets are the same in both."""
    unmarked = _without_marks(text)
    if len(unmarked) != len(text):
        return text
    group = "number" if "number" in pattern.groupindex else 0
    for match in reversed(list(pattern.finditer(unmarked))):
        start, end = match.span(group)
        text = f"{text[:start]}{MASK}{text[end:]}"
    return text


def _without_marks(text: str) -> str:
    return "".join(_base_letter(character) for character in text)


def _base_letter(character: str) -> str:
    return "d" if character in "đĐ" else unicodedata.normalize("NFD", character)[0].lower()
