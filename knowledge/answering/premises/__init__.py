"""What a question claims, and what the sentence that is quoted says to it: yes, no, another figure.

Goes in: a question and a sentence, or facts that are counted. Comes out: a Verdict told in words, or
a number that a document bears out, or none where nothing is plain.
Imports: draft, evidence, sentences and what lies below `answering`.
"""

from knowledge.answering.premises.counts import claimed_count
from knowledge.answering.premises.tallies import Tally, tally_of
from knowledge.answering.premises.telling import asks_yes_no, tell_verdict, tells_count
from knowledge.answering.premises.values import days_in, figures_in

__all__ = [
    "Tally",
    "asks_yes_no",
    "claimed_count",
    "days_in",
    "figures_in",
    "tally_of",
    "tell_verdict",
    "tells_count",
]
