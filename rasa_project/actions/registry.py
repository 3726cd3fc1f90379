"""Every action of the domain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from rasa_sdk import Action

from knowledge.law import FORMS
from knowledge.library import Library
from rasa_project.actions.answer import ActionAnswer
from rasa_project.actions.chat import ActionChat
from rasa_project.actions.form import ActionForm
from rasa_project.actions.message_answerer import MessageAnswerer, Reword
from rasa_project.actions.start_again import ActionStartAgain


def build_actions(
    library: Library, today: Callable[[], date] = date.today, reword: Reword | None = None
) -> list[Action]:
    """Return the actions over a library.

    `today` is the default day of an answer; `reword` words answers anew, where there is a writer.
    """
    answerer = MessageAnswerer(library, today, reword)
    return [
        ActionAnswer(answerer),
        ActionChat(library, answerer),
        ActionStartAgain(answerer),
        *(ActionForm(library, answerer, interview) for interview in FORMS.values()),
    ]
