"""Names in quotation marks: what each is follows from the nearest cue before it.

“… phong trào “A”, “B” và xét tặng danh hiệu “C”” names two movements and an honour: a list goes on while only
signs, "và" or a period stand between two names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import regex

from indexer.rules import compile_pattern
from knowledge.vocabulary import vocabulary

MARKS = regex.compile(r"“((?:[^“”]|“[^“”]*”)+)”|\"([^\"\n]+)\"")
BETWEEN = regex.compile(
    r"[\s,;:.()\-–—*|]*(?:giai đoạn \d{4}\s*[-–—]\s*\d{4})?[\s,;.()|]*(?:và|cùng|hoặc)?[\s,]*"
)


@dataclass(frozen=True)
class Name:
    """A name found in quotation marks: which kind of fact it is, and what is said with it."""

    fact: str
    text: str
    details: dict[str, str] = field(default_factory=dict)


def names(sentence: str, before: str, rules: Any) -> Iterator[Name]:
    """Yield the names of a sentence; `before` is the heading and text that lead to it."""
    fact = _cue(before, rules, at_end=False) if before.strip() else None
    last = 0
    for match in MARKS.finditer(sentence):
        gap = sentence[last : match.start()]
        if not BETWEEN.fullmatch(gap):
            fact = _cue(gap, rules, at_end=True)
        last = match.end()
        if fact:
            text = (match[1] or match[2]).strip(" .")
            yield Name(
                fact, _with_kind(fact, gap, text), _details(fact, sentence, match, before, rules)
            )
    for match in compile_pattern(rules["half_quoted"]).finditer(sentence):
        yield Name(
            "movement", match["name"].strip(), _launched(sentence[: match.start()], before, rules)
        )


def _with_kind(fact: str, gap: str, name: str) -> str:
    """A text is named with its kind: Đề án “A”."""
    kind = next((kind for kind in vocabulary().kinds if gap.rstrip().endswith(kind)), "")
    return f"{kind} “{name}”" if fact == "legal_text" and kind else name


def _cue(text: str, rules: Any, at_end: bool) -> str | None:
    """Give the kind of fact that the last cue of a text announces."""
    found: list[tuple[int, str]] = []
    for rule in rules["quoted"]:
        pattern = compile_pattern("(?i)" + rule["cue"] + ("$" if at_end else ""))
        found += [(match.start(), rule["fact"]) for match in pattern.finditer(text)]
    return max(found)[1] if found else None


def _details(
    fact: str, sentence: str, match: regex.Match[str], before: str, rules: Any
) -> dict[str, str]:
    if fact != "movement":
        return {}
    period = compile_pattern(rules["period"])
    after = period.match(sentence[match.end() :].lstrip(" ,(*|")) or period.search(match[0])
    given = {"period": regex.sub(r"\s", "", after["period"])} if after else {}
    return given | _launched(sentence[: match.start()], before, rules)


def _launched(text: str, before: str, rules: Any) -> dict[str, str]:
    for part in (text, before):
        found = list(compile_pattern(rules["launcher"]).finditer(part))
        if found:
            return {"launcher": found[-1]["launcher"]}
    return {}
