"""Tables as files that Excel opens: CSV for a Vietnamese Excel, and XLSX for any.

CSV has a byte order mark, else Excel reads the letters of Windows-1258; semicolons, since a
Vietnamese Excel takes a comma for the decimal sign; and days in ISO's order, which no setting turns
round. A text that a spreadsheet would take for a formula gets an apostrophe before it
(https://owasp.org/www-community/attacks/CSV_Injection); in XLSX its type says that it is a text.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.operations.report.tables import Cell, Seconds, Share, Table

#: What a formula begins with, or what a spreadsheet cuts off before one.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
BYTE_ORDER_MARK = "\ufeff"
FORMATS = {"share": "0%", "seconds": "0.00", "day": "dd/mm/yyyy", "count": "#,##0"}


def csv_file(table: Table) -> bytes:
    """Return a table as CSV."""
    return (BYTE_ORDER_MARK + csv_lines([table.headings, *table.rows])).encode()


def csv_lines(rows: Iterable[Sequence[Cell]]) -> str:
    """Return lines of a CSV file, which begins with `BYTE_ORDER_MARK`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_MINIMAL)
    writer.writerows(map(_csv_cell, row) for row in rows)
    return text.getvalue()


def xlsx_file(tables: Sequence[Table]) -> bytes:
    """Return tables as a workbook, a sheet each."""
    content = io.BytesIO()
    # No temporary files, no text that becomes a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as workbook:
        formats = {name: workbook.add_format({"num_format": f}) for name, f in FORMATS.items()}
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for table in tables:
            sheet = workbook.add_worksheet(table.title)
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(table.headings):
                sheet.write_string(0, column, heading, bold)
            _write_rows(sheet, table.rows, formats)
            sheet.autofit()
    return content.getvalue()


def _csv_cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Share(part, whole):
            return f"{100 * part / whole:.1f}%".replace(".", ",") if whole else ""
        case Seconds(seconds):
            return f"{seconds:.3f}".replace(".", ",")
        case date():
            return cell.isoformat()
        case int():
            return str(cell)
    return _harmless(cell)


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    # Some spreadsheets take the wide signs of Chinese typing for the narrow ones.
    told = unicodedata.normalize("NFKC", text)
    is_formula = told.startswith(FORMULA_SIGNS) or told.lstrip().startswith(FORMULA_SIGNS)
    return f"'{text}" if is_formula else text


def _write_rows(
    sheet: Worksheet, rows: Iterable[Sequence[Cell]], formats: dict[str, Format]
) -> None:
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            match cell:
                case Share(part, whole) if whole:
                    sheet.write_number(number, column, part / whole, formats["share"])
                case Seconds(seconds):
                    sheet.write_number(number, column, seconds, formats["seconds"])
                case date():
                    sheet.write_datetime(number, column, cell, formats["day"])
                case int():
                    sheet.write_number(number, column, cell, formats["count"])
                case str():
                    sheet.write_string(number, column, cell)
