"""Answers of an evaluation once more in the words of the office's language model, judged alike."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.errors import WriterFailed
from bot.setting_groups.writer import WriterSettings
from bot.writer import open_client
from knowledge.library import Library
from knowledge.model import Answer
from knowledge.writing import SCHEMA, Rewording, Written, messages_of


@dataclass(frozen=True)
class Reworded:
    """What a model made of one answer; `written` is None where it gave nothing.

    `tokens` are those it took, both ways; `seconds` how long it was waited for.
    """

    written: Written | None
    seconds: float
    tokens: int


#: A question and its answer → what a model makes of it; None where it is not asked.
Reword = Callable[[str, Answer], Reworded | None]


@contextmanager
def rewording_with(server: WriterSettings, library: Library) -> Iterator[Reword | None]:
    """Give what words answers anew; None where there is no writer.

    What it uses is not counted in the day's bounds: who evaluates knows how many questions there are.
    """
    client = open_client(server)
    if client is None:
        yield None
        return
    rewording = Rewording(library)
    with asyncio.Runner() as runner:

        def reword(question: str, answer: Answer) -> Reworded | None:
            request = rewording.request(question, answer)
            if request is None:
                return None
            began = time.monotonic()
            try:
                completion = runner.run(client.complete(messages_of(request), SCHEMA))
            except WriterFailed:
                return Reworded(None, time.monotonic() - began, 0)
            seconds = time.monotonic() - began
            written = rewording.written(request, answer, completion.text)
            tokens = completion.tokens_in + completion.tokens_out
            return Reworded(written, seconds, tokens)

        try:
            yield reword
        finally:
            runner.run(client.close())
