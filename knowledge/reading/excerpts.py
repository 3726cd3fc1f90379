"""The part of a passage that shows why it was found, with the words that were looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from knowledge.language import fold_word, normalize_word, table_cells, tokenize
from knowledge.model import Passage
from knowledge.reading.parameters import EXCERPT_LETTERS, LETTERS_BEFORE


@dataclass(frozen=True)
class Span:
    """Some letters of an excerpt; `is_found` where they are a word that was looked for."""

    text: str
    is_found: bool = False


def excerpt(passage: Passage, words: Iterable[str], is_marked: bool) -> tuple[Span, ...]:
    """Return the letters of a passage around the first of some words, those words apart.

    Words typed without marks stand for those with any.
    """
    text = _readable(passage)
    as_compared = normalize_word if is_marked else fold_word
    wanted = {as_compared(word) for word in words}
    found = _found(text, lambda word: as_compared(word) in wanted)
    start = _start(text, found[0][0] if found else 0)
    end = start + EXCERPT_LETTERS
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return tuple(_spans(text, start, min(end, len(text)), found))


def _readable(passage: Passage) -> str:
    """Return a passage's words without Markdown, the cells of a row divided by dashes."""
    if passage.kind == "row":
        return " – ".join(cell for cell in table_cells(passage.text) if cell)
    return passage.text.replace("**", "").strip("*_ ").lstrip("#-*• ")


def _found(text: str, is_wanted: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Return where words that are looked for stand, those divided by a blank alone together."""
    found: list[tuple[int, int]] = []
    for token in tokenize(text):
        if not is_wanted(token.text):
            continue
        if found and text[found[-1][1] : token.start].isspace():
            found[-1] = (found[-1][0], token.end)
        else:
            found.append((token.start, token.end))
    return found


def _start(text: str, first: int) -> int:
    """Return where an excerpt begins: at the beginning of a word some letters before the first found."""
    if first <= LETTERS_BEFORE or len(text) <= EXCERPT_LETTERS:
        return 0
    return text.find(" ", first - LETTERS_BEFORE) + 1


def _spans(text: str, start: int, end: int, found: list[tuple[int, int]]) -> Iterator[Span]:
    position = start
    if start:
        yield Span("… ")
    for first, last in found:
        if start <= first and last <= end:
            if position < first:
                yield Span(text[position:first])
            yield Span(text[first:last], is_found=True)
            position = last
    if position < end:
        yield Span(text[position:end])
    if end < len(text):
        yield Span(" …")
