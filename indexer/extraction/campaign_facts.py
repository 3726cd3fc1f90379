"""The facts of a campaign text, each with the sentence or row that states it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace

import regex

from indexer.extraction.contents import find_contents
from indexer.extraction.facts import CampaignContext, at_sentence, build_fact, is_cluster
from indexer.extraction.obligations import find_obligations
from indexer.extraction.parameters import EVENT_PARAGRAPHS, MAX_BEHIND_NAME, MIN_CONTENT_PART
from indexer.extraction.quoted_names import find_quoted_names
from indexer.extraction.sentence_rules import apply_sentence_rules
from indexer.extraction.statements import Statement, classify_statements
from indexer.extraction.statements.learned_facts import find_learned_facts
from indexer.rules import compile_pattern, load_rules
from indexer.structure.blocks import Block, without_marker
from indexer.structure.sentences import Sentence, split_block, split_sentences
from knowledge.language import dates_in, format_date
from knowledge.model import Fact

#: "UBND tỉnh": a level of government without the name of its place.
BARE_BODY = regex.compile(
    r"(?i)(?:ubnd|ủy ban nhân dân) (?:tỉnh|huyện|thành phố|thị xã|quận|xã|phường)"
)


def extract_campaign_facts(
    blocks: Sequence[Block], context: CampaignContext, *, in_articles: bool = False
) -> list[Fact]:
    """Return the facts of a directive, plan or news item in reading order, each once.

    The numbered clauses of a text `in_articles` are no list of contents.
    """
    sentences = list(split_sentences(blocks))
    facts = [fact for sentence in sentences for fact in _sentence_facts(sentence, context)]
    if not in_articles:
        facts += find_contents(blocks, context)
    facts += _events(blocks, context)
    facts = list(_with_learned(sentences, facts, context))
    return sorted(_deduplicate(_launchers_named(facts)), key=lambda fact: fact.start)


def _with_learned(
    sentences: Sequence[Sentence], ruled: Sequence[Fact], context: CampaignContext
) -> Iterator[Fact]:
    """Yield the facts that rules found, then those of what each sentence is taken to say."""
    statements = classify_statements(sentences, context.year)
    ruled = [_with_doubt(fact, statements) for fact in ruled]
    yield from ruled
    told: dict[str, list[Fact]] = defaultdict(list)
    for fact in ruled:
        if not fact.is_proposal:
            told[fact.kind].append(fact)
    sections = _sections_of(told["content"], sentences)
    for statement in statements:
        block = statement.sentence.block
        is_below = block.part is not None and block.heading in sections
        for fact in find_learned_facts(statement, context):
            is_said = is_below or _is_name_of(fact, told["movement"])
            if not (fact.kind == "content" and is_said) and not _is_found(fact, told[fact.kind]):
                yield fact


def _sections_of(contents: Sequence[Fact], sentences: Sequence[Sentence]) -> set[str]:
    """Return the headings under which numbered parts are contents: points below say no more."""
    return {
        sentence.block.heading
        for sentence in sentences
        if any(_overlap(sentence, fact) for fact in contents)
    }


def _with_doubt(fact: Fact, statements: Sequence[Statement]) -> Fact:
    """Return a numbered part as a proposal when it is taken to say something else than a content.

    Nothing else stands in a list that is headed as the one of all contents.
    """
    if fact.kind != "content":
        return fact
    over = [one for one in statements if _overlap(one.sentence, fact)]
    share = max((one.content_share for one in over), default=0.0)
    listed = compile_pattern(load_rules("campaign_facts")["content"]["list_heading"])
    if any(listed.search(one.sentence.block.heading) for one in over):
        return fact
    return fact if share >= MIN_CONTENT_PART else replace(fact, confidence=share)


def _is_name_of(learned: Fact, movements: Sequence[Fact]) -> bool:
    """Whether a line is no more than the name of a movement, and its period."""
    name = learned.name.lstrip('“"')
    return any(
        name.startswith(one.name) and len(name) - len(one.name) <= MAX_BEHIND_NAME
        for one in movements
    )


def _is_found(learned: Fact, ruled: Sequence[Fact]) -> bool:
    """Whether a rule has found what is learned of a sentence; of launches one rule's is enough."""
    if learned.kind == "launch":
        return bool(ruled)
    return any(_overlap(one, learned) for one in ruled)


def _overlap(one: Fact | Sentence, other: Fact) -> bool:
    return one.start < other.end and other.start < one.end


def _launchers_named(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts without a launch by "UBND tỉnh" alone where who launched is named better."""
    launches = [fact for fact in facts if fact.kind == "launch"]
    if all(map(_is_bare, launches)):
        return list(facts)
    return [fact for fact in facts if fact.kind != "launch" or not _is_bare(fact)]


def _is_bare(launch: Fact) -> bool:
    """Whether a launcher is a level of government without the name of its place."""
    return not launch.details.person and bool(BARE_BODY.fullmatch(launch.name))


def _sentence_facts(sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    yield from _quoted_names(sentence, context)
    if sentence.block.kind == "heading":
        # A heading may hold a name ("II. CHỦ ĐỀ: “…”"); the rest of it announces the text below.
        return
    yield from apply_sentence_rules(sentence, context)
    yield from _obligations(sentence, context)
    yield from _principles(sentence, context)


def _quoted_names(sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    for quoted in find_quoted_names(sentence.text, sentence.context):
        fact = build_fact(sentence, context, quoted.kind, quoted.name, details=quoted.details)
        if quoted.kind in ("theme", "honour"):
            fact = at_sentence(fact, sentence, context)
        is_unplaced = fact.place == context.place and is_cluster(context.place)
        if fact.kind == "honour" and is_unplaced:
            # In a text of a cluster an honour counts only where its sentence names one province.
            continue
        yield fact


def _obligations(sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    for found in find_obligations(sentence.text, sentence.block.heading, context.year):
        details = {"date": found.day} if found.day else {}
        yield build_fact(
            sentence, context, found.kind, found.name, value=found.value, details=details
        )


def _principles(sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    """Yield the sentence itself when it is a principle of commendation.

    All that stands below a heading which names the principles is one, whatever its words.
    """
    rule = load_rules("campaign_facts")["principle"]
    required, excluded = (map(compile_pattern, rule[name]) for name in ("all", "none"))
    is_headed = compile_pattern(rule["list_heading"]).search(sentence.block.heading)
    is_meant = all(pattern.search(sentence.text) for pattern in required) and not any(
        pattern.search(sentence.text) for pattern in excluded
    )
    if is_headed or is_meant:
        yield build_fact(sentence, context, "principle", without_marker(sentence.text))


def _events(blocks: Sequence[Block], context: CampaignContext) -> Iterator[Fact]:
    """Yield the events of the first paragraphs that begin with their day."""
    rule = load_rules("campaign_facts")["event"]
    event = compile_pattern(rule["pattern"], "campaign_facts")
    year = context.published.year if context.published else context.year
    paragraphs = [block for block in blocks if block.kind == "paragraph"]
    for sentence in (s for block in paragraphs[:EVENT_PARAGRAPHS] for s in split_block(block)):
        match = event.match(sentence.text)
        dates = dates_in(match["day"], year) if match else []
        if match and dates:
            day = dates[0].day
            venue = compile_pattern(rule["venue"]).search(sentence.text)
            details = {"date": day, "venue": venue["venue"] if venue else None}
            yield build_fact(
                sentence, context, "event", match["name"], value=format_date(day), details=details
            )


def _deduplicate(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts without those stated again for the same place and year.

    A theme in quotation marks is no movement.
    """
    unique: dict[Hashable, Fact] = {}
    for fact in facts:
        unique.setdefault(_identity(fact), fact)
    themes = {fact.name.lower() for fact in unique.values() if fact.kind == "theme"}
    return [
        fact
        for fact in unique.values()
        if fact.kind != "movement" or fact.name.lower() not in themes
    ]


def _identity(fact: Fact) -> Hashable:
    """Return what two statements of one fact share."""
    if fact.kind in ("definition", "index"):
        return fact.kind, fact.details.short.lower()
    if fact.kind == "target":
        return fact.kind, fact.name.lower(), fact.details.number, fact.place, fact.year
    return fact.kind, fact.name.lower().strip(".”“ "), fact.value, fact.place, fact.year
