"""The one truth: a database of documents, passages, facts and vectors, with what is derived of them.

Goes in: documents with passages, facts and vectors. Comes out: the same, as values.
Imports: `knowledge.language` and the values and errors of `knowledge`; `database`.
"""

from knowledge.storage.derived.communes import place_kind
from knowledge.storage.derived.derivation import years_above
from knowledge.storage.derived.leads import MARKERS, is_lead, lead_of_each, marker_of
from knowledge.storage.derived.passage_words import PassageWords
from knowledge.storage.derived.term_keys import PAIR, pair_key, pair_words, stored_terms
from knowledge.storage.filtering import PassageFilter, among, passages_within
from knowledge.storage.integrity import (
    Fault,
    check_curated,
    check_missing_vectors,
    check_offsets,
    check_rows,
    check_unit_vectors,
    drop_orphans,
)
from knowledge.storage.moving import claim_target, copy_store, move_store, replace_store
from knowledge.storage.office.curated_table import CuratedTable, StoredCurated
from knowledge.storage.office.sources import TextOf, locate, text_in, with_sources_found
from knowledge.storage.office.verification_table import VerificationTable
from knowledge.storage.opening import migrate, prepare_copy
from knowledge.storage.parameters import SEARCHABLE_KINDS
from knowledge.storage.schema import passage_terms, passages, vectors
from knowledge.storage.store import Entry, Removal, Store, StoreState
from knowledge.storage.versions.contents import Contents, pack, unpack
from knowledge.storage.versions.publishing import (
    current_origin,
    is_withdrawn,
    publish,
    withdraw,
)
from knowledge.storage.versions.reading import (
    contents_of,
    last_versions,
    number_now,
    versions_of,
    withdrawn_versions,
)
from knowledge.storage.versions.version import Change, Version
from knowledge.storage.word_counts import StoredPair, StoredWord, pairs_of, words_after

__all__ = [
    "MARKERS",
    "PAIR",
    "SEARCHABLE_KINDS",
    "Change",
    "Contents",
    "CuratedTable",
    "Entry",
    "Fault",
    "PassageFilter",
    "PassageWords",
    "Removal",
    "Store",
    "StoreState",
    "StoredCurated",
    "StoredPair",
    "StoredWord",
    "TextOf",
    "VerificationTable",
    "Version",
    "among",
    "check_curated",
    "check_missing_vectors",
    "check_offsets",
    "check_rows",
    "check_unit_vectors",
    "claim_target",
    "contents_of",
    "copy_store",
    "current_origin",
    "drop_orphans",
    "is_lead",
    "is_withdrawn",
    "last_versions",
    "lead_of_each",
    "locate",
    "marker_of",
    "migrate",
    "move_store",
    "number_now",
    "pack",
    "pair_key",
    "pair_words",
    "pairs_of",
    "passage_terms",
    "passages",
    "passages_within",
    "place_kind",
    "prepare_copy",
    "publish",
    "replace_store",
    "stored_terms",
    "text_in",
    "unpack",
    "vectors",
    "versions_of",
    "with_sources_found",
    "withdraw",
    "withdrawn_versions",
    "words_after",
    "years_above",
]
