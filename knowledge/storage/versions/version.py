"""A version of a document, and the change that makes one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Change:
    """Who publishes, withdraws or takes back, when (seconds since 1970) and why.

    `by` is empty for the command line. `editor` last edited what is published. `origin` is what it
    was made from: a publication that was broken off is known by it. `expected` is the number of the
    version that was edited, 0 for a new document; None replaces whatever is there.
    """

    at: float
    by: str = ""
    editor: str = ""
    note: str = ""
    origin: str = ""
    expected: int | None = None


@dataclass(frozen=True)
class Version:
    """One version of a document, as it was published; the moments are seconds since 1970.

    `at` is 0 for one that was there before versions were kept. `withdrawn_at` is None unless it was
    withdrawn. `is_kept` says whether its contents can be seen and returned to.
    """

    document_id: str
    number: int
    at: float
    published_by: str
    edited_by: str
    note: str
    origin: str
    title: str
    place: str | None
    years: tuple[int, ...]
    withdrawn_at: float | None
    withdrawn_by: str
    withdrawn_note: str
    is_kept: bool


def version_from(row: Mapping[Any, Any]) -> Version:
    """Return the version of a row, with `is_kept` beside the columns."""
    values = {name: row[name] for name in Version.__dataclass_fields__}
    values["years"] = tuple(json.loads(values["years"]))
    return Version(**values)
