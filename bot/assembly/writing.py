"""An answer in the words of the office's language model, where every word can be checked."""

from __future__ import annotations

import asyncio

from bot.writer import Writer
from knowledge.library import Library
from knowledge.model import Answer
from knowledge.writing import SCHEMA, Rewording, messages_of
from rasa_project.actions.message_answerer import Reword


def reword_with(writer: Writer | None, library: Library) -> Reword | None:
    """Return what words an answer anew, or as it is where it cannot; None without a writer."""
    if writer is None:
        return None
    rewording = Rewording(library)

    async def reword(question: str, answer: Answer) -> Answer:
        request = await asyncio.to_thread(rewording.request, question, answer)
        if request is None:
            return answer
        reply = await writer.write(messages_of(request), SCHEMA)
        if reply is None:
            return answer
        written = await asyncio.to_thread(rewording.written, request, answer, reply)
        rejected = {fault.value: count for fault, count in written.rejected.items()}
        await writer.note(written.answer is not None, rejected)
        return written.answer or answer

    return reword
