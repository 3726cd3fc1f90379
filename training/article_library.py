"""A library that holds the corpus: a document a law, a passage an article."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from knowledge.library import Library
from knowledge.model import Document, Passage
from knowledge.search import Encoder
from knowledge.storage import Store
from training.corpus import Article

LABEL = "Điều "
#: Documents between two dots that show progress on standard error.
DOCUMENTS_PER_DOT = 50


def build_library(
    store: Path, encoder: Encoder, articles: Sequence[Article], index_folder: Path | None = None
) -> Library:
    """Return a library with every article as a passage; add only the documents it lacks."""
    library = Library(Store(store), encoder, index_folder)
    stored = {document.id for document in library.documents()}
    by_document = sorted(articles, key=lambda article: article.document)
    for number, (document_id, group) in enumerate(
        groupby(by_document, key=lambda article: article.document)
    ):
        if document_id not in stored:
            library.add(*_document(list(group)), ())
        if number % DOCUMENTS_PER_DOT == 0:
            print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return library


def article_id(passage: Passage) -> str:
    """Return the id of the article that a passage of such a library holds."""
    return f"{passage.document_id}+{passage.label.removeprefix(LABEL)}"


def _document(articles: list[Article]) -> tuple[Document, list[Passage]]:
    text, passages = "", []
    for number, article in enumerate(articles):
        passages.append(_passage(article, number, len(text)))
        text += passages[-1].text + "\n\n"
    first = articles[0]
    title = first.document_title or f"Văn bản số {first.document.upper()}"
    return Document(first.document, title, text=text, checksum=first.document), passages


def _passage(article: Article, number: int, start: int) -> Passage:
    label = f"{LABEL}{article.article}"
    text = article.text.strip() or article.title or article.id
    return Passage(
        document_id=article.document,
        number=number,
        start=start,
        end=start + len(text),
        kind="paragraph",
        text=text,
        label=label,
        heading=f"{label}. {article.title}".strip(),
    )
