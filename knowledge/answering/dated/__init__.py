"""What a document says of a state that changes holds for its day: who has an office, who heads a cluster.

Goes in: a Context and facts, or a Draft. Comes out: of several holders the latest, and the Draft as
of its documents' day, with a warning where that is not the time asked about. Imports: the modules of
`knowledge.answering` that make drafts, and the rooms below.
"""

from knowledge.answering.dated.days import latest
from knowledge.answering.dated.offices import (
    asked_of_office,
    bare_name,
    holders,
    may_tell_holder,
    with_body,
)
from knowledge.answering.dated.telling import as_of_its_day

__all__ = [
    "as_of_its_day",
    "asked_of_office",
    "bare_name",
    "holders",
    "latest",
    "may_tell_holder",
    "with_body",
]
