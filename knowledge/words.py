"""Keyword search over passages (BM25, tantivy): words and pairs of words, with marks and without.

A question typed with marks is searched in the marked field, one without in the folded field.
Pairs of neighbouring syllables stand in for Vietnamese words ("che phủ"), which segmentation would not do better.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import tantivy

from knowledge.text import every_token, fold_word

MARKED, FOLDED = "marked", "folded"
WRITER_BYTES = 64_000_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=True, fast=True)
    for name in (MARKED, FOLDED):
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class KeywordIndex:
    """An index in memory, kept equal to the store by `change`."""

    def __init__(self) -> None:
        self._schema = _schema()
        self._index = tantivy.Index(self._schema)
        self._count = 0

    def change(self, came: Mapping[int, Sequence[str]], went: Collection[int] = ()) -> None:
        """Take passages in, each as its words (`text.every_token`), and out again."""
        if not came and not went:
            return
        writer = self._index.writer(WRITER_BYTES, 1)
        for key in went:
            writer.delete_documents_by_term("id", key)
        for key in sorted(came):
            single = came[key]
            bare = [fold_word(word) for word in single]
            fields = {MARKED: " ".join(with_pairs(single)), FOLDED: " ".join(with_pairs(bare))}
            writer.add_document(tantivy.Document(id=key, **fields))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._count += len(came) - len(went)

    def search(
        self, wanted: Iterable[str], marked: bool, limit: int, among: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Give passage ids and BM25 scores, best first; `wanted` are terms as `terms` makes them."""
        field = MARKED if marked else FOLDED
        parts = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, field, term, "freq"))
            for term in dict.fromkeys(wanted if marked else map(_folded, wanted))
        ]
        if not parts or not self._count:
            return []
        query = tantivy.Query.boolean_query(parts)
        if among is not None:
            inside = tantivy.Query.term_set_query(self._schema, "id", list(among))
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, inside)])
        searcher = self._index.searcher()
        found = searcher.search(query, limit).hits
        return [(int(searcher.doc(address)["id"][0]), float(score)) for score, address in found]


def terms(text: str) -> list[str]:
    """Give the words of a text and its pairs of neighbours: "che phủ rừng" → che, phủ, rừng, che_phủ, phủ_rừng."""
    return with_pairs(every_token(text))


def with_pairs(single: Sequence[str]) -> list[str]:
    """Give words and their pairs of neighbours."""
    return [*single, *map("_".join, zip(single, single[1:], strict=False))]


def _folded(term: str) -> str:
    return "_".join(map(fold_word, term.split("_")))
