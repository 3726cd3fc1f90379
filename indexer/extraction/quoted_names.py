"""Names in quotation marks: the nearest cue before each decides its kind of fact.

“… phong trào “A”, “B” và xét tặng danh hiệu “C”” names two movements and an honour: a list
continues while only punctuation, "và" or a period of years stands between two names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import regex

from indexer.rules import compile_pattern, load_rules
from knowledge.language import vocabulary

QUOTED = regex.compile(r"“((?:[^“”]|“[^“”]*”)+)”|\"([^\"\n]+)\"")
#: What may stand between two names of one list.
LIST_GAP = regex.compile(
    r"[\s,;:.()\-–—*|]*(?:giai đoạn \d{4}\s*[-–—]\s*\d{4})?[\s,;.()|]*(?:và|cùng|hoặc)?[\s,]*"
)


@dataclass(frozen=True)
class QuotedName:
    """A name in quotation marks with its kind of fact; details are those of a movement."""

    kind: str
    name: str
    details: Mapping[str, str] = field(default_factory=dict)


def find_quoted_names(sentence: str, context: str) -> Iterator[QuotedName]:
    """Yield the names of a sentence; `context` is the heading and the text that lead to it."""
    kind = _last_cue(context) if context.strip() else None
    position = 0
    for match in QUOTED.finditer(sentence):
        gap = sentence[position : match.start()]
        if not LIST_GAP.fullmatch(gap):
            kind = _last_cue(gap, at_end=True)
        position = match.end()
        if kind:
            yield _quoted_name(kind, gap, match, context)
    for match in compile_pattern(load_rules("campaign_facts")["half_quoted"]).finditer(sentence):
        launcher = _launcher(sentence[: match.start()], context)
        yield QuotedName("movement", match["name"].strip(), launcher)


def _last_cue(text: str, at_end: bool = False) -> str | None:
    """Return the kind of fact that the last cue of a text announces, None without a cue.

    With `at_end` only a cue that the text ends with counts.
    """
    cues: list[tuple[int, str]] = []
    for rule in load_rules("campaign_facts")["quoted"]:
        pattern = compile_pattern("(?i)" + rule["cue"] + ("$" if at_end else ""))
        cues += [(match.start(), rule["fact"]) for match in pattern.finditer(text)]
    return max(cues)[1] if cues else None


def _quoted_name(kind: str, gap: str, match: regex.Match[str], context: str) -> QuotedName:
    name = (match[1] or match[2]).strip(" .")
    if kind == "legal_text":
        return QuotedName(kind, _with_document_kind(gap, name))
    if kind == "movement":
        launcher = _launcher(match.string[: match.start()], context)
        return QuotedName(kind, name, _period(match) | launcher)
    return QuotedName(kind, name)


def _with_document_kind(gap: str, name: str) -> str:
    """Return the name of a text with its kind: Đề án “A”."""
    kinds = vocabulary().document_kinds
    kind = next((kind for kind in kinds if gap.rstrip().endswith(kind)), None)
    return f"{kind} “{name}”" if kind else name


def _period(match: regex.Match[str]) -> dict[str, str]:
    """Return the period of a movement, stated behind its name or in it."""
    pattern = compile_pattern(load_rules("campaign_facts")["period"])
    behind = match.string[match.end() :].lstrip(" ,(*|")
    period = pattern.match(behind) or pattern.search(match[0])
    return {"period": regex.sub(r"\s", "", period["period"])} if period else {}


def _launcher(text: str, context: str) -> dict[str, str]:
    """Return the launcher named last in `text`, else in `context`."""
    pattern = compile_pattern(load_rules("campaign_facts")["launcher"])
    for part in (text, context):
        if launchers := list(pattern.finditer(part)):
            return {"launcher": launchers[-1]["launcher"]}
    return {}
