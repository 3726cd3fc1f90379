"""A snapshot taken of what a replica holds."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.model import StoredDocument
from knowledge.snapshot.replica import Replica
from knowledge.snapshot.snapshot import Snapshot
from knowledge.snapshot.stored_text import StoredText
from knowledge.snapshot.validity import document_versions, replacement_days, with_replacements
from knowledge.storage import Store


def take_snapshot(
    store: Store, replica: Replica, texts: Callable[[StoredDocument], StoredText]
) -> Snapshot:
    """Return what is searched and answered from: of several versions of a text the newest."""
    facts = replica.facts
    replaced = replacement_days(replica.documents, facts)
    documents = with_replacements(replica.documents, replaced)
    versions = document_versions(documents.values()).values()
    superseded = frozenset(older for all_older in versions for older in all_older)
    return Snapshot(
        store=store,
        documents=documents,
        facts=tuple(fact for fact in facts if fact.document_id not in superseded),
        texts=texts,
        superseded=superseded,
        replaced=replaced,
        office=replica.office.snapshot,
    )
