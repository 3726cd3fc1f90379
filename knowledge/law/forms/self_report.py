"""What people report of themselves in a form, in their own words: years, results, awards, scope.

Every reader raises UnclearReport with a sentence that asks again.

>>> read_results("tốt 2022, 2023; xuất sắc 2024-2025", 2026)[1].years
(2024, 2025)
>>> read_priors("3 lần CSTĐCS liên tục", 2026)["cstd-co-so"].latest_run
3
"""

from __future__ import annotations

import re

from knowledge.errors import ImpossibleReport, UnclearReport
from knowledge.language import NUMBER_WORDS, fold, one_line
from knowledge.law.award_finder import AwardMention, award_finder
from knowledge.law.catalogue import catalogue
from knowledge.law.forms.eligibility import Record
from knowledge.law.parameters import FIRST_CAREER_YEAR, MAX_CAREER_YEARS

YEARS = re.compile(
    r"(?<![\d/])(?P<from>(?:19|20)\d\d)(?:\s*(?:-|–|den|toi)\s*(?P<to>(?:19|20)\d\d))?(?!\d)"
)
COUNT = re.compile(
    rf"(?P<sign>-\s*)?\b(?P<count>\d{{1,6}}|{'|'.join(NUMBER_WORDS)}) ?(?:nam|lan)\b"
)
IN_A_ROW = re.compile(r"\b(lien tuc|lien tiep|lien|lien tuc nhau)\b")
EXCELLENT = re.compile(r"\b(xuat sac|htxs|hoan thanh xuat sac)\b")
GOOD = re.compile(r"\b(tot|ht tot|hoan thanh tot|kha)\b")
NONE = re.compile(r"^(khong|chua|ko|k|chua co|khong co|chua tung|chua duoc|khong co gi|chua dat)\b")
UNKNOWN = re.compile(r"\b(khong biet|khong ro|chua ro|khong nho|bo qua|chua biet|khong chac)\b")
YES = re.compile(r"^(co|roi|dung|vang|da|u|ok|du|tat ca|100)\b")
SCOPE_CUES = (
    ("toàn quốc", re.compile(r"toan quoc|ca nuoc|quoc gia")),
    ("bộ, tỉnh", re.compile(r"\b(tinh|bo|nganh|thanh pho)\b")),
    (
        "cơ sở",
        re.compile(r"co so|don vi|co quan|truong|xa\b|phuong\b|cong ty|^(co|da co|roi)\b"),
    ),
)
PENDING = re.compile(
    r"\b(dang|chua xong|chua het|con thoi han|bi xem xet|bi dieu tra|bi thanh tra)\b"
)
SERVED = re.compile(r"\b(da|xong|het|chap hanh)\b")
PERCENT = re.compile(r"(?P<sign>-\s*)?(?P<value>\d{1,5})(?:[.,]\d+)?\s*(?:%|phan tram)?")
#: Awards of a family that a sentence names before it asks which is meant.
MAX_NAMED = 4


def is_unknown(text: str) -> bool:
    """Whether someone says that they do not know, or passes."""
    return bool(UNKNOWN.search(fold(text)))


def read_record(text: str, this_year: int) -> Record | None:
    """Return years ("2022, 2024-2025") or a number of them ("3 năm liên tục"); None for neither."""
    folded = fold(one_line(text))
    if years := _years(folded, this_year):
        return Record(tuple(sorted(years)))
    match = COUNT.search(folded)
    if match is None:
        return None
    count = NUMBER_WORDS.get(match["count"]) or int(match["count"])
    if match["sign"] or not 0 < count <= MAX_CAREER_YEARS:
        raise ImpossibleReport(f"Số năm, số lần phải từ 1 đến {MAX_CAREER_YEARS}.")
    return Record((), count, True if IN_A_ROW.search(folded) else None)


def _years(folded: str, this_year: int) -> set[int]:
    years: set[int] = set()
    for match in YEARS.finditer(folded):
        first, last = int(match["from"]), int(match["to"] or match["from"])
        if not FIRST_CAREER_YEAR <= first <= last <= this_year:
            bounds = f"từ {FIRST_CAREER_YEAR} đến {this_year}"
            raise ImpossibleReport(f"Năm {match[0]} không hợp lý ({bounds}).")
        years |= set(range(first, last + 1))
    return years


def corrected_report(reported: str, correction: str) -> str:
    """Return a report with a corrected number or year put in.

    "CSTĐCS 2 năm liên tục", "3 năm" → "CSTĐCS 3 năm liên tục".
    """
    old, new = COUNT.search(fold(reported)), COUNT.search(fold(correction))
    if old and new:
        number = correction[new.start() : new.end()]
        return reported[: old.start()] + number + reported[old.end() :]
    mentions = award_finder().mentions(reported)
    if len(mentions) != 1:
        return correction
    return f"{reported[mentions[0].start : mentions[0].end]} {correction}"


def read_results(text: str, this_year: int) -> tuple[Record, Record]:
    """Return years of good and of excellent work; excellent years are good ones too."""
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
    if found:
        return _with_excellent(good, excellent), excellent
    if NONE.search(folded):
        return Record(), Record()
    raise UnclearReport("Tôi chưa đọc được năm nào.")


def _parts(folded: str) -> list[str]:
    """Cut where good and excellent years change: at semicolons, and at the words for them."""
    parts = []
    for piece in re.split(r"[;.]|trong do|, (?=\d+ nam)", folded):
        cues = [*EXCELLENT.finditer(piece), *GOOD.finditer(piece)]
        cues.sort(key=lambda match: match.start())
        if len(cues) < 2:
            parts.append(piece)
            continue
        # "tốt 2022, xuất sắc 2023" or "2022 tốt, 2023 xuất sắc": years behind the word, or before.
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
    """Return years of both kinds together; of mere numbers the larger one is the whole.

    "5 năm tốt, trong đó 2 năm xuất sắc" are five years.
    """
    if not good.total:
        return excellent
    if good.years or excellent.years:
        years = tuple(sorted({*good.years, *excellent.years}))
        return Record(years, good.count, good.in_a_row)
    count = max(good.count, excellent.count)
    return Record((), count, good.in_a_row or excellent.in_a_row)


def read_priors(text: str, this_year: int) -> dict[str, Record]:
    """Return award id → its years or times."""
    mentions = award_finder().mentions(text)
    if not mentions:
        if NONE.search(fold(one_line(text))):
            return {}
        raise UnclearReport("Tôi chưa nhận ra danh hiệu, hình thức khen thưởng nào.")
    priors: dict[str, Record] = {}
    for index, mention in enumerate(mentions):
        award = _one_award(mention)
        end = mentions[index + 1].start if index + 1 < len(mentions) else len(text)
        before = text[mentions[index - 1].end if index else 0 : mention.start]
        record = _record_around(before, text[mention.end : end], this_year)
        priors[award] = _both(priors.get(award, Record()), record)
    return priors


def _one_award(mention: AwardMention) -> str:
    """Return the award of a mention; one that may mean several is asked about again."""
    if len(mention.awards) > 1:
        awards = [catalogue().awards[award] for award in mention.awards[:MAX_NAMED]]
        names = "; ".join(award.short for award in awards)
        text = f"{mention.name} có nhiều loại ({names}); anh/chị ghi rõ giúp tôi."
        raise ImpossibleReport(text)
    return mention.awards[0]


def _record_around(before: str, after: str, this_year: int) -> Record:
    """Return what stands behind the name of an award, else before it, else that it was once."""
    last_piece = re.split(r"[;,]", before)[-1]
    record = read_record(after, this_year) or read_record(last_piece, this_year)
    if record is None:
        return Record((), 1, True)
    if not record.years and IN_A_ROW.search(fold(after)):
        return Record((), record.count, True)
    return record


def read_scope(text: str) -> str:
    """Return how far an initiative counts: không, cơ sở, bộ, tỉnh, toàn quốc."""
    folded = fold(one_line(text))
    if NONE.search(folded):
        return "không"
    for scope, cue in SCOPE_CUES:
        if cue.search(folded):
            return scope
    raise UnclearReport("Anh/chị chọn phạm vi: không có, cơ sở, bộ/tỉnh hay toàn quốc.")


def read_discipline(text: str, this_year: int) -> str:
    """Return whether someone is under discipline: không, đang, or the year it was served."""
    folded = fold(one_line(text))
    if NONE.search(folded):
        return "không"
    record = read_record(text, this_year)
    if record and record.years and (SERVED.search(folded) or not PENDING.search(folded)):
        return str(max(record.years))
    if PENDING.search(folded):
        return "đang"
    raise UnclearReport("Anh/chị trả lời: không, đang bị xem xét, hoặc đã chấp hành xong năm nào.")


def read_share(text: str) -> int:
    """Return a percentage from 0 to 100."""
    match = PERCENT.search(fold(one_line(text)))
    if not match:
        raise UnclearReport("Anh/chị ghi tỷ lệ phần trăm, ví dụ 75%.")
    value = int(match["value"])
    if match["sign"] or value > 100:
        raise ImpossibleReport("Tỷ lệ phải từ 0 đến 100%.")
    return value


def read_yes(text: str) -> bool:
    """Return yes or no."""
    folded = fold(one_line(text))
    if NONE.search(folded):
        return False
    if YES.search(folded):
        return True
    raise UnclearReport("Anh/chị trả lời có hoặc không giúp tôi.")
