"""Questions made from a body of law itself: an article's title, or a sentence of it, asks for that article.

A batch is made of neighbourhoods: articles with like titles, so that the other articles of a batch are hard to tell
from the right one without a second passage a question (which would double the work).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import bm25s

from knowledge.library import LONGEST_TITLE
from knowledge.text import tokens
from training.laws import Article

#: How a title is asked for; "{}" is the title.
ASKED = (
    "{}", "{}?", "{} được quy định như thế nào?", "{} quy định thế nào?", "{} gồm những gì?", "{} là gì?",
    "Quy định về {}", "Pháp luật quy định {} ra sao?", "Cho tôi hỏi {}?", "{} như thế nào?",
)  # fmt: skip
#: "Thông tư số 12/2020/TT-BNV quy định chi tiết … về X" → X.
SUBJECT = re.compile(
    r"^(?:.*?\d+/\d{4}/\S+|.*?\bsố\s+\S+)?[\s,]*(?:của \S+ \S+ )?(?:quy định|hướng dẫn|ban hành|chi tiết|một số điều|và|biện pháp|"
    r"thi hành|việc|về|của|\s)*",
    re.IGNORECASE,
)
LONGEST_TEXT = 900
#: An article's neighbours are the nearest of so many that are in no group yet.
NEIGHBOURS, SEEN = 8, 64


def neighbourhoods(articles: list[Article], order: random.Random) -> list[list[int]]:
    """Group the articles by likeness of their titles: each with its nearest that are not yet in a group."""
    words = [list(tokens(f"{one.title} {one.title} {one.document_title}")) for one in articles]
    index = bm25s.BM25()
    index.index(words, show_progress=False)
    free = set(range(len(articles)))
    groups = []
    for seed in order.sample(range(len(articles)), len(articles)):
        if seed not in free:
            continue
        near, _ = index.retrieve([words[seed] or ["_"]], k=min(SEEN, len(articles)), show_progress=False)
        group = [seed, *(int(one) for one in near[0] if int(one) in free and int(one) != seed)][:NEIGHBOURS]
        free.difference_update(group)
        groups.append(group)
    return groups


def question(article: Article, order: random.Random) -> tuple[str, str]:
    """Make a question and the passage that answers it; the title is left out of half the passages that it asks for."""
    sentences = [one for one in re.split(r"(?<=[.;:])\s+|\n+", article.text) if 6 <= len(one.split()) <= 40]
    if sentences and (order.random() < 0.35 or len(article.title.split()) < 2):
        said = order.choice(sentences)
        text = article.text.replace(said, "", 1) if order.random() < 0.5 else article.text
        words = re.sub(r"^[\d.a-zđ)\s]{1,6}(?=\S)", "", said).split()
        start = order.randrange(max(1, len(words) - 8))
        return " ".join(words[start : start + order.randint(7, 20)]), passage(article, article.title, text)
    asked = article.title[:1].lower() + article.title[1:] if order.random() < 0.5 else article.title
    subject = SUBJECT.sub("", article.document_title).removesuffix("có hiệu lực thi hành kể từ")
    if subject and order.random() < 0.5:
        asked = f"{asked} {order.choice(('', 'về ', 'trong '))}{subject[:1].lower()}{subject[1:]}"
    shown = article.title if order.random() < 0.5 else ""
    return order.choice(ASKED).format(" ".join(asked.split()[:40])), passage(article, shown, article.text)


def passage(article: Article, title: str, text: str) -> str:
    """Give a passage as the library embeds it: after its document's title and its heading."""
    above = " › ".join(part for part in (article.document_title[:LONGEST_TITLE], title) if part)
    return f"{above}\n{text[:LONGEST_TEXT]}"


def batches(articles: list[Article], groups: int, seed: int) -> Iterator[list[tuple[str, str]]]:
    """Give batches of (question, passage), each of so many neighbourhoods, until every article has been asked for once."""
    order = random.Random(seed)
    held = neighbourhoods(articles, order)
    order.shuffle(held)
    for start in range(0, len(held) - groups + 1, groups):
        yield [question(articles[i], order) for group in held[start : start + groups] for i in group]
