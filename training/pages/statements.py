"""Teach what each sentence of a page says, from the annotated pages of `tests/gold`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from indexer.extraction.parameters import STATEMENT_COLUMNS
from indexer.extraction.statements import KINDS
from indexer.extraction.statements.features import sentence_features, with_seen
from indexer.structure.segmentation import segment_text
from indexer.structure.sentences import Sentence, split_sentences
from training.pages.two_passes import Weights, teach_two_passes
from training.pages.zones import PAGES


@dataclass(frozen=True)
class LabelledPage:
    """The sentences of a page as the indexer cuts them, and the number in KINDS of what each says."""

    sentences: Sequence[Sentence]
    year: int | None
    kinds: np.ndarray


def read_labelled_pages(group: str) -> list[LabelledPage]:
    """Return the annotated pages of a group (train, tune, unseen), in the order of their names."""
    return [_read(path) for path in sorted((PAGES / group).glob("*.yaml"))]


def _read(path: Path) -> LabelledPage:
    page = yaml.safe_load(path.read_text(encoding="utf-8"))
    text, labels = _labelled_text(page["lines"])
    years = page["document"]["years"] or [None]
    sentences = list(split_sentences(segment_text(text)))
    kinds = [_kind_of(labels[sentence.start : sentence.end]) for sentence in sentences]
    return LabelledPage(sentences, years[-1], np.array(kinds))


def _labelled_text(lines: Sequence[Any]) -> tuple[str, np.ndarray]:
    """Return the raw text, and the number of the kind of statement that each letter belongs to."""
    text, labels = "", []
    for line in lines:
        for label, said in line["says"]:
            text += said + " "
            labels += [KINDS.index(label)] * (len(said) + 1)
        text = text[:-1] + "\n"
    return text.rstrip("\n"), np.array(labels)


def _kind_of(labels: np.ndarray) -> int:
    """Return the kind that most letters of a sentence belong to."""
    return int(np.bincount(labels, minlength=len(KINDS)).argmax())


def teach_statements(pages: Sequence[LabelledPage]) -> Weights:
    """Return the weights of both passes, a row for each of KINDS."""
    rows = [sentence_features(page.sentences, page.year) for page in pages]
    kinds = [page.kinds for page in pages]
    return teach_two_passes(rows, kinds, with_seen, len(KINDS), STATEMENT_COLUMNS)
