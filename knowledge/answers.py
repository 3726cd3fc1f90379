"""Evidence becomes an Answer: from facts where they are held, else in a document's own words, else "not found"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from knowledge import gaps, launches, lists, quotes, spans
from knowledge.definitions import defined, place_now
from knowledge.drafts import Context, Draft, finish
from knowledge.law.answers import LawAnswering, Told
from knowledge.law.citing import amended_notice, known_texts
from knowledge.model import Answer, Button, Citation, Subject
from knowledge.phrasing import bullets, cite, name_of, say, upper_first
from knowledge.questions import Question
from knowledge.quotes import Find
from knowledge.scope import Scope, facts_in, scopes_of
from knowledge.snapshot import Snapshot
from knowledge.text import fold, one_line
from knowledge.vocabulary import Topic, Vocabulary

#: "Ngày nào?", "Ai?", "Ở đâu?" alone ask about the launch of what was spoken of.
OCCASION = {"date", "person", "place"}
#: "Những nơi nào xây dựng nông thôn mới?" names no topic: these are looked through in turn.
LISTED = ("movement", "honour", "index", "target", "theme")
#: A rule of the law that holds this share of a question's words answers it before any campaign does.
NEARLY_ALL = 0.85
#: … and one that holds this share answers it before a sentence of a legal text does; a campaign's own comes last.
MOST = 0.75
GROUP = re.compile(r"\bcum\b")
#: Which kinds of question these topics are answered by, besides plain lists of facts.
TELLERS = {"person": lists.persons, "launch": launches.launched, "text": launches.texts, "member": spans.members}


class Answering:
    """Answers questions from one snapshot of the knowledge, as of one day."""

    def __init__(self, snapshot: Snapshot, words: Vocabulary, find: Find, as_of: date) -> None:
        self._snapshot, self._words, self._find, self._as_of = snapshot, words, find, as_of

    def answer(self, question: Question, subject: Subject, hint: str | None) -> tuple[Answer, Subject]:
        """Answer; give also what the conversation is about from now on."""
        question = self._with_document(self._with_group(question))
        context = Context(self._snapshot, self._words, self._find, question, self._as_of)
        law = LawAnswering(context, subject)
        told = law.strong()
        if told is None and not (question.places or question.years or subject.place):
            told = law.weak(NEARLY_ALL)
        if told and not question.places and not _goes_on(question, subject):
            return self._lawful(told, context, subject)
        topic = self._topic(question, subject, hint)
        if question.unclear_places:
            draft = self._which_place(question)
        else:
            draft = self._draft(context, topic, subject)
        # A sentence that merely holds the words of a question about no place says less than a rule of the law.
        only_quoted = bool(draft.citations) and not (draft.facts or question.places or question.years or subject.place)
        least = MOST if known_texts(citation.number for citation in draft.citations) else 0.0
        if (draft.status in ("not_found", "clarify") or only_quoted) and (told := told or law.weak(least)):
            return self._lawful(told, context, subject)
        if draft.status == "answered" and not draft.buttons:
            draft = replace(draft, buttons=gaps.suggestions(context, topic, draft.scope))
        return finish(draft, context), self._subject(question, topic, subject, draft)

    @staticmethod
    def _lawful(told: Told, context: Context, subject: Subject) -> tuple[Answer, Subject]:
        """Finish an answer about the law; the place and year spoken of before are kept for later."""
        after = replace(subject, award=",".join(told.awards) or None, aspect=told.aspect)
        return finish(told.draft, context), after

    def _with_group(self, question: Question) -> Question:
        """ "Cụm" without a name is the only group of provinces held, if there is just one."""
        held = {document.place for document in self._snapshot.documents.values() if document.place}
        groups = [place for name in held if (place := self._words.place(name)) and place.kind == "cụm"]
        if question.places or len(groups) != 1 or not GROUP.search(fold(question.text)):
            return question
        return replace(question, places=(groups[0],))

    def _with_document(self, question: Question) -> Question:
        """The number of a document held names its place and year too, unless documents of several places bear it."""
        wanted = {fold(number) for number in question.numbers}
        held = [one for one in self._snapshot.documents.values() if one.number and fold(one.number) in wanted]
        place = self._words.place(held[0].place) if held and held[0].place else None
        if place is None or question.places or any(one.place != place.name for one in held):
            return question
        return replace(question, places=(place,), years=question.years or held[0].years[-1:])

    def _topic(self, question: Question, subject: Subject, hint: str | None) -> Topic | None:
        """The question's own words name the topic; else a follow-up keeps the last; else the dialogue's hint."""
        if question.numbers and (question.topic is None or question.topic.topic == "launch"):
            return self._words.topic("text")
        if question.kinds and question.topic and question.topic.topic == "launch" and "ban hanh" in fold(question.text):
            return self._words.topic("text")
        if "which_places" in question.modes and len(question.topics) > 1 and question.topics[0].topic == "text":
            return question.topics[1]
        if question.topic:
            return question.topic
        known = {topic.topic for topic in self._words.topics}
        if question.bare and not question.places and question.ask and question.ask.ask in OCCASION and subject.place:
            return self._words.topic("launch")
        if ("follow_up" in question.modes or question.bare) and subject.topic in known:
            return self._words.topic(subject.topic or "")
        return self._words.topic(hint) if hint in known and question.bare else None

    def _subject(self, question: Question, topic: Topic | None, before: Subject, draft: Draft) -> Subject:
        place = draft.scope.place or (question.places[0] if question.places else None)
        year = draft.scope.year or (question.years[0] if question.years else None)
        if place is None and draft.status != "answered":
            return replace(before, topic=topic.topic if topic else before.topic, award=None, aspect=None)
        return Subject(
            place.name if place else before.place,
            year if year or place else before.year,
            topic.topic if topic else before.topic,
        )

    def _draft(self, context: Context, topic: Topic | None, subject: Subject) -> Draft:
        question = context.question
        scopes = scopes_of(question, subject, self._words)
        scope = scopes[0]
        if topic and topic.topic == "place_now":
            return place_now(context, scope.place) or gaps.not_found(context, None, scope)
        if topic and topic.topic == "documents":
            return self._documents()
        if "define" in question.modes and (topic is None or topic.topic in ("index", "text", "target")):
            if draft := defined(context):
                return draft
        if topic and (draft := self._across(context, topic, scopes)):
            return draft
        if "which_places" in question.modes and not question.places:
            if draft := self._places(context, topic, scope.open_place):
                return draft
        return self._within(context, topic, scope)

    def _across(self, context: Context, topic: Topic, scopes: list[Scope]) -> Draft | None:
        """Several places or years, named or meant by "so sánh"."""
        if len(scopes) == 1 and "compare" in context.question.modes and scopes[0].place:
            scopes = spans.all_years(context, topic, scopes[0].open_year)
        if len(scopes) < 2 or not topic.facts:
            return None
        return spans.compared(context, topic, scopes)

    def _places(self, context: Context, topic: Topic | None, scope: Scope) -> Draft | None:
        if topic and topic.topic in ("launch", "summary") or (topic is None and context.question.bare):
            return spans.campaigns(context, scope)
        if topic is None:
            found = (spans.which_places(context, self._words.topic(name), scope) for name in LISTED)
            return next((draft for draft in found if draft), None)
        if topic.topic not in ("leader", "member"):
            return spans.which_places(context, topic, scope) or self._bare_listing(context, topic, scope)
        return None

    def _bare_listing(self, context: Context, topic: Topic, scope: Scope) -> Draft | None:
        """ "Những nơi nào phát động phong trào thi đua năm 2023?": nothing more is asked of the movement."""
        return spans.campaigns(context, scope) if context.question.bare else None

    def _within(self, context: Context, topic: Topic | None, scope: Scope) -> Draft:
        """One place and year: from facts, from a carried scope opened again, from the documents' words."""
        draft = self._told(context, topic, scope)
        if draft:
            return draft
        if scope.year_carried and (draft := self._told(context, topic, scope.open_year)):
            note = (
                say("other_year", place=scope.place.full_name, asked=scope.year, year=draft.scope.year)
                if scope.place
                else ""
            )
            return replace(draft, text=f"{note}\n{draft.text}".strip()) if draft.scope.year else draft
        specific = bool(context.question.focus) or (topic and topic.topic in ("leader", "member"))
        if scope.place_carried and specific and (draft := self._told(context, topic, scope.open_place)):
            return draft
        if _only_place(context.question) and (draft := self._summary(context, scope.open_year)):
            return draft
        return gaps.not_found(context, topic, scope)

    def _told(self, context: Context, topic: Topic | None, scope: Scope) -> Draft | None:
        if topic is None and context.question.bare:
            # "Bắc Giang năm 2022"; but "bao nhiêu …" or "so sánh …" asks for more than a summary tells.
            asks = context.question.ask or "compare" in context.question.modes
            return self._summary(context, scope) if (scope.place or scope.year) and not asks else None
        if topic and topic.topic == "summary":
            return self._summary(context, scope) if context.question.bare else self._quoted(context, scope)
        if topic:
            teller = TELLERS.get(topic.topic, lists.told)
            if draft := teller(context, topic, scope):
                return draft
            if self._closed(context, topic):
                return None
        return self._quoted(context, scope)

    @staticmethod
    def _closed(context: Context, topic: Topic) -> bool:
        """Whether only facts may answer: who launched or did a thing may also stand in a sentence, a post may not."""
        question = context.question
        if topic.topic == "person":
            return any(post in fold(" ".join(question.content)) for post in lists.POSTS)
        if topic.topic == "launch":
            return question.bare
        return topic.closed or question.bare or bool(question.numbers)

    def _quoted(self, context: Context, scope: Scope) -> Draft | None:
        found = quotes.quotes(self._snapshot, self._find, context.question, scope, self._as_of)
        if not found:
            return None
        first = found[0].hit.document
        if scope.place is None and len(quotes.spread(found)) == 1 or scope.place is not None:
            found = [quote for quote in found if quote.hit.document.id == first.id]
        found.sort(key=lambda quote: (quote.hit.document.id != first.id, quote.hit.document.id, quote.start))
        told = [_cells(quote.text) for quote in found]
        citations = tuple(cite(self._snapshot, quote.hit.document.id, quote.start, quote.end) for quote in found)
        head = say("quotes", what=name_of(first)) if len(quotes.spread(found)) == 1 else "Các văn bản ghi:"
        place = scope.place or (self._words.place(first.place) if first.place else None)
        year = scope.year or (first.years[-1] if first.years else None)
        notice = amended_notice(known_texts(quote.hit.document.number for quote in found), self._as_of)
        text = "\n".join(part for part in (head, bullets(told), notice) if part)
        return Draft(text, citations=citations, scope=Scope(place, year), place=scope.place)

    def _summary(self, context: Context, scope: Scope) -> Draft | None:
        """Tell theme, launch and how much is known of a campaign."""
        lines, kept = [], []
        for name in ("theme", "launch"):
            teller = TELLERS.get(name, lists.told)
            draft = teller(context, self._words.topic(name), scope)
            if draft and draft.status == "clarify":
                return spans.campaigns(context, scope)
            if draft:
                lines.append(draft.text)
                kept += list(draft.facts)
        if not kept:
            return None
        counts = []
        for name in ("content", "movement", "target", "index", "honour"):
            topic = self._words.topic(name)
            count = len({fact.name for fact in facts_in(self._snapshot, scope, topic.facts)})
            if count:
                counts.append(f"{count} {topic.noun}")
        lines += [say("counts", counts=", ".join(counts))] * bool(counts)
        return Draft("\n".join(lines), kept, scope=scope, place=scope.place)

    def _which_place(self, question: Question) -> Draft:
        names = [f"{place.full_name} ({place.province})" for place in question.unclear_places]
        buttons = tuple(
            Button(name, f"{question.typed} ({place.full_name}, tỉnh {place.province})")
            for name, place in zip(names, question.unclear_places, strict=True)
        )
        text = say("which_place", places=", ".join(names))
        return Draft(text, buttons=buttons[: lists.MOST_BUTTONS], status="clarify")

    def _documents(self) -> Draft:
        documents = list(self._snapshot.documents.values())
        items = [upper_first(name_of(document)) for document in documents]
        text = say("documents", count=len(items)) + "\n" + bullets(items)
        return Draft(text, citations=tuple(self._opening(document.id) for document in documents))

    def _opening(self, document_id: str) -> Citation:
        first = next(p for p in self._snapshot.passages.values() if p.document_id == document_id)
        return cite(self._snapshot, document_id, first.start, first.end)


def _goes_on(question: Question, subject: Subject) -> bool:
    """Tell whether a question goes on about the campaign spoken of: "còn nguyên tắc khen thưởng thì sao" after a province's theme."""
    spoken = subject.place is not None and subject.award is None
    return spoken and question.topic is not None and "follow_up" in question.modes


def _only_place(question: Question) -> bool:
    """Whether a message is just the name of a place, with nothing that carries a topic on."""
    named = bool(question.places) and not (question.topics or question.years)
    return named and question.bare and "follow_up" not in question.modes


def _cells(text: str) -> str:
    """Write a table row as "name: value"; other text as it stands, without the dash of a list."""
    if text.startswith("|"):
        return ": ".join(cell.strip() for cell in text.strip("|").split("|"))
    return one_line(text).lstrip("#* ").removeprefix("- ")
