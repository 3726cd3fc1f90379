"""The catalogue of awards and rules as of a day; money; eligibility; guided conversations.

Goes in: a Context and the subject spoken of, or the values of a form. Comes out: drafts.
Imports: `knowledge.answering` and the rooms below; nothing but `knowledge.library` imports it.
"""

from knowledge.law.answerer import LawAnswerer
from knowledge.law.catalogue import catalogue, catalogue_wordings
from knowledge.law.forms import FORMS, Form, FormField, Values, corrected_report
from knowledge.law.question import aspects, topic_names

__all__ = [
    "FORMS",
    "Form",
    "FormField",
    "LawAnswerer",
    "Values",
    "aspects",
    "catalogue",
    "catalogue_wordings",
    "corrected_report",
    "topic_names",
]
