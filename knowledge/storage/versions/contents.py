"""A document with all that was read from it, packed into bytes and back."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

from sqlalchemy import Connection, select

from knowledge.model import Document, Fact, Passage
from knowledge.storage.rows import (
    document_from,
    document_row,
    fact_from,
    fact_row,
    passage_from,
    passage_row,
)
from knowledge.storage.schema import documents, facts, passages


@dataclass(frozen=True)
class Contents:
    """A document with its passages and facts: what is edited, published and kept."""

    document: Document
    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...]


def pack(contents: Contents) -> bytes:
    """Return contents as compressed JSON."""
    values = {
        "document": document_row(contents.document),
        "passages": [passage_row(passage) for passage in contents.passages],
        "facts": [fact_row(fact) for fact in contents.facts],
    }
    return zlib.compress(json.dumps(values, ensure_ascii=False).encode())


def unpack(packed: bytes) -> Contents:
    """Return the contents of `pack`."""
    values = json.loads(zlib.decompress(packed))
    return Contents(
        document_from(values["document"]),
        tuple(map(passage_from, values["passages"])),
        tuple(map(fact_from, values["facts"])),
    )


def stored_contents(connection: Connection, document_id: str) -> Contents | None:
    """Return what is held of a document now, None where there is none."""
    run = connection.execute
    found = run(select(documents).where(documents.c.id == document_id)).mappings().one_or_none()
    if found is None:
        return None
    columns = [column for column in passages.c if column.name != "words"]
    of_it = select(*columns).where(passages.c.document_id == document_id)
    stated = select(facts).where(facts.c.document_id == document_id)
    return Contents(
        document_from(found),
        tuple(map(passage_from, run(of_it.order_by(passages.c.number)).mappings())),
        tuple(map(fact_from, run(stated.order_by("start", "id")).mappings())),
    )
