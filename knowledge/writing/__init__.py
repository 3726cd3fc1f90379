"""Words from an office's own language model, let through only where every one can be checked.

Goes in: an Answer and a model's reply. Comes out: the same Answer in the model's words, or None.
Imports: `knowledge.answering` and the rooms below. Nothing here calls a model: `bot/writer` does.
"""

from knowledge.writing.checks import Fault, fault_of
from knowledge.writing.composition import Written
from knowledge.writing.model import Source, WritingRequest, WrittenSentence
from knowledge.writing.reply import sentences_in
from knowledge.writing.request import SCHEMA, messages_of
from knowledge.writing.rewording import Rewording

__all__ = [
    "SCHEMA",
    "Fault",
    "Rewording",
    "Source",
    "WritingRequest",
    "Written",
    "WrittenSentence",
    "fault_of",
    "messages_of",
    "sentences_in",
]
