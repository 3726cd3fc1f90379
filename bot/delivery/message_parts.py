"""Answers become the messages of an app: within its length, with links and choices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.delivery.parameters import MAX_LINKS, MAX_LISTED_CHOICES, MAX_LISTED_TITLE
from bot.dialogue.answers import Answer

#: Where a long text is cut, the best place first: between lines, sentences, words.
BOUNDARIES = (re.compile(r"\n+"), re.compile(r"(?<=[.;!?…])\s+"), re.compile(r"\s+"))


@dataclass(frozen=True)
class Choice:
    """A next question on offer: what is shown, and what is asked when it is chosen."""

    title: str
    payload: str


@dataclass(frozen=True)
class MessagePart:
    """One message to send; the last one of an answer carries its choices."""

    text: str
    choices: tuple[Choice, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the part as the inbox keeps it."""
        return {"text": self.text, "choices": [asdict(choice) for choice in self.choices]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> MessagePart:
        """Return the part that `as_json` wrote."""
        return cls(stored["text"], tuple(Choice(**choice) for choice in stored["choices"]))


def render_parts(
    answers: Sequence[Answer], max_length: int, public_url: str = ""
) -> list[MessagePart]:
    """Return the messages for the answers to one question, none longer than `max_length`.

    Length is counted in UTF-16 units. Citations become links where the documents have a
    `public_url`.
    """
    parts: list[MessagePart] = []
    for answer in answers:
        text = "\n\n".join([answer.text, *_links(answer, public_url)]).strip()
        *pieces, last = split_text(text, max_length)
        choices = tuple(Choice(button.title, button.payload) for button in answer.buttons)
        parts += [*map(MessagePart, pieces), MessagePart(last, choices)]
    return parts


def _links(answer: Answer, public_url: str) -> Iterator[str]:
    """Yield one block of links to the cited words, each place once."""
    cited = (citation for citation in answer.citations if citation.quote and citation.url)
    paths = list(dict.fromkeys(citation.url for citation in cited))
    if public_url and paths:
        yield "\n".join(f"Xem: {public_url}{path}" for path in paths[:MAX_LINKS])


def split_text(text: str, max_length: int) -> Iterator[str]:
    """Yield pieces of a text, each at most `max_length` UTF-16 units long; only blanks are lost."""
    while utf16_length(text) > max_length:
        end = _best_cut(text, max_length)
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    yield text


def _best_cut(text: str, max_length: int) -> int:
    """Return where to cut within the first `max_length` units, not before a third of them."""
    fitting = len(text)
    while (length := utf16_length(text[:fitting])) > max_length:
        fitting -= max(1, (length - max_length) // 2)
    for boundary in BOUNDARIES:
        ends = [match.end() for match in boundary.finditer(text, 0, fitting)]
        if ends and ends[-1] > fitting // 3:
            return ends[-1]
    return fitting


def utf16_length(text: str) -> int:
    """Return the length as the apps count it: a character beyond the basic plane is two."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def as_numbered_list(part: MessagePart) -> str:
    """Return the part's text, its choices written as a list that is answered by a number."""
    if not part.choices:
        return part.text
    lines = [
        f"{number}. {choice.title[:MAX_LISTED_TITLE]}"
        for number, choice in enumerate(part.choices[:MAX_LISTED_CHOICES], 1)
    ]
    return "\n".join([part.text, "", *lines, "(Anh/chị nhắn số để chọn.)"])
