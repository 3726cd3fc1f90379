"""Guided conversations: reward money, and whether someone meets an award's conditions.

Goes in: what a person types into each field. Comes out: values, the next question, a Draft.
Imports: `knowledge.law` beside it, `knowledge.answering` and the rooms below.
"""

from knowledge.law.forms.eligibility_form import ELIGIBILITY_FORM
from knowledge.law.forms.form import Form, FormField, Values
from knowledge.law.forms.reward_form import REWARD_FORM
from knowledge.law.forms.self_report import corrected_report

#: Name of the Rasa form → the form.
FORMS = {form.name: form for form in (REWARD_FORM, ELIGIBILITY_FORM)}

__all__ = ["FORMS", "Form", "FormField", "Values", "corrected_report"]
