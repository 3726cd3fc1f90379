"""Every number that decides something in this room."""

from __future__ import annotations

#: Bytes of one file. The largest of 1,200 plans and directives looked at has 31 MB (a scan).
MAX_FILE_BYTES = 50_000_000
#: Bytes of all files that are kept, and files that wait to be read or failed, of one person.
MAX_KEPT_BYTES, MAX_WAITING_FILES = 5_000_000_000, 100
#: Bytes that must stay free on the disk where files are kept on this machine.
MIN_FREE_BYTES = 1_000_000_000
#: Bytes of a piece of a file: written in a transaction of its own, while messages wait.
PART_BYTES = 256 * 1024
#: Characters of a file's name that are shown, and of an id made from it.
MAX_NAME_CHARACTERS, MAX_ID_CHARACTERS = 120, 60
#: Seconds after which whoever reads a file and says nothing is taken for gone: longer than one stage
#: may take (`indexer/parameters.py`). How often a file is tried that ends its reader.
CLAIM_SECONDS, MAX_TRIES = 200.0, 3
#: Seconds between two looks for a file to be read.
POLL_SECONDS = 1.0
#: Seconds after which a reading process that has nothing to do is ended: it holds some 200 MB.
IDLE_SECONDS = 120.0
#: Pictures of pages that are held, some 200 kB each, and files that lie open for them.
HELD_PICTURES, HELD_FILES = 40, 4
#: Seconds for which someone waits for a picture while others are drawn.
PICTURE_SECONDS = 20.0
#: Bytes of a draft, packed: a text of some 60 MB.
MAX_DRAFT_BYTES = 20_000_000
#: Characters of a reason that is given for a withdrawal or a return.
MAX_REASON_CHARACTERS = 500
#: Documents on a page of the list.
LISTED_ROWS = 50
