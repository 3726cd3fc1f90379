"""The words of the field, as data: abbreviations, chat words, synonyms, fillers, document kinds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from knowledge.data import load_yaml
from knowledge.language.normalization import fold, normalize_tones
from knowledge.language.tokenization import tokenize

#: "Mấy" asks what "bao nhiêu" asks, wherever a cue has either.
HOW_MUCH = re.compile(r"(?:(?<=\\b)|(?<!\w))(?:bao nhieu|may)(?!\w)")


class Vocabulary:
    """Every word list, compiled; made once by `vocabulary()`."""

    def __init__(self) -> None:
        #: Abbreviation → what it stands for.
        self.terms: dict[str, str] = {
            term: row["means"] for term, row in load_yaml("terms.yaml").items()
        }
        #: Chat word without marks → the whole word.
        self.shorthand: dict[str, str] = {
            str(key): value for key, value in load_yaml("typing.yaml").items()
        }
        #: Words of a question that no document has to contain.
        self.fillers = _any_of(
            phrase for group in load_yaml("fillers.yaml").values() for phrase in group
        )
        #: Groups of phrases that ask for the same thing.
        self.synonyms: list[list[str]] = [
            *load_yaml("synonyms.yaml"), *map(list, self.terms.items())
        ]  # fmt: skip
        #: Kinds of document, as they are written.
        self.document_kinds: list[str] = [row["name"] for row in load_yaml("kinds.yaml")]
        #: Wordings the spelling corrector learns besides the documents.
        self.phrasings: list[str] = [
            *load_yaml("everyday.yaml"),
            *(phrase for group in self.synonyms for phrase in group),
        ]
        self._confusable = {normalize_tones(row["word"]) for row in load_yaml("confusable.yaml")}

    def cue_text(self, text: str) -> str:
        """Return a question without marks, of the same length, for matching cues.

        Marked words that would become a cue without their marks are hidden: "bộ máy" asks no "mấy".
        """
        folded = list(fold(text))
        for token in tokenize(text):
            if normalize_tones(token.text) in self._confusable:
                folded[token.start : token.end] = "·" * (token.end - token.start)
        return "".join(folded)


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Compile phrases into one pattern that prefers the longest."""
    distinct = {normalize_tones(str(phrase)) for phrase in phrases}
    longest_first = sorted(distinct, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary, loaded on first use."""
    return Vocabulary()


def compile_cue(cue: str) -> re.Pattern[str]:
    """Compile a cue, so that it reads both words for "how much".

    >>> bool(compile_cue("bao nhieu (tien|trieu)").search("thuong may trieu"))
    True
    """
    return re.compile(HOW_MUCH.sub("(?:bao nhieu|may)", cue))
