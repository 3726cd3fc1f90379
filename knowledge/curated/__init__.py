"""Answers of the office's own: written, approved by another person, told to just their question.

Goes in: a question in its Context, and answers that people of the office keep. Comes out: the
Candidate that goes before all drafts. Imports: `knowledge.law` and the rooms below; nothing but
`knowledge.library` imports it.
"""

from knowledge.curated.curated_answers import CuratedAnswers
from knowledge.curated.finder import CuratedFinder, Likeness
from knowledge.curated.likeness import FEATURES
from knowledge.curated.parameters import MAX_QUOTED

__all__ = ["FEATURES", "MAX_QUOTED", "CuratedAnswers", "CuratedFinder", "Likeness"]
