"""Questions are grouped as they come and go: always as all that are held would be at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.understanding import QuestionClusters

#: Their words are letters: A and B are alike, A and C, not B and C; E is nearer to F than to A.
A, B, C, D = "a b c d e", "a b c d", "b c d e f", "x y"
E, F = "b c d e f g h", "c d e f g h"
WORDS, MOST = "abcdef", 12
STEPS = st.lists(
    st.dictionaries(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=6, unique=True).map(" ".join),
        st.integers(0, 9),
        max_size=MOST,
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.parametrize(
    ("steps", "leaders"),
    [
        ("", {}),
        ("A", {A: A}),
        # Alike, and not alike; what comes later changes nothing before.
        ("A B D", {A: A, B: A, D: D}),
        # Nearer to one than to the other.
        ("A F E", {A: A, F: F, E: F}),
        # What led goes: the next leads, and what is like none of those left leads itself.
        ("A B C -A", {B: B, C: C}),
        ("A B -A", {B: B}),
        ("A B -B", {A: A}),
        # It comes back behind those that it led.
        ("A B -A A", {B: B, A: B}),
        # What came before all others leads them, and whoever led one of them leads it no more.
        ("B A<", {A: A, B: A}),
        ("B C A<", {A: A, B: A, C: A}),
        ("A B D -A -B -D", {}),
    ],
)
def test_each_step_moves_what_it_must(steps: str, leaders: dict[str, str]) -> None:
    names = {"A": A, "B": B, "C": C, "D": D, "E": E, "F": F}
    clusters, held = QuestionClusters(), dict[str, float]()
    assert clusters.update(held) == {}
    for moment, step in enumerate(steps.split()):
        question = names[step.strip("-<")]
        if step.startswith("-"):
            del held[question]
        else:
            held[question] = -moment if step.endswith("<") else moment
        found = clusters.update(held)
    assert (found if steps else {}) == leaders


@given(STEPS)
def test_it_is_the_same_however_they_came_and_went(steps: list[dict[str, int]]) -> None:
    clusters = QuestionClusters()
    for held in steps:
        assert clusters.update(held) == QuestionClusters().update(held)
