"""All that is worked out from the words of passages, kept up to date as they come and go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from knowledge.cards import Cards
from knowledge.evidence import Evidence
from knowledge.held import Change
from knowledge.law.catalogue import wordings
from knowledge.model import Document, Passage
from knowledge.search import above
from knowledge.spelling import Speller
from knowledge.text import every_token
from knowledge.vocabulary import Vocabulary
from knowledge.words import KeywordIndex


class Indexes:
    """Keyword search, the weights of words, the words of each passage, and how words are spelled."""

    def __init__(self, words: Vocabulary) -> None:
        self._vocabulary = words
        self.keywords = KeywordIndex()
        self.evidence = Evidence((), words)
        self.cards = Cards()
        # What holds without any document: the law's wording and the names of places.
        places = [place.full_name for place in words.places]
        self.speller = Speller([*wordings(), *places], words.phrasings, words.typing)
        self._found: Mapping[int, Passage] = {}
        self._documents: Mapping[str, Document] = {}

    def sync(self, documents: Mapping[str, Document], found: Mapping[int, Passage]) -> None:
        """Hold exactly the passages that can be found."""
        went = [key for key in self._found if key not in found]
        for key in went:
            passage = self._found[key]
            over, _ = above(self._documents[passage.document_id], passage)
            self.evidence.remove([*every_token(over), *every_token(passage.text)])
            self.cards.remove(key)
        words = {}
        for key, passage in found.items():
            if key not in self._found:
                over, heading = above(documents[passage.document_id], passage)
                above_it, text = every_token(over), every_token(passage.text)
                words[key] = [*above_it, *text]
                self.evidence.add(words[key])
                self.cards.add(key, above_it, every_token(heading), text)
        self.keywords.change(words, went)
        self._found, self._documents = found, documents

    def learn(self, change: Change, documents: Iterable[Document]) -> None:
        """Learn to spell what has come, forget what has gone."""
        for passages, tell in ((change.came, self.speller.learn), (change.went, self.speller.forget)):
            for passage in passages.values():
                if passage.kind != "boilerplate":
                    tell(passage.text)
        # People type a province and a year side by side: "ha nam 2024" is no "hà năm 2024".
        years = {year for document in documents for year in document.years}
        provinces = [place.name.split()[-1] for place in self._vocabulary.places if not place.province]
        self.speller.beside((name, str(year)) for name in provinces for year in years)
