"""The page of a report, and its tables as files."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from bot.accounts.model import Staff
from bot.errors import InvalidMessage, InvalidPeriod
from bot.operations.report.figures import Figures, Handovers, TopicName, build_figures
from bot.operations.report.period import (
    Grain,
    Period,
    chosen_grain,
    days_between,
    last_days,
)
from bot.operations.report.tables import Table, show, tables_of
from bot.vietnam_time import day_of
from bot.web.console.forms import Form
from bot.web.console.guard import Guard, SignedIn
from bot.web.console.pages import HEADERS, console_page
from bot.web.console.reports.charts import OUTCOME_LEGEND, bars, column_charts
from bot.web.console.reports.files import csv_file, xlsx_file
from bot.web.console.reports.parameters import MAX_SHOWN, QUICK_DAYS, USUAL_DAYS
from database import Database

PATH = "/quan-tri/bao-cao"
GRAINS: dict[str, Grain | None] = {"": None, "ngay": "day", "tuan": "week"}
GRAIN_WORDS = {grain: word for word, grain in GRAINS.items()}
#: In the place of a table's name: the workbook with all of them.
ALL_TABLES = "tat-ca"
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What someone asks to see."""

    period: Period
    grain: Grain

    @property
    def query(self) -> str:
        """The address's query that asks for it."""
        days = {"tu": self.period.first_day, "den": self.period.last_day}
        return urlencode({**days, "theo": GRAIN_WORDS[self.grain]})


@dataclass(frozen=True)
class Reports:
    """Where figures come from; records are kept for so many days."""

    database: Database
    topic_name: TopicName
    keep_days: int
    handovers: Handovers | None = None
    clock: Callable[[], float] = time.time

    @property
    def today(self) -> date:
        """The day in Vietnam."""
        return day_of(self.clock())

    @property
    def oldest_day(self) -> date:
        """The day before which records are erased."""
        return self.today - timedelta(days=self.keep_days)

    def wanted(self, form: Form) -> Wanted:
        """Return what an address asks for. Raise InvalidMessage for what cannot be."""
        if (word := form.text("theo", 10)) not in GRAINS:
            raise InvalidPeriod("Báo cáo đếm theo ngày hoặc theo tuần.")
        first, last = form.day("tu"), form.day("den")
        if first:
            period = days_between(first, last or self.today, self.today)
        elif last:
            raise InvalidPeriod("Anh/chị chọn cả ngày đầu.")
        else:
            period = last_days(self._days(form), self.today)
        return Wanted(period, chosen_grain(GRAINS[word], period))

    def figures(self, wanted: Wanted, staff: Staff) -> Figures:
        """Return the figures of what someone sees."""
        return build_figures(
            self.database,
            wanted.period,
            wanted.grain,
            topic_name=self.topic_name,
            places=staff.places,
            handovers=self.handovers,
        )

    def _days(self, form: Form) -> int:
        days = form.number("ngay", USUAL_DAYS)
        if days not in QUICK_DAYS:
            raise InvalidPeriod("Anh/chị chọn 7, 28 hoặc 90 ngày, hoặc chọn từng ngày.")
        return days


def router(guard: Guard, reports: Reports) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix=PATH, include_in_schema=False)

    @routes.get("")
    async def page(
        request: Request, signed: SignedIn = Depends(guard.requires("read"))
    ) -> HTMLResponse:
        """Show the figures of a period."""
        try:
            wanted, sentence = reports.wanted(_query(request)), ""
        except InvalidMessage as error:
            # The form stays at hand to choose another.
            wanted, sentence = reports.wanted(Form()), str(error)
        figures = await asyncio.to_thread(reports.figures, wanted, signed.staff)
        return _page(signed, reports, wanted, figures, sentence)

    @routes.get("/{table}.csv")
    async def csv(
        table: str, request: Request, signed: SignedIn = Depends(guard.requires("read"))
    ) -> Response:
        """Give a table as CSV."""
        wanted, tables = await _tables(reports, request, signed.staff)
        return _file(csv_file(_named(tables, table)), CSV, f"{table}.csv", wanted)

    @routes.get("/{table}.xlsx")
    async def xlsx(
        table: str, request: Request, signed: SignedIn = Depends(guard.requires("read"))
    ) -> Response:
        """Give a table, or all, as a workbook."""
        wanted, tables = await _tables(reports, request, signed.staff)
        chosen = tables if table == ALL_TABLES else (_named(tables, table),)
        content = await asyncio.to_thread(xlsx_file, chosen)
        return _file(content, XLSX, f"{table}.xlsx", wanted)

    return routes


def _page(
    signed: SignedIn, reports: Reports, wanted: Wanted, figures: Figures, sentence: str
) -> HTMLResponse:
    return console_page(
        "reports.html",
        signed,
        title="Báo cáo",
        status=400 if sentence else 200,
        sentence=sentence,
        wanted=wanted,
        figures=figures,
        tables=tables_of(figures),
        charts=column_charts(figures),
        bars=bars(figures),
        legend=OUTCOME_LEGEND,
        show=show,
        today=reports.today,
        oldest=reports.oldest_day if wanted.period.first_day < reports.oldest_day else None,
        quick_days=QUICK_DAYS,
        most=MAX_SHOWN,
    )


def _query(request: Request) -> Form:
    names = request.query_params.keys()
    return Form({name: tuple(request.query_params.getlist(name)) for name in names})


async def _tables(
    reports: Reports, request: Request, staff: Staff
) -> tuple[Wanted, tuple[Table, ...]]:
    wanted = reports.wanted(_query(request))
    return wanted, tables_of(await asyncio.to_thread(reports.figures, wanted, staff))


def _named(tables: tuple[Table, ...], name: str) -> Table:
    for table in tables:
        if table.name == name:
            return table
    raise InvalidMessage("Báo cáo này không có bảng như vậy.")


def _file(content: bytes, kind: str, name: str, wanted: Wanted) -> Response:
    days = f"{wanted.period.first_day}-{wanted.period.last_day}"
    disposition = f'attachment; filename="bao-cao-{days}-{name}"'
    return Response(
        content, media_type=kind, headers={"Content-Disposition": disposition, **HEADERS}
    )
