"""The features of a sentence by its words, its place in the text and what stands around it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from knowledge.answering.draft import Context
from knowledge.answering.parameters import MAX_ASKED_WORDS
from knowledge.answering.sentences.answer_types import TYPES, type_features
from knowledge.answering.sentences.finding import Sentence, identity_of
from knowledge.language import fold, folded_tokens, normalized_tokens, years_in
from knowledge.storage import is_lead
from knowledge.understanding import Question, Scope

#: Parts of a text by which a question says where to look.
PART = re.compile(
    r"\b(?:điều \d+|khoản \d+|điểm [a-zđ]\b|mục (?:\d+|[ivx]+)\b|phần (?:\d+|[ivx]+)\b)"
)
#: By the words of a sentence and of what stands around it.
WORD_FEATURES = (
    "coverage",  # share of the question's words (by rarity) in the sentence
    "passage_coverage",  # the same, in its passage with the headings
    "heading_coverage",  # the same, in the headings and the document's title
    "bigrams",  # share of the question's bigrams in the sentence
    "rest_coverage",  # share of the question's rest in the sentence
    "rest_passage",  # the same, in its passage with the nearest heading
    "rest_heading",  # the same, in that heading alone
    "rest_before",  # the same, in the sentence before it in the passage
    "longest_run",  # the longest run of the question's words that stands in it, as a share
    "rank",  # 1 / (1 + the rank of its passage in the search)
    "names_year",  # 1 when it names the year asked for
    "names_place",  # 1 when it names the place asked for
    "in_part",  # share of the parts named ("khoản 1 Điều 5") that it stands in
    "length",  # its words (logarithm)
    "position",  # where it stands in the document, from 0 to 1
    "is_row",  # 1 for a row of a table
    "is_upper",  # 1 when most of it is in upper case, as letterheads are
    "opens_list",  # 1 when it ends with a colon
    "is_title",  # 1 when it ends as no sentence does
    "starts_passage",  # 1 for the first sentence of its passage
    "same_document",  # 1 in the text that the conversation was about
    "national",  # 1 in a text that is about no place: the law's
    "national, unplaced",  # the same, where no place and no text is asked about
    "gives_type",  # 1 when the type of answer asked for shows in it
    "lacks_type",  # 1 when one is asked for and does not show
    *(f"gives_{name}" for name in TYPES),  # 1 where it shows, -1 where not, 0 for other types
)


def words_asked(question: Question) -> Sequence[str]:
    """Return the words an answer is looked for by; those of its topic where only a frame is left.

    "Khẩu hiệu năm 2022?" is nothing but topic and year.
    """
    if question.content_words:
        return question.content_words[:MAX_ASKED_WORDS]
    noun = question.topic.noun if question.topic else question.text
    return normalized_tokens(noun)[:MAX_ASKED_WORDS]


@dataclass(frozen=True)
class _Asked:
    """What belongs to the question or to a passage, looked up once for all its sentences.

    `rests` are by document, `passages` by rank.
    """

    words: Sequence[str]
    folded: Sequence[str]
    rests: Mapping[str, Sequence[str]]
    passages: Mapping[int, tuple[float, ...]]
    parts: Sequence[str]
    place: str
    document: str | None


def word_features(
    context: Context, scope: Scope, sentences: Sequence[Sentence], document: str | None
) -> list[list[float]]:
    """Return a row of WORD_FEATURES for each sentence."""
    words = words_asked(context.asked)
    rests = _rests(words, sentences)
    asked = _Asked(
        words=words,
        folded=folded_tokens(" ".join(words)),
        rests=rests,
        passages={s.rank: _passage_features(context, words, rests, s) for s in sentences},
        parts=PART.findall(context.asked.text.lower()),
        place=fold(scope.place.name) if scope.place else "",
        document=document,
    )
    runs = SequenceMatcher(None, b=asked.folded, autojunk=False)
    rows = []
    for before, sentence in zip([None, *sentences], sentences, strict=False):
        above = before if before and before.rank == sentence.rank else None
        rows.append([
            *_shares(context, asked, sentence, above, runs),
            *_names(scope, asked, sentence),
            *_form(sentence, above),
            *_belonging(context, scope, asked, sentence),
            *type_features(context.asked, sentence.text),
        ])  # fmt: skip
    return rows


def _shares(
    context: Context,
    asked: _Asked,
    sentence: Sentence,
    above: Sentence | None,
    runs: SequenceMatcher[str],
) -> list[float]:
    """Return the shares of the question's words in a sentence and around it."""
    text, rest = sentence.text, asked.rests[sentence.hit.document.id]
    of_passage = asked.passages[sentence.rank]
    runs.set_seq1(folded_tokens(text))
    return [
        context.coverage(asked.words, text),
        *of_passage[:2],
        context.evidence.bigram_coverage(context.asked.bigrams, text),
        context.coverage(rest, text),
        *of_passage[2:],
        context.coverage(rest, above.text) if above else 0.0,
        runs.find_longest_match().size / max(1, len(asked.folded)),
        1.0 / (1 + sentence.rank),
    ]


def _names(scope: Scope, asked: _Asked, sentence: Sentence) -> list[float]:
    """Return whether a sentence names the year and the place, and stands in the parts named."""
    text = sentence.text
    return [
        float(scope.year is not None and scope.year in years_in(text)),
        float(bool(asked.place) and asked.place in fold(text)),
        _share_of_parts(asked.parts, sentence),
    ]


def _form(sentence: Sentence, above: Sentence | None) -> list[float]:
    """Return the features of a sentence's own form."""
    text = sentence.text
    return [
        math.log1p(len(text.split())),
        sentence.start / max(1, sentence.hit.document.length),
        float(sentence.hit.passage.kind == "row"),
        float(_is_upper(text)),
        float(text.rstrip().endswith(":")),
        float(is_lead(text)),
        float(above is None),
    ]


def _belonging(context: Context, scope: Scope, asked: _Asked, sentence: Sentence) -> list[float]:
    """Return whether a sentence's text is the one spoken of, and whether it is the law's."""
    key = sentence.hit.document.id
    national = key in context.snapshot.national_documents
    is_unplaced = scope.place is None and not scope.documents
    return [float(key == asked.document), float(national), float(national and is_unplaced)]


def _rests(words: Sequence[str], sentences: Iterable[Sentence]) -> Mapping[str, Sequence[str]]:
    """Return document id → the words of the question that do not name the document."""
    documents = {s.hit.document.id: s.hit.document for s in sentences}
    identities = {key: set(folded_tokens(identity_of(d))) for key, d in documents.items()}
    return {
        key: [word for word in words if fold(word) not in named] or words
        for key, named in identities.items()
    }


def _passage_features(
    context: Context,
    words: Sequence[str],
    rests: Mapping[str, Sequence[str]],
    sentence: Sentence,
) -> tuple[float, ...]:
    """Return the coverage of a sentence's passage with what stands above it, of that alone, and the
    rest's of the passage with the nearest heading, and of that heading. What opens its list or
    table is part of the heading.
    """
    hit, rest = sentence.hit, rests[sentence.hit.document.id]
    leads = " ".join(lead.text for lead in context.snapshot.leads_of(hit.passage))
    above = f"{hit.document.title} {hit.passage.heading} {leads}"
    nearest = f"{hit.passage.nearest_heading} {leads}".strip()
    return (
        context.coverage(words, f"{above} {hit.passage.text}"),
        context.coverage(words, above),
        context.coverage(rest, f"{nearest} {hit.passage.text}"),
        context.coverage(rest, nearest) if nearest else 0.0,
    )


def _share_of_parts(parts: Sequence[str], sentence: Sentence) -> float:
    passage = sentence.hit.passage
    where = f"{passage.label} {passage.heading} ".lower()
    return sum(f"{part} " in where or f"{part}." in where for part in parts) / max(1, len(parts))


def _is_upper(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(map(str.isupper, letters)) > len(letters) / 2
