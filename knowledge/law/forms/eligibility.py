"""Whether someone meets an award's conditions, as far as they report: met, missing or unknown.

Only the merit path of the Law is checked ("theo công trạng"); the conditions stand in
`data/law/eligibility.yaml`. A time served under discipline starts the count anew (Decree
152/2025/NĐ-CP, article 4, clause 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from pydantic import TypeAdapter

from knowledge.data import load_yaml
from knowledge.law.model import Recipient, State

Status = Literal["met", "missing", "unknown"]
Finding = tuple[Status, str]
#: How far an initiative counts, the least first; "không" is none at all.
SCOPES = ("không", "cơ sở", "bộ, tỉnh", "toàn quốc")
DISCIPLINE_TEXT, DISCIPLINE_PLACE = "nd-152-2025", "Điều 4 khoản 4"
LAW_TEXT = "luat-06-2022"


@dataclass(frozen=True)
class Record:
    """Years or times of something: the years themselves, or how many and whether in a row."""

    years: tuple[int, ...] = ()
    count: int = 0
    in_a_row: bool | None = None

    @property
    def total(self) -> int:
        """How many there were."""
        return len(self.years) or self.count

    @property
    def latest_run(self) -> int | None:
        """Length of the latest run of consecutive years, None when the years are unknown."""
        if not self.years:
            return self.count if self.in_a_row or self.count <= 1 else None
        last = max(self.years)
        lengths = range(1, len(self.years) + 2)
        return next(length for length in lengths if last - length not in self.years)

    def after(self, year: int) -> Record:
        """Return the years after one; a mere number cannot be told apart and is kept."""
        years = tuple(each for each in self.years if each > year)
        return Record(years, self.count, self.in_a_row)


@dataclass(frozen=True)
class Applicant:
    """What a person or group reports of itself; None means not known.

    `discipline` is "không", "đang" (under examination or serving) or the year it was served.
    """

    good: Record | None = None
    excellent: Record | None = None
    priors: Mapping[str, Record] | None = None
    initiative: str | None = None
    discipline: str | None = None
    share: int | None = None
    all_done: bool | None = None
    fighter: bool | None = None


@dataclass(frozen=True)
class Need:
    """One condition; which of the fields count depends on its kind."""

    kind: str
    says: str
    place: str
    state: State
    award: str = ""
    times: int = 0
    consecutive: bool = False
    good: int = 0
    excellent: int = 0
    scope: str = ""
    least: int = 0


@dataclass(frozen=True)
class Conditions:
    """The conditions of one award and the lower one to look at next."""

    award: str
    who: Recipient
    lower: str
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Check:
    """How one condition stands, with what it rests on and what is still missing."""

    status: Status
    says: str
    text: str
    place: str
    state: State
    detail: str = ""


@dataclass(frozen=True)
class Result:
    """Every condition of an award, and the next lower award that has conditions."""

    award: str
    checks: tuple[Check, ...] = field(default=())
    lower: str = ""

    def count(self, status: Status) -> int:
        """Return how many conditions stand so."""
        return sum(check.status == status for check in self.checks)

    @property
    def all_met(self) -> bool:
        """Whether nothing is missing or unknown."""
        return self.count("met") == len(self.checks)


@cache
def conditions() -> dict[str, Conditions]:
    """Return award id → its conditions."""
    adapter = TypeAdapter(tuple[Conditions, ...])
    rows = adapter.validate_python(load_yaml("law/eligibility.yaml"))
    return {row.award: row for row in rows}


def check_eligibility(award: str, applicant: Applicant) -> Result:
    """Hold what an applicant reports against every condition of an award."""
    wanted = conditions()[award]
    counted = _after_discipline(applicant)
    checks = [_check(need, counted) for need in wanted.needs]
    lower = wanted.lower if wanted.lower in conditions() else ""
    return Result(award, (*checks, _check_discipline(applicant)), lower)


def _after_discipline(applicant: Applicant) -> Applicant:
    """Leave out what lies before the end of a time under discipline."""
    served = applicant.discipline or ""
    if not served.isdigit():
        return applicant
    year = int(served)
    good = applicant.good.after(year) if applicant.good else None
    excellent = applicant.excellent.after(year) if applicant.excellent else None
    return replace(applicant, good=good, excellent=excellent)


def _check_discipline(applicant: Applicant) -> Check:
    says = "không đang bị xem xét kỷ luật, điều tra, thanh tra có dấu hiệu vi phạm"
    reported = applicant.discipline
    status: Status = "met"
    if reported is None:
        status = "unknown"
    elif reported == "đang":
        status = "missing"
    served = reported is not None and reported.isdigit()
    detail = f"thành tích chỉ tính sau năm {reported}" if served else ""
    return Check(status, says, DISCIPLINE_TEXT, DISCIPLINE_PLACE, "verified", detail)


def _check(need: Need, applicant: Applicant) -> Check:
    status, detail = CHECKERS[need.kind](need, applicant)
    return Check(status, need.says, LAW_TEXT, need.place, need.state, detail)


def _results(need: Need, applicant: Applicant) -> Finding:
    """Check so many good years in a row up to now, so many of them excellent."""
    if applicant.good is None:
        return "unknown", "chưa có kết quả các năm"
    run = applicant.good.latest_run
    excellent = applicant.excellent.total if applicant.excellent else 0
    if run is None:
        return "unknown", "chưa rõ các năm có liên tục không"
    lacking = []
    if run < need.good:
        lacking.append(f"mới {run} năm liên tục, còn thiếu {need.good - run} năm")
    if excellent < need.excellent:
        missing = need.excellent - excellent
        lacking.append(f"mới {excellent} năm xuất sắc, còn thiếu {missing} năm")
    return ("missing", "; ".join(lacking)) if lacking else ("met", "")


def _prior(need: Need, applicant: Applicant) -> Finding:
    """Check so many times an earlier award, in consecutive years where the law says so."""
    if applicant.priors is None:
        return "unknown", "chưa có thông tin khen thưởng trước đây"
    record = applicant.priors.get(need.award, Record())
    if record.total < need.times:
        return "missing", f"mới {record.total} lần, còn thiếu {need.times - record.total} lần"
    if not need.consecutive:
        return "met", ""
    run = record.latest_run
    if run is None:
        return "unknown", "chưa rõ các lần có liên tục không"
    if run < need.times:
        missing = need.times - run
        detail = f"mới {run} lần liên tục tính đến lần gần nhất, còn thiếu {missing} lần"
        return "missing", detail
    return "met", ""


def _initiative(need: Need, applicant: Applicant) -> Finding:
    initiative = applicant.initiative
    if initiative is None:
        return "unknown", "chưa có thông tin về sáng kiến, đề tài"
    if SCOPES.index(initiative) >= SCOPES.index(need.scope):
        return "met", ""
    if initiative == "không":
        return "missing", "chưa có sáng kiến, đề tài"
    return "missing", f"mới ở phạm vi {initiative}"


def _initiative_or_excellent(need: Need, applicant: Applicant) -> Finding:
    if applicant.excellent and applicant.excellent.total:
        return "met", ""
    status, detail = _initiative(need, applicant)
    if status != "met" and applicant.good is None:
        return "unknown", "chưa có kết quả năm xét và thông tin sáng kiến"
    return status, detail


def _share(need: Need, applicant: Applicant) -> Finding:
    if applicant.share is None:
        return "unknown", "chưa có tỷ lệ"
    return ("met", "") if applicant.share >= need.least else ("missing", f"mới {applicant.share}%")


def _all_done(need: Need, applicant: Applicant) -> Finding:
    return _yes_or_no(applicant.all_done)


def _fighter(need: Need, applicant: Applicant) -> Finding:
    return _yes_or_no(applicant.fighter)


def _yes_or_no(reported: bool | None) -> Finding:
    if reported is None:
        return "unknown", "chưa có thông tin"
    return ("met", "") if reported else ("missing", "")


#: Kind of condition → its check.
CHECKERS = {
    "results": _results,
    "prior": _prior,
    "initiative": _initiative,
    "initiative_or_excellent": _initiative_or_excellent,
    "share": _share,
    "all_done": _all_done,
    "has_fighter": _fighter,
}
