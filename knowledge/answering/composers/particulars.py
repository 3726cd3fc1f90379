"""The particulars of a text itself: its number, day, issuing body and who signed it.

They stand in its letterhead and below it, so no sentence answers "số mấy, ngày nào, ai ký?".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from knowledge.answering.citations import document_label
from knowledge.answering.composers.selection import signers_of
from knowledge.answering.composers.wording import signer_line, text_item
from knowledge.answering.document_naming import DOCUMENT_KIND, DOCUMENT_KINDS, documents_meant
from knowledge.answering.draft import Context, Draft, StatedFact
from knowledge.answering.parameters import MAX_CHOICES, MIN_FACT_COVERAGE
from knowledge.answering.phrasing import capitalize_first, message
from knowledge.answering.sentences import identity_of
from knowledge.data import load_yaml
from knowledge.language import fold, vocabulary
from knowledge.model import Button, Fact, StoredDocument, Subject
from knowledge.understanding import Question, Scope

#: "văn bản", "bài": a word for any kind of document.
ANY_KIND = frozenset({"van ban", "bai", "bai viet", "tai lieu"})
#: Abbreviations, which a text may write out, and counts: "hk", "tdkt", "24".
SHORT = re.compile(r"[^aeiouy\d]+|\d{1,2}")
#: What a text rests on or replaces: its particulars are another text's.
OTHER_TEXT = re.compile(
    rf"\b(?:(?:{DOCUMENT_KINDS}|nghi dinh|luat|thong tu) (?:nao|gi)\b|can cu\b|vien dan\b|thay the\b|bai bo\b)"
)


def compose_particulars(context: Context, subject: Subject) -> Draft | None:
    """Return number, day, body and signer of the document that a question names.

    None where no particular is asked, no document held is meant, or what is asked is not known of
    it; where several may be meant it is asked back which.
    """
    asked = particulars_asked(context.question)
    if not asked or not _names_document(context.question, subject):
        return None
    meant = [d for d in documents_meant(context, subject) if _is_as_named(context, d)]
    if not meant:
        return None
    return _ask_which(context, meant) if len(meant) > 1 else _told(context, meant[0], asked)


def particulars_asked(question: Question) -> frozenset[str]:
    """Return which of number, day, signer and body of a document a question asks for."""
    text = vocabulary().cue_text(question.text)
    if OTHER_TEXT.search(text):
        return frozenset()
    cues = _cues().items()
    return frozenset(name for name, patterns in cues if any(p.search(text) for p in patterns))


@cache
def _cues() -> dict[str, tuple[re.Pattern[str], ...]]:
    rows = load_yaml("particulars.yaml").items()
    return {name: tuple(map(re.compile, row["cues"])) for name, row in rows}


def _names_document(question: Question, subject: Subject) -> bool:
    """Whether a document is asked of: by kind or number, or the one spoken of with nothing else."""
    if question.document_numbers or DOCUMENT_KIND.search(fold(question.text)):
        return True
    return subject.document is not None and not (_naming_words(question) or question.places)


def _naming_words(question: Question) -> list[str]:
    """Return the words of a question that name a document: neither its kind nor what is asked."""
    text = vocabulary().cue_text(question.text)
    said = {
        word
        for pattern in (DOCUMENT_KIND, *(p for patterns in _cues().values() for p in patterns))
        for match in pattern.finditer(text)
        for word in match[0].split()
    }
    words = (fold(word) for word in question.content_words)
    return [word for word in words if word not in said and not SHORT.fullmatch(word)]


def _is_as_named(context: Context, document: StoredDocument) -> bool:
    """Whether a document is of the kind and the years named, and says most of the words that name it."""
    question = context.question
    names = f"{document.kind} {document.number} {identity_of(document)}"
    if context.coverage(_naming_words(question), names) < MIN_FACT_COVERAGE:
        return False
    if document.number and fold(document.number) in map(fold, question.document_numbers):
        return True
    kinds = set(DOCUMENT_KIND.findall(fold(question.text))) - ANY_KIND
    if kinds and document.kind and not any(_is_of_kind(document, kind) for kind in kinds):
        return False
    years = {*document.years, *([document.issued.year] if document.issued else [])}
    return not (question.years and years) or bool(years & set(question.years))


def _is_of_kind(document: StoredDocument, kind: str) -> bool:
    """Whether a document is called so; a rule or its criteria may be issued as 12/QĐ-UBND."""
    is_decision = kind == "quyet dinh" and re.search(r"[/-]qd\b", fold(document.number or ""))
    return fold(document.kind or "") == kind or bool(is_decision)


def _told(context: Context, document: StoredDocument, asked: frozenset[str]) -> Draft | None:
    """Return what is known of a document, and what of the asked is not; None where nothing is."""
    issued = [f for f in context.snapshot.facts if _is_own(f, document)][:1]
    signers = signers_of(context, {document.id}) if "signer" in asked else []
    details = issued[0].details if issued else None
    known = {
        "number": bool(details and details.number),
        "day": bool(details and details.date),
        "body": bool(details and details.authority),
        "signer": bool(signers),
    }
    if not any(known[name] for name in asked):
        return None
    shown: Sequence[Fact] = [*issued, *signers]
    missing = (message(f"no_{name}") for name in known if name in asked and not known[name])
    lines = [f"{text_item(fact)}." for fact in issued] + [*map(signer_line, signers), *missing]
    stated = [StatedFact("văn bản", fact.name, index) for index, fact in enumerate(shown)]
    place = context.snapshot.gazetteer.place_named(document.place)
    scope = Scope(place, document.years[-1] if document.years else None)
    return Draft("\n".join(lines), shown, stated, scope=scope, place=place)


def _is_own(fact: Fact, document: StoredDocument) -> bool:
    """Whether a fact says that this document was issued, not one that it names."""
    own = fold(document.number or "")
    is_issued = fact.kind == "issued" and fact.document_id == document.id
    return bool(own) and is_issued and fold(fact.details.number) == own


def _ask_which(context: Context, documents: Sequence[StoredDocument]) -> Draft:
    """Ask which of several documents is meant, with a button for each."""
    labels = [document_label(document) for document in documents[:MAX_CHOICES]]
    typed = context.question.typed.rstrip(" ?.")
    buttons = tuple(Button(capitalize_first(label), f"{typed} ({label})") for label in labels)
    return Draft(message("which_text"), buttons=buttons, status="clarify")
