"""Custom actions: they ask `knowledge` and pass its Answer on; Rasa itself never holds facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from rasa_sdk import Action

from knowledge.law.interviews import INTERVIEWS
from knowledge.library import Library
from rasa_project.actions.answer import ActionAnswer
from rasa_project.actions.chat import ActionChat
from rasa_project.actions.form import ActionForm
from rasa_project.actions.start_again import ActionStartAgain


def actions(library: Library, today: Callable[[], date] = date.today) -> list[Action]:
    """Give every action of the domain, over one library; `today` is the default day of an answer."""
    answer = ActionAnswer(library, today)
    forms = [ActionForm(library, answer, interview) for interview in INTERVIEWS.values()]
    return [answer, ActionChat(library, answer), ActionStartAgain(answer), *forms]
