"""What the indexer finds in texts against what a careful reader finds: F1 of metadata and of facts.

Run: python -m benchmarks.extraction
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.report import tell
from bot.settings import ROOT
from indexer.document_reader import ParsedDocument, parse_document
from indexer.readers import READERS
from knowledge.model import Fact
from knowledge.text import fold, nfc, one_line

GOLD = ROOT / "tests" / "gold"
SEEDS = ROOT.parent / "shared" / "seeds"
#: Kinds that are judged by their evidence: their names are only how the indexer cuts a sentence short.
BY_EVIDENCE = {"content", "principle", "event", "issued", "index", "definition"}


@dataclass(frozen=True)
class Score:
    """How many were right, given without being asked for, and missed."""

    right: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall (van Rijsbergen 1979)."""
        return 2 * self.right / (2 * self.right + len(self.wrong) + len(self.missed) or 1)

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


def score_metadata(reading: ParsedDocument, gold: dict[str, Any]) -> Score:
    """Compare the fields of the document; one that should stay unknown is wrong when it is guessed."""
    right, wrong, missed = 0, [], []
    for name, wanted in gold["document"].items():
        found = getattr(reading.document, name)
        found = list(found) if isinstance(found, tuple) else found
        if found == (nfc(wanted) if isinstance(wanted, str) else wanted):
            right += wanted is not None
            continue
        wrong += [f"{reading.document.id}.{name}={found}"] if found else []
        missed += [f"{reading.document.id}.{name}={wanted}"] if wanted else []
    return Score(right, tuple(wrong), tuple(missed))


def score_facts(reading: ParsedDocument, gold: dict[str, Any]) -> Score:
    """Compare the facts; each found one answers one of the gold, on the same evidence."""
    left = list(gold["facts"])
    wrong = []
    for fact in (fact for fact in reading.facts if fact.kind != "relation"):
        evidence = reading.document.text[fact.start : fact.end]
        match = next((wanted for wanted in left if _same(fact, evidence, wanted)), None)
        if match is None:
            wrong.append(f"{fact.document_id} {fact.kind}: {fact.name[:70]}")
        else:
            left.remove(match)
    missed = tuple(f"{reading.document.id} {one['kind']}: {one.get('name') or one['at']}" for one in left)
    return Score(len(gold["facts"]) - len(left), tuple(wrong), missed)


def _same(fact: Fact, evidence: str, wanted: dict[str, Any]) -> bool:
    if fact.kind != wanted["kind"] or nfc(wanted["at"]) not in one_line(evidence):
        return False
    if fact.kind not in BY_EVIDENCE and _key(fact.name) != _key(wanted["name"]):
        return False
    said = {**fact.details, "place": fact.place or "", "year": str(fact.year or "")}
    asked = {name: str(value) for name, value in wanted.items() if name not in ("kind", "name", "at")}
    return all(_key(said.get(name, "")) == _key(value) for name, value in asked.items())


def _key(text: str) -> str:
    return fold(one_line(text)).replace("–", "-").strip(" .”“")


def scores(gold_files: Path, texts: Path) -> tuple[Score, Score]:
    """Score every text that has a gold file: metadata, facts."""
    metadata, facts = Score(0, (), ()), Score(0, (), ())
    for path in sorted(gold_files.glob("*.yaml")):
        gold = yaml.safe_load(path.read_text(encoding="utf-8"))
        text = next(file for file in texts.glob(f"{path.stem}.*") if file.suffix in READERS)
        # The gold of our own texts lies beside them under the name of what staff enter by hand: it must not be read as that.
        reading = parse_document(READERS[text.suffix](text.read_bytes()), path.stem, "")
        metadata += score_metadata(reading, gold)
        facts += score_facts(reading, gold)
    return metadata, facts


def main() -> None:
    """Print the scores and what is wrong or missed: on the raw texts, then on texts in the office's own forms."""
    figures: dict[str, Any] = {}
    for name, gold, texts in (("seeds", GOLD, SEEDS), ("own", GOLD / "own", GOLD / "own")):
        if not texts.exists():
            print(f"{texts} is not here: {name} left out")
            continue
        for part, score in zip(("metadata", "facts"), scores(gold, texts), strict=True):
            for sign, lines in (("+", score.wrong), ("-", score.missed)):
                for line in lines:
                    print(f"  {sign} {part} {line}")
            figures |= {f"{name}_{part}_f1": round(score.f1, 3), f"{name}_{part}_right": score.right}
    tell("extraction", figures)


if __name__ == "__main__":
    main()
