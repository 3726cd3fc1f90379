"""The way through: what a writer is asked about an answer, and the answer in its words."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.library import Library
from knowledge.model import Answer
from knowledge.search import CLOSENESS
from knowledge.writing.composition import Written, written_answer
from knowledge.writing.model import WritingRequest
from knowledge.writing.parameters import MIN_RELEVANCE
from knowledge.writing.reply import sentences_in
from knowledge.writing.request import request_of

#: How well a text answers a question, as was taught.
MATCH = CLOSENESS.index("match")


class Rewording:
    """Rewords answers from a library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def request(self, question: str, answer: Answer) -> WritingRequest | None:
        """Return what a writer is asked; None where it could say nothing better."""
        return request_of(question, answer, self._library.snapshot().on(answer.as_of))

    def written(self, request: WritingRequest, answer: Answer, reply: str) -> Written:
        """Return an answer in the words of a reply, so far as they can be checked."""
        context = self._library.context(request.day)

        def is_beside(sentence: str, quoted: Sequence[str]) -> bool:
            found = context.closeness(request.question, [sentence, *quoted])[:, MATCH]
            return bool(found[0] < MIN_RELEVANCE * found[1:].max())

        return written_answer(request, answer, sentences_in(reply), is_beside)
