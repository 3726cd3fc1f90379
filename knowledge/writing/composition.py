"""From a writer's sentences to an Answer: those that pass every check, or nothing of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.answering import MAX_ANSWER, message
from knowledge.model import Answer
from knowledge.writing.checks import Fault, fault_of
from knowledge.writing.model import WritingRequest, WrittenSentence


@dataclass(frozen=True)
class Written:
    """An answer in a writer's words, None where it lost its point.

    `sentences` is how many it wrote, `rejected` how often each fault was found.
    """

    answer: Answer | None
    sentences: int
    rejected: Mapping[Fault, int]


def written_answer(
    request: WritingRequest,
    answer: Answer,
    sentences: Sequence[WrittenSentence],
    is_beside: Callable[[str, Sequence[str]], bool],
) -> Written:
    """Return the answer with its body in a writer's words, so far as they can be checked.

    `is_beside` tells of a sentence and the words of its sources whether it answers something else.
    The point of an answer is what its first source says: where no sentence rests on it, or one that
    does was rejected, nothing is taken; nor what makes an answer too long.
    """
    faults = [_fault(request, sentence, is_beside) for sentence in sentences]
    kept = [one for one, fault in zip(sentences, faults, strict=True) if fault is None]
    rejected = Counter(fault for fault in faults if fault)
    first = request.sources[0].number
    has_point = any(first in one.sources for one in kept)
    lost_point = any(
        first in one.sources and fault for one, fault in zip(sentences, faults, strict=True)
    )
    if not has_point or lost_point:
        return Written(None, len(sentences), rejected)
    body = "\n".join([*dict.fromkeys(one.text for one in kept), message("written")])
    text = answer.text.replace(answer.body, body, 1)
    if len(text) > MAX_ANSWER:
        return Written(None, len(sentences), rejected)
    return Written(replace(answer, text=text, body=body), len(sentences), rejected)


def _fault(
    request: WritingRequest,
    sentence: WrittenSentence,
    is_beside: Callable[[str, Sequence[str]], bool],
) -> Fault | None:
    if fault := fault_of(request, sentence):
        return fault
    quoted = [source.text for source in request.sources if source.number in sentence.sources]
    return Fault.BESIDE if is_beside(sentence.text, quoted) else None
