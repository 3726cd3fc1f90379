"""All that is derived from the words of passages, kept up to date as they come and go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from knowledge.language import SpellingCorrector, gazetteer, normalized_tokens, vocabulary
from knowledge.model import Document, Passage
from knowledge.search.keyword_index import KeywordIndex
from knowledge.search.passage_terms import PassageTerms, context_of
from knowledge.search.term_statistics import TermStatistics
from knowledge.search.vector_index import VectorIndex
from knowledge.storage import Change


class SearchIndex:
    """Keywords, vectors, the rarity of words, the words of each passage, how words are spelled.

    `wordings` are texts that the spelling corrector knows without any document.
    """

    def __init__(self, vectors: VectorIndex, wordings: Iterable[str]) -> None:
        self.vectors = vectors
        self.keywords = KeywordIndex()
        self.statistics = TermStatistics()
        self.terms = PassageTerms()
        places = [place.full_name for place in gazetteer().places]
        words = vocabulary()
        self.corrector = SpellingCorrector([*wordings, *places], words.phrasings, words.shorthand)
        self._passages: Mapping[int, Passage] = {}
        self._documents: Mapping[str, Document] = {}

    def sync(self, documents: Mapping[str, Document], passages: Mapping[int, Passage]) -> None:
        """Make exactly these passages searchable by words."""
        removed = [key for key in self._passages if key not in passages]
        for key in removed:
            self._remove(key)
        added: dict[int, list[str]] = {}
        for key, passage in passages.items():
            if key not in self._passages:
                added[key] = self._add(key, documents[passage.document_id], passage)
        self.keywords.update(added, removed)
        self._passages, self._documents = passages, documents

    def _add(self, key: int, document: Document, passage: Passage) -> list[str]:
        """Count a passage's words and return them."""
        context = normalized_tokens(context_of(document, passage))
        text = normalized_tokens(passage.text)
        words = [*context, *text]
        self.statistics.add(words)
        self.terms.add(key, context, normalized_tokens(passage.nearest_heading), text)
        return words

    def _remove(self, key: int) -> None:
        passage = self._passages[key]
        context = context_of(self._documents[passage.document_id], passage)
        words = [*normalized_tokens(context), *normalized_tokens(passage.text)]
        self.statistics.remove(words)
        self.terms.remove(key)

    def learn_spelling(self, change: Change, documents: Iterable[Document]) -> None:
        """Learn the words of added passages, forget those of removed ones."""
        for passage in change.added.values():
            if passage.kind != "boilerplate":
                self.corrector.learn(passage.text)
        for passage in change.removed.values():
            if passage.kind != "boilerplate":
                self.corrector.forget(passage.text)
        # People type a province and a year side by side: "ha nam 2024" is no "hà năm 2024".
        years = {str(year) for document in documents for year in document.years}
        last_words = [p.name.split()[-1] for p in gazetteer().places if not p.province]
        self.corrector.set_typed_together((name, year) for name in last_words for year in years)
