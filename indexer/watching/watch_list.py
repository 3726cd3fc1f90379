"""The YAML list of what an office watches.

```yaml
- url: https://sonoivu.example.gov.vn/thi-dua/ke-hoach-2026.html
  every: 1d
  id: ke-hoach-2026      # else the last part of the address
- folder: van-ban        # relative to this file
  every: 6h
```

`private: true` lets an address name a host of one's own network.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from indexer.errors import InvalidWatchList
from indexer.fetch import is_url
from indexer.parameters import (
    MAX_EVERY_SECONDS,
    MAX_QUOTED_CHARACTERS,
    MAX_WATCH_LIST_BYTES,
    MAX_WATCHED_SOURCES,
    MIN_EVERY_SECONDS,
)
from indexer.sources import SourceSpec
from knowledge.language import normalize, one_line

#: Letter of a schedule → seconds.
UNITS = {"m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400}
SCHEDULE = re.compile(rf"([1-9]\d{{0,5}})([{''.join(UNITS)}])")
#: Key of an entry → the type of its value.
KEYS: dict[str, type] = {"url": str, "folder": str, "every": str, "id": str, "private": bool}


@dataclass(frozen=True)
class WatchedSource:
    """An address or a folder, and after how many seconds it is visited again.

    `location` is a URL or an absolute path; `chosen_id` the id of an address's document, if any.
    """

    location: str
    every: int
    chosen_id: str | None = None
    allow_private: bool = False

    @property
    def spec(self) -> SourceSpec:
        """Return what an address is indexed as."""
        return SourceSpec(self.location, self.chosen_id, self.allow_private)


@dataclass(frozen=True)
class WatchList:
    """The sources of one list; `path` is the list's own file, absolute."""

    path: Path
    sources: tuple[WatchedSource, ...]

    @property
    def folders(self) -> list[Path]:
        """Return the folders among the sources."""
        return [Path(s.location) for s in self.sources if not is_url(s.location)]


def read_watch_list(path: Path) -> WatchList:
    """Read a list. Raise `InvalidWatchList` when it is missing or not in the agreed form."""
    path = path.absolute()
    entries = _load_entries(path)
    sources = tuple(
        _build_source(entry, f"Mục {number}", path.parent)
        for number, entry in enumerate(entries, start=1)
    )
    _check_distinct(sources)
    return WatchList(path, sources)


def _load_entries(path: Path) -> list[Any]:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_WATCH_LIST_BYTES + 1)
    except OSError as error:
        raise InvalidWatchList(f"Không đọc được tệp {path.name}: {error.strerror}.") from error
    if len(content) > MAX_WATCH_LIST_BYTES:
        raise InvalidWatchList(f"Tệp {path.name} lớn hơn {MAX_WATCH_LIST_BYTES // 1000} kB.")
    entries = _parse(content, path.name)
    if not isinstance(entries, list) or not entries:
        raise InvalidWatchList(
            f"Tệp {path.name} phải là danh sách, mỗi mục bắt đầu bằng «- url:» hoặc «- folder:»."
        )
    if len(entries) > MAX_WATCHED_SOURCES:
        raise InvalidWatchList(f"Tệp {path.name} có quá {MAX_WATCHED_SOURCES} mục.")
    return entries


def _parse(content: bytes, name: str) -> Any:
    try:
        return yaml.safe_load(content.decode("utf-8-sig"))
    except yaml.MarkedYAMLError as error:
        line = f" ở dòng {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise InvalidWatchList(f"Tệp {name} sai cú pháp YAML{line}.") from error
    except UnicodeDecodeError as error:
        raise InvalidWatchList(f"Tệp {name} không phải văn bản UTF-8.") from error
    # Lists a thousand deep; days that do not exist.
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InvalidWatchList(f"Tệp {name} sai cú pháp YAML.") from error


def _build_source(entry: Any, where: str, base: Path) -> WatchedSource:
    _check_keys(entry, where)
    every = _parse_schedule(entry["every"], where)
    if "url" in entry:
        url = _check_url(entry["url"], where)
        chosen_id = one_line(normalize(entry["id"])) if "id" in entry else None
        return WatchedSource(url, every, chosen_id, entry.get("private", False))
    if extra := {"id", "private"} & entry.keys():
        raise InvalidWatchList(f"{where}: «{min(extra)}» chỉ dùng cho địa chỉ, không cho thư mục.")
    folder = (base / Path(entry["folder"]).expanduser()).absolute()
    if "\0" in str(folder) or is_url(entry["folder"]):
        raise InvalidWatchList(f"{where}: thư mục {_quote(entry['folder'])} không hợp lệ.")
    return WatchedSource(str(folder), every)


def _check_keys(entry: Any, where: str) -> None:
    if not isinstance(entry, dict):
        raise InvalidWatchList(f"{where}: phải gồm các dòng «tên: giá trị».")
    for key, value in entry.items():
        if key not in KEYS:
            known = ", ".join(KEYS)
            raise InvalidWatchList(f"{where}: không có khóa {_quote(key)}; chỉ dùng: {known}.")
        if not isinstance(value, KEYS[key]) or value == "":
            wanted = "true hoặc false" if KEYS[key] is bool else "một chuỗi chữ"
            raise InvalidWatchList(f"{where}: «{key}» phải là {wanted}.")
    if ("url" in entry) == ("folder" in entry):
        raise InvalidWatchList(f"{where}: phải có đúng một trong hai khóa url và folder.")
    if "every" not in entry:
        raise InvalidWatchList(f"{where}: thiếu «every» (bao lâu xem lại một lần, như 6h, 1d).")


def _parse_schedule(text: str, where: str) -> int:
    match = SCHEDULE.fullmatch(text.strip())
    if not match:
        raise InvalidWatchList(
            f"{where}: lịch {_quote(text)} không đúng; viết như 30m (phút), 6h (giờ), "
            "1d (ngày), 1w (tuần)."
        )
    seconds = int(match[1]) * UNITS[match[2]]
    if not MIN_EVERY_SECONDS <= seconds <= MAX_EVERY_SECONDS:
        least, most = MIN_EVERY_SECONDS // 60, MAX_EVERY_SECONDS // 86_400
        raise InvalidWatchList(
            f"{where}: lịch {_quote(text)} phải từ {least} phút đến {most} ngày."
        )
    return seconds


def _check_url(url: str, where: str) -> str:
    url = url.strip()
    try:
        is_valid = is_url(url) and bool(httpx.URL(url).host)
    except (httpx.InvalidURL, UnicodeError):
        is_valid = False
    if not is_valid:
        raise InvalidWatchList(
            f"{where}: địa chỉ {_quote(url)} không đúng; phải bắt đầu bằng http:// hoặc https://."
        )
    return url


def _check_distinct(sources: Sequence[WatchedSource]) -> None:
    """Raise `InvalidWatchList` for a source that stands twice, and for two that share an id."""
    places: dict[str, int] = {}
    for number, source in enumerate(sources, start=1):
        if first := places.setdefault(f"location {source.location}", number) - number:
            raise InvalidWatchList(f"Mục {number} trùng với mục {number + first}.")
        if not is_url(source.location):
            continue
        document_id = source.spec.document_id
        if first := places.setdefault(f"id {document_id}", number) - number:
            raise InvalidWatchList(
                f"Mục {number} và mục {number + first} cùng mã văn bản {_quote(document_id)}; "
                "đặt «id» riêng cho từng địa chỉ."
            )


def _quote(value: Any) -> str:
    """Return a value as an error message shows it; one that is no text by its type alone."""
    if not isinstance(value, (str, int, float)):
        return f"kiểu {type(value).__name__}"
    text = one_line(str(value))
    return f"«{text[:MAX_QUOTED_CHARACTERS]}{'…' if len(text) > MAX_QUOTED_CHARACTERS else ''}»"
