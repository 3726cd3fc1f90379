"""Ask both retrievers, each in its library's own ways; print what they found as JSON.

Usage: retrieve.py ADDRESS QUERY PLACE
"""

import asyncio
import json
import sys

from langchain_core.documents import Document
from llama_index.core.schema import NodeWithScore

from examples import langchain_retriever, llamaindex_retriever


def of_langchain(documents: list[Document]) -> list[dict]:
    return [{"text": document.page_content, **document.metadata} for document in documents]


def of_llamaindex(nodes: list[NodeWithScore]) -> list[dict]:
    return [{"text": node.text, "score": node.score, **node.metadata} for node in nodes]


address, query, place = sys.argv[1:]
chain = langchain_retriever.ThiduaRetriever(address=address, place=place, limit=3)
index = llamaindex_retriever.ThiduaRetriever(address, place=place, limit=3)
found = {
    "langchain": of_langchain(chain.invoke(query)),
    "langchain, chained": (chain | of_langchain).invoke(query),
    "langchain, awaited": of_langchain(asyncio.run(chain.ainvoke(query))),
    "llamaindex": of_llamaindex(index.retrieve(query)),
    "llamaindex, awaited": of_llamaindex(asyncio.run(index.aretrieve(query))),
}
print(json.dumps(found))
