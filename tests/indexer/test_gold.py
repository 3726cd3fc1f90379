"""What is found in texts against what a careful reader finds (`tests/gold`): the floor of the benchmark on extraction."""

from __future__ import annotations

from benchmarks.extraction import GOLD, SEEDS, Score, scores
from tests.conftest import needs_shared

LEAST_METADATA, LEAST_FACTS = 0.95, 0.90


def hold(metadata: Score, facts: Score) -> None:
    assert metadata.f1 >= LEAST_METADATA, (metadata.wrong, metadata.missed)
    assert facts.f1 >= LEAST_FACTS, (facts.wrong, facts.missed)


@needs_shared
def test_the_raw_texts_are_read_as_a_careful_reader_reads_them() -> None:
    hold(*scores(GOLD, SEEDS))


def test_directives_plans_and_news_in_the_usual_forms_are_too() -> None:
    metadata, facts = scores(GOLD / "own", GOLD / "own")
    hold(metadata, facts)
    assert facts.right > 60


def test_a_guess_and_a_miss_both_cost() -> None:
    assert Score(8, ("a",), ("b",)).f1 < Score(8, ("a",), ()).f1 < Score(8, (), ()).f1 == 1
