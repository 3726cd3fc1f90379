"""Extraction from pages by other hands (`tests/gold/train`, `tune`, `unseen`): F1 by field and kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from benchmarks.extraction.texts import GOLD, Score, told_facts
from indexer.document_reader import ParsedDocument, parse_document
from indexer.readers import READERS
from knowledge.language import folded_tokens, one_line
from knowledge.model import Fact

GROUPS = ("train", "tune", "unseen")
FIELDS = ("title", "kind", "number", "authority", "place", "years", "issued", "signer")
#: Kinds that are right when their evidence is: their names are only the author's shortening.
BY_EVIDENCE = {"content", "principle", "event", "issued", "index", "duty", "deadline"}
#: Bodies that texts also write short.
ABBREVIATIONS = {"ubnd": "uy ban nhan dan", "ldld": "lien doan lao dong"}
#: Details that must agree where both sides state them.
DETAILS = ("number", "date")
#: The share of words that two names of one thing have in common at least.
MIN_SHARED_WORDS = 0.5


@dataclass
class PageScores:
    """The score of each field of the metadata and of each kind of fact.

    `false_targets` are targets whose evidence the author labelled a result.
    """

    fields: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    kinds: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    false_targets: int = 0

    @property
    def metadata(self) -> Score:
        """The sum over the fields."""
        return sum(self.fields.values(), Score())

    @property
    def facts(self) -> Score:
        """The sum over the kinds."""
        return sum(self.kinds.values(), Score())

    @property
    def lines(self) -> list[str]:
        """Every difference: "+" told though not annotated, "-" missed."""
        scores = [*self.fields.values(), *self.kinds.values()]
        wrong = [f"+ {line}" for score in scores for line in score.wrong]
        return wrong + [f"- {line}" for score in scores for line in score.missed]


@dataclass(frozen=True)
class Page:
    """An annotated page: its raw text, what it states, and each sentence with its label."""

    name: str
    text: str
    gold: Mapping[str, Any]
    sentences: tuple[tuple[str, str], ...]


def read_pages(group: str) -> list[Page]:
    """Return the pages of a group in the order of their names."""
    return [_read_page(path) for path in sorted((GOLD / group).glob("*.yaml"))]


def _read_page(path: Path) -> Page:
    gold = yaml.safe_load(path.read_text(encoding="utf-8"))
    sentences = [(label, said) for line in gold["lines"] for label, said in line["says"]]
    text = "\n".join(" ".join(said for _, said in line["says"]) for line in gold["lines"])
    return Page(path.stem, text, gold, tuple(sentences))


def score_pages(pages: Iterable[Page]) -> PageScores:
    """Read each page as a text file and compare what was read with what was annotated."""
    scores = PageScores()
    for page in pages:
        parsed = parse_document(READERS[".txt"](page.text.encode()), page.name, "")
        _score_fields(scores, page, parsed)
        _score_facts(scores, page, parsed)
    return scores


def _score_fields(scores: PageScores, page: Page, parsed: ParsedDocument) -> None:
    for name in FIELDS:
        expected, actual = page.gold["document"][name], getattr(parsed.document, name)
        actual = list(actual) if isinstance(actual, tuple) else actual
        if _spelled_out(actual) == _spelled_out(expected):
            scores.fields[name] += Score(bool(expected))
            continue
        wrong = (f"{page.name} {name}: {actual}",) if actual else ()
        missed = (f"{page.name} {name}: {expected}",) if expected else ()
        scores.fields[name] += Score(0, wrong, missed)


def _spelled_out(value: object) -> str:
    """Return a value in the form that is compared: "UBND" is "Ủy ban nhân dân"."""
    words = _plain(value).split()
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)


def _score_facts(scores: PageScores, page: Page, parsed: ParsedDocument) -> None:
    unmatched = list(page.gold["facts"])
    results = [one_line(said) for label, said in page.sentences if label == "result"]
    for fact, evidence in _told(parsed):
        match = next((one for one in unmatched if is_match(fact, evidence, one)), None)
        if match is not None:
            unmatched.remove(match)
            scores.kinds[fact.kind] += Score(1)
            continue
        scores.kinds[fact.kind] += Score(0, (f"{page.name} {fact.kind}: {fact.name[:70]}",))
        is_result = any(evidence in said or said in evidence for said in results)
        scores.false_targets += fact.kind == "target" and is_result
    for one in unmatched:
        line = f"{page.name} {one['kind']}: {one.get('name') or one['at']}"
        scores.kinds[one["kind"]] += Score(0, (), (line,))


def _told(parsed: ParsedDocument) -> Iterator[tuple[Fact, str]]:
    """Yield the facts told of a page, and of the text attached to it, each with its evidence."""
    for fact in told_facts(parsed):
        yield fact, one_line(parsed.document.text[fact.start : fact.end])
    if parsed.attached:
        yield from _told(parsed.attached)


def _unbarred(text: str) -> str:
    """Return a text without the bars between cells, which a table of tabs gets when it is read."""
    return one_line(text.replace("|", " "))


def is_match(fact: Fact, evidence: str, expected: Mapping[str, Any]) -> bool:
    """Whether a fact is the one annotated: the same kind, evidence, details, and much of the name."""
    if fact.kind != expected["kind"] or _unbarred(str(expected["at"])) not in _unbarred(evidence):
        return False
    own = fact.details.as_json()
    stated = ((own.get(name), expected.get(name)) for name in DETAILS)
    if any(mine and theirs and _plain(mine) != _plain(theirs) for mine, theirs in stated):
        return False
    if fact.kind in BY_EVIDENCE or not expected.get("name"):
        return True
    if fact.kind == "legal_text" and _plain(expected.get("number")) in _plain(fact.name):
        # Named by its number where the author named it by its subject.
        return bool(expected.get("number"))
    mine, theirs = set(folded_tokens(fact.name)), set(folded_tokens(str(expected["name"])))
    return len(mine & theirs) >= MIN_SHARED_WORDS * min(len(mine), len(theirs))


def _plain(value: object) -> str:
    return " ".join(folded_tokens(one_line(str(value)))) if value else ""


def measure_pages(shown: Iterable[str] = ()) -> dict[str, Any]:
    """Print the scores of each group, with every difference for those `shown`; return the figures.

    Of *unseen* only the sums are ever printed.
    """
    figures: dict[str, Any] = {}
    for group in GROUPS:
        scores = score_pages(read_pages(group))
        if group in shown and group != "unseen":
            print(*scores.lines, sep="\n")
        both = (("metadata", scores.metadata, scores.fields), ("facts", scores.facts, scores.kinds))
        for name, total, of in both:
            figures[f"{group}_{name}_f1"] = round(total.f1, 3)
            figures[f"{group}_{name}_precision"] = round(total.precision, 3)
            parts = ", ".join(f"{key} {score.f1:.2f}" for key, score in sorted(of.items()))
            print(f"{group} {name}: F1 {total.f1:.3f}, precision {total.precision:.3f}; {parts}")
        figures[f"{group}_false_targets"] = scores.false_targets
    return figures
