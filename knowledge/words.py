"""Keyword search over passages (BM25, tantivy): words and pairs of words, with marks and without.

A question typed with marks is searched in the marked field, one without in the folded field.
Pairs of neighbouring syllables stand in for Vietnamese words ("che phủ"), which segmentation would not do better.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import tantivy

from knowledge.text import fold, tokens

MARKED, FOLDED = "marked", "folded"
WRITER_BYTES = 32_000_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=True, fast=True)
    for name in (MARKED, FOLDED):
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class KeywordIndex:
    """An index in memory, kept equal to the store by `sync`."""

    def __init__(self) -> None:
        self._schema = _schema()
        self._index = tantivy.Index(self._schema)
        self._held: set[int] = set()

    def sync(self, texts: Mapping[int, str]) -> None:
        """Hold exactly these passages."""
        gone, new = self._held - texts.keys(), texts.keys() - self._held
        if not gone and not new:
            return
        writer = self._index.writer(WRITER_BYTES, 1)
        for key in gone:
            writer.delete_documents_by_term("id", key)
        for key in sorted(new):
            marked = terms(texts[key])
            fields = {MARKED: " ".join(marked), FOLDED: " ".join(fold(term) for term in marked)}
            writer.add_document(tantivy.Document(id=key, **fields))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._held = set(texts)

    def search(
        self, wanted: Sequence[str], marked: bool, limit: int, among: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Give passage ids and BM25 scores, best first; `wanted` are terms as `terms` makes them."""
        field = MARKED if marked else FOLDED
        parts = [
            (
                tantivy.Occur.Should,
                tantivy.Query.term_query(self._schema, field, term if marked else fold(term), "freq"),
            )
            for term in dict.fromkeys(wanted)
        ]
        if not parts or not self._held:
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
    single = tokens(text)
    return [*single, *(f"{first}_{second}" for first, second in zip(single, single[1:], strict=False))]
