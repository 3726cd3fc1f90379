"""Files of questions with what a right answer must say, and how an answer is judged.

A file is a YAML list; each entry has `id` and `turns` (the last answer is judged), and may have
`must` (groups of words of which each must be there), `must_not`, `cites` (documents), `places` (in
the document), `as_of` (the day) and `abstain` (nothing must be found).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.commands.parameters import MAX_WRONG_ANSWER
from bot.errors import InvalidQuestions
from knowledge.language import one_line

#: The day on which questions are asked unless they say otherwise.
DEFAULT_DAY = date(2026, 11, 21)
STRAIGHT_QUOTES = str.maketrans("“”„‟‘’‚‛«»", '""""\'\'\'\'""')


@dataclass(frozen=True)
class EvaluationCase:
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
class Verdict:
    """How one conversation went; without faults the answer is right."""

    id: str
    turns: tuple[str, ...]
    text: str
    faults: tuple[str, ...]


FIELDS = {field.name for field in fields(EvaluationCase)}
REQUIRED_FIELDS = {"id", "turns"}


def read_cases(path: Path) -> list[EvaluationCase]:
    """Read a file of questions; raise InvalidQuestions for what is not in the format."""
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidQuestions(f"Không đọc được tệp câu hỏi {path}: {error}") from error
    if not isinstance(rows, list) or not rows:
        raise InvalidQuestions(f"{path} phải là một danh sách câu hỏi.")
    return [_case(row, path) for row in rows]


def _case(row: Any, path: Path) -> EvaluationCase:
    is_valid = isinstance(row, dict) and REQUIRED_FIELDS <= row.keys() <= FIELDS
    if not is_valid or not row["turns"]:
        raise InvalidQuestions(f"{path}: mục không đúng mẫu: {row!r}")
    return EvaluationCase(
        str(row["id"]),
        tuple(map(str, row["turns"])),
        tuple(tuple(map(str, group)) for group in row.get("must", ())),
        tuple(map(str, row.get("must_not", ()))),
        tuple(row.get("cites", ())),
        tuple(row.get("places", ())),
        date.fromisoformat(str(row.get("as_of", DEFAULT_DAY))),
        bool(row.get("abstain", False)),
    )


def normalise(text: str) -> str:
    """Return the form in which texts are compared: NFC, lower case, one blank, straight quotes."""
    return one_line(unicodedata.normalize("NFC", text).lower().translate(STRAIGHT_QUOTES))


def judge(case: EvaluationCase, answer: Mapping[str, Any], texts: Mapping[str, str]) -> Verdict:
    """Judge the last answer of a conversation; `texts` are the stored texts by document.

    Every quote must stand in its document's text, word for word.
    """
    faults = (
        *_faults_of_text(case, normalise(answer["text"])),
        *_faults_of_citations(case, answer["citations"]),
        *_faults_of_status(case, answer),
        *_wrong_quotes(answer["citations"], texts),
    )
    return Verdict(case.id, case.turns, answer["text"], faults)


def _faults_of_text(case: EvaluationCase, text: str) -> Iterator[str]:
    for group in case.must:
        if not any(normalise(words) in text for words in group):
            yield f"thiếu {' | '.join(group)}"
    for words in case.must_not:
        if normalise(words) in text:
            yield f"không được có {words}"


def _faults_of_citations(
    case: EvaluationCase, citations: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    if case.cites and not {citation["document_id"] for citation in citations} & set(case.cites):
        yield f"không dẫn {' | '.join(case.cites)}"
    cited = [citation["place"] for citation in citations]
    if case.places and not any(place in where for where in cited for place in case.places):
        yield f"không dẫn {' | '.join(case.places)}"


def _faults_of_status(case: EvaluationCase, answer: Mapping[str, Any]) -> Iterator[str]:
    is_not_found = answer["status"] == "not_found"
    if case.abstain != is_not_found:
        yield f"trạng thái {answer['status']}"
    if is_not_found and answer["citations"]:
        yield "không tìm thấy mà vẫn dẫn nguồn"


def _wrong_quotes(
    citations: Sequence[Mapping[str, Any]], texts: Mapping[str, str]
) -> Iterator[str]:
    for citation in citations:
        document_id, start, end = citation["document_id"], citation["start"], citation["end"]
        if texts.get(document_id, "")[start:end] != citation["quote"]:
            yield f"trích sai ở {document_id} {start}–{end}"


def summary(verdicts: Sequence[Verdict]) -> str:
    """Return the failures with their reasons, and the count of right answers."""
    lines = []
    for verdict in verdicts:
        if verdict.faults:
            lines.append(f"✗ {verdict.id}: {' → '.join(verdict.turns)}")
            lines += [f"    {fault}" for fault in verdict.faults]
            lines.append(f"    trả lời: {one_line(verdict.text)[:MAX_WRONG_ANSWER]}")
    right = sum(not verdict.faults for verdict in verdicts)
    return "\n".join([*lines, f"{right} / {len(verdicts)} đúng"])
