"""Questions with what answers them, and what other hands wrote of it: `tests/evaluation/wordings`."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.language import one_line, sentence_spans
from knowledge.writing import Source, WritingRequest, WrittenSentence

WORDINGS = Path(__file__).parents[2] / "tests" / "evaluation" / "wordings"
DAY = date(2026, 12, 1)
#: Words of a sentence of a source that is taken as it stands.
MIN_WORDS, MAX_WORDS = 8, 45


@dataclass(frozen=True)
class Wording:
    """A sentence that says what its sources say, or does not; `kind` is who wrote it, or how it lies."""

    request: WritingRequest
    sentence: WrittenSentence
    kind: str


def wordings(group: str) -> Iterator[Wording]:
    """Yield what other hands wrote for a group's questions, and the sources' own sentences."""
    for line in (WORDINGS / f"{group}.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        request = _request(case)
        for kind, one in zip(("close", "free"), case["true"], strict=True):
            yield Wording(request, _sentence(one), kind)
        for one in case["lies"]:
            yield Wording(request, _sentence(one), "lie by hand")
        for source in request.sources[:2]:
            for start, end in sentence_spans(source.text):
                text = one_line(source.text[start:end])
                if "|" not in text and MIN_WORDS <= len(text.split()) <= MAX_WORDS:
                    yield Wording(request, WrittenSentence(text, (source.number,)), "verbatim")


def replies(group: str) -> Iterator[Wording]:
    """Yield each sentence that stands-in for a model wrote, told what a model is told of an answer."""
    for line in (WORDINGS / f"replies-{group}.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        sources = tuple(Source(**source) for source in case["sources"])
        request = WritingRequest(case["question"], DAY, sources)
        for one in itertools.chain.from_iterable(case["replies"]):
            yield Wording(request, _sentence(one), "false reply" if "false" in one else "reply")


def _sentence(data: dict[str, Any]) -> WrittenSentence:
    return WrittenSentence(data["text"], tuple(data["sources"]))


def _request(case: dict[str, Any]) -> WritingRequest:
    return WritingRequest(case["question"], DAY, tuple(map(_source, case["sources"])))


def _source(data: dict[str, Any]) -> Source:
    years = " ".join(f"năm {year}" for year in data["years"])
    where = (data["title"], data["text_number"], data["place"], years, data["heading"])
    return Source(data["number"], data["text"], "\n".join(filter(None, where)), True)
