"""Files of questions with what a right answer must say, and how an answer is judged.

A file is a YAML list; each entry has `id` and `turns` (the last answer is judged), and may have
`must` (groups of words of which each must be there), `must_not`, `cites` (documents), `places` (in
the document), `as_of` (the day) and `abstain` (nothing must be found). `persona` (who asks), `kind`
(what is asked for), `evidence` (the words that answer) and `evidence_at` (where they stand in the
decree, "start-end") are kept for reports and training; nothing is judged by them.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml

from bot.commands.parameters import MAX_WRONG_ANSWER
from bot.errors import InvalidQuestions
from bot.operations.turn_journal import UNKNOWN
from bot.web.rendering import percent_of
from knowledge.language import one_line

#: The day on which questions are asked unless they say otherwise.
DEFAULT_DAY = date(2026, 11, 21)
#: How an answer went: right; not claimed, but with what answers in the nearest passage; refused or
#: asked back where an answer was due; wrong in another way.
Outcome = Literal["right", "shown", "refused", "asked", "wrong"]
OUTCOME_LABELS: dict[Outcome, str] = {
    "right": "đúng",
    "shown": "đưa đúng đoạn",
    "refused": "từ chối",
    "asked": "hỏi lại",
    "wrong": "sai",
}
#: The outcome of a status that leaves a question open which can be answered.
UNHELPFUL: dict[str, Outcome] = {**dict.fromkeys(UNKNOWN, "refused"), "clarify": "asked"}
STRAIGHT_QUOTES = str.maketrans("“”„‟‘’‚‛«»", '""""\'\'\'\'""')


@dataclass(frozen=True)
class EvaluationCase:
    """One conversation whose last answer is judged; `group` names the file it stands in."""

    id: str
    turns: tuple[str, ...]
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    as_of: date = DEFAULT_DAY
    abstain: bool = False
    persona: str = ""
    kind: str = ""
    evidence: tuple[str, ...] = ()
    evidence_at: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Verdict:
    """How one conversation went; without faults the answer is right."""

    id: str
    turns: tuple[str, ...]
    text: str
    faults: tuple[str, ...]
    status: str
    outcome: Outcome
    abstain: bool = False
    group: str = ""


FIELDS = {field.name for field in fields(EvaluationCase)} - {"group"}
REQUIRED_FIELDS = {"id", "turns"}


def read_groups(paths: Sequence[Path]) -> list[EvaluationCase]:
    """Read files of questions; each file is a group; raise InvalidQuestions as `read_cases` does.

    A group is called by its file's stem; where two are alike, with its folder before it.
    """
    whole = [path.resolve() for path in paths]
    names = [path.stem for path in whole]
    if len(set(names)) < len(names):
        names = [f"{path.parent.name}/{path.stem}" for path in whole]
    return [
        case for path, name in zip(paths, names, strict=True) for case in read_cases(path, name)
    ]


def read_cases(path: Path, group: str = "") -> list[EvaluationCase]:
    """Read a file of questions; raise InvalidQuestions for what is not in the format."""
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidQuestions(f"Không đọc được tệp câu hỏi {path}: {error}") from error
    if not isinstance(rows, list) or not rows:
        raise InvalidQuestions(f"{path} phải là một danh sách câu hỏi.")
    return [_case(row, path, group) for row in rows]


def _case(row: Any, path: Path, group: str) -> EvaluationCase:
    is_valid = isinstance(row, dict) and REQUIRED_FIELDS <= row.keys() <= FIELDS
    if not is_valid or not row["turns"]:
        raise InvalidQuestions(f"{path}: mục không đúng mẫu: {row!r}")
    return EvaluationCase(
        str(row["id"]),
        tuple(map(str, row["turns"])),
        tuple(tuple(map(str, words)) for words in row.get("must", ())),
        tuple(map(str, row.get("must_not", ()))),
        tuple(row.get("cites", ())),
        tuple(row.get("places", ())),
        date.fromisoformat(str(row.get("as_of", DEFAULT_DAY))),
        bool(row.get("abstain", False)),
        persona=str(row.get("persona", "")),
        kind=str(row.get("kind", "")),
        evidence=tuple(map(str, row.get("evidence", ()))),
        evidence_at=tuple(map(str, row.get("evidence_at", ()))),
        group=group,
    )


def normalise(text: str) -> str:
    """Return the form in which texts are compared: NFC, lower case, one blank, straight quotes."""
    return one_line(unicodedata.normalize("NFC", text).lower().translate(STRAIGHT_QUOTES))


def judge(case: EvaluationCase, answer: Mapping[str, Any], texts: Mapping[str, str]) -> Verdict:
    """Judge the last answer of a conversation; `texts` are the stored texts by document.

    Every quote must stand in its document's text, word for word.
    """
    of_content = (
        *_faults_of_text(case, normalise(answer["text"])),
        *_faults_of_citations(case, answer["citations"]),
        *_wrong_quotes(answer["citations"], texts),
    )
    status = answer["status"]
    faults = (*of_content, *_faults_of_status(case, answer))
    is_shown = status == "nearest" and not case.abstain and not of_content
    return Verdict(
        id=case.id,
        turns=case.turns,
        text=answer["text"],
        faults=faults,
        status=status,
        outcome="shown" if is_shown else _outcome(case, status, faults),
        abstain=case.abstain,
        group=case.group,
    )


def _outcome(case: EvaluationCase, status: str, faults: Sequence[str]) -> Outcome:
    if not faults:
        return "right"
    return "wrong" if case.abstain else UNHELPFUL.get(status, "wrong")


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
    status = answer["status"]
    if case.abstain != (status in UNKNOWN):
        yield f"trạng thái {status}"
    if status == "not_found" and answer["citations"]:
        yield "không tìm thấy mà vẫn dẫn nguồn"


def _wrong_quotes(
    citations: Sequence[Mapping[str, Any]], texts: Mapping[str, str]
) -> Iterator[str]:
    for citation in citations:
        document_id, start, end = citation["document_id"], citation["start"], citation["end"]
        if texts.get(document_id, "")[start:end] != citation["quote"]:
            yield f"trích sai ở {document_id} {start}–{end}"


def summary(verdicts: Sequence[Verdict]) -> str:
    """Return the failures with their reasons, and how many answers went in which way."""
    has_groups = len({verdict.group for verdict in verdicts}) > 1
    lines = []
    for verdict in verdicts:
        if verdict.faults:
            name = f"{verdict.group}/{verdict.id}" if has_groups else verdict.id
            lines.append(f"✗ {name}: {' → '.join(verdict.turns)}")
            lines += [f"    {fault}" for fault in verdict.faults]
            lines.append(f"    trả lời: {one_line(verdict.text)[:MAX_WRONG_ANSWER]}")
    right = sum(not verdict.faults for verdict in verdicts)
    return "\n".join([*lines, f"{right} / {len(verdicts)} đúng", *_counts(verdicts)])


def _counts(verdicts: Sequence[Verdict]) -> Iterator[str]:
    counts = Counter(verdict.outcome for verdict in verdicts)
    yield ", ".join(
        f"{label} {counts[outcome]} ({percent_of(counts[outcome], len(verdicts))})"
        for outcome, label in OUTCOME_LABELS.items()
    )
    refused, unanswerable = count_refused(verdicts)
    share = percent_of(refused, unanswerable)
    yield f"câu hỏi không có đáp án: {refused} / {unanswerable} được từ chối ({share})"


def count_refused(verdicts: Sequence[Verdict]) -> tuple[int, int]:
    """Return how many of the questions without an answer were refused, and how many there are."""
    unanswerable = [verdict for verdict in verdicts if verdict.abstain]
    refused = sum(verdict.status in UNKNOWN for verdict in unanswerable)
    return refused, len(unanswerable)
