"""Questions with what a right answer must say, and how an answer did.

The format is that of the questions files: `id`, `turns`, `must`, `must_not`, `cites`, `places`, `as_of`, `abstain`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import BadQuestions
from knowledge.text import one_line

DEFAULT_DAY = date(2026, 11, 21)
QUOTES = str.maketrans("“”„‟‘’‚‛«»", '""""\'\'\'\'""')
KNOWN = {"id", "turns", "must", "must_not", "cites", "places", "as_of", "abstain"}


@dataclass(frozen=True)
class Asked:
    """One conversation whose last answer is judged."""

    id: str
    turns: tuple[str, ...]
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    as_of: date = DEFAULT_DAY
    abstain: bool = False


@dataclass(frozen=True)
class Result:
    """How one conversation went; without faults the answer is right."""

    id: str
    turns: tuple[str, ...]
    text: str
    faults: tuple[str, ...]


def read_questions(path: Path) -> list[Asked]:
    """Read a questions file; what is not in the format is refused."""
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadQuestions(f"Không đọc được tệp câu hỏi {path}: {error}") from error
    if not isinstance(rows, list) or not rows:
        raise BadQuestions(f"{path} phải là một danh sách câu hỏi.")
    return [_asked(row, path) for row in rows]


def _asked(row: Any, path: Path) -> Asked:
    if not isinstance(row, dict) or not {"id", "turns"} <= row.keys() or not row.keys() <= KNOWN or not row["turns"]:
        raise BadQuestions(f"{path}: mục không đúng mẫu: {row!r}")
    return Asked(
        str(row["id"]),
        tuple(map(str, row["turns"])),
        tuple(tuple(map(str, group)) for group in row.get("must", ())),
        tuple(map(str, row.get("must_not", ()))),
        tuple(row.get("cites", ())),
        tuple(row.get("places", ())),
        date.fromisoformat(str(row.get("as_of", DEFAULT_DAY))),
        bool(row.get("abstain", False)),
    )


def plain(text: str) -> str:
    """Give the form in which answers are compared: NFC, lower case, single blanks, straight quotes."""
    return one_line(unicodedata.normalize("NFC", text).lower().translate(QUOTES))


def score(asked: Asked, answer: Mapping[str, Any], texts: Mapping[str, str]) -> Result:
    """Judge the last answer; `texts` are the stored texts, to hold every quote against."""
    text, citations = plain(answer["text"]), answer["citations"]
    faults = [f"thiếu {' | '.join(group)}" for group in asked.must if not any(plain(part) in text for part in group)]
    faults += [f"không được có {part}" for part in asked.must_not if plain(part) in text]
    if asked.cites and not {citation["document_id"] for citation in citations} & set(asked.cites):
        faults.append(f"không dẫn {' | '.join(asked.cites)}")
    if asked.places and not any(place in citation["place"] for citation in citations for place in asked.places):
        faults.append(f"không dẫn {' | '.join(asked.places)}")
    if asked.abstain != (answer["status"] == "not_found"):
        faults.append(f"trạng thái {answer['status']}")
    if answer["status"] == "not_found" and citations:
        faults.append("không tìm thấy mà vẫn dẫn nguồn")
    faults += [
        f"trích sai ở {citation['document_id']} {citation['start']}–{citation['end']}"
        for citation in citations
        if texts.get(citation["document_id"], "")[citation["start"] : citation["end"]] != citation["quote"]
    ]
    return Result(asked.id, asked.turns, answer["text"], tuple(faults))


def summary(results: Sequence[Result]) -> str:
    """Write the failures and the count."""
    lines = []
    for result in results:
        if result.faults:
            lines += [f"✗ {result.id}: {' → '.join(result.turns)}", *(f"    {fault}" for fault in result.faults)]
            lines.append(f"    trả lời: {one_line(result.text)[:400]}")
    right = sum(not result.faults for result in results)
    return "\n".join([*lines, f"{right} / {len(results)} đúng"])
