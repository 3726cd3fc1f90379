"""What is told of messages and their answers: lost, doubled, out of order, or only apologized for."""

from __future__ import annotations

import pytest

from benchmarks.conversations import Script, answer_figures, moments
from bot.delivery.notices import UNAVAILABLE

SCRIPT = Script(("một?", "hai?", "ba?"), ("Một:", "Hai:", "Ba:"))
#: What is told of two people who got all their answers.
RIGHT = {"answered": 6, "apologies": 0, "lost": 0, "doubled": 0, "out_of_order": 0, "others": 0}


@pytest.mark.parametrize(("texts", "wrong"), [
    (["Một: 1", "Hai: 2", "Ba: 3"], {}),
    (["Một: 1", "Hai: 2"], {"lost": 1, "answered": 5}),
    ([], {"lost": 3, "answered": 3}),
    (["Một: 1", "Một: 1", "Hai: 2", "Một: 1", "Ba: 3"], {"doubled": 2}),
    (["Hai: 2", "Một: 1", "Ba: 3"], {"out_of_order": 1}),
    (["Một: 1", UNAVAILABLE, "Ba: 3"], {"apologies": 1, "answered": 5}),
    (["Một: 1", "Hai: 2", "Bốn: 4", "Ba: 3"], {"others": 1}),
])  # fmt: skip
def test_what_is_wrong_with_answers(texts: list[str], wrong: dict[str, int]) -> None:
    sent = [{"chat_id": "7", "text": text} for text in texts]
    # Another person's answers are no concern of theirs.
    sent += [{"chat_id": 8, "text": text} for text in ("Một: 1", "Hai: 2", "Ba: 3")]
    assert answer_figures(sent, SCRIPT, people=2, first_chat=7) == {**RIGHT, **wrong}


def test_people_begin_one_after_the_other_and_pause() -> None:
    assert moments(3, 2.0, 2, 5.0) == [[0.0, 5.0], [0.5, 5.5], [1.0, 6.0]]
