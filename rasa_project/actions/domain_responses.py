"""The domain's own responses ("utter_…") as Answers: greeting, help, thanks, goodbye, restart."""

from __future__ import annotations

from datetime import date
from typing import Any

from knowledge.model import Answer, Button

#: Responses in which the assistant says by itself that it is one.
INTRODUCTIONS = frozenset({"utter_greet"})


def domain_response(domain: dict[str, Any], name: str, day: date) -> Answer:
    """Return the first variant of a response as an Answer."""
    response = domain["responses"][name][0]
    buttons = tuple(
        Button(button["title"], button["payload"]) for button in response.get("buttons", ())
    )
    return Answer("chat", response["text"], day, buttons=buttons)
