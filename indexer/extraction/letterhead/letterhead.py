"""Letterhead and signature of an issued text: number, place, day, body, kind, subject, signer.

The layout is that of Decree 30/2020/NĐ-CP on clerical work, annex I: the body above the number, the
country's name and the day beside it, kind and subject centred below, post and name of the signer at
the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any

import regex

from indexer.extraction.facts import build_details, document_year
from indexer.extraction.letterhead.head_lines import HeadLine, head_lines
from indexer.extraction.letterhead.issuing_body import issuing_body
from indexer.extraction.letterhead.signature import SIGNING_CAPACITY, Signature, find_signature
from indexer.extraction.parameters import MAX_SUBJECT_LINES
from indexer.rules import compile_pattern, load_rules
from indexer.structure.blocks import Block
from indexer.structure.parameters import MAX_TITLE
from knowledge.language import document_numbers_in, fold, one_line
from knowledge.model import Document, Fact

#: A page with a text's data beside it names the number so.
IN_BOX = regex.compile(r"(?i)số(?:/|\s)*(?:ký\s*)?hiệu(?:\s+văn bản)?\W{1,6}(?P<number>\d\S{2,30})")
#: An official letter has its subject below the number, behind "V/v" (Decree 30/2020, annex I).
LETTER_SUBJECT = regex.compile(r"(?i)^v/v\s*:?\s*(?P<subject>.+)$")


@dataclass(frozen=True)
class Letterhead:
    """What letterhead and signature state, None where they do not."""

    number: str | None = None
    issued: date | None = None
    authority: str | None = None
    kind: str | None = None
    title: str | None = None
    signer: str | None = None

    def metadata(self) -> dict[str, Any]:
        """Return the fields of `Document` that are stated."""
        return {name: value for name, value in vars(self).items() if value}


def read_letterhead(blocks: Sequence[Block]) -> Letterhead | None:
    """Return the letterhead of a text, None when it states neither number nor day with a kind.

    A page that opens with a headline only reports the text whose letterhead follows.
    """
    lines = head_lines(blocks)
    kind, subject = find_kind_and_subject(title_lines(blocks) or [line.text for line in lines])
    number = next((line.number for line in lines if line.number), None) or _number_in_box(blocks)
    issued = next((line.day for line in lines if line.day), None)
    is_zoned = any(line.block.zone == "letterhead" for line in lines)
    if issued is None or not (number or (kind and is_zoned)) or is_reported(blocks):
        return None
    signature = find_signature(blocks)
    return Letterhead(
        number=number,
        issued=issued,
        authority=issuing_body(_bodies(lines)) or _group_in(subject),
        kind=kind or kind_of_number(number),
        title=compose_title(kind, subject) if subject else None,
        signer=signature.name if signature else None,
    )


def title_lines(blocks: Sequence[Block]) -> list[str]:
    """Return the lines of the title's zone, with a line that goes on in small letters below them."""
    lines: list[str] = []
    is_open = False
    for block in blocks:
        text = block.plain_text
        goes_on = is_open and text[:1].islower() and len(text) <= MAX_TITLE
        is_open = block.zone == "title" or goes_on
        if is_open:
            lines.append(text)
    return lines


def _group_in(subject: str) -> str | None:
    """Return the block or cluster that a pact is of."""
    match = compile_pattern(load_rules("letterhead")["group"]).search(subject)
    return match["name"] if match else None


def _number_in_box(blocks: Sequence[Block]) -> str | None:
    """Return the number that a page of texts states in a box of its own: "Số ký hiệu: 88/KH-UBND"."""
    boxed = (block for block in blocks if block.zone != "body" and len(block.text) <= MAX_TITLE)
    matches = (IN_BOX.search(block.plain_text) for block in boxed)
    found = (document_numbers_in(match["number"]) for match in matches if match)
    return next((numbers[0] for numbers in found if numbers), None)


def is_reported(blocks: Sequence[Block]) -> bool:
    """Whether a headline with its article stands above the letterhead."""
    above = list(takewhile(lambda block: block.zone != "letterhead", blocks))
    if len(above) == len(blocks):
        return False
    zones = [block.zone for block in above]
    is_article = "title" in zones and zones[zones.index("title") :].count("body") > 1
    titles = [block.plain_text for block in above if block.zone == "title"]
    return is_article and find_kind_and_subject(titles)[0] is None


def _bodies(lines: Sequence[HeadLine]) -> list[str]:
    """Return the lines that name the issuing body: those above the number, or of the letterhead."""
    of_zone = [line for line in lines if line.block.zone == "letterhead" and line.is_body]
    if of_zone:
        return [line.text for line in of_zone]
    number = next((index for index, line in enumerate(lines) if line.number), 0)
    return [line.text for line in lines[:number] if line.is_body]


def kind_of_number(number: str | None) -> str | None:
    """Return the kind whose code a number has: "15/KH-UBND" is a plan's."""
    codes: dict[str, str] = load_rules("letterhead")["codes"]
    parts = regex.split(r"[/-]", number or "")
    return next((kind for kind, code in codes.items() if code in parts), None)


def check_number(number: str | None, kind: str | None) -> tuple[str, ...]:
    """Return a doubt when a number has the code of another kind: OCR reads "CI" for "CT"."""
    code = load_rules("letterhead")["codes"].get(kind)
    if not number or not code or regex.search(rf"[/-]{code}(?:[/-]|$)", number):
        return ()
    return (f"số {number} không khớp loại văn bản {kind} ({code})",)


def extract_letterhead_facts(blocks: Sequence[Block], document: Document) -> list[Fact]:
    """Return which text was issued ("issued") and who signed it ("signer"), where stated."""
    facts = []
    lines = head_lines(blocks)
    numbered = next((line.block for line in lines if line.number), None)
    if numbered is not None and document.number and document.issued:
        dated = next((line.block for line in lines if line.day), numbered)
        facts.append(_issued_fact(document, numbered, dated))
    if signature := find_signature(blocks):
        facts.append(_signer_fact(document, signature))
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


def _signer_fact(document: Document, signature: Signature) -> Fact:
    details = {"role": _role(signature.post, document.authority)}
    span = signature.start, signature.end
    return _fact(document, "signer", signature.name, span=span, details=details)


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


def find_kind_and_subject(lines: Sequence[str]) -> tuple[str | None, str]:
    """Return the kind, which stands alone on a line, and the subject below it or behind "V/v".

    They are None and "" when no line has them.
    """
    rules = load_rules("letterhead")
    kinds = {fold(kind): kind for kind in rules["kinds"]}
    for index, line in enumerate(lines):
        below = lines[index + 1 : index + 1 + MAX_SUBJECT_LINES]
        if kind := kinds.get(fold(line)):
            return kind, _subject(below)
        if match := compile_pattern(rules["pact"]).match(line):
            subject = match["subject"]
            return "Giao ước", _subject([subject.lower() if subject.isupper() else subject, *below])
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
