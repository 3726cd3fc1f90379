"""A retriever for LangChain: passages from a running assistant, each with its source.

pip install langchain-core httpx
python langchain_retriever.py "tỷ lệ che phủ rừng"
"""

from __future__ import annotations

import sys

import httpx
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever


class ThiduaRetriever(BaseRetriever):
    """Finds the passages nearest to a query; place, year and kind restrict them (`GET /api/search`)."""

    address: str = "http://127.0.0.1:8000"
    place: str | None = None
    year: int | None = None
    kind: str | None = None
    limit: int = 5

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        """Return passages, best first; raise httpx.HTTPError where the assistant cannot answer."""
        asked = {"q": query, "place": self.place, "year": self.year, "kind": self.kind}
        given = {name: value for name, value in asked.items() if value is not None}
        reply = httpx.get(f"{self.address}/api/search", params={**given, "limit": self.limit})
        hits = reply.raise_for_status().json()["hits"]
        return [
            Document(
                page_content=hit.pop("text"), metadata={**hit, "url": self.address + hit["url"]}
            )
            for hit in hits
        ]


if __name__ == "__main__":
    for document in ThiduaRetriever().invoke(" ".join(sys.argv[1:])):
        print(document.metadata["number"], document.metadata["url"], document.page_content)
