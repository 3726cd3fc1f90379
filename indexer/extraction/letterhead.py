"""Letterhead and signature of an issued text: number, place, day, body, kind, subject, signer.

The layout is that of Decree 30/2020/NĐ-CP on clerical work, annex I: the body above the number, the
country's name and the day beside it, kind and subject centred below, post and name of the signer at
the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import regex

from indexer.extraction.facts import build_details, document_year
from indexer.extraction.parameters import (
    LETTERHEAD_BLOCKS,
    MAX_AUTHORITY_CHARACTERS,
    MAX_SUBJECT_LINES,
    SIGNATURE_BLOCKS,
)
from indexer.rules import compile_pattern, load_rules
from indexer.structure.blocks import Block
from knowledge.language import dates_in, document_numbers_in, fold, one_line
from knowledge.model import Document, Fact

NUMBER_LINE = regex.compile(r"(?i)^\s*số\s*:\s*(?P<number>\S.*)$")
#: The country's name and its motto, beside the body's name.
NATIONAL_HEADING = regex.compile(r"(?i)cộng h(òa|oà) xã hội chủ nghĩa|độc lập\s*[-–]\s*tự do")
DATE_LINE = regex.compile(
    r"^(?P<place>[\p{Lu}][^,\n]{2,40}),\s*ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}"
)
#: An official letter has its subject below the number, behind "V/v" (Decree 30/2020, annex I).
LETTER_SUBJECT = regex.compile(r"(?i)^v/v\s*:?\s*(?P<subject>.+)$")
#: "On behalf of", "for", "by order of" before a signer's post.
SIGNING_CAPACITY = r"(?:kt|tm|tl|tuq|q)\.?\s*"
POST_LINE = regex.compile(
    rf"(?i)^(?:{SIGNING_CAPACITY})?"
    r"(?P<post>(?:phó )?(?:chủ tịch|thủ tướng|bộ trưởng|bí thư|giám đốc|thứ trưởng|trưởng ban))\b"
    r".{0,40}$"
)
PERSON_LINE = regex.compile(r"^(?:\p{Lu}\p{Ll}+\s+){1,4}\p{Lu}\p{Ll}+$")


@dataclass(frozen=True)
class Letterhead:
    """What letterhead and signature state, None where they do not."""

    number: str
    issued: date
    authority: str | None = None
    kind: str | None = None
    title: str | None = None
    signer: str | None = None

    def metadata(self) -> dict[str, Any]:
        """Return the fields of `Document` that are stated."""
        return {name: value for name, value in vars(self).items() if value}


def read_letterhead(blocks: Sequence[Block]) -> Letterhead | None:
    """Return the letterhead of a text, None when it lacks a line with number or day."""
    lines = [block.plain_text for block in blocks[:LETTERHEAD_BLOCKS]]
    number_line = _find_number_line(lines)
    if number_line is None:
        return None
    text = lines[number_line]
    numbers = document_numbers_in(text.upper() if text.islower() else text)
    date_lines = (line for line in lines if DATE_LINE.match(line))
    # A day that is none ("30 tháng 02", as OCR may read it) leaves the date unknown.
    issued = next((date.day for line in date_lines for date in dates_in(line)), None)
    if not numbers or issued is None:
        return None
    kind, subject = find_kind_and_subject(lines)
    signature = _find_signature(blocks)
    return Letterhead(
        number=numbers[0],
        issued=issued,
        authority=_authority(lines[:number_line]),
        kind=kind,
        title=compose_title(kind, subject) if subject else None,
        signer=signature[1].plain_text if signature else None,
    )


def check_number(number: str | None, kind: str | None) -> tuple[str, ...]:
    """Return a doubt when a number has the code of another kind: OCR reads "CI" for "CT"."""
    code = load_rules("letterhead")["codes"].get(kind)
    if not number or not code or regex.search(rf"[/-]{code}(?:[/-]|$)", number):
        return ()
    return (f"số {number} không khớp loại văn bản {kind} ({code})",)


def extract_letterhead_facts(blocks: Sequence[Block], document: Document) -> list[Fact]:
    """Return which text was issued ("issued") and who signed it ("signer"), where stated."""
    facts = []
    top = blocks[:LETTERHEAD_BLOCKS]
    number_line = _find_number_line([block.plain_text for block in top])
    if number_line is not None and document.number and document.issued:
        number_block = top[number_line]
        dates = (block for block in top if DATE_LINE.match(block.plain_text))
        facts.append(_issued_fact(document, number_block, next(dates, number_block)))
    if signature := _find_signature(blocks):
        facts.append(_signer_fact(document, *signature))
    return facts


def _issued_fact(document: Document, number_block: Block, date_block: Block) -> Fact:
    about = document.title.removeprefix(document.kind or "").strip()
    details = {
        "authority": document.authority or None,
        "text_kind": document.kind or None,
        "number": document.number,
        "date": document.issued,
        "about": about or None,
    }
    span = (
        min(number_block.start, date_block.start),
        max(number_block.end, date_block.end),
    )
    name = f"{document.kind or 'Văn bản'} {document.number}"
    return _fact(document, "issued", name, span=span, details=details)


def _signer_fact(document: Document, post: Block, person: Block) -> Fact:
    details = {"role": _role(post.plain_text, document.authority)}
    span = post.start, person.end
    return _fact(document, "signer", person.plain_text, span=span, details=details)


def _fact(
    document: Document,
    kind: str,
    name: str,
    *,
    span: tuple[int, int],
    details: Mapping[str, Any],
) -> Fact:
    return Fact(
        document_id=document.id,
        kind=kind,
        name=name,
        start=span[0],
        end=span[1],
        place=document.place,
        year=document_year(document),
        details=build_details(kind, details),
    )


def _find_number_line(lines: Sequence[str]) -> int | None:
    """Return the index of the line with the number, None without one."""
    return next((index for index, line in enumerate(lines) if NUMBER_LINE.match(line)), None)


def _role(post: str, authority: str | None) -> str:
    """Return a post as sentences write it, a chairman's with his committee.

    "KT. CHỦ TỊCH" is "Chủ tịch Ủy ban nhân dân huyện Lục Nam".
    """
    role: str = regex.sub(rf"(?i)^{SIGNING_CAPACITY}", "", post).capitalize()
    for name in load_rules("letterhead")["posts"]:
        role = regex.sub(rf"(?i)\b{name}\b", name, role)
    is_chairman = fold(role).removeprefix("pho ") == "chu tich"
    if authority and is_chairman and "nhân dân" in authority:
        return f"{role} {authority}"
    return role


def _authority(lines: Sequence[str]) -> str | None:
    """Return the body named above the number.

    Two lines are one name ("ỦY BAN NHÂN DÂN" / "HUYỆN LỤC NAM"), or a body and a lower one; the
    lower one is named with the place of the upper: "Sở Nội vụ tỉnh Hà Nam".
    """
    names = [line for line in lines if _is_body_line(line)][-2:]
    if not names or sum(map(len, names)) > MAX_AUTHORITY_CHARACTERS:
        return None
    rules = load_rules("letterhead")
    if len(names) == 2 and compile_pattern(rules["bodies"]).match(names[1]):
        upper, lower = names
        match = compile_pattern(rules["governs"]).search(upper)
        if match and fold(match["place"]) not in fold(lower):
            lower = f"{lower} {match['place']}"
        return _sentence_case(one_line(lower))
    return _sentence_case(one_line(" ".join(names)))


def _is_body_line(line: str) -> bool:
    """Whether a line is neither the country's name nor a rule of dashes."""
    return bool(line) and not NATIONAL_HEADING.search(line) and not set(line) <= set("-–_— ")


def _sentence_case(name: str) -> str:
    """Return a body's name as sentences write it: "Ủy ban nhân dân huyện Lục Nam"."""
    rules = load_rules("letterhead")
    words = [
        word.capitalize() if word.isupper() and word not in rules["short"] else word
        for word in name.split(" ")
    ]
    cased = " ".join(words)
    for phrase in [*rules["common"], *rules["fields"]]:
        cased = regex.sub(rf"(?i)(?<!\w){phrase}(?!\w)", phrase, cased)
    return cased[:1].upper() + cased[1:]


def find_kind_and_subject(lines: Sequence[str]) -> tuple[str | None, str]:
    """Return the kind, which stands alone on a line, and the subject below it or behind "V/v".

    They are None and "" when no line has them.
    """
    kinds = {fold(kind): kind for kind in load_rules("letterhead")["kinds"]}
    for index, line in enumerate(lines):
        if kind := kinds.get(fold(line)):
            return kind, _subject(lines[index + 1 : index + 1 + MAX_SUBJECT_LINES])
        if match := LETTER_SUBJECT.match(line):
            return "Công văn", match["subject"]
    return None, ""


def _subject(lines: Sequence[str]) -> str:
    """Return the lines up to the first that no longer belongs to the subject."""
    endings = tuple(load_rules("letterhead")["subject_ends"])
    subject = []
    for line in lines:
        if not line or line.startswith(endings) or line.endswith((".", ";", ":")):
            break
        subject.append(line)
    return one_line(" ".join(subject))


def compose_title(kind: str | None, subject: str) -> str:
    """Return the title of a text: its kind and its subject, which begins small behind the kind."""
    if not kind:
        return subject
    is_name = not compile_pattern(load_rules("letterhead")["subject_opens"]).match(subject)
    return f"{kind} {subject if is_name else subject[:1].lower() + subject[1:]}"


def _find_signature(blocks: Sequence[Block]) -> tuple[Block, Block] | None:
    """Return the block of the last post at the end and that of the name below it."""
    bottom = blocks[-SIGNATURE_BLOCKS:]
    posts = [index for index, block in enumerate(bottom) if POST_LINE.match(block.plain_text)]
    if not posts:
        return None
    below = bottom[posts[-1] + 1 :]
    person = next((block for block in below if PERSON_LINE.match(block.plain_text)), None)
    return (bottom[posts[-1]], person) if person else None
