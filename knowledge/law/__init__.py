"""The catalogue of awards and rules as of a day; money; eligibility; guided conversations.

Goes in: a Context and the subject spoken of, or the values of a form. Comes out: drafts.
Imports: `knowledge.answering` and the rooms below; nothing but `knowledge.library` imports it.
"""

from knowledge.law.answerer import LawAnswerer
from knowledge.law.catalogue import catalogue, catalogue_wordings
from knowledge.law.citations import amendment_notice, text_ids_of
from knowledge.law.forms import FORMS, Form, FormField, Values, corrected_report
from knowledge.law.model import Recipient
from knowledge.law.question import aspects, parse_law_question, topic_names
from knowledge.law.rule_register import RegisteredRule, RuleRegister
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
from knowledge.law.verification import rule_id

__all__ = [
    "FORMS",
    "AwardGroup",
    "AwardSheet",
    "Form",
    "FormField",
    "LawAnswerer",
    "NationalMovement",
    "Recipient",
    "RegisteredRule",
    "RuleRegister",
    "TextDays",
    "Values",
    "amendment_notice",
    "aspects",
    "award_groups",
    "award_sheet",
    "catalogue",
    "catalogue_wordings",
    "corrected_report",
    "national_movements",
    "parse_law_question",
    "rule_id",
    "text_days",
    "text_ids_of",
    "topic_names",
    "validity_of",
]
