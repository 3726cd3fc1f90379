"""Extraction from the originals and our own texts: F1 of metadata and of facts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.settings import ROOT
from indexer.document_reader import ParsedDocument, parse_document
from indexer.readers import READERS
from knowledge.language import fold, normalize, one_line
from knowledge.model import Fact

GOLD = ROOT / "tests" / "gold"
SEEDS = ROOT.parent / "shared" / "seeds"
#: Kinds judged by their evidence: their names are only where the indexer shortens a sentence.
KINDS_BY_EVIDENCE = {"content", "principle", "event", "issued", "index", "definition"}


@dataclass(frozen=True)
class Score:
    """How many were right, and which were wrong (not annotated) or missed."""

    right: int = 0
    wrong: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall (van Rijsbergen 1979)."""
        errors = len(self.wrong) + len(self.missed)
        return 2 * self.right / (2 * self.right + errors or 1)

    @property
    def precision(self) -> float:
        """The share of what was told that is annotated."""
        return self.right / (self.right + len(self.wrong) or 1)

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
        )


def score_metadata(parsed: ParsedDocument, gold: dict[str, Any]) -> Score:
    """Compare the fields of a document; a guess where None is annotated is wrong."""
    right, wrong, missed = 0, [], []
    for name, expected in gold["document"].items():
        actual = getattr(parsed.document, name)
        actual = list(actual) if isinstance(actual, tuple) else actual
        if actual == (normalize(expected) if isinstance(expected, str) else expected):
            right += expected is not None
            continue
        wrong += [f"{parsed.document.id}.{name}={actual}"] if actual else []
        missed += [f"{parsed.document.id}.{name}={expected}"] if expected else []
    return Score(right, tuple(wrong), tuple(missed))


def told_facts(parsed: ParsedDocument) -> list[Fact]:
    """Return the facts that answers would use; relations between texts are no facts of a campaign."""
    return [fact for fact in parsed.facts if fact.kind != "relation" and not fact.is_proposal]


def score_facts(parsed: ParsedDocument, gold: dict[str, Any]) -> Score:
    """Compare the facts; each matches at most one annotated fact, on the same evidence."""
    unmatched = list(gold["facts"])
    wrong = []
    for fact in told_facts(parsed):
        evidence = parsed.document.text[fact.start : fact.end]
        matches = (expected for expected in unmatched if _is_match(fact, evidence, expected))
        match = next(matches, None)
        if match is None:
            wrong.append(f"{fact.document_id} {fact.kind}: {fact.name[:70]}")
        else:
            unmatched.remove(match)
    missed = [f"{fact['kind']}: {fact.get('name') or fact['at']}" for fact in unmatched]
    return Score(
        len(gold["facts"]) - len(unmatched),
        tuple(wrong),
        tuple(f"{parsed.document.id} {line}" for line in missed),
    )


def _is_match(fact: Fact, evidence: str, expected: dict[str, Any]) -> bool:
    if fact.kind != expected["kind"] or normalize(expected["at"]) not in one_line(evidence):
        return False
    is_named = fact.kind not in KINDS_BY_EVIDENCE
    if is_named and _normalize(fact.name) != _normalize(expected["name"]):
        return False
    actual = {**fact.details.as_json(), "place": fact.place or "", "year": str(fact.year or "")}
    return all(
        _normalize(actual.get(name, "")) == _normalize(str(value))
        for name, value in expected.items()
        if name not in ("kind", "name", "at")
    )


def _normalize(text: str) -> str:
    return fold(one_line(text)).replace("–", "-").strip(" .”“")


def score_texts(gold_folder: Path, texts: Path) -> tuple[Score, Score]:
    """Return the scores of metadata and of facts over all texts with an annotation."""
    metadata, facts = Score(), Score()
    for path in sorted(gold_folder.glob("*.yaml")):
        gold = yaml.safe_load(path.read_text(encoding="utf-8"))
        text = next(file for file in texts.glob(f"{path.stem}.*") if file.suffix in READERS)
        # Not read by its path: the annotation beside a text of our own has the name of a sidecar.
        parsed = parse_document(READERS[text.suffix](text.read_bytes()), path.stem, "")
        metadata += score_metadata(parsed, gold)
        facts += score_facts(parsed, gold)
    return metadata, facts


def measure_texts() -> dict[str, Any]:
    """Print what is wrong or missed on the originals, then on our own texts; return the figures."""
    figures: dict[str, Any] = {}
    for name, gold, texts in (
        ("seeds", GOLD, SEEDS),
        ("own", GOLD / "own", GOLD / "own"),
    ):
        if not texts.exists():
            print(f"{texts} is not here: {name} left out")
            continue
        scores = score_texts(gold, texts)
        for part, score in zip(("metadata", "facts"), scores, strict=True):
            for sign, lines in (("+", score.wrong), ("-", score.missed)):
                for line in lines:
                    print(f"  {sign} {part} {line}")
            figures[f"{name}_{part}_f1"] = round(score.f1, 3)
            figures[f"{name}_{part}_right"] = score.right
    return figures
