"""Questions made from a body of law itself: a title, or a sentence, asks for its article.

Titles and sentences of a text as queries for it: inverse cloze task (Lee et al. 2019,
arXiv:1906.00300).
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from knowledge.model import HEADING_SEPARATOR
from knowledge.search.parameters import ENCODED_TITLE_LETTERS
from training.corpus import Article
from training.parameters import (
    ADDED_SUBJECTS,
    LOWERED_TITLES,
    MAX_PASSAGE_LETTERS,
    MAX_QUESTION_WORDS,
    MAX_SENTENCE_WORDS,
    MAX_TITLE_WORDS,
    MIN_QUESTION_WORDS,
    MIN_SENTENCE_WORDS,
    MIN_TITLE_WORDS,
    MIN_WORDS_AFTER_START,
    REMOVED_SENTENCES,
    SENTENCE_QUESTIONS,
    SHOWN_TITLES,
)

#: How people ask for a title; "{}" is the title.
TEMPLATES = (
    "{}", "{}?", "{} được quy định như thế nào?", "{} quy định thế nào?", "{} gồm những gì?",
    "{} là gì?", "Quy định về {}", "Pháp luật quy định {} ra sao?", "Cho tôi hỏi {}?",
    "{} như thế nào?",
)  # fmt: skip
#: What joins a title to the subject of its law.
JOINTS = ("", "về ", "trong ")
#: What stands before the subject: "Thông tư số 12/2020/TT-BNV quy định chi tiết … về X" → "X".
BEFORE_SUBJECT = re.compile(
    r"^(?:.*?\d+/\d{4}/\S+|.*?\bsố\s+\S+)?[\s,]*(?:của \S+ \S+ )?"
    r"(?:quy định|hướng dẫn|ban hành|chi tiết|một số điều|và|biện pháp|"
    r"thi hành|việc|về|của|\s)*",
    re.IGNORECASE,
)
#: The corpus cuts some titles in the midst of the clause that follows the subject.
AFTER_SUBJECT = "có hiệu lực thi hành kể từ"
SENTENCE_END = re.compile(r"(?<=[.;:])\s+|\n+")
#: "1. ", "a) ", "đ) " at the start of a clause.
NUMBERING = re.compile(r"^[\d.a-zđ)\s]{1,6}(?=\S)")


@dataclass(frozen=True)
class TrainingPair:
    """A question and the passage that answers it."""

    question: str
    passage: str


def make_pair(article: Article, rng: random.Random) -> TrainingPair:
    """Return a question for an article, made of its title or of one of its sentences."""
    sentences = [
        sentence
        for sentence in SENTENCE_END.split(article.text)
        if MIN_SENTENCE_WORDS <= len(sentence.split()) <= MAX_SENTENCE_WORDS
    ]
    if sentences and (
        rng.random() < SENTENCE_QUESTIONS or len(article.title.split()) < MIN_TITLE_WORDS
    ):
        return _sentence_pair(article, rng.choice(sentences), rng)
    return _title_pair(article, rng)


def _sentence_pair(article: Article, sentence: str, rng: random.Random) -> TrainingPair:
    removed = rng.random() < REMOVED_SENTENCES
    text = article.text.replace(sentence, "", 1) if removed else article.text
    words = NUMBERING.sub("", sentence).split()
    start = rng.randrange(max(1, len(words) - MIN_WORDS_AFTER_START))
    count = rng.randint(MIN_QUESTION_WORDS, MAX_QUESTION_WORDS)
    question = " ".join(words[start : start + count])
    return TrainingPair(question, _passage(article, article.title, text))


def _title_pair(article: Article, rng: random.Random) -> TrainingPair:
    title = _lower_first(article.title) if rng.random() < LOWERED_TITLES else article.title
    subject = BEFORE_SUBJECT.sub("", article.document_title).removesuffix(AFTER_SUBJECT)
    if subject and rng.random() < ADDED_SUBJECTS:
        title = f"{title} {rng.choice(JOINTS)}{_lower_first(subject)}"
    shown = article.title if rng.random() < SHOWN_TITLES else ""
    question = rng.choice(TEMPLATES).format(" ".join(title.split()[:MAX_TITLE_WORDS]))
    return TrainingPair(question, _passage(article, shown, article.text))


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _passage(article: Article, title: str, text: str) -> str:
    """Return the passage as the library embeds it: below its document's title and its heading."""
    above = (article.document_title[:ENCODED_TITLE_LETTERS], title)
    context = HEADING_SEPARATOR.join(part for part in above if part)
    return f"{context}\n{text[:MAX_PASSAGE_LETTERS]}"
