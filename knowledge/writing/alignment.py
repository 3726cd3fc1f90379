"""Which words of a clause stand in a part of a source, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.writing.vocabulary import writing_vocabulary

#: What two words that stand together on both sides count, where a word counts 1.
TOGETHER = 0.05


def says(word: str) -> bool:
    """Whether a word says something by itself."""
    return not writing_vocabulary().is_glue(word)


def common_pairs(clause: Sequence[str], words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs of indexes of a longest common subsequence.

    Words that say something come first, then words that stand together on both sides.
    """
    best, paired = _scores(clause, words)
    i = j = 0
    while i < len(clause) and j < len(words):
        if paired[i][j] and paired[i][j] == best[i][j]:
            yield i, j
            i, j = i + 1, j + 1
            while paired[i][j] and paired[i][j] + TOGETHER >= best[i][j]:
                yield i, j
                i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1


def _scores(
    clause: Sequence[str], words: Sequence[str]
) -> tuple[list[list[float]], list[list[float]]]:
    """Return how well what begins at each pair of indexes goes together: at best, and so paired.

    0 where the two are not the same word.
    """
    best = [[0.0] * (len(words) + 1) for _ in range(len(clause) + 1)]
    paired = [[0.0] * (len(words) + 1) for _ in range(len(clause) + 1)]
    for i in range(len(clause) - 1, -1, -1):
        weight = 1.0 if says(clause[i]) else 0.2
        for j in range(len(words) - 1, -1, -1):
            if clause[i] == words[j]:
                goes_on = paired[i + 1][j + 1] and paired[i + 1][j + 1] + TOGETHER
                paired[i][j] = weight + max(best[i + 1][j + 1], goes_on)
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired[i][j])
    return best, paired
