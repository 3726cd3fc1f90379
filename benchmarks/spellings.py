"""Three ways to type a question: as asked, without marks, with two slips."""

from __future__ import annotations

import random
from collections.abc import Callable

from knowledge.text import fold

#: Letters beside each other on a keyboard.
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SLIPS = 2


def unmarked(question: str, seed: str) -> str:
    """Type a question without marks."""
    return fold(question)


def slipped(question: str, seed: str) -> str:
    """Type a question with two slips: a letter left out, doubled, swapped with the next, or the key beside it."""
    chance, letters = random.Random(seed), list(question)
    for _ in range(SLIPS):
        spots = [i for i in range(1, len(letters) - 1) if letters[i].isalpha() and letters[i + 1].isalpha()]
        spot, slip = chance.choice(spots), chance.choice(("left out", "doubled", "swapped", "beside"))
        if slip == "left out":
            del letters[spot]
        elif slip == "doubled":
            letters.insert(spot, letters[spot])
        elif slip == "swapped":
            letters[spot], letters[spot + 1] = letters[spot + 1], letters[spot]
        else:
            letters[spot] = _beside(letters[spot], chance)
    return "".join(letters)


def _beside(letter: str, chance: random.Random) -> str:
    bare = fold(letter)
    row = next((row for row in ROWS if bare in row), ROWS[1])
    place = row.find(bare)
    return row[max(0, min(len(row) - 1, place + chance.choice((-1, 1))))]


def as_asked(question: str, seed: str) -> str:
    """Type a question as it was asked."""
    return question


SPELLINGS: dict[str, Callable[[str, str], str]] = {
    "as asked": as_asked,
    "without marks": unmarked,
    "two slips": slipped,
}
