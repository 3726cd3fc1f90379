"""What each sentence of a page says: a goal, a result, a duty, a principle of commendation…

Goes in: the sentences of a text with their headings. Comes out: a probability for each kind of
statement; `learned_facts` makes facts of them. Imports: `indexer.structure`, `indexer.rules` and the targets and
facts of `indexer.extraction`.
"""

from indexer.extraction.statements.kinds import (
    KINDS,
    Statement,
    StatementKind,
    classify_statements,
)

__all__ = ["KINDS", "Statement", "StatementKind", "classify_statements"]
