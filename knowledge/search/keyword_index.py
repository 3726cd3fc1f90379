"""Keyword search over passages (BM25, tantivy): words and bigrams, with marks and without.

A question typed with marks is searched in the marked field, one without in the folded field.
Bigrams of syllables stand in for Vietnamese words ("che phủ"); word segmentation did no better.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import tantivy

from knowledge.language import fold_word, normalized_tokens
from knowledge.search.parameters import KEYWORD_WRITER_BYTES

MARKED, FOLDED = "marked", "folded"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=True, fast=True)
    for name in (MARKED, FOLDED):
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class KeywordIndex:
    """An index in memory, kept equal to the store by `update`."""

    def __init__(self) -> None:
        self._schema = _schema()
        self._index = tantivy.Index(self._schema)
        self._count = 0

    def update(self, added: Mapping[int, Sequence[str]], removed: Collection[int] = ()) -> None:
        """Add passages, each as its `normalized_tokens`, and remove others by id."""
        if not added and not removed:
            return
        writer = self._index.writer(KEYWORD_WRITER_BYTES, 1)
        for key in removed:
            writer.delete_documents_by_term("id", key)
        for key in sorted(added):
            words = added[key]
            folded = [fold_word(word) for word in words]
            fields = {
                MARKED: " ".join(with_bigrams(words)),
                FOLDED: " ".join(with_bigrams(folded)),
            }
            writer.add_document(tantivy.Document(id=key, **fields))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._count += len(added) - len(removed)

    def search(
        self,
        terms: Iterable[str],
        marked: bool,
        limit: int,
        among: Collection[int] | None = None,
    ) -> list[tuple[int, float]]:
        """Return passage ids and BM25 scores, best first.

        `terms` are those of `query_terms`; `among` restricts the search to these ids.
        """
        field = MARKED if marked else FOLDED
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, field, term, "freq"))
            for term in dict.fromkeys(terms if marked else map(_folded, terms))
        ]
        if not clauses or not self._count:
            return []
        query = tantivy.Query.boolean_query(clauses)
        if among is not None:
            allowed = tantivy.Query.term_set_query(self._schema, "id", list(among))
            must = tantivy.Occur.Must
            query = tantivy.Query.boolean_query([(must, query), (must, allowed)])
        searcher = self._index.searcher()
        hits = searcher.search(query, limit).hits
        return [(int(searcher.doc(address)["id"][0]), float(score)) for score, address in hits]


def query_terms(text: str) -> list[str]:
    """Return the words of a text and its bigrams: "che phủ rừng" → che, phủ, rừng, che_phủ, …"""
    return with_bigrams(normalized_tokens(text))


def with_bigrams(words: Sequence[str]) -> list[str]:
    """Return the words and the pairs of neighbours, each pair joined by "_"."""
    return [*words, *map("_".join, zip(words, words[1:], strict=False))]


def _folded(term: str) -> str:
    return "_".join(map(fold_word, term.split("_")))
