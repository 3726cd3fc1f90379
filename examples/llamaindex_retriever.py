"""A retriever for LlamaIndex: passages from a running assistant, each with its source.

pip install llama-index-core httpx
python llamaindex_retriever.py "tỷ lệ che phủ rừng"
"""

from __future__ import annotations

import sys

import httpx
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode


class ThiduaRetriever(BaseRetriever):
    """Finds the passages nearest to a query; place, year and kind restrict them (`GET /api/search`)."""

    def __init__(
        self,
        address: str = "http://127.0.0.1:8000",
        place: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        limit: int = 5,
    ) -> None:
        super().__init__()
        given = {"place": place, "year": year, "kind": kind, "limit": limit}
        self._address = address
        self._given = {name: value for name, value in given.items() if value is not None}

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        """Return passages, best first; raise httpx.HTTPError where the assistant cannot answer."""
        asked = {"q": query_bundle.query_str, **self._given}
        reply = httpx.get(f"{self._address}/api/search", params=asked)
        return [self._node(hit) for hit in reply.raise_for_status().json()["hits"]]

    def _node(self, hit: dict) -> NodeWithScore:
        url, score, text = self._address + hit["url"], hit.pop("score"), hit.pop("text")
        node = TextNode(id_=url, text=text, metadata={**hit, "url": url})
        return NodeWithScore(node=node, score=score)


if __name__ == "__main__":
    for found in ThiduaRetriever().retrieve(" ".join(sys.argv[1:])):
        print(found.metadata["number"], found.metadata["url"], found.text)
