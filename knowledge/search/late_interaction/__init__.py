"""Questions and sentences compared token by token: as the encoder's vectors come, and as was taught.

Goes in: a question and sentences. Comes out: a row of closenesses for each sentence. Imports: the
encoder seam of `knowledge.search`.
"""

from knowledge.search.late_interaction.closeness import CLOSENESS, Closeness
from knowledge.search.late_interaction.matching import Matcher, bundled_matcher, match

__all__ = ["CLOSENESS", "Closeness", "Matcher", "bundled_matcher", "match"]
