"""What a question claims, and what the sentence that is quoted says to it: yes, no, another figure.

Goes in: a question and a sentence. Comes out: a Verdict told in words, or none where nothing is plain.
Imports: draft, evidence, sentences and what lies below `answering`.
"""

from knowledge.answering.premises.claims import Claim, claim_of
from knowledge.answering.premises.telling import asks_yes_no, tell_verdict, told
from knowledge.answering.premises.values import days_in, figures_in
from knowledge.answering.premises.verdict import Verdict, verdict_on

__all__ = [
    "Claim",
    "Verdict",
    "asks_yes_no",
    "claim_of",
    "days_in",
    "figures_in",
    "tell_verdict",
    "told",
    "verdict_on",
]
