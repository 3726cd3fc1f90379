"""Bounds of the store, and what is derived from a text."""

#: Rows read by one statement; SQLite takes 32,766 values in one.
ROWS_PER_STATEMENT = 10_000
#: How far a vector's length may be from one: PostgreSQL keeps half precision.
UNIT_TOLERANCE = 1e-3
#: Kinds of passage that are embedded and searched; headings stand above others as their context.
SEARCHABLE_KINDS = ("paragraph", "item", "row")
#: First letters of a text that are kept with what is known of it.
OPENING_LETTERS = 300
#: Letters at the start of a document whose place is unknown in which places named count as its own.
NAMING_LETTERS = 600
#: Letters in which the days named date a document that is dated in no other way.
DATING_LETTERS = 1_500
#: Letters in which years count as a document's own where those of its campaign are known: a menu, a
#: headline, a date line.
HEADLINE_LETTERS = 250
#: Passages that are counted at once.
PASSAGES_PER_COUNT = 5_000
#: Stands for a place with the passages of documents that are about none: the law's.
NATIONAL = ""

# Versions
#: Versions of one document whose contents are kept. A text of 50 kB takes some 20 kB each.
MAX_KEPT_VERSIONS = 30
