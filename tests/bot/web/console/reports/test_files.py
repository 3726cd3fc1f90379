"""Files as Excel reads them: no text becomes a formula, numbers stay numbers."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from bot.operations.report.tables import Cell, Seconds, Share, Table
from bot.web.console.reports.files import csv_file, xlsx_file


def table(*rows: tuple[Cell, ...], name: str = "noi", title: str = "Theo nơi") -> Table:
    return Table(name, title, ("Nơi", "Lượt hỏi"), rows)


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize(
    ("cell", "in_csv", "in_xlsx", "number_format"),
    [
        ("Chợ Đồn; Bắc Kạn", "Chợ Đồn; Bắc Kạn", "Chợ Đồn; Bắc Kạn", "General"),
        ('Nơi "A"\nB', 'Nơi "A"\nB', 'Nơi "A"\nB', "General"),
        (1234, "1234", 1234, "#,##0"),
        (0, "0", 0, "#,##0"),
        (Share(1, 4), "25,0%", 0.25, "0%"),
        (Share(0, 0), "", None, "General"),
        (Seconds(0.0521), "0,052", 0.0521, "0.00"),
        (date(2026, 11, 2), "2026-11-02", datetime(2026, 11, 2), "dd/mm/yyyy"),
        (None, "", None, "General"),
    ],
)
def test_a_cell_is_read_back(cell: Cell, in_csv: str, in_xlsx: object, number_format: str) -> None:
    told = table(("x", cell))
    assert read_csv(csv_file(told)) == [["Nơi", "Lượt hỏi"], ["x", in_csv]]
    sheet = load_workbook(io.BytesIO(xlsx_file([told]))).active
    read = sheet.cell(2, 2)
    assert (read.value, read.number_format) == (in_xlsx, number_format)


@pytest.mark.parametrize(
    "evil",
    [
        "=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "  =1+1", "＝1+1", "＋1", "＠a",
        '=HYPERLINK("https://evil.vn";"a")', "=cmd|' /C calc'!A0", "|calc", "%0A=1",
    ],
)  # fmt: skip
def test_no_text_is_a_formula(evil: str) -> None:
    told = table((evil, 1))
    assert read_csv(csv_file(told))[1][0] == f"'{evil}"
    sheet = load_workbook(io.BytesIO(xlsx_file([told]))).active
    assert sheet.cell(2, 1).data_type == "s"


@pytest.mark.parametrize("text", ["Bắc Giang", "A=B", "a@b", "(không nêu)", "'=1", "2026-1"])
def test_other_texts_are_left_as_they_are(text: str) -> None:
    assert read_csv(csv_file(table((text, 1))))[1][0] == text


def test_csv_begins_with_the_mark_by_which_excel_knows_the_letters() -> None:
    assert csv_file(table(("Chợ Đồn", 1))).startswith(b"\xef\xbb\xbfN\xc6\xa1i;")


def test_a_workbook_has_a_sheet_for_each_table() -> None:
    tables = [table(("a", 1)), table(("b", 2), ("c", 3), name="kenh", title="Theo kênh")]
    book = load_workbook(io.BytesIO(xlsx_file(tables)))
    assert book.sheetnames == ["Theo nơi", "Theo kênh"]
    assert list(book["Theo kênh"].values) == [("Nơi", "Lượt hỏi"), ("b", 2), ("c", 3)]
    assert book["Theo nơi"].freeze_panes == "A2"
