"""An Answer becomes the messages of a messaging app: text within its length, citations as links, buttons or a numbered list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.dialogue.answers import Answer

#: Links that are told at most, so that the answer stays short.
MOST_LINKS = 3
#: A numbered list stays within LIST letters, which a channel that writes such lists leaves free.
MOST_CHOICES, LONGEST_TITLE = 6, 70
LIST = MOST_CHOICES * (LONGEST_TITLE + 4) + 40
#: Where a long text is cut, the best place first: between lines, sentences, words.
CUTS = (re.compile(r"\n+"), re.compile(r"(?<=[.;!?…])\s+"), re.compile(r"\s+"))


@dataclass(frozen=True)
class Choice:
    """A next question that is offered: its words and what is asked when it is chosen."""

    title: str
    payload: str


@dataclass(frozen=True)
class MessagePart:
    """One message to send; the last one of an answer carries the choices."""

    text: str
    choices: tuple[Choice, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the part as it is kept on disk."""
        return {"text": self.text, "choices": [vars(choice) for choice in self.choices]}


def part_from_json(kept: Any) -> MessagePart:
    """Read a part back from disk."""
    return MessagePart(kept["text"], tuple(Choice(**choice) for choice in kept["choices"]))


def render_parts(answers: Sequence[Answer], longest: int, base: str) -> list[MessagePart]:
    """Give the messages for the answers to one question; `base` is the public address of the documents, if there is one."""
    made: list[MessagePart] = []
    for answer in answers:
        text = "\n\n".join([answer.text, *_links(answer, base)]).strip()
        pieces = list(split_text(text, longest))
        choices = tuple(Choice(button.title, button.payload) for button in answer.buttons)
        made += [MessagePart(piece) for piece in pieces[:-1]] + [MessagePart(pieces[-1], choices)]
    return made


def _links(answer: Answer, base: str) -> Iterator[str]:
    """Write where the cited words can be opened, each place once."""
    urls = dict.fromkeys(
        citation.url for citation in answer.citations if citation.quote and citation.url
    )
    if base and urls:
        yield "\n".join(f"Xem: {base}{url}" for url in list(urls)[:MOST_LINKS])


def split_text(text: str, longest: int) -> Iterator[str]:
    """Cut a text into pieces no longer than the app takes, counted as the apps do, in UTF-16 units."""
    while utf16_length(text) > longest:
        cut = _cut(text, longest)
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    yield text


def _cut(text: str, longest: int) -> int:
    """Give the best place to cut within the first so many units."""
    within = len(text)
    while utf16_length(text[:within]) > longest:
        within -= max(1, (utf16_length(text[:within]) - longest) // 2)
    for pattern in CUTS:
        ends = [
            match.end() for match in pattern.finditer(text, 0, within) if match.end() > within // 3
        ]
        if ends:
            return ends[-1]
    return within


def utf16_length(text: str) -> int:
    """Count UTF-16 units: a letter beyond the basic plane is two."""
    return len(text) + sum(ord(letter) > 0xFFFF for letter in text)


def as_numbered_list(part: MessagePart) -> str:
    """Write the choices as a list that is answered with a number."""
    if not part.choices:
        return part.text
    lines = [
        f"{number}. {choice.title[:LONGEST_TITLE]}"
        for number, choice in enumerate(part.choices[:MOST_CHOICES], 1)
    ]
    return "\n".join([part.text, "", *lines, "(Anh/chị nhắn số để chọn.)"])
