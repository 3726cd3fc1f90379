"""Reports in the console: the figures of `thidua report`, for the days and places that one sees."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from urllib.parse import parse_qs

import pytest
from lxml import html
from openpyxl import load_workbook
from starlette.testclient import TestClient

from bot.accounts.model import Role
from bot.operations.report.figures import build_figures
from bot.operations.report.period import Grain, days_between
from bot.operations.report.tables import show, tables_of
from bot.settings import Settings
from bot.storage.opening import open_conversations
from bot.web.console.forms import Form
from bot.web.console.reports import Reports
from bot.writer.counts import WriterCounts
from database import Database
from knowledge.law import topic_names
from tests.bot.operations.report.records import add_turn, add_vote
from tests.bot.web.console.conftest import Console

PATH = "/quan-tri/bao-cao"
EVIL = "=1+<script>alert(1)</script>"


#: A week of which no clock says that it is to come.
FIRST, LAST = date(2024, 3, 4), date(2024, 3, 10)
WEEK = f"tu={FIRST}&den={LAST}"


@pytest.fixture
def journal(own: Settings) -> Iterator[Database]:
    """Turns of a week, in places of two offices and in a hostile one; and one before."""
    with closing(open_conversations(own)) as database:
        add_turn(database, "2024-01-31 12:00")
        add_turn(database, "2024-03-04 00:00", place=EVIL, channel="zalo", topic="cong_thuc")
        add_turn(database, "2024-03-09 12:00", "not_found", place="Chợ Đồn")
        add_turn(database, "2024-03-09 12:01", "nearest", place="")
        add_turn(database, "2024-03-10 23:59")
        add_vote(database, "2024-03-10 12:00", "down", EVIL)
        written = {"asked": 2, "outcome.used": 1, "outcome.timeout": 1, "sentence.number": 1}
        WriterCounts(database).add(written, "2024-03-09")
        yield database


@pytest.fixture
def viewer(console: Console, journal: Database) -> TestClient:
    return console(Role.VIEWER)


def table_of(page: str, name: str) -> list[list[str]]:
    """Return the rows of a table of the page; what is drawn has no text."""
    rows = html.fromstring(page).xpath(f"//*[@aria-labelledby='{name}']//tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


@pytest.mark.parametrize("grain", ["day", "week"])
def test_the_page_shows_the_figures_that_the_command_gives(
    viewer: TestClient, journal: Database, grain: Grain
) -> None:
    page = viewer.get(f"{PATH}?{WEEK}&theo={'ngay' if grain == 'day' else 'tuan'}").text
    names, period = topic_names(), days_between(FIRST, LAST, LAST)
    figures = build_figures(
        journal, period, grain, topic_name=lambda topic: names.get(topic, topic)
    )
    assert figures.turns == 4
    tables = tables_of(figures)
    assert len(tables) == 8
    for table in tables:
        told = [[" ".join(show(cell).split()) for cell in row] for row in table.rows]
        assert table_of(page, table.name) == [list(table.headings), *told], table.name


@pytest.mark.parametrize(
    ("fields", "first", "last", "grain"),
    [
        ({}, "2026-10-26", "2026-11-22", "day"),
        ({"ngay": "7"}, "2026-11-16", "2026-11-22", "day"),
        ({"ngay": "90", "theo": "tuan"}, "2026-08-25", "2026-11-22", "week"),
        ({"tu": "2026-11-01", "den": "2026-11-02"}, "2026-11-01", "2026-11-02", "day"),
        ({"tu": "2026-11-20", "den": ""}, "2026-11-20", "2026-11-22", "day"),
        ({"tu": "2026-11-20", "den": "2027-01-01"}, "2026-11-20", "2026-11-22", "day"),
        ({"tu": "2026-01-01", "den": "2026-11-02", "ngay": "7"}, "2026-01-01", "2026-11-02", "week"),
    ],
)  # fmt: skip
def test_a_period_is_chosen_by_the_days_of_vietnam(
    conversations: Database, fields: dict[str, str], first: str, last: str, grain: Grain
) -> None:
    # In Greenwich it is 18:00 on the 21st.
    reports = Reports(conversations, str, keep_days=90, clock=lambda: 1_795_284_000)
    wanted = reports.wanted(Form({name: (value,) for name, value in fields.items()}))
    period = wanted.period
    assert (str(period.first_day), str(period.last_day), wanted.grain) == (first, last, grain)
    assert str(reports.oldest_day) == "2026-08-24"
    again = Form({name: tuple(found) for name, found in parse_qs(wanted.query).items()})
    assert reports.wanted(again) == wanted


def test_the_form_holds_the_days_that_are_shown(viewer: TestClient) -> None:
    page = html.fromstring(viewer.get(f"{PATH}?{WEEK}").text)
    fields = {field.get("name"): field.get("value") for field in page.xpath("//input")}
    assert (fields["tu"], fields["den"]) == (str(FIRST), str(LAST))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("tu=hôm+qua", "phải là một ngày"),
        ("tu=2026-13-01", "phải là một ngày"),
        ("tu=2999-01-01", "không sau hôm nay"),
        ("tu=2026-01-02&den=2026-01-01", "Ngày đầu phải trước ngày cuối"),
        ("den=2026-01-01", "chọn cả ngày đầu"),
        ("tu=0001-01-01", "nhiều nhất 3660 ngày"),
        ("tu=2020-01-01&theo=ngay", "xem theo tuần"),
        ("theo=thang", "theo ngày hoặc theo tuần"),
        ("ngay=8", "7, 28 hoặc 90 ngày"),
        ("ngay=-7", "phải là một số"),
        ("theo=" + "x" * 5000, "dài quá"),
    ],
)
def test_what_is_no_period_is_said_and_the_form_stays(
    viewer: TestClient, query: str, sentence: str
) -> None:
    response = viewer.get(f"{PATH}?{query}")
    assert response.status_code == 400
    assert sentence in html.fromstring(response.text).xpath("string(//*[@role='alert'])")
    assert html.fromstring(response.text).xpath("//input[@name='tu']")
    assert viewer.get(f"{PATH}/noi.csv?{query}").status_code == 400
    assert viewer.get(f"{PATH}/noi.xlsx?{query}").status_code == 400


def test_what_people_asked_of_is_shown_as_text(viewer: TestClient) -> None:
    page = viewer.get(f"{PATH}?{WEEK}").text
    assert "<script>alert" not in page
    assert EVIL in [row[0] for row in table_of(page, "noi")]
    assert html.fromstring(page).xpath("//*[@style or @onclick]") == []


def test_every_table_is_a_file(viewer: TestClient) -> None:
    page = html.fromstring(viewer.get(f"{PATH}?{WEEK}").text)
    links = [link for link in page.xpath("//main//a/@href") if ".csv" in link or ".xlsx" in link]
    names = page.xpath("//*[@role='region']/@aria-labelledby")
    assert len(links) == 2 * len(names) + 1 == 17
    for link in links:
        response = viewer.get(link)
        assert response.status_code == 200
        assert response.headers["content-disposition"].startswith('attachment; filename="bao-cao-')
        assert response.headers["cache-control"] == "no-store"


def test_a_file_has_the_numbers_of_the_page_and_no_formula(viewer: TestClient) -> None:
    told = viewer.get(f"{PATH}/noi.csv?{WEEK}").content.decode("utf-8-sig").splitlines()
    assert told[0].startswith("Nơi được hỏi;Lượt hỏi;")
    assert f"'{EVIL};1;1;100,0%;0;0" in told
    assert "Chợ Đồn;1;0;0,0%;0;1" in told
    book = load_workbook(io.BytesIO(viewer.get(f"{PATH}/tat-ca.xlsx?{WEEK}").content))
    assert book.sheetnames[:2] == ["Tổng hợp", "Lượt hỏi theo ngày"]
    rows = {row[0]: row[1:] for row in book["Theo nơi"].values}
    assert rows[EVIL] == (1, 1, 1, 0, 0)


@pytest.mark.parametrize("name", ["khong-co.csv", "khong-co.xlsx", "tat-ca.csv", "%0D%0Ax.csv"])
def test_a_table_that_is_not_there_is_said_not_to_be(viewer: TestClient, name: str) -> None:
    response = viewer.get(f"{PATH}/{name}")
    assert response.status_code == 400
    assert "không có bảng như vậy" in response.text


def test_an_office_sees_its_own_places(console: Console, journal: Database) -> None:
    office = console(Role.VIEWER, places=("Chợ Đồn",))
    page = office.get(f"{PATH}?{WEEK}").text
    assert [row[:2] for row in table_of(page, "noi")[1:]] == [
        ["(không nêu)", "1"],
        ["Chợ Đồn", "1"],
    ]
    assert "chỉ gồm Chợ Đồn" in page
    assert table_of(page, "danh-gia") == table_of(page, "may-viet") == []
    told = office.get(f"{PATH}/noi.csv?{WEEK}").text
    assert "Bắc Giang" not in told
    assert office.get(f"{PATH}/danh-gia.csv?{WEEK}").status_code == 400
    book = load_workbook(io.BytesIO(office.get(f"{PATH}/tat-ca.xlsx?{WEEK}").content))
    assert "Bắc Giang" not in str([list(sheet.values) for sheet in book])


def test_what_was_erased_is_said_to_be(viewer: TestClient) -> None:
    assert "đã được xóa" not in viewer.get(f"{PATH}?ngay=90").text
    assert "đã được xóa" in viewer.get(f"{PATH}?{WEEK}").text


def test_nothing_asked_is_a_page_too(console: Console) -> None:
    page = console(Role.VIEWER).get(PATH)
    assert page.status_code == 200
    assert "chưa có lượt hỏi nào" in page.text
