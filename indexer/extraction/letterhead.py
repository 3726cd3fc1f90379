"""The letterhead and signature of an issued text: number, place and day, issuing body, kind, subject, signer.

The layout is that of Decree 30/2020/NĐ-CP on clerical work, annex I: the body above the number, the country's name and the
day beside it, the kind and subject centred below, the signer's post and name at the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import regex

from indexer.rules import compile_pattern, load_rules
from indexer.structure.blocks import Block
from knowledge.citations import dates_in, numbers_in
from knowledge.model import Document, Fact
from knowledge.text import fold, one_line

#: Blocks from the top in which a letterhead stands, and from the end in which a signature does.
TOP, BOTTOM = 30, 40
LONGEST_BODY = 120
NUMBER = regex.compile(r"(?i)^\s*số\s*:\s*(?P<number>\S.*)$")
COUNTRY = regex.compile(r"(?i)cộng h(òa|oà) xã hội chủ nghĩa|độc lập\s*[-–]\s*tự do")
DAY = regex.compile(
    r"^(?P<place>[\p{Lu}][^,\n]{2,40}),\s*ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}"
)
POST = regex.compile(
    r"(?i)^(?:(?:kt|tm|tl|tuq|q)\.?\s*)?(?P<post>(?:phó )?(?:chủ tịch|thủ tướng|bộ trưởng|bí thư|giám đốc|thứ trưởng|trưởng ban))\b.{0,40}$"
)
NAME = regex.compile(r"^(?:\p{Lu}\p{Ll}+\s+){1,4}\p{Lu}\p{Ll}+$")


def read_letterhead(found: Sequence[Block]) -> dict[str, Any]:
    """Give what letterhead and signature say; what they do not say is left out."""
    top = [block.plain_text for block in found[:TOP]]
    given: dict[str, Any] = {}
    place = _number_line(found)
    if place is None:
        return given
    numbers = numbers_in(top[place].upper() if top[place].islower() else top[place])
    day = next((dates_in(line)[0].day for line in top if DAY.match(line)), None)
    if not numbers or day is None:
        return given
    given |= {"number": numbers[0], "issued": day}
    if authority := _authority(top[:place]):
        given["authority"] = authority
    kind, subject = kind_and_subject(top)
    given |= {"kind": kind} if kind else {}
    given |= {"title": titled(kind, subject)} if subject else {}
    given |= {"signer": signed[1].plain_text} if (signed := _signature(found)) else {}
    return given


def doubts_about(number: str | None, kind: str | None) -> tuple[str, ...]:
    """Give a line when a number tells another kind than the text calls itself: OCR takes "CT" for "CI"."""
    code = load_rules("letterhead")["codes"].get(kind)
    if not number or not code or regex.search(rf"[/-]{code}(?:[/-]|$)", number):
        return ()
    return (f"số {number} không khớp loại văn bản {kind} ({code})",)


def letterhead_facts(found: Sequence[Block], document: Document) -> list[Fact]:
    """Give what head and foot of an issued text say as facts: which text was issued when by whom, and who signed it."""
    made = []
    top = found[:TOP]
    first = _number_line(found)
    if first is not None and document.number and document.issued:
        last = next((block for block in top if DAY.match(block.plain_text)), top[first])
        about = (document.title.removeprefix(document.kind or "")).strip()
        details = {
            "authority": document.authority or "", "text_kind": document.kind or "", "number": document.number,
            "date": document.issued.isoformat(), "about": about,
        }  # fmt: skip
        start, end = min(top[first].start, last.start), max(top[first].end, last.end)
        name = f"{document.kind or 'Văn bản'} {document.number}"
        made.append(
            _fact(
                document,
                "issued",
                name,
                start,
                end,
                {key: said for key, said in details.items() if said},
            )
        )
    if signed := _signature(found):
        post, person = signed
        role = _role(post.plain_text, document.authority)
        made.append(
            _fact(document, "signer", person.plain_text, post.start, person.end, {"role": role})
        )
    return made


def _number_line(found: Sequence[Block]) -> int | None:
    """Give which block from the top says the number, nothing when none does."""
    return next(
        (place for place, block in enumerate(found[:TOP]) if NUMBER.match(block.plain_text)), None
    )


def _fact(
    document: Document, kind: str, name: str, start: int, end: int, details: Mapping[str, str]
) -> Fact:
    year = document.years[-1] if document.years else None
    return Fact(document.id, kind, name, start, end, "", document.place, year, details)


def _role(post: str, authority: str | None) -> str:
    """Write a post as sentences do, with the committee it heads: "Chủ tịch Ủy ban nhân dân huyện Lục Nam"."""
    said = regex.sub(r"(?i)^(?:kt|tm|tl|tuq|q)\.?\s*", "", post).capitalize()
    for name in load_rules("letterhead")["posts"]:
        said = regex.sub(rf"(?i)\b{name}\b", name, said)
    heads = authority and fold(said).removeprefix("pho ") == "chu tich" and "nhân dân" in authority
    return f"{said} {authority}" if heads else said


def _authority(above: Sequence[str]) -> str | None:
    """Give the body above the number: a name on two lines ("ỦY BAN NHÂN DÂN" / "HUYỆN LỤC NAM"), or the lower of two bodies.

    The lower body is told with the place of the one above it: "Sở Nội vụ tỉnh Hà Nam".
    """
    lines = [
        line
        for line in above
        if line and not COUNTRY.search(line) and not set(line) <= set("-–_— ")
    ][-2:]
    if not lines or sum(map(len, lines)) > LONGEST_BODY:
        return None
    rules = load_rules("letterhead")
    if len(lines) == 2 and compile_pattern(rules["bodies"]).match(lines[1]):
        place = compile_pattern(rules["governs"]).search(lines[0])
        within = (
            "" if place is None or fold(place["place"]) in fold(lines[1]) else f" {place['place']}"
        )
        return _cased(one_line(f"{lines[1]}{within}"))
    return _cased(one_line(" ".join(lines)))


def _cased(name: str) -> str:
    """Write a body's name as sentences do: "Ủy ban nhân dân huyện Lục Nam", "Sở Giáo dục và Đào tạo"."""
    rules = load_rules("letterhead")
    words = [
        word if word in rules["short"] else word.capitalize() if word.isupper() else word
        for word in name.split(" ")
    ]
    cased = " ".join(words)
    for phrase in [*rules["common"], *rules["fields"]]:
        cased = regex.sub(rf"(?i)(?<!\w){phrase}(?!\w)", phrase, cased)
    return cased[:1].upper() + cased[1:]


def kind_and_subject(top: Sequence[str]) -> tuple[str | None, str]:
    """Give the kind, which stands on a line alone, and the subject below it or behind "V/v"."""
    rules = load_rules("letterhead")
    for number, line in enumerate(top):
        kind = next((kind for kind in rules["kinds"] if fold(line) == fold(kind)), None)
        if kind:
            below = []
            for other in top[number + 1 : number + 5]:
                if (
                    not other
                    or other.startswith(tuple(rules["subject_ends"]))
                    or other.endswith((".", ";", ":"))
                ):
                    break
                below.append(other)
            return kind, one_line(" ".join(below))
        if match := regex.match(r"(?i)^v/v\s*:?\s*(?P<subject>.+)$", line):
            # Only an official letter has its subject under the number, behind "V/v" (Decree 30/2020, annex I).
            return "Công văn", match["subject"]
    return None, ""


def titled(kind: str | None, subject: str) -> str:
    """Give the title of a text: its kind and what it is about, which goes on small behind the kind."""
    if not kind:
        return subject
    opens = compile_pattern(load_rules("letterhead")["subject_opens"]).match(subject)
    return f"{kind} {subject[:1].lower() + subject[1:] if opens else subject}"


def _signature(found: Sequence[Block]) -> tuple[Block, Block] | None:
    """Give the lines of the post and of the name under it at the end."""
    bottom = found[-BOTTOM:]
    posts = [number for number, block in enumerate(bottom) if POST.match(block.plain_text)]
    if not posts:
        return None
    name = next((block for block in bottom[posts[-1] + 1 :] if NAME.match(block.plain_text)), None)
    return (bottom[posts[-1]], name) if name else None
