"""Teach what each sentence of a page says, from the annotated pages of `tests/gold`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.extraction.parameters import STATEMENT_COLUMNS
from indexer.extraction.statements import KINDS
from indexer.extraction.statements.features import sentence_features, with_seen
from indexer.structure.segmentation import segment_text
from indexer.structure.sentences import Sentence, split_sentences
from training.pages.annotated_lines import most_common, read_annotated_lines
from training.pages.two_passes import Weights, teach_two_passes
from training.pages.zones import PAGES
from training.parameters import STATEMENT_INVERSE_PENALTY


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
    lines, year = read_annotated_lines(path)
    text = "\n".join(line.text for line in lines)
    # A line end belongs to the line before it.
    kinds = np.concatenate([np.append(line.kinds, line.kinds[-1:]) for line in lines])
    sentences = list(split_sentences(segment_text(text)))
    said = [most_common(kinds[sentence.start : sentence.end]) for sentence in sentences]
    return LabelledPage(sentences, year, np.array(said))


def teach_statements(pages: Sequence[LabelledPage]) -> Weights:
    """Return the weights of both passes, a row for each of KINDS."""
    rows = [sentence_features(page.sentences, page.year) for page in pages]
    kinds = [page.kinds for page in pages]
    return teach_two_passes(
        rows, kinds, with_seen, len(KINDS), STATEMENT_COLUMNS, STATEMENT_INVERSE_PENALTY
    )
