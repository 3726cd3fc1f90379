"""What an address asks for: bounded and checked; InvalidQuery says in a sentence what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from bot.delivery.inbound_text import clean_text
from bot.errors import InvalidQuery
from bot.web.parameters import MAX_QUERY
from bot.web.public.parameters import (
    FIRST_DAY,
    FIRST_YEAR,
    LAST_DAY,
    LAST_YEAR,
    MAX_NAME,
    MAX_PAGE,
)

#: How kinds of recipient are written in an address, and what they are called.
RECIPIENTS = {
    "ca-nhan": ("individual", "cá nhân"),
    "tap-the": ("collective", "tập thể"),
    "ho-gia-dinh": ("household", "hộ gia đình"),
}
DIGITS = re.compile(r"[0-9]{1,6}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class ListQuery:
    """What a list is asked for: what is typed, a place as typed, a year, a kind, a day, a page."""

    typed: str
    place: str
    year: int | None
    kind: str
    day: date | None
    number: int

    @property
    def values(self) -> dict[str, object]:
        """What the address of the same list holds, but for the page."""
        return {
            "q": self.typed,
            "noi": self.place,
            "nam": self.year,
            "loai": self.kind,
            "ngay": self.day,
        }


def list_query(given: QueryParams, longest: int = MAX_QUERY) -> ListQuery:
    """Return what an address asks of a list; `longest` bounds the letters typed."""
    return ListQuery(
        typed=text_of(given, "q", longest),
        place=text_of(given, "noi", MAX_NAME),
        year=_integer(given, "nam", FIRST_YEAR, LAST_YEAR),
        kind=text_of(given, "loai", MAX_NAME),
        day=day_of(given),
        number=_integer(given, "trang", 1, MAX_PAGE) or 1,
    )


def text_of(given: QueryParams, name: str, longest: int) -> str:
    """Return a text without control characters, empty where there is none."""
    text = clean_text(given.get(name, ""))
    if len(text) > longest:
        raise InvalidQuery(f"Ô “{name}” chỉ nhận tối đa {longest} chữ.")
    return text.strip()


def day_of(given: QueryParams) -> date | None:
    """Return the day that is asked about, None where there is none."""
    text = given.get("ngay", "").strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise InvalidQuery(
            f"Ngày phải ở dạng YYYY-MM-DD, từ năm {FIRST_DAY.year} đến năm {LAST_DAY.year}."
        )
    return day


def recipient_of(given: QueryParams) -> str:
    """Return the kind of recipient as the address writes it, empty where none is asked for."""
    text = given.get("cho", "").strip()
    if text and text not in RECIPIENTS:
        raise InvalidQuery(f"“cho” phải là một trong: {', '.join(RECIPIENTS)}.")
    return text


def address(path: str, values: Mapping[str, object]) -> str:
    """Return an address with the values that are set."""
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{path}?{query}" if query else path


def _integer(given: QueryParams, name: str, least: int, most: int) -> int | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    if not DIGITS.fullmatch(text) or not least <= int(text) <= most:
        raise InvalidQuery(f"“{name}” phải là một số từ {least} đến {most}.")
    return int(text)
