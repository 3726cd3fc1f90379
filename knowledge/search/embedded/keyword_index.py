"""Keyword search over passages (BM25, tantivy): words and bigrams, with marks and without.

A question typed with marks is searched in the marked field, one without in the folded field.
Bigrams of syllables stand in for Vietnamese words ("che phủ"); word segmentation did no better.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

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
    """An index in a folder, or in memory; `update` alone changes it, one process at a time."""

    def __init__(self, folder: Path | None = None) -> None:
        self._schema = _schema()
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(self._schema, path=str(folder) if folder else None)

    def __len__(self) -> int:
        count: int = self._index.searcher().num_docs
        return count

    def update(
        self, added: Iterable[Mapping[int, Sequence[str]]], removed: Iterable[int] = ()
    ) -> None:
        """Remove passages by id, then add parts of others, each as its `normalized_tokens`."""
        writer = self._index.writer(KEYWORD_WRITER_BYTES, 1)
        for key in removed:
            writer.delete_documents_by_term("id", key)
        for part in added:
            for key in sorted(part):
                words = part[key]
                folded = [fold_word(word) for word in words]
                fields = {
                    MARKED: " ".join(with_bigrams(words)),
                    FOLDED: " ".join(with_bigrams(folded)),
                }
                writer.add_document(tantivy.Document(id=key, **fields))
        writer.commit()
        writer.wait_merging_threads()
        self.reload()

    def reload(self) -> None:
        """See what another process has changed."""
        self._index.reload()

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
        searcher = self._index.searcher()
        if not clauses or not searcher.num_docs:
            return []
        query = tantivy.Query.boolean_query(clauses)
        if among is not None:
            # To be let through says nothing of how well a passage fits.
            allowed = tantivy.Query.const_score_query(
                tantivy.Query.term_set_query(self._schema, "id", list(among)), 0.0
            )
            must = tantivy.Occur.Must
            query = tantivy.Query.boolean_query([(must, query), (must, allowed)])
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
