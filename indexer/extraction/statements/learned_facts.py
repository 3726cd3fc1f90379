"""Facts of sentences whose kind of statement is learned; the rules of `statements/spans.py` cut them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from indexer.extraction.facts import CampaignContext, at_sentence, build_fact
from indexer.extraction.parameters import (
    DOUBTED,
    EVIDENT_FORMS,
    FORM_CONFIDENCE,
    MAX_DAY_CELL,
    MAX_STATEMENT_LETTERS,
    MIN_PROPOSED,
)
from indexer.extraction.statements.kinds import Statement, StatementKind
from indexer.extraction.statements.leaders import find_leaders, find_row_leaders
from indexer.extraction.statements.spans import (
    Span,
    find_bodies,
    find_honours,
    find_launcher,
    find_members,
    find_theme,
    find_venue,
    is_begin,
)
from indexer.extraction.targets import (
    find_row_targets,
    find_targets,
    is_goal_table,
    is_past,
    is_promise,
)
from indexer.structure.blocks import without_marker
from indexer.structure.sentences import Sentence
from knowledge.language import clause_spans, dates_in, format_date, table_cells, years_in
from knowledge.model import Fact

#: What is cut out of a sentence of each kind.
FactFinder = Callable[[Sentence, CampaignContext], Iterator[Fact]]


def find_learned_facts(statement: Statement, context: CampaignContext) -> Iterator[Fact]:
    """Yield the facts of a sentence for each kind of statement that it may make, with their confidence."""
    sentence = statement.sentence
    if sentence.block.kind == "heading" or len(sentence.text) > MAX_STATEMENT_LETTERS:
        # A heading announces what stands below.
        return
    for kind, find in FINDERS.items():
        confidence = _confidence(kind, statement)
        if confidence >= MIN_PROPOSED:
            for fact in find(sentence, context):
                yield replace(fact, confidence=confidence)


def _confidence(kind: StatementKind, statement: Statement) -> float:
    """Return how likely the facts of a kind are right: some forms are evidence by themselves."""
    share, sentence = statement.share(kind), statement.sentence
    if kind == "target" and _tells_past(statement):
        return min(share, DOUBTED)
    if kind == "target" and sentence.table_header and is_goal_table(sentence.table_header):
        # The rows of a table of goals are read by their form: they are told with their number.
        return 1.0
    if kind == "target" and is_promise(sentence.text, _before_in_block(sentence)):
        return max(share, FORM_CONFIDENCE)
    if share >= EVIDENT_FORMS.get(kind, 1.0):
        return max(share, FORM_CONFIDENCE)
    return share


def _tells_past(statement: Statement) -> bool:
    """Whether the line that heads a sentence, or its paragraph up to a colon, tells what was reached."""
    text = statement.sentence.text
    own, colon, _ = statement.sentence.block.text.partition(":")
    return is_past(text, statement.heading) or bool(colon and is_past(text, own))


def _before_in_block(sentence: Sentence) -> str:
    return sentence.block.text[: sentence.start - sentence.block.start]


def _contents(sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    """Yield the sentence, or each part of a list in it; one that only announces a list says nothing."""
    text = sentence.text
    if text.rstrip().endswith(":"):
        return
    for start, end in _listed(text):
        part = _part(sentence, start, end)
        yield build_fact(part, context, "content", _unmarked(part.text))


def _listed(text: str) -> list[tuple[int, int]]:
    """Return the parts of a list behind a colon ("gồm: a; b; c"), else the whole text."""
    head, colon, rest = text.partition(":")
    parts = clause_spans(rest) if colon else []
    if len(parts) < 2:
        return [(0, len(text))]
    offset = len(head) + 1
    return [(start + offset, end + offset) for start, end in parts]


def _principles(sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    name = _unmarked(sentence.text)
    if not name.endswith(":"):
        yield build_fact(sentence, context, "principle", name)


def _unmarked(text: str) -> str:
    """Return the text without its list marker and the marks at its end."""
    return without_marker(text).strip(" .;|")


def _duties(sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    is_row = sentence.block.kind == "row"
    for span in find_bodies(sentence.text):
        part = _part(sentence, span.start, span.end)
        told = _task(part.text, span.name) if is_row else part.text.partition(span.name)[2]
        yield build_fact(part, context, "duty", span.name, value=told.strip(" :,.;|"))
    if is_row:
        yield from _row_deadlines(sentence, context)


def _task(row: str, *others: str) -> str:
    """Return the longest cell of a row beside others: what is to be done."""
    cells = [cell for cell in table_cells(row) if cell not in others]
    return max(cells, key=len, default="")


def _row_deadlines(sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    """Yield the deadline of a table row: a cell that is a day, unless its column says it begins then."""
    cells, names = table_cells(sentence.text), table_cells(sentence.table_header)
    for index, cell in enumerate(cells):
        name = names[index] if index < len(names) else ""
        days = [found.day for found in dates_in(cell, context.year) if found.day]
        if days and len(cell) <= MAX_DAY_CELL and not is_begin(name):
            details = {"date": days[0]}
            bodies = (span.name for span in find_bodies(sentence.text))
            task = _task(sentence.text, cell, *bodies)
            yield build_fact(sentence, context, "deadline", task, value=cell, details=details)


def _honours(sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    for span in find_honours(sentence.text):
        fact = build_fact(sentence, context, "honour", span.name)
        yield at_sentence(fact, sentence, context)


def _targets(sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    if sentence.block.kind == "row":
        targets = find_row_targets(sentence.text, sentence.table_header, context.year)
    else:
        targets = find_targets(sentence.text)
    for target in targets:
        part = _part(sentence, target.start, target.end)
        fact = build_fact(
            part, context, "target", target.indicator, value=target.value, details=target.details
        )
        yield replace(fact, year=target.year or fact.year)


def _members(sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    for span in find_members(sentence.text):
        details = {"place": span.group}
        fact = build_fact(sentence, context, "member", span.name, details=details)
        yield replace(fact, year=None)


def _leaders(sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    """Yield those who head groups: for the year that their sentence names, else while the text holds."""
    years = years_in(sentence.text)
    spans = [
        *find_leaders(sentence.text),
        *find_row_leaders(sentence.text, sentence.table_header),
    ]
    for span in spans:
        part = _part(sentence, span.start, span.end)
        fact = build_fact(part, context, "leader", span.name, details={"role": span.role})
        yield replace(fact, year=years[0] if len(years) == 1 else None)


def _events(sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    """Yield the event of a sentence that names its day; one without a year is of the page's."""
    year = context.published.year if context.published else context.year
    days = dates_in(sentence.text, year)
    if days and days[0].day:
        venue = find_venue(sentence.text)
        name, day = _unmarked(sentence.text), days[0].day
        details = {"date": day, "venue": venue}
        yield build_fact(sentence, context, "event", name, value=format_date(day), details=details)


def _themes(sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    is_alone = sentence.text.strip() == sentence.block.text.strip()
    if span := find_theme(sentence.text, is_alone):
        fact = build_fact(sentence, context, "theme", span.name)
        yield at_sentence(fact, sentence, context)


def _launches(sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    if span := find_launcher(sentence.text):
        yield build_fact(sentence, context, "launch", span.name, details=_launch_details(span))


def _launch_details(span: Span) -> dict[str, str | None]:
    return {"person": span.person, "role": span.role}


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    return replace(sentence, text=sentence.text[start:end], start=sentence.start + start)


FINDERS: dict[StatementKind, FactFinder] = {
    "content": _contents,
    "principle": _principles,
    "duty": _duties,
    "honour": _honours,
    "target": _targets,
    "membership": _members,
    "role": _leaders,
    "theme": _themes,
    "launch": _launches,
    "event": _events,
}
