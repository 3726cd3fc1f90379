"""The conditions at their boundaries: one year short, exactly enough, a gap in the years, discipline in the period."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.errors import ImpossibleReport, UnclearReport
from knowledge.law.forms import self_report
from knowledge.law.forms.eligibility import Applicant, Record, check_eligibility


def years(*given: int) -> Record:
    return Record(given)


def times(count: int, in_a_row: bool | None = None) -> Record:
    return Record((), count, in_a_row)


CLEAN = {"discipline": "không"}
FIVE = years(2021, 2022, 2023, 2024, 2025)
# award, what the applicant tells, how the conditions stand in the order of the data (discipline last)
BOUNDARIES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("ldtt", {"good": years(2025), **CLEAN}, ["met", "met"]),
    ("ldtt", {"good": years(), **CLEAN}, ["missing", "met"]),
    ("ldtt", {**CLEAN}, ["unknown", "met"]),
    ("cstd-co-so", {"good": years(2025), "initiative": "cơ sở", **CLEAN}, ["met", "met", "met"]),
    ("cstd-co-so", {"good": years(2025), "initiative": "không", **CLEAN}, ["met", "missing", "met"]),
    ("cstd-co-so", {"good": years(2025), "excellent": years(2025), "initiative": "không", **CLEAN}, ["met"] * 3),
    # three times in a row: one short, just enough, a gap, an old run that was broken, a number without "in a row"
    ("cstd-bo-tinh", {"priors": {"cstd-co-so": years(2024, 2025)}, "initiative": "bộ, tỉnh", **CLEAN}, ["missing", "met", "met"]),
    ("cstd-bo-tinh", {"priors": {"cstd-co-so": years(2023, 2024, 2025)}, "initiative": "bộ, tỉnh", **CLEAN}, ["met"] * 3),
    ("cstd-bo-tinh", {"priors": {"cstd-co-so": years(2022, 2024, 2025)}, "initiative": "bộ, tỉnh", **CLEAN}, ["missing", "met", "met"]),
    ("cstd-bo-tinh", {"priors": {"cstd-co-so": years(2020, 2021, 2022, 2025)}, "initiative": "toàn quốc", **CLEAN}, ["missing", "met", "met"]),
    ("cstd-bo-tinh", {"priors": {"cstd-co-so": times(3)}, "initiative": "bộ, tỉnh", **CLEAN}, ["unknown", "met", "met"]),
    ("cstd-bo-tinh", {"priors": {"cstd-co-so": times(3, True)}, "initiative": "bộ, tỉnh", **CLEAN}, ["met"] * 3),
    ("cstd-bo-tinh", {"priors": {"cstd-co-so": times(2, True)}, "initiative": "bộ, tỉnh", **CLEAN}, ["missing", "met", "met"]),
    ("cstd-bo-tinh", {"priors": {"cstd-co-so": times(3, True)}, "initiative": "cơ sở", **CLEAN}, ["met", "missing", "met"]),
    ("cstd-bo-tinh", {"priors": {}, **CLEAN}, ["missing", "unknown", "met"]),
    ("cstd-bo-tinh", {}, ["unknown", "unknown", "unknown"]),
    ("cstd-toan-quoc", {"priors": {"cstd-bo-tinh": years(2022, 2025)}, "initiative": "toàn quốc", **CLEAN}, ["missing", "met", "met"]),
    ("cstd-toan-quoc", {"priors": {"cstd-bo-tinh": times(2, True)}, "initiative": "toàn quốc", **CLEAN}, ["met"] * 3),
    # five good years: four, five, five with a gap; three earlier titles need not follow one another
    ("bk-thu-tuong", {"good": years(2022, 2023, 2024, 2025), "priors": {"bk-bo-tinh": years(2020), "cstd-co-so": times(3)}, **CLEAN}, ["missing", "met", "met", "met"]),
    ("bk-thu-tuong", {"good": FIVE, "priors": {"bk-bo-tinh": years(2020), "cstd-co-so": times(3)}, **CLEAN}, ["met"] * 4),
    ("bk-thu-tuong", {"good": years(2019, 2020, 2022, 2023, 2024, 2025), "priors": {"bk-bo-tinh": years(2018), "cstd-co-so": years(2021, 2023, 2025)}, **CLEAN}, ["missing", "met", "met", "met"]),
    ("bk-thu-tuong", {"good": FIVE, "priors": {"cstd-co-so": times(2)}, **CLEAN}, ["met", "missing", "missing", "met"]),
    # discipline: under it, served before, served within the five years
    ("bk-thu-tuong", {"good": FIVE, "priors": {"bk-bo-tinh": years(2020), "cstd-co-so": times(3)}, "discipline": "đang"}, ["met", "met", "met", "missing"]),
    ("bk-thu-tuong", {"good": FIVE, "priors": {"bk-bo-tinh": years(2018), "cstd-co-so": times(3)}, "discipline": "2020"}, ["met"] * 4),
    ("bk-thu-tuong", {"good": FIVE, "priors": {"bk-bo-tinh": years(2018), "cstd-co-so": times(3)}, "discipline": "2021"}, ["missing", "met", "met", "met"]),
    ("hc-lao-dong-2", {"good": FIVE, "excellent": years(2024), "priors": {"hc-lao-dong-3": years(2020), "cstd-bo-tinh": years(2024)}, **CLEAN}, ["missing", "met", "met", "met"]),
    ("hc-lao-dong-2", {"good": FIVE, "excellent": years(2024, 2025), "priors": {"hc-lao-dong-3": years(2020), "cstd-bo-tinh": years(2024)}, **CLEAN}, ["met"] * 4),
    ("ttldxs", {"good": years(2025), "excellent": years(2025), "all_done": True, "share": 70, "fighter": True, **CLEAN}, ["met"] * 5),
    ("ttldxs", {"good": years(2025), "excellent": years(2025), "all_done": True, "share": 69, "fighter": True, **CLEAN}, ["met", "met", "missing", "met", "met"]),
    ("ttldxs", {"good": years(2025), "all_done": False, "share": 100, "fighter": False, **CLEAN}, ["missing", "missing", "met", "missing", "met"]),
]  # fmt: skip


@pytest.mark.parametrize(("award", "told", "stands"), BOUNDARIES)
def test_conditions_at_the_boundary(award: str, told: dict[str, Any], stands: list[str]) -> None:
    assert [one.status for one in check_eligibility(award, Applicant(**told)).checks] == stands


def test_what_is_missing_is_counted() -> None:
    result = check_eligibility(
        "cstd-bo-tinh",
        Applicant(priors={"cstd-co-so": years(2024, 2025)}, initiative="không", discipline="không"),
    )
    assert [one.detail for one in result.checks][:2] == [
        "mới 2 lần, còn thiếu 1 lần",
        "chưa có sáng kiến, đề tài",
    ]
    assert not result.all_met
    assert result.lower == "cstd-co-so"


@pytest.mark.parametrize(
    ("typed", "good", "excellent"),
    [
        ("tốt 2022, 2023; xuất sắc 2024, 2025", years(2022, 2023, 2024, 2025), years(2024, 2025)),
        ("tot 2022-2023, xuat sac 2024 den 2025", years(2022, 2023, 2024, 2025), years(2024, 2025)),
        ("2022 tốt, 2023 xuất sắc", years(2022, 2023), years(2023)),
        ("5 năm liên tục tốt, trong đó 2 năm xuất sắc", times(5, True), times(2)),
        ("xuất sắc 2025", years(2025), years(2025)),
        ("hoàn thành tốt từ 2021 đến 2025", FIVE, years()),
        ("3 năm liền hoàn thành tốt", times(3, True), years()),
        ("chưa có năm nào", years(), years()),
    ],
)
def test_results_are_read_as_people_write_them(typed: str, good: Record, excellent: Record) -> None:
    assert self_report.read_results(typed, 2026) == (good, excellent)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("CSTĐCS 2023, 2024, 2025; bằng khen tỉnh 2024", {"cstd-co-so": years(2023, 2024, 2025), "bk-bo-tinh": years(2024)}),
        ("3 lần chiến sĩ thi đua cơ sở liên tục", {"cstd-co-so": times(3, True)}),
        ("cstdcs 2 nam", {"cstd-co-so": times(2)}),
        ("HCLĐ hạng 3 năm 2020 và cstd tinh 2024", {"hc-lao-dong-3": years(2020), "cstd-bo-tinh": years(2024)}),
        ("bằng khen thủ tướng", {"bk-thu-tuong": times(1, True)}),
        ("chưa có gì", {}),
    ],
)  # fmt: skip
def test_earlier_awards_are_read(typed: str, found: dict[str, Record]) -> None:
    assert self_report.read_priors(typed, 2026) == found


@pytest.mark.parametrize(
    ("read", "typed", "error"),
    [
        ("read_results", "-3 năm", ImpossibleReport),
        ("read_results", "200 năm liên tục", ImpossibleReport),
        ("read_results", "tốt 1850", UnclearReport),
        ("read_results", "tốt 2031", ImpossibleReport),
        ("read_results", "cũng bình thường thôi", UnclearReport),
        ("read_priors", "bằng khen 2024", UnclearReport),
        ("read_priors", "một cái gì đó", UnclearReport),
        ("read_priors", "CSTĐCS 99999 lần", ImpossibleReport),
        ("read_discipline", "để xem", UnclearReport),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    read: str, typed: str, error: type[Exception]
) -> None:
    with pytest.raises(error, match=r"[.]$"):
        getattr(self_report, read)(typed, 2026)


@pytest.mark.parametrize("typed", ["150%", "-5%"])
def test_a_share_is_a_percentage(typed: str) -> None:
    with pytest.raises(ImpossibleReport):
        self_report.read_share(typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("không", "không"),
        ("Đang bị xem xét", "đang"),
        ("đã chấp hành xong năm 2022", "2022"),
        ("xong 2021", "2021"),
    ],
)
def test_discipline_is_read(typed: str, read: str) -> None:
    assert self_report.read_discipline(typed, 2026) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("không có", "không"),
        ("cấp tỉnh", "bộ, tỉnh"),
        ("có, ở đơn vị", "cơ sở"),
        ("toan quoc", "toàn quốc"),
    ],
)
def test_the_reach_of_an_initiative_is_read(typed: str, read: str) -> None:
    assert self_report.read_scope(typed) == read


@pytest.mark.parametrize(
    ("told", "correction", "renewed"),
    [
        ("CSTĐCS 2 năm liên tục", "3 năm", "CSTĐCS 3 năm liên tục"),
        ("CSTĐCS 2023", "2024, 2025", "CSTĐCS 2024, 2025"),
        ("tốt 2023", "xuất sắc 2024", "xuất sắc 2024"),
    ],
)
def test_a_correction_changes_what_was_told(told: str, correction: str, renewed: str) -> None:
    assert self_report.corrected_report(told, correction) == renewed
