"""Finding the rule that answers a question in other words: keyword search, then the share of the question's words it holds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from knowledge.evidence import Evidence
from knowledge.law.catalogue import Rule, catalogue
from knowledge.law.reading import LawQuestion, aspects
from knowledge.questions import Question
from knowledge.text import every_token, tokens
from knowledge.vocabulary import vocabulary
from knowledge.words import KeywordIndex, terms

CANDIDATES = 12
#: One word alone ("nộp") is in too many rules to say which is meant.
FEWEST = 2
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
    index.change({number: every_token(text) for number, text in texts.items()})
    return index, Evidence(texts.values(), vocabulary()), texts


def _text(rule: Rule) -> str:
    return f"{rule.says}. {'; '.join(rule.keywords)}"


def nearest(question: Question, law: LawQuestion, least: float = 0.0) -> list[Rule]:
    """Give the rules with enough evidence that hold on the day, best first; `least` asks for more of the words.

    Where none has the names of awards too, the rest of the question is looked for: "bị khiển trách có được LĐTT không".
    """
    wanted = [word for word in question.content if word not in SAYING]
    named = {word for spot in law.spots for word in tokens(question.text[spot.start : spot.end])}
    rest = [word for word in wanted if word not in named]
    return _holding(wanted, question, law, least) or (_holding(rest, question, law, least) if named else [])


def _holding(wanted: Sequence[str], question: Question, law: LawQuestion, least: float) -> list[Rule]:
    index, evidence, texts = _index()
    if len(wanted) < FEWEST:
        return []
    pairs = [pair for pair in question.pairs if set(pair) <= set(wanted)]
    scored = []
    for number, _ in index.search(terms(question.text), question.marked, CANDIDATES):
        rule = catalogue().rules[number]
        covered = evidence.coverage(wanted, texts[number], question.marked)
        near = evidence.nearness(pairs, texts[number])
        enough = covered >= max(least, evidence.threshold(wanted)) and near >= NEARNESS
        if enough and rule.span.holds(law.day) and _shows(question, rule) and _spoken_of(rule, law):
            scored.append((covered + NEAR_WEIGHT * near, rule))
    scored.sort(key=lambda pair: -pair[0])
    return [rule for score, rule in scored if score >= NEAR_BEST * scored[0][0]][:MOST]


def _shows(question: Question, rule: Rule) -> bool:
    """Tell whether a rule gives the kind of thing asked for."""
    asked = question.ask
    return asked is None or asked.ask in LOOSE or bool(asked.shows.search(rule.says))


def _spoken_of(rule: Rule, law: LawQuestion) -> bool:
    """A rule on the fund, the councils… answers only who speaks of them: "Lương bộ trưởng" asks of no council."""
    owners = [aspect for aspect in aspects().values() if aspect.general and aspect.about[:1] == (rule.about,)]
    return not owners or any(law.asks(owner.aspect) for owner in owners)
