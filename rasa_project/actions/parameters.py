"""Every number that decides something in the actions."""

from __future__ import annotations

#: Characters of the words that tell whom to turn to: the answer must keep its room.
MAX_CONTACT = 200
#: Forgetting cannot be undone: with less confidence than this, of 1, the message is a question.
MIN_RESTART_CONFIDENCE = 0.6
#: Rasa's reading names what is asked where the question's own words do not, if it is as sure as
#: this, of 1 (calibrated: so often it is right).
MIN_HINT_CONFIDENCE = 0.6
#: Stopping, starting again or correcting a form needs this confidence, of 1: a value is typed else.
MIN_TURN_CONFIDENCE = 0.5
#: Characters of a message in a form: a shorter one that is no value is a slip, not a question.
MIN_QUESTION_LENGTH = 12
#: Buttons of a form's question that names choices, and characters of their titles.
MAX_FORM_CHOICES, MAX_CHOICE_TITLE = 8, 60
#: Fields of a form that its first message may fill.
FIELDS_IN_FIRST_MESSAGE = 2
