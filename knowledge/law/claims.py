"""What people tell of themselves in a form: years, results, earlier awards, initiatives, in their own words.

>>> read_results("tốt 2022, 2023; xuất sắc 2024-2025", 2026)[1].years
(2024, 2025)
>>> read_priors("3 lần CSTĐCS liên tục", 2026)["cstd-co-so"].run
3
"""

from __future__ import annotations

import re

from knowledge.errors import UnclearClaim, UnfitClaim
from knowledge.law.catalogue import catalogue
from knowledge.law.eligibility import Record
from knowledge.law.reading import finder
from knowledge.text import NUMBER_WORDS, fold, one_line

FIRST_YEAR, LONGEST_CAREER = 1960, 60
YEARS = re.compile(r"(?<![\d/])(?P<from>(?:19|20)\d\d)(?:\s*(?:-|–|den|toi)\s*(?P<to>(?:19|20)\d\d))?(?!\d)")
COUNT = re.compile(rf"(?P<sign>-\s*)?\b(?P<count>\d{{1,6}}|{'|'.join(NUMBER_WORDS)}) ?(?:nam|lan)\b")
IN_A_ROW = re.compile(r"\b(lien tuc|lien tiep|lien|lien tuc nhau)\b")
EXCELLENT = re.compile(r"\b(xuat sac|htxs|hoan thanh xuat sac)\b")
GOOD = re.compile(r"\b(tot|ht tot|hoan thanh tot|kha)\b")
NONE = re.compile(r"^(khong|chua|ko|k|chua co|khong co|chua tung|chua duoc|khong co gi|chua dat)\b")
UNKNOWN = re.compile(r"\b(khong biet|khong ro|chua ro|khong nho|bo qua|chua biet|khong chac)\b")
YES = re.compile(r"^(co|roi|dung|vang|da|u|ok|du|tat ca|100)\b")
SCOPE_CUES = (
    ("toàn quốc", re.compile(r"toan quoc|ca nuoc|quoc gia")),
    ("bộ, tỉnh", re.compile(r"\b(tinh|bo|nganh|thanh pho)\b")),
    ("cơ sở", re.compile(r"co so|don vi|co quan|truong|xa\b|phuong\b|cong ty|^(co|da co|roi)\b")),
)
PENDING = re.compile(r"\b(dang|chua xong|chua het|con thoi han|bi xem xet|bi dieu tra|bi thanh tra)\b")
SERVED = re.compile(r"\b(da|xong|het|chap hanh)\b")
PERCENT = re.compile(r"(?P<sign>-\s*)?(?P<value>\d{1,5})(?:[.,]\d+)?\s*(?:%|phan tram)?")


def is_unknown(text: str) -> bool:
    """Tell whether someone says that they do not know, or passes."""
    return bool(UNKNOWN.search(fold(text)))


def read_record(text: str, this_year: int) -> Record | None:
    """Read years ("2022, 2024-2025") or a number of them ("3 năm liên tục"); nothing when there are none."""
    folded = fold(one_line(text))
    years: set[int] = set()
    for match in YEARS.finditer(folded):
        first, last = int(match["from"]), int(match["to"] or match["from"])
        if not FIRST_YEAR <= first <= last <= this_year:
            raise UnfitClaim(f"Năm {match[0]} không hợp lý (từ {FIRST_YEAR} đến {this_year}).")
        years |= set(range(first, last + 1))
    in_a_row = True if IN_A_ROW.search(folded) else None
    if years:
        return Record(tuple(sorted(years)))
    if counted := COUNT.search(folded):
        word = counted["count"]
        count = NUMBER_WORDS.get(word) or int(word)
        if counted["sign"] or not 0 < count <= LONGEST_CAREER:
            raise UnfitClaim(f"Số năm, số lần phải từ 1 đến {LONGEST_CAREER}.")
        return Record((), count, in_a_row)
    return None


def renew(told: str, correction: str) -> str:
    """Put a corrected number or year into what was told: "CSTĐCS 2 năm liên tục", "3 năm" → "CSTĐCS 3 năm liên tục"."""
    old, new = COUNT.search(fold(told)), COUNT.search(fold(correction))
    if old and new:
        return told[: old.start()] + correction[new.start() : new.end()] + told[old.end() :]
    spots = finder().find(told)
    return f"{told[spots[0].start : spots[0].end]} {correction}" if len(spots) == 1 else correction


def read_results(text: str, this_year: int) -> tuple[Record, Record]:
    """Read years of good and of excellent work; excellent years are good ones too."""
    folded = fold(one_line(text))
    good, excellent = Record(), Record()
    found = False
    for part in _parts(folded):
        record = read_record(part, this_year)
        if record is None:
            continue
        found = True
        if EXCELLENT.search(part):
            excellent = _both(excellent, record)
        else:
            good = _both(good, record)
    if not found:
        if NONE.search(folded):
            return Record(), Record()
        raise UnclearClaim("Tôi chưa đọc được năm nào.")
    return _with_excellent(good, excellent), excellent


def _parts(folded: str) -> list[str]:
    """Cut where good and excellent years change: at semicolons, and before or behind the words for them."""
    parts = []
    for piece in re.split(r"[;.]|trong do|, (?=\d+ nam)", folded):
        cues = sorted([*EXCELLENT.finditer(piece), *GOOD.finditer(piece)], key=lambda match: match.start())
        if len(cues) < 2:
            parts.append(piece)
            continue
        # "tốt 2022, xuất sắc 2023" or "2022 tốt, 2023 xuất sắc": years stand behind the word, or before it.
        behind = bool(re.search(r"\d", piece[cues[-1].end() :]))
        cuts = [cue.start() for cue in cues] if behind else [0, *(cue.end() for cue in cues)]
        ends = [*cuts[1:], len(piece)]
        parts += [piece[start:end] for start, end in zip(cuts, ends, strict=True)]
    return parts


def _both(one: Record, other: Record) -> Record:
    if one.years or other.years:
        return Record(tuple(sorted({*one.years, *other.years})))
    return Record((), max(one.count, other.count), one.in_a_row or other.in_a_row)


def _with_excellent(good: Record, excellent: Record) -> Record:
    """Years of both kinds together; of mere numbers the larger one is the whole: "5 năm tốt, trong đó 2 năm xuất sắc"."""
    if not good.total:
        return excellent
    if good.years or excellent.years:
        return Record(tuple(sorted({*good.years, *excellent.years})), good.count, good.in_a_row)
    return Record((), max(good.count, excellent.count), good.in_a_row or excellent.in_a_row)


def read_priors(text: str, this_year: int) -> dict[str, Record]:
    """Read earlier awards with their years or times; a name that may mean several awards is asked about again."""
    spots = finder().find(text)
    if not spots:
        if NONE.search(fold(one_line(text))):
            return {}
        raise UnclearClaim("Tôi chưa nhận ra danh hiệu, hình thức khen thưởng nào.")
    found: dict[str, Record] = {}
    for number, spot in enumerate(spots):
        if len(spot.awards) > 1:
            names = "; ".join(catalogue().awards[award].short for award in spot.awards[:4])
            raise UnfitClaim(f"{spot.name} có nhiều loại ({names}); anh/chị ghi rõ giúp tôi.")
        end = spots[number + 1].start if number + 1 < len(spots) else len(text)
        before = text[spots[number - 1].end if number else 0 : spot.start]
        record = read_record(text[spot.end : end], this_year) or read_record(_last_piece(before), this_year)
        in_a_row = IN_A_ROW.search(fold(text[spot.end : end]))
        if record and not record.years and in_a_row:
            record = Record((), record.count, True)
        found[spot.awards[0]] = _both(found.get(spot.awards[0], Record()), record or Record((), 1, True))
    return found


def _last_piece(text: str) -> str:
    return re.split(r"[;,]", text)[-1]


def read_scope(text: str) -> str:
    """Read how far an initiative counts: không, cơ sở, bộ, tỉnh, toàn quốc."""
    folded = fold(one_line(text))
    if NONE.search(folded):
        return "không"
    for scope, cue in SCOPE_CUES:
        if cue.search(folded):
            return scope
    raise UnclearClaim("Anh/chị chọn phạm vi: không có, cơ sở, bộ/tỉnh hay toàn quốc.")


def read_discipline(text: str, this_year: int) -> str:
    """Read whether someone is under discipline: không, đang, or the year in which the time was served."""
    folded = fold(one_line(text))
    if NONE.search(folded):
        return "không"
    record = read_record(text, this_year)
    if record and record.years and (SERVED.search(folded) or not PENDING.search(folded)):
        return str(max(record.years))
    if PENDING.search(folded):
        return "đang"
    raise UnclearClaim("Anh/chị trả lời: không, đang bị xem xét, hoặc đã chấp hành xong năm nào.")


def read_share(text: str) -> int:
    """Read a percentage from 0 to 100."""
    match = PERCENT.search(fold(one_line(text)))
    if not match:
        raise UnclearClaim("Anh/chị ghi tỷ lệ phần trăm, ví dụ 75%.")
    value = int(match["value"])
    if match["sign"] or value > 100:
        raise UnfitClaim("Tỷ lệ phải từ 0 đến 100%.")
    return value


def read_yes(text: str) -> bool:
    """Read yes or no."""
    folded = fold(one_line(text))
    if NONE.search(folded):
        return False
    if YES.search(folded):
        return True
    raise UnclearClaim("Anh/chị trả lời có hoặc không giúp tôi.")
