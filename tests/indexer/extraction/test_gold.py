"""What is extracted against the annotations of `tests/gold`: the floor of the benchmark."""

from __future__ import annotations

import pytest

from benchmarks.extraction.pages import PageScores, read_pages, score_pages
from benchmarks.extraction.texts import GOLD, SEEDS, Score, score_texts
from tests.conftest import needs_shared

#: Pages by other hands, with the dirt of real ones: floors, not aims.
MIN_PAGES_METADATA_F1, MIN_PAGES_FACTS_F1, MIN_PAGES_PRECISION = 0.76, 0.71, 0.88
MIN_METADATA_F1, MIN_FACTS_F1 = 0.95, 0.90


def check(metadata: Score, facts: Score) -> None:
    assert metadata.f1 >= MIN_METADATA_F1, (metadata.wrong, metadata.missed)
    assert facts.f1 >= MIN_FACTS_F1, (facts.wrong, facts.missed)


@needs_shared
def test_the_originals_are_read_as_they_are_annotated() -> None:
    check(*score_texts(GOLD, SEEDS))


def test_directives_plans_and_news_in_the_usual_forms_are_too() -> None:
    metadata, facts = score_texts(GOLD / "own", GOLD / "own")
    check(metadata, facts)
    assert facts.right > 60


@pytest.fixture(scope="module")
def tune() -> PageScores:
    return score_pages(read_pages("tune"))


def test_pages_by_other_hands_are_read_as_well_as_before(tune: PageScores) -> None:
    assert tune.metadata.f1 >= MIN_PAGES_METADATA_F1, tune.lines
    assert tune.facts.f1 >= MIN_PAGES_FACTS_F1, tune.lines
    assert tune.facts.precision >= MIN_PAGES_PRECISION, tune.lines


def test_a_guess_and_a_miss_both_cost() -> None:
    assert Score(8, ("a",), ("b",)).f1 < Score(8, ("a",), ()).f1 < Score(8, (), ()).f1 == 1
