"""The one truth (an SQLite file) and what is known at one moment of it.

Goes in: documents with passages, facts and vectors. Comes out: the same, as rows or as a Snapshot.
Imports: `knowledge.language` and the values and errors of `knowledge`.
"""

from knowledge.storage.integrity import (
    Fault,
    check_missing_vectors,
    check_offsets,
    check_orphans,
    check_unit_vectors,
)
from knowledge.storage.leads import MARKERS, is_lead
from knowledge.storage.replica import Change, Replica
from knowledge.storage.snapshot import PassageFilter, Snapshot
from knowledge.storage.store import Store, prepare_copy
from knowledge.storage.validity import document_versions, replacement_days, with_replacements

__all__ = [
    "MARKERS",
    "Change",
    "Fault",
    "PassageFilter",
    "Replica",
    "Snapshot",
    "Store",
    "check_missing_vectors",
    "check_offsets",
    "check_orphans",
    "check_unit_vectors",
    "document_versions",
    "is_lead",
    "prepare_copy",
    "replacement_days",
    "with_replacements",
]
