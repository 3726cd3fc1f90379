"""What a question leaves out, from the documents held and from the conversation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import chain

from knowledge.answering.draft import Draft
from knowledge.answering.parameters import (
    KEPT_QUESTION_LETTERS,
    MAX_LEANING_WORDS,
    MIN_QUESTION_ALONE,
)
from knowledge.language import fold
from knowledge.model import TELLING, StoredDocument, Subject
from knowledge.snapshot import Snapshot
from knowledge.understanding import Question, Topic, offices, topic_catalogue

GROUP = re.compile(r"\bcum\b")
#: A number before "năm" makes it a length of time: "2 năm sau khi được tặng", "mấy năm sau".
NO_NUMBER = (
    r"(?<!\d )(?<!một )(?<!hai )(?<!ba )(?<!mot )(?<!mấy )(?<!may )(?<!vài )(?<!nhiêu )(?<!nhieu )"
)
#: What a relative year reads like with marks and without, its distance, and whether it counts from
#: the year spoken of.
RELATIVE_YEARS = tuple(
    (re.compile(marked), re.compile(unmarked), step, from_subject)
    for marked, unmarked, step, from_subject in (
        (r"\bnăm ngoái\b", r"\bnam ngoai\b", -1, False),
        (r"\bnăm nay\b", r"\bnam nay\b", 0, False),
        (
            NO_NUMBER + r"\bnăm (liền )?trước(?=\W*$| thì)",
            NO_NUMBER + r"\bnam (lien )?truoc(?=\W*$| thi )",
            -1,
            True,
        ),
        (
            NO_NUMBER + r"\b(năm sau(?! khi)|sang năm|năm tới)\b",
            NO_NUMBER + r"\b(nam sau(?! khi)|sang nam)\b",
            1,
            True,
        ),
    )
)
#: "Tôi ở Văn Giang", "chồng tôi làm ở huyện …": a story tells where somebody lives or works.
LIVES_THERE = re.compile(
    r"\b(tôi|em|mình|nhà|chồng|vợ|mẹ|bố|con|cháu|ông|bà|anh|chị)\b.{0,40}\b(ở|tại|quê|làm)\b"
)
LIVES_THERE_UNMARKED = re.compile(r"\b(toi|em|minh|chong|vo|chau)\b.{0,40}\b(o|tai|que|lam)\b")
#: "Ngày nào?", "Ai?", "Ở đâu?" alone ask about the launch of what was spoken of.
OCCASION = {"date", "person", "place"}


def resolve_places(question: Question, subject: Subject, snapshot: Snapshot) -> Question:
    """Return the question with the place it means but does not name.

    "Cụm" is the only group of provinces held, if there is just one and no place was spoken of; the
    number of a document held names its place and year too, unless others bear it; a district of
    which nothing is held, where somebody lives, stands for its province.
    """
    if subject.place is None:
        question = _with_group(question, snapshot)
    return _with_province(_with_document(question, snapshot), snapshot)


def _with_province(question: Question, snapshot: Snapshot) -> Question:
    """Return the question without districts that only say where in a province somebody lives."""
    typed = question.text.lower()
    unmarked = not question.marked and LIVES_THERE_UNMARKED.search(fold(typed))
    if not unmarked and not LIVES_THERE.search(typed):
        return question
    held = snapshot.places_held
    places = [
        snapshot.gazetteer.place_named(place.province) or place
        if place.province in held and place.name not in held
        else place
        for place in question.places
    ]
    return replace(question, places=tuple(dict.fromkeys(places)))


def _with_group(question: Question, snapshot: Snapshot) -> Question:
    names = {document.place for document in snapshot.documents.values() if document.place}
    places = [snapshot.gazetteer.place_named(name) for name in names]
    groups = [place for place in places if place and place.kind == "cụm"]
    if question.places or len(groups) != 1 or not GROUP.search(fold(question.text)):
        return question
    return replace(question, places=(groups[0],))


def stands_alone(question: Question) -> bool:
    """Whether a question can be answered without what was said before it."""
    names = question.topic or question.places or question.focus
    is_long = len(question.typed) >= MIN_QUESTION_ALONE
    return bool(names) and is_long and "follow_up" not in question.modes


def leans_on_last(question: Question, subject: Subject) -> bool:
    """Whether a question says too little without the one before: "còn phó?", "huyện thì sao?"."""
    if not subject.asked:
        return False
    if subject.topic == "summary" and question.topic and question.topic.topic != "summary":
        # "Tóm tắt Kế hoạch 15/KH-UBND" asks for nothing in particular: place and year are enough.
        return False
    is_short = len(question.content_words) <= MAX_LEANING_WORDS
    is_whole = bool(question.document_numbers or (question.places and question.topic))
    return "follow_up" in question.modes or (is_short and not is_whole)


def with_focus_before(question: Question, asked: Question) -> Question:
    """Return a question that names only another place or year with what the one before asked of.

    "Thế còn Yên Trạch?" after "chỉ tiêu hồ sơ trực tuyến của Bình Khê". `asked` is the question
    together with the one before.
    """
    is_bare = question.lacks_focus and not question.topics
    if not (is_bare and "follow_up" in question.modes and (question.places or question.years)):
        return question
    modes = question.modes | (asked.modes & {"holder"})
    return replace(
        question,
        topics=asked.topics,
        modes=modes,
        focus=asked.focus,
        answer_type=asked.answer_type,
    )


def completed_text(question: Question, subject: Subject) -> str:
    """Return a question with those before it that it leans on, the last letters of them."""
    before = f"{(subject.asked or '').rstrip(' .?!')}. "[-KEPT_QUESTION_LETTERS:]
    return f"{before if leans_on_last(question, subject) else ''}{question.typed}"


def next_asked(question: Question, subject: Subject, *, is_answered: bool) -> str | None:
    """Return the question that a next one may lean on.

    What was not answered and names no place may be nonsense: the one before it is kept.
    """
    if subject.asked and not is_answered and not question.places:
        return subject.asked
    return completed_text(question, subject)


def lacks_focus(question: Question, asked: Question, subject: Subject) -> bool:
    """Whether nothing but place, year and topic is asked, or who holds an office, all of which facts tell.

    `asked` is what a follow-up leans on; one on another place with a topic of its own leans on
    nothing that was asked before.
    """
    is_elsewhere = all(place.name != subject.place for place in question.places)
    stands_alone = bool(question.places and question.topics) and is_elsewhere
    told = question if question.content_words else asked
    asks_people = told.topic is not None and told.topic.topic == "person"
    names_office = offices().named_in(fold(told.text)) is not None
    is_of_office = asks_people and names_office and "holder" in told.modes
    return is_of_office or (question if stands_alone else asked).lacks_focus


def documents_named(
    question: Question, subject: Subject, snapshot: Snapshot
) -> list[list[StoredDocument]]:
    """Return for each number that a question names the documents held that it may mean.

    Of several that bear it, those about a place and of a year that the question names, else those
    that the conversation is about.
    """
    numbered = map(snapshot.documents_numbered, question.document_numbers)
    return [_meant(documents, question, subject, snapshot) for documents in numbered]


def _meant(
    documents: list[StoredDocument], question: Question, subject: Subject, snapshot: Snapshot
) -> list[StoredDocument]:
    places, years = {place.name for place in question.places}, set(question.years)
    narrowed: tuple[Callable[[StoredDocument], object], ...] = (
        lambda document: places & snapshot.places[document.id],
        lambda document: years & {*document.years},
        lambda document: document.id == subject.document,
        lambda document: document.place == subject.place,
    )
    for is_meant in narrowed:
        documents = [document for document in documents if is_meant(document)] or documents
    return documents


def _with_document(question: Question, snapshot: Snapshot) -> Question:
    numbered = map(snapshot.documents_numbered, question.document_numbers)
    documents = list(chain.from_iterable(numbered))
    first = documents[0] if documents else None
    place = snapshot.gazetteer.place_named(first.place) if first else None
    if first is None or place is None or question.places:
        return question
    if any((d.place, d.years) != (first.place, first.years) for d in documents):
        return question
    return replace(question, places=(place,), years=question.years or first.years[-1:])


def resolve_years(question: Question, subject: Subject, as_of: date) -> Question:
    """Return the question with the year that "năm ngoái", "năm sau" mean, where it names none.

    "Năm nay" and "năm ngoái" count from the day asked; "năm trước" and "năm sau" from the year
    spoken of, if there is one.
    """
    if question.years:
        return question
    # As typed: the speller makes "năm nay" of "năm này".
    text = question.typed.lower()
    for marked, unmarked, step, counts_from_subject in RELATIVE_YEARS:
        if marked.search(text) or (not question.marked and unmarked.search(fold(text))):
            base = subject.year if counts_from_subject and subject.year else as_of.year
            return replace(question, years=(base + step,))
    return question


def resolve_topic(question: Question, subject: Subject, hint: str | None) -> Topic | None:
    """Return what is asked: the question's own words decide, then the last topic, then `hint`.

    A hint comes before the last topic where a follow-up has words of its own ("còn hạn nào phải nộp"
    after who launched). Its facts then only compete with the sentences that hold those words.
    """
    catalogue = topic_catalogue()
    if _asks_for_text(question):
        return catalogue.topic("text")
    topics = question.topics
    if "which_places" in question.modes and len(topics) > 1 and topics[0].topic == "text":
        return topics[1]
    if question.topic:
        return question.topic
    if _asks_for_occasion(question) and subject.place:
        return catalogue.topic("launch")
    hinted = catalogue.topic(hint) if hint in catalogue.names else None
    goes_on = "follow_up" in question.modes or question.lacks_focus
    if goes_on and subject.topic in catalogue.names and not (hinted and question.focus):
        return catalogue.topic(subject.topic or "")
    return hinted


def _asks_for_text(question: Question) -> bool:
    """Whether a document is asked for by its number, or one that launched a campaign."""
    asks_launch = question.topic is not None and question.topic.topic == "launch"
    if question.document_numbers and (question.topic is None or asks_launch):
        return True
    issued = "ban hanh" in fold(question.text)
    return bool(question.document_kinds) and asks_launch and issued


def _asks_for_occasion(question: Question) -> bool:
    answer_type = question.answer_type
    alone = question.lacks_focus and not question.places
    return alone and answer_type is not None and answer_type.type in OCCASION


def next_subject(question: Question, topic: Topic | None, before: Subject, draft: Draft) -> Subject:
    """Return what the conversation is about after an answer on a campaign."""
    place = draft.scope.place or (question.places[0] if question.places else None)
    year = draft.scope.year or (question.years[0] if question.years else None)
    name = topic.topic if topic else before.topic
    if place is None and draft.status not in TELLING:
        # What names a topic of campaigns has left the award spoken of.
        return replace(before, topic=name, award=None, aspect=None) if topic else before
    return Subject(
        place=place.name if place else before.place,
        year=year if year or place else before.year,
        topic=name,
    )


def goes_on_about_campaign(question: Question, subject: Subject) -> bool:
    """Whether a question goes on about the campaign spoken of.

    "còn nguyên tắc khen thưởng thì sao" after a province's theme asks for the province's.
    """
    spoken_of = subject.place is not None and subject.award is None
    return spoken_of and question.topic is not None and "follow_up" in question.modes
