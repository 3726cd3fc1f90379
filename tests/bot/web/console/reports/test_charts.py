"""Charts: whose columns and bars have the sizes of their counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.operations.report.figures import Figures, Interval, Judged, Outcome, Row
from bot.web.console.reports.charts import Segment, bars, column_charts

FIRST = date(2026, 11, 1)


def figures(*rows: Outcome, votes: tuple[tuple[int, int], ...] = ()) -> Figures:
    """Figures of days one after another, and of places with the same counts."""
    days = [(FIRST + timedelta(number)).isoformat() for number in range(len(rows))]
    intervals = tuple(
        Interval(day, row.count, row.answered, row.nearest, row.refused, last=day)
        for day, row in zip(days, rows, strict=True)
    )
    judged = tuple(Judged(day, day, *vote) for day, vote in zip(days, votes, strict=False))
    turns = sum(row.count for row in rows)
    statuses = (Row("answered", 4), Row("clarify", 1))
    return Figures(
        "", "", "day", turns, 0, 0.0, 0.0, statuses, (), (), rows, intervals, judged, None
    )


def test_a_column_s_parts_stand_on_each_other_up_to_its_count() -> None:
    chart = column_charts(figures(Outcome("a", 10, 5, 2, 1), Outcome("b", 0), Outcome("c", 5, 5)))
    first, none, half = chart["thoi-gian"].columns
    assert [(part.kind, part.start, part.size) for part in first.segments] == [
        ("answered", 47.5, 40.5), ("nearest", 31.3, 16.2), ("refused", 23.2, 8.1), ("other", 7.0, 16.2),
    ]  # fmt: skip
    assert none.segments == ()
    assert half.segments == (Segment("answered", 47.5, 40.5),)
    assert first.x < none.x < half.x < half.x + half.width <= 100
    assert [(line.text, line.at) for line in chart["thoi-gian"].lines] == [
        ("10", 7.0), ("5", 47.5), ("0", 88.0),
    ]  # fmt: skip


def test_a_chart_is_told_in_words() -> None:
    chart = column_charts(figures(Outcome("a", 1, 1), Outcome("b", 3, 0, 1, 1)))["thoi-gian"]
    assert chart.summary == "4 lượt hỏi; nhiều nhất 3, 02/11/2026."
    told = [column.title for column in chart.columns]
    assert told[0] == "01/11/2026: 1 đã trả lời"
    assert told[1].startswith(
        "02/11/2026: 1 chỉ đưa đoạn gần nhất, 1 từ chối (không tìm thấy), 1 khác"
    )


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (1, ["01/11"]), (2, ["01/11", "02/11"]), (7, ["01/11", "03/11", "05/11", "07/11"]),
        (90, ["01/11", "01/12", "30/12", "29/01"]),
    ],
)  # fmt: skip
def test_few_days_are_written_below(days: int, labels: list[str]) -> None:
    chart = column_charts(figures(*[Outcome("", 1)] * days))["thoi-gian"]
    assert [label.text for label in chart.labels] == labels
    ends = [(label.at, label.anchor) for label in (chart.labels[0], chart.labels[-1])]
    assert ends == (
        [(0, "start"), (100, "end")]
        if days > 7
        else [(pytest.approx(100 * at, abs=0.01), "middle") for at in (0.5 / days, 1 - 0.5 / days)]
    )


@pytest.mark.parametrize(
    ("count", "top"),
    [(1, "1"), (3, "4"), (7, "8"), (9, "10"), (11, "20"), (99, "100"), (450, "500"), (12345, "20000")],
)  # fmt: skip
def test_the_scale_ends_at_a_round_number(count: int, top: str) -> None:
    assert column_charts(figures(Outcome("", count)))["thoi-gian"].lines[0].text == top


def test_votes_have_a_chart_where_there_are_any() -> None:
    rows = (Outcome("a", 1), Outcome("b", 1))
    assert "danh-gia" not in column_charts(figures(*rows, votes=((0, 0), (0, 0))))
    chart = column_charts(figures(*rows, votes=((2, 1), (0, 0))))["danh-gia"]
    assert chart.columns[0].title == "01/11/2026: 2 hữu ích, 1 chưa đúng"
    assert chart.columns[1].title == "02/11/2026: không có"


def test_nothing_has_no_chart() -> None:
    assert column_charts(figures(Outcome("", 0))) == {}


def test_a_bar_is_as_long_as_its_count_beside_the_largest() -> None:
    found = bars(figures(Outcome("a", 10, 5, 0, 5), Outcome("b", 5, 0, 0, 5)))
    assert found["noi"] == (
        (Segment("answered", 0.0, 50.0), Segment("refused", 50.0, 50.0)),
        (Segment("refused", 0.0, 50.0),),
    )
    assert found["ket-qua"] == ((Segment("answered", 0.0, 100.0),), (Segment("other", 0.0, 25.0),))
    assert found["kenh"] == ()
