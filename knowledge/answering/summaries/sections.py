"""The parts of an outline that a request names: by number ("khoản 2 Điều 5"), or by words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answering.document_naming import DOCUMENT_KIND
from knowledge.answering.draft import Context
from knowledge.answering.parameters import MIN_HEADING_COVERAGE
from knowledge.answering.summaries.outline import Section, marker_of, without_mark
from knowledge.language import ORDINAL_WORDS, fold, folded_tokens
from knowledge.understanding import Question

#: Kinds of numbered parts without marks, the largest first.
KINDS = ("phu luc", "chuong", "phan", "muc", "noi dung", "dieu", "khoan", "diem")
#: Roman numbers by their value, up to thirty-nine.
_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
ROMANS = tuple("X" * (number // 10) + _UNITS[number % 10] for number in range(40))
_ORDINAL = "nhat|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi"
WANTED = re.compile(
    rf"\b(phu luc|chuong|phan|muc|noi dung|dieu|khoan|diem) (?:(?:thu ({_ORDINAL})\b)"
    r"|(?:so )?(?:(\d{1,3}(?:\.\d{1,2})?[a-z]?)\b(?![/.%]\d|,\d| (?:trieu|ty|diem|phan tram)\b)"
    r"|([ivx]{1,5})\b))"
)
POINT_WANTED = re.compile(r"\bdiem ([a-zđ])\b")
#: How the heading of a numbered part begins, without marks.
NUMBERED = re.compile(
    rf"(?P<kind>phu luc|chuong|phan|muc|dieu)? ?(?:thu (?P<word>{_ORDINAL})\b"
    r"|(?P<number>\d{1,3}(?:\.\d{1,2})?[a-z]?)\b|(?P<roman>[ivx]{1,5})\b|(?P<letter>[a-z])\))"
)
#: "… về xã hội": what a numbered part is about.
ABOUT = re.compile(r"\bve (.+?)(?= (?:cua|trong|thuoc) |$)")


@dataclass(frozen=True)
class SectionWanted:
    """A part that is asked for by its number: its kind without marks, and the number as written.

    `value` is that of an ordinal or roman number too.
    """

    kind: str
    value: str
    is_roman: bool = False


#: Kinds of numbered parts as they are written.
KIND_NAMES = dict(
    zip(
        KINDS,
        ("phụ lục", "chương", "phần", "mục", "nội dung", "Điều", "khoản", "điểm"),
        strict=True,
    )
)


def written(wanted: Sequence[SectionWanted]) -> str:
    """Return numbered parts as they are cited: "khoản 2 Điều 5"."""
    return " ".join(f"{KIND_NAMES[one.kind]} {_in_style(one)}" for one in reversed(wanted))


def _in_style(one: SectionWanted) -> str:
    return ROMANS[int(one.value)] if one.is_roman else one.value


def section_wanted(question: Question) -> list[SectionWanted]:
    """Return the numbered parts that a question names, the largest first."""
    folded = fold(question.typed)
    wanted: list[SectionWanted] = []
    for kind, word, number, roman in WANTED.findall(folded):
        value = str(ORDINAL_WORDS[word]) if word else number or str(_roman(roman))
        wanted.append(SectionWanted(kind, value, bool(roman)))
    wanted += [SectionWanted("diem", letter) for letter in POINT_WANTED.findall(folded)]
    return sorted(wanted, key=lambda one: KINDS.index(one.kind))


def _roman(text: str) -> int:
    """Return the value of a roman number; 0 for letters that are none."""
    return ROMANS.index(text.upper()) if text.upper() in ROMANS else 0


def find_sections(whole: Section, wanted: Sequence[SectionWanted]) -> list[Section]:
    """Return the sections with these numbers, one inside the other; several where unclear."""
    found = [whole]
    for one in wanted:
        found = [section for outer in found for section in _numbered(outer, one)]
    return found


def _numbered(outer: Section, wanted: SectionWanted) -> list[Section]:
    """Return the sections with a number: those called by its kind, else by mark, the outermost."""
    of_value = [
        (section, kind, is_roman)
        for section in outer.walk()
        if section is not outer
        for kind, value, is_roman in [_number_of(section)]
        if value == wanted.value
    ]
    of_kind = [section for section, kind, _ in of_value if kind == wanted.kind]
    same_style = [s for s, kind, is_roman in of_value if not kind and is_roman == wanted.is_roman]
    bare = [section for section, kind, _ in of_value if not kind]
    called_otherwise = [] if wanted.kind in ("chuong", "dieu") else [s for s, _, _ in of_value]
    for best in (of_kind, same_style, bare, called_otherwise):
        outermost = min((section.rank for section in best), default=0)
        found = [section for section in best if section.rank == outermost]
        if len(found) > 1 and best is same_style:
            # "mục 3" of a text with a part III and several points 3: either may be meant.
            return [*(section for section in bare if section not in same_style), *found]
        if found:
            return found
    return []


def narrowed(context: Context, sections: Sequence[Section]) -> list[Section]:
    """Return those of several sections that also hold the words of a request: "Điều 3 về xã hội"."""
    if len(sections) < 2 or not (about := ABOUT.search(folded_words(context.question))):
        return list(sections)
    words = about[1].split()
    return [s for s in sections if set(words) <= set(folded_tokens(s.own))] or list(sections)


def cited_as(whole: Section, section: Section) -> str:
    """Return the words that name a section in a next question: by numbers, else by its title."""
    chain = [
        SectionWanted(kind or ("phan" if is_roman else "muc"), value, is_roman)
        for outer in _chain(whole, section)
        for kind, value, is_roman in [_number_of(outer)]
        if value
    ]
    numbered = _number_of(section)[1]
    return written(chain) if numbered and find_sections(whole, chain) == [section] else ""


def _chain(outer: Section, section: Section) -> list[Section]:
    """Return the sections from below `outer` down to a section."""
    for part in outer.parts:
        if part is section:
            return [part]
        if below := _chain(part, section):
            return [part, *below]
    return []


def _number_of(section: Section) -> tuple[str, str, bool]:
    """Return kind, number and whether it is roman of a part's heading or line; "" for none."""
    match = NUMBERED.match(fold(section.own))
    if not match or (not match["kind"] and marker_of(section.own) in ("none", "dash", "plus")):
        return "", "", False
    kind = match["kind"] or ""
    if match["word"]:
        return kind, str(ORDINAL_WORDS[match["word"]]), False
    if match["roman"]:
        return kind, str(_roman(match["roman"])), True
    return kind, (match["number"] or match["letter"]).lstrip("0"), False


def section_by_words(context: Context, whole: Section, words: Sequence[str]) -> Section | None:
    """Return the section whose title a request names, the outermost and shortest.

    The request holds the title, or the title nearly all of the words.
    """
    titled = [
        s for s in whole.walk() if s is not whole and s.title and (s.parts or not s.is_titled)
    ]
    asked = f" {DOCUMENT_KIND.sub(' # ', folded_words(context.question))} "
    scored: list[tuple[tuple[float, float, int], Section]] = []
    for section in titled:
        name = " ".join(folded_tokens(without_mark(section.title)))
        if " " in name and f" {name} " in asked:
            scored.append(((1.0, 1, len(name)), section))
        covered = context.coverage(words, section.title) if words else 0.0
        if covered >= MIN_HEADING_COVERAGE:
            scored.append(((covered, -section.rank, -len(name)), section))
    return max(scored, key=lambda one: one[0])[1] if scored else None


def folded_words(question: Question) -> str:
    """Return the words of a question without marks, one blank between them."""
    return " ".join(folded_tokens(question.text))
