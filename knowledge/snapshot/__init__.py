"""What is known at one moment of the store.

Goes in: a store. Comes out: a Snapshot, and a Replica that makes the next one at the cost of what
has changed.
Imports: `knowledge.storage`, `knowledge.language` and the values and errors of `knowledge`.
"""

from knowledge.snapshot.lexicon import Lexicon
from knowledge.snapshot.office_replica import HeldAnswer, OfficeSnapshot
from knowledge.snapshot.replica import Replica
from knowledge.snapshot.snapshot import Snapshot
from knowledge.snapshot.stored_text import StoredText
from knowledge.snapshot.taking import take_snapshot
from knowledge.snapshot.validity import WITH_YEAR, document_versions, held_on

__all__ = [
    "WITH_YEAR",
    "HeldAnswer",
    "Lexicon",
    "OfficeSnapshot",
    "Replica",
    "Snapshot",
    "StoredText",
    "document_versions",
    "held_on",
    "take_snapshot",
]
