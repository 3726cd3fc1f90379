"""From a question that is understood to an Answer that can be checked.

Goes in: a Context (snapshot, evidence, search, question, day), the subject spoken of, the law.
Comes out: an Answer with citations. Imports: language, storage, search, understanding.
"""

from knowledge.answering.answerer import Answerer
from knowledge.answering.citations import (
    cite_span,
    document_label,
    passage_address,
    passage_place,
    source_lines,
)
from knowledge.answering.composers.wording import fact_item, theme_label
from knowledge.answering.draft import (
    Context,
    Draft,
    Search,
    StatedFact,
    StatedFigure,
    render,
)
from knowledge.answering.draft_ranking import Candidate, FindOwn, draft_model
from knowledge.answering.evidence import Evidence
from knowledge.answering.law_source import LawCandidate, LawSource
from knowledge.answering.parameters import MAX_ANSWER, MIN_QUOTATION
from knowledge.answering.phrasing import (
    bullet_list,
    capitalize_first,
    is_joint,
    join_within_limit,
    message,
)
from knowledge.answering.premises import days_in, figures_in
from knowledge.answering.resolution import completed_text, resolve_years, stands_alone
from knowledge.answering.sentences import LogisticModel, Sentence, load_model
from knowledge.answering.summaries import ReadText, tell_read_text

__all__ = [
    "MAX_ANSWER",
    "MIN_QUOTATION",
    "Answerer",
    "Candidate",
    "Context",
    "Draft",
    "Evidence",
    "FindOwn",
    "LawCandidate",
    "LawSource",
    "LogisticModel",
    "ReadText",
    "Search",
    "Sentence",
    "StatedFact",
    "StatedFigure",
    "bullet_list",
    "capitalize_first",
    "cite_span",
    "completed_text",
    "days_in",
    "document_label",
    "draft_model",
    "fact_item",
    "figures_in",
    "is_joint",
    "join_within_limit",
    "load_model",
    "message",
    "passage_address",
    "passage_place",
    "render",
    "resolve_years",
    "source_lines",
    "stands_alone",
    "tell_read_text",
    "theme_label",
]
