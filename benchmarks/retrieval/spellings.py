"""Three ways to type a question: as asked, without marks, with two slips."""

from __future__ import annotations

import random
from collections.abc import Callable

from knowledge.language import fold

#: Letters beside each other on a keyboard.
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SLIPS = 2


def as_asked(question: str, seed: str) -> str:
    """Return the question itself."""
    return question


def without_marks(question: str, seed: str) -> str:
    """Return the question in lower case without marks."""
    return fold(question)


def with_slips(question: str, seed: str) -> str:
    """Return the question with two slips, the same for the same seed.

    A slip is a letter left out, doubled, swapped with the next or typed on the key beside it.
    """
    rng, letters = random.Random(seed), list(question)
    for _ in range(SLIPS):
        inner = range(1, len(letters) - 1)
        places = [i for i in inner if letters[i].isalpha() and letters[i + 1].isalpha()]
        place, slip = rng.choice(places), rng.choice(("left out", "doubled", "swapped", "beside"))
        if slip == "left out":
            del letters[place]
        elif slip == "doubled":
            letters.insert(place, letters[place])
        elif slip == "swapped":
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        else:
            letters[place] = _neighbour(letters[place], rng)
    return "".join(letters)


def _neighbour(letter: str, rng: random.Random) -> str:
    bare = fold(letter)
    row = next((row for row in ROWS if bare in row), ROWS[1])
    place = row.find(bare) + rng.choice((-1, 1))
    return row[max(0, min(len(row) - 1, place))]


#: Name → from a question and a seed to what is typed.
SPELLINGS: dict[str, Callable[[str, str], str]] = {
    "as asked": as_asked,
    "without marks": without_marks,
    "two slips": with_slips,
}
