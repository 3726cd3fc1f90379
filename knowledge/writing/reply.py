"""What a writer replied, read: sentences with the numbers of their sources, or none at all."""

from __future__ import annotations

import json
from typing import Any

from knowledge.language import one_line
from knowledge.writing.model import WrittenSentence
from knowledge.writing.parameters import MAX_REPLY, MAX_SENTENCES


def sentences_in(reply: str) -> tuple[WrittenSentence, ...]:
    """Return the sentences of a reply in the form of `SCHEMA`; none where it has another form."""
    if len(reply) > MAX_REPLY:
        return ()
    try:
        data = json.loads(reply)
    except (ValueError, RecursionError):
        return ()
    listed = data.get("sentences") if isinstance(data, dict) else None
    if not isinstance(listed, list) or len(listed) > MAX_SENTENCES:
        return ()
    sentences = [_sentence(one) for one in listed]
    return tuple(one for one in sentences if one) if all(sentences) else ()


def _sentence(data: Any) -> WrittenSentence | None:
    if not isinstance(data, dict):
        return None
    text, sources = data.get("text"), data.get("sources")
    if not isinstance(text, str) or not isinstance(sources, list) or not one_line(text):
        return None
    if not all(type(number) is int for number in sources):
        return None
    return WrittenSentence(one_line(text), tuple(dict.fromkeys(sources)))
