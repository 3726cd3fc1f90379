"""Plain text, with its tables and paragraphs as other files give them.

Goes in: the bytes of a text file. Comes out: its text; rows of tables between bars, broken lines joined.
Imports: the readers' own modules.
"""

from indexer.readers.plain.broken_lines import goes_on, join_broken_lines
from indexer.readers.plain.reading import read_plain
from indexer.readers.plain.tables import mark_table_rows

__all__ = ["goes_on", "join_broken_lines", "mark_table_rows", "read_plain"]
