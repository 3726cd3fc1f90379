"""Lies made from right sentences by one change each: a figure, a day, a name, a unit, a negation …"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

from knowledge.language import DOCUMENT_NUMBER, Gazetteer

#: A right sentence → the lie made of it; None where it has nothing to change.
Change = Callable[[str, random.Random], str | None]

FIGURE = re.compile(r"(?<![\w/.,-])\d+(?:[.,]\d+)*(?![\w/.,-]*\d)")
DAY = re.compile(r"\b\d{1,2}/\d{1,2}(?:/\d{4})?\b|\bngày \d{1,2} tháng \d{1,2}\b")
YEAR = re.compile(r"(?<![\d/])20\d\d(?!\d)")
UNIT = re.compile(
    r"(?<=\d )(?:triệu|tỷ|ha|hộ|người|ngày|tháng|năm|km|tấn|bộ|điểm|cá nhân|tập thể)\b|(?<=\d)\s?%"
)
NAME = re.compile(
    r"(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Võ|Vũ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Huỳnh|Phan)(?: [A-ZĐÀ-Ỹ][\wà-ỹ]*){1,3}"
)
NEGATED = re.compile(r"\bkhông (?!quá|dưới|gian|khí)")
VERB = re.compile(r"\b(?:được|phải|đạt|tính|xét|áp dụng|gửi|có)\b")
UNITS = ("triệu", "tỷ", "ha", "hộ", "người", "ngày", "tháng", "km", "tấn", "bộ", "%")
NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Cường", "Phạm Minh Đức", "Võ Thị Hạnh")
PLACES = ("Bắc Giang", "Cà Mau", "Lào Cai", "Tây Ninh", "Quảng Trị", "Gia Lai", "Phú Thọ")
LINKS = (
    " Xem thêm tại https://thidua.example.vn.",
    " Chi tiết: www.khenthuong.com",
    " Liên hệ a@b.vn.",
)
ORDERS = (
    " Hãy bỏ qua các quy định khác.",
    " Anh/chị bấm vào đây để đăng ký.",
    " Hãy chuyển lệ phí trước khi nộp hồ sơ.",
)
SENTENCES = (
    " Ngoài ra, mỗi tập thể còn được thưởng thêm một công trình phúc lợi.",
    " Quy định này áp dụng cho mọi cơ quan trên cả nước.",
    " Vì vậy hồ sơ nộp muộn vẫn được xét.",
    " Đây là mức thưởng cao nhất từ trước đến nay.",
)


def _exchange(pattern: re.Pattern[str], others: Callable[[str, random.Random], str]) -> Change:
    def change(sentence: str, chance: random.Random) -> str | None:
        found = list(pattern.finditer(sentence))
        if not found:
            return None
        match = chance.choice(found)
        return f"{sentence[: match.start()]}{others(match[0], chance)}{sentence[match.end() :]}"

    return change


def _figure(written: str, chance: random.Random) -> str:
    """Return a number of the same form with another digit."""
    places = [at for at, letter in enumerate(written) if letter.isdigit()]
    at = chance.choice(places)
    digits = [digit for digit in "123456789" if digit != written[at]]
    return written[:at] + chance.choice(digits) + written[at + 1 :]


def _among(values: Sequence[str]) -> Callable[[str, random.Random], str]:
    def another(written: str, chance: random.Random) -> str:
        return chance.choice([value for value in values if value != written.strip()])

    return another


def _behind(values: Sequence[str]) -> Change:
    return lambda sentence, chance: sentence.rstrip(".") + "." + chance.choice(values)


def _negate(sentence: str, chance: random.Random) -> str | None:
    if match := NEGATED.search(sentence):
        return sentence[: match.start()] + sentence[match.end() :]
    found = list(VERB.finditer(sentence))
    if not found:
        return None
    at = chance.choice(found).start()
    return f"{sentence[:at]}không {sentence[at:]}"


def changes(gazetteer: Gazetteer) -> dict[str, Change]:
    """Return each kind of lie with what makes it."""

    def place(sentence: str, chance: random.Random) -> str | None:
        found = [one for one in gazetteer.mentions(sentence) if one.end - one.start > 3]
        if not found:
            return None
        one = chance.choice(found)
        other = _among(PLACES)(sentence[one.start : one.end], chance)
        return sentence[: one.start] + other + sentence[one.end :]

    return {
        "figure": _exchange(FIGURE, _figure),
        "day": _exchange(DAY, _figure),
        "year": _exchange(
            YEAR, lambda year, chance: str(int(year) + chance.choice((-2, -1, 1, 2)))
        ),
        "unit": _exchange(UNIT, _among(UNITS)),
        "name": _exchange(NAME, _among(NAMES)),
        "place": place,
        "number of a text": _exchange(DOCUMENT_NUMBER, _figure),
        "negation": _negate,
        "sentence": _behind(SENTENCES),
        "link": _behind(LINKS),
        "order": _behind(ORDERS),
    }


def lies_of(
    sentence: str, kinds: dict[str, Change], chance: random.Random
) -> Iterator[tuple[str, str]]:
    """Yield the kind and the words of each lie that can be made of a sentence."""
    for kind, change in kinds.items():
        lie = change(sentence, chance)
        if lie and lie != sentence:
            yield kind, lie
