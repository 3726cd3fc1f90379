"""Finding the rule that answers a question in other words: keyword search, then the share of the question's words it holds."""

from __future__ import annotations

from functools import cache

from knowledge.evidence import Evidence
from knowledge.law.catalogue import Rule, catalogue
from knowledge.law.reading import LawQuestion
from knowledge.questions import Question
from knowledge.vocabulary import vocabulary
from knowledge.words import KeywordIndex, terms

CANDIDATES = 12
#: Rules this far behind the best are not told beside it.
NEAR_BEST = 0.88
MOST = 3
#: Words that only say that the law is asked; kinds of answer that show in no word of their own.
SAYING = frozenset(("luật", "nghị", "định", "quy", "pháp"))
LOOSE = frozenset(("person", "place", "date"))
NEARNESS, NEAR_WEIGHT = 0.34, 0.3


@cache
def _index() -> tuple[KeywordIndex, Evidence, dict[int, str]]:
    """Give the search over every rule for all awards, made on first use."""
    texts = {number: _text(rule) for number, rule in enumerate(catalogue().rules) if not rule.awards}
    index = KeywordIndex()
    index.sync(texts)
    return index, Evidence(texts.values(), vocabulary()), texts


def _text(rule: Rule) -> str:
    return f"{rule.says}. {'; '.join(rule.keywords)}"


def nearest(question: Question, law: LawQuestion, least: float = 0.0) -> list[Rule]:
    """Give the rules with enough evidence that hold on the day, best first; `least` asks for more of the words."""
    index, evidence, texts = _index()
    wanted = [word for word in question.content if word not in SAYING]
    if not wanted:
        return []
    hits = index.search(terms(question.text), question.marked, CANDIDATES)
    scored = []
    for number, _ in hits:
        rule = catalogue().rules[number]
        covered = evidence.coverage(wanted, texts[number], question.marked)
        near = evidence.nearness(question.pairs, texts[number])
        shown = question.ask is None or question.ask.ask in LOOSE or question.ask.shows.search(rule.says)
        if (
            rule.span.holds(law.day)
            and shown
            and covered >= max(least, evidence.threshold(wanted))
            and near >= NEARNESS
        ):
            scored.append((covered + NEAR_WEIGHT * near, rule))
    scored.sort(key=lambda pair: -pair[0])
    return [rule for score, rule in scored if score >= NEAR_BEST * scored[0][0]][:MOST]
