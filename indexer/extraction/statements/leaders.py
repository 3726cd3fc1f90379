"""Who holds a post of a cluster or block: the body or person beside the post, or in its column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex

from indexer.extraction.statements.spans import Span, rule_pattern, split_at_and
from indexer.rules import load_rules
from knowledge.language import clause_spans, gazetteer, one_line, table_cells

#: Words of a name that has neither an office nor a person's title nor a place.
MAX_NAME_WORDS = 8
COMMA = regex.compile(r",\s")
CLAUSE_ENDS = regex.compile(r"[;.:](?:\s|$)|\s/\s")


def find_leaders(text: str) -> Iterator[Span]:
    """Yield each holder of a post of a group: a body or a person."""
    posts = list(rule_pattern("{post}").finditer(text))
    starts = [*(post.start() for post in posts), len(text)]
    ends = [0, *(post.end() for post in posts)]
    clauses = clause_spans(text)
    for post, begin, end in zip(posts, ends, starts[1:], strict=False):
        first, last = next(c for c in clauses if c[0] <= post.start() < c[1])
        for name in _holders(text[begin : post.start()], text[post.end() : end]):
            yield Span(name, first, last, one_line(post[0]))


def find_row_leaders(row: str, header: str) -> Iterator[Span]:
    """Yield the holders of posts in a row of a table whose columns are named after posts."""
    cells, names = table_cells(row), table_cells(header)
    posts = rule_pattern(_rules()["column"])
    for cell, name in zip(cells, names, strict=False):
        if row != header and posts.fullmatch(name) and (holder := _holder(cell, is_sure=True)):
            yield Span(holder, 0, len(row), name)


def _holders(before: str, after: str) -> list[str]:
    """Return who holds a post, by the words before and behind it."""
    rules = _rules()
    named = rule_pattern(rules["behind"]).match(after)
    subject = rule_pattern(rules["before"]).search(before)
    # A comma or a bracket joins less than "là" or a colon behind the post.
    if subject and not (named and not any(map(str.isalpha, subject[0]))):
        names = _subjects(before[: subject.start()])
        if names or not named:
            return names
    if named:
        is_sure = named["verb"] != ":"
        return _valid(_listed(named["names"] or named["bracketed"]), is_sure=is_sure)
    return []


def _subjects(text: str) -> list[str]:
    """Return the names at the end of what stands before "làm Cụm trưởng".

    "Ông Lê An, Chủ tịch UBND xã" is the person, "bầu tỉnh Tây Ninh" the province.
    """
    clause = CLAUSE_ENDS.split(text)[-1]
    *others, last = COMMA.split(clause.rstrip(" ,-–("))
    is_title = rule_pattern(_rules()["title"]).match(last.strip())
    if is_title and (person := _person_in(others)):
        return [person]
    opened = rule_pattern(_rules()["opening"]).sub("", last)
    return _valid(split_at_and(opened), is_sure=True)


def _person_in(parts: list[str]) -> str | None:
    """Return the person whom the last part before a title names."""
    match = rule_pattern(_rules()["person"]).search(parts[-1]) if parts else None
    return match["name"] if match else None


def _listed(text: str) -> list[str]:
    """Return the names of a list behind a post; what a title or a year adds to one is left out."""
    kept = CLAUSE_ENDS.split(text)[0]
    parts = [part for piece in COMMA.split(kept) for part in split_at_and(piece)]
    return [part for part in parts if not rule_pattern(_rules()["title"]).match(part.strip())]


def _valid(names: list[str], *, is_sure: bool) -> list[str]:
    """Return the holders up to the first thing that is none."""
    holders: list[str] = []
    for name in names:
        holder = _holder(name, is_sure=is_sure)
        if holder is None:
            break
        holders.append(holder)
    return holders


def _holder(name: str, *, is_sure: bool) -> str | None:
    """Return the body, place or person that a name is of, None where it says something else.

    Where a verb joins it to the post (`is_sure`), a name in capitals is enough.
    """
    rules = _rules()
    # The next column of a row is another post's.
    name = name.strip(" |").split("|")[0]
    name = one_line(rule_pattern(rules["around"]).sub("", name)).strip(" -–.,;")
    if not name or rule_pattern(rules["other"]).search(name):
        return None
    if match := rule_pattern(rules["person"]).match(name):
        return str(match["name"])
    is_named = rule_pattern(rules["office"]).match(name) or gazetteer().places_in(name)
    is_short = name[:1].isupper() and len(name.split()) <= MAX_NAME_WORDS
    return name if is_named or (is_sure and is_short) else None


def _rules() -> Any:
    return load_rules("statements")["leaders"]
