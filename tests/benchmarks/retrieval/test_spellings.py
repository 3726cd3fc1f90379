"""Questions as they are typed."""

from __future__ import annotations

from benchmarks.retrieval.spellings import SPELLINGS
from knowledge.language import fold

QUESTION = "Hội đồng sáng kiến cấp cơ sở được thành lập như thế nào?"


def test_spellings_are_what_they_say_and_the_same_each_time() -> None:
    assert SPELLINGS["as asked"](QUESTION, "1") == QUESTION
    assert SPELLINGS["without marks"](QUESTION, "1") == fold(QUESTION)
    typed = [SPELLINGS["two slips"](QUESTION, seed) for seed in "1234"]
    assert all(text != QUESTION and abs(len(text) - len(QUESTION)) <= 2 for text in typed)
    assert typed == [SPELLINGS["two slips"](QUESTION, seed) for seed in "1234"]
    assert len(set(typed)) > 1
