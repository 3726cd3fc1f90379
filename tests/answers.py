"""Answers for tests: only what differs is stated."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue.answers import Answer, Button, Citation, Status, plain_answer


def make_answer(
    text: str,
    status: Status = "answered",
    citations: tuple[Citation, ...] = (),
    buttons: tuple[Button, ...] = (),
    about: Mapping[str, str | int] | None = None,
) -> Answer:
    """Return an answer of today."""
    parts = {"citations": citations, "buttons": buttons, "about": about or {}}
    return plain_answer(status, text, None).model_copy(update=parts)


def make_citation(url: str, quote: str, title: str = "") -> Citation:
    """Return a citation of a document that has no number."""
    return Citation(
        document_id="a",
        title=title,
        number=None,
        place="",
        quote=quote,
        start=0,
        end=len(quote),
        url=url,
        source_url=None,
    )
