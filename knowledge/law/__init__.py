"""The catalogue of awards and rules as of a day; money; eligibility; guided conversations.

Goes in: a Context and the subject spoken of, or the values of a form. Comes out: drafts.
Imports: `knowledge.answering` and the rooms below; nothing but `knowledge.library` imports it.
"""

from knowledge.law.answerer import LawAnswerer
from knowledge.law.catalogue import catalogue, catalogue_wordings
from knowledge.law.forms import FORMS, Form, FormField, Values, corrected_report
from knowledge.law.model import Recipient
from knowledge.law.question import aspects, topic_names
from knowledge.law.sheets import (
    AwardGroup,
    AwardSheet,
    NationalMovement,
    TextDays,
    award_groups,
    award_sheet,
    national_movements,
    text_days,
    validity_of,
)

__all__ = [
    "FORMS",
    "AwardGroup",
    "AwardSheet",
    "Form",
    "FormField",
    "LawAnswerer",
    "NationalMovement",
    "Recipient",
    "TextDays",
    "Values",
    "aspects",
    "award_groups",
    "award_sheet",
    "catalogue",
    "catalogue_wordings",
    "corrected_report",
    "national_movements",
    "text_days",
    "topic_names",
    "validity_of",
]
