"""Find the rule that answers a question in other words: keywords, then the share of its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.answering import Evidence
from knowledge.language import cached_tokens, normalized_tokens
from knowledge.law.catalogue import catalogue
from knowledge.law.model import Rule
from knowledge.law.parameters import (
    BIGRAM_WEIGHT,
    MAX_RULES,
    MIN_BIGRAM_COVERAGE,
    MIN_WORDS,
    NEAR_BEST_RULE,
    SEARCHED_RULES,
)
from knowledge.law.question import LawQuestion, aspects
from knowledge.search import CountedTexts, KeywordIndex, TermStatistics, query_terms
from knowledge.understanding import Question

#: Words that only say that the law is asked.
LAW_WORDS = frozenset(("luật", "nghị", "định", "quy", "pháp"))
#: Types of answer that show in no word of their own.
UNMARKED_TYPES = frozenset(("person", "place", "date"))


@dataclass(frozen=True)
class _RuleIndex:
    """The rules for all awards: keyword index, evidence, and text by number in the catalogue."""

    keywords: KeywordIndex
    evidence: Evidence
    texts: dict[int, str]


@cache
def _rule_index() -> _RuleIndex:
    rules = enumerate(catalogue().rules)
    texts = {number: _text_of(rule) for number, rule in rules if not rule.awards}
    keywords = KeywordIndex()
    keywords.update([{number: normalized_tokens(text) for number, text in texts.items()}])
    return _RuleIndex(keywords, Evidence(TermStatistics(CountedTexts(texts.values()))), texts)


def _text_of(rule: Rule) -> str:
    return f"{rule.says}. {'; '.join(rule.keywords)}"


def similar_rules(question: Question, law: LawQuestion, min_coverage: float = 0.0) -> list[Rule]:
    """Return the rules with enough evidence that hold on the day, best first.

    `min_coverage` asks for more of the words. Where no rule has the names of awards too, the rest
    of the question is looked for: "bị khiển trách có được LĐTT không".
    """
    words = [word for word in question.content_words if word not in LAW_WORDS]
    names = {
        word
        for mention in law.mentions
        for word in cached_tokens(question.text[mention.start : mention.end])
    }
    rules = _rules_with(words, question, law, min_coverage)
    if rules or not names:
        return rules
    rest = [word for word in words if word not in names]
    return _rules_with(rest, question, law, min_coverage)


def _rules_with(
    words: Sequence[str], question: Question, law: LawQuestion, min_coverage: float
) -> list[Rule]:
    if len(words) < MIN_WORDS:
        return []
    index = _rule_index()
    bigrams = [bigram for bigram in question.bigrams if set(bigram) <= set(words)]
    hits = index.keywords.search(query_terms(question.text), question.marked, SEARCHED_RULES)
    scored = []
    for number, _ in hits:
        rule, text = catalogue().rules[number], index.texts[number]
        covered = index.evidence.coverage(words, text, question.marked)
        near = index.evidence.bigram_coverage(bigrams, text)
        answers = index.evidence.answers(
            words, covered, near, min_own=min_coverage, min_bigrams=MIN_BIGRAM_COVERAGE
        )
        if answers and _may_answer(rule, question, law):
            scored.append((covered + BIGRAM_WEIGHT * near, rule))
    scored.sort(key=lambda pair: -pair[0])
    near_best = [rule for score, rule in scored if score >= NEAR_BEST_RULE * scored[0][0]]
    return near_best[:MAX_RULES]


def _may_answer(rule: Rule, question: Question, law: LawQuestion) -> bool:
    return rule.span.holds(law.day) and _gives_type(question, rule) and _is_spoken_of(rule, law)


def _gives_type(question: Question, rule: Rule) -> bool:
    """Whether a rule gives the type of answer asked for."""
    asked = question.answer_type
    if asked is None or asked.type in UNMARKED_TYPES:
        return True
    return bool(asked.shows.search(rule.says))


def _is_spoken_of(rule: Rule, law: LawQuestion) -> bool:
    """Whether a rule on the fund, the councils… is asked for.

    Such a rule answers only who speaks of them: "Lương bộ trưởng" asks of no council.
    """
    owners = [a for a in aspects().values() if a.general and a.about[:1] == (rule.about,)]
    return not owners or any(law.asks(owner.aspect) for owner in owners)
