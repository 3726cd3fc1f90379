"""The catalogue of awards and rules as of a day; money; eligibility; guided conversations.

Goes in: a Context and the subject spoken of, or the values of a form. Comes out: drafts.
Imports: `knowledge.answering` and the rooms below; nothing but `knowledge.library` imports it.
"""

from knowledge.law.answerer import LawAnswerer
from knowledge.law.catalogue import catalogue, catalogue_wordings
from knowledge.law.citations import amendment_notice, text_ids_of
from knowledge.law.forms import FORMS, Form, FormField, Values, corrected_report
from knowledge.law.question import aspects, parse_law_question
from knowledge.law.rule_register import RegisteredRule, RuleRegister
from knowledge.law.verification import rule_id

__all__ = [
    "FORMS",
    "Form",
    "FormField",
    "LawAnswerer",
    "RegisteredRule",
    "RuleRegister",
    "Values",
    "amendment_notice",
    "aspects",
    "catalogue",
    "catalogue_wordings",
    "corrected_report",
    "parse_law_question",
    "rule_id",
    "text_ids_of",
]
