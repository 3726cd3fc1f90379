"""From a question to an Answer: facts where they are held, else a document's words, else refusal.

Whether something can be answered is decided by the evidence found: `_answer_within` refuses
(`compose_not_found`) when neither facts nor sentences cover the question.
"""

from __future__ import annotations

from dataclasses import replace

from knowledge.answering.composers import composer_of
from knowledge.answering.composers.comparison import compose_comparison, scopes_of_all_years
from knowledge.answering.composers.definitions import (
    compose_definition,
    compose_present_place,
)
from knowledge.answering.composers.extractive import compose_quotes
from knowledge.answering.composers.listing import (
    compose_campaigns,
    compose_documents,
    compose_places,
)
from knowledge.answering.composers.not_found import compose_not_found, suggestions
from knowledge.answering.composers.selection import POSTS
from knowledge.answering.composers.summary import compose_summary
from knowledge.answering.composers.wording import ask_which_place
from knowledge.answering.draft import Context, Draft, render
from knowledge.answering.law_source import LawCandidate, LawSource, OpenLaw
from knowledge.answering.parameters import LAW_BEFORE_CAMPAIGN, LAW_BEFORE_LEGAL_TEXT
from knowledge.answering.phrasing import message
from knowledge.answering.resolution import (
    goes_on_about_campaign,
    next_subject,
    resolve_places,
    resolve_topic,
)
from knowledge.language import fold
from knowledge.model import Answer, Subject
from knowledge.understanding import Question, Scope, Topic, resolve_scopes, topic_catalogue

#: "Những nơi nào xây dựng nông thôn mới?" names no topic: these are looked through in turn.
LISTED_TOPICS = ("movement", "honour", "index", "target", "theme")
#: Topics whose facts name places of their own.
PLACE_NAMING_TOPICS = ("leader", "member")


class Answerer:
    """Answers one question in a conversation about `subject`."""

    def __init__(self, context: Context, subject: Subject, open_law: OpenLaw) -> None:
        question = resolve_places(context.question, context.snapshot)
        self._context = replace(context, question=question)
        self._subject = subject
        self._law: LawSource = open_law(self._context, subject)

    @property
    def _question(self) -> Question:
        return self._context.question

    def answer(self, hint: str | None) -> tuple[Answer, Subject]:
        """Return the answer and what the conversation is about from now on.

        `hint` is the topic that the dialogue made out; it counts only where the question's own
        words name none.
        """
        question, subject = self._question, self._subject
        law = self._law.explicit() or self._law_before_campaign()
        if law and not question.places and not goes_on_about_campaign(question, subject):
            return self._finish_law(law)
        topic = resolve_topic(question, subject, hint)
        draft = self._campaign_draft(topic)
        if self._law_may_replace(draft) and (law := law or self._similar_law(draft)):
            return self._finish_law(law)
        if draft.status == "answered" and not draft.buttons:
            buttons = suggestions(self._context, topic, draft.scope)
            draft = replace(draft, buttons=buttons)
        answer = render(draft, self._context)
        return answer, next_subject(question, topic, subject, draft)

    @property
    def _names_campaign(self) -> bool:
        """Whether a place or year is named or was spoken of."""
        question = self._question
        return bool(question.places or question.years or self._subject.place)

    def _law_before_campaign(self) -> LawCandidate | None:
        return None if self._names_campaign else self._law.similar(LAW_BEFORE_CAMPAIGN)

    def _law_may_replace(self, draft: Draft) -> bool:
        """Whether a rule of the law may say more than a draft about campaigns.

        A sentence that merely holds the words of a question about no place says less.
        """
        only_quoted = draft.citations and not draft.facts and not self._names_campaign
        return draft.status in ("not_found", "clarify") or bool(only_quoted)

    def _similar_law(self, draft: Draft) -> LawCandidate | None:
        quotes_law = self._law.knows(citation.number for citation in draft.citations)
        return self._law.similar(LAW_BEFORE_LEGAL_TEXT if quotes_law else 0.0)

    def _finish_law(self, candidate: LawCandidate) -> tuple[Answer, Subject]:
        """Render an answer about the law; the place and year spoken of are kept for later."""
        awards = ",".join(candidate.awards) or None
        subject = replace(self._subject, award=awards, aspect=candidate.aspect)
        return render(candidate.draft, self._context), subject

    def _campaign_draft(self, topic: Topic | None) -> Draft:
        question, context = self._question, self._context
        if question.ambiguous_places:
            return ask_which_place(question)
        scopes = resolve_scopes(question, self._subject)
        scope = scopes[0]
        if topic and topic.topic == "place_now":
            draft = compose_present_place(context, scope.place)
            return draft or compose_not_found(context, None, scope)
        if topic and topic.topic == "documents":
            return compose_documents(context)
        return (
            self._definition(topic)
            or self._comparison(topic, scopes)
            or self._places(topic, scope.without_place)
            or self._answer_within(topic, scope)
        )

    def _definition(self, topic: Topic | None) -> Draft | None:
        asks = topic is None or topic.topic in ("index", "text", "target")
        if "define" in self._question.modes and asks:
            return compose_definition(self._context)
        return None

    def _comparison(self, topic: Topic | None, scopes: list[Scope]) -> Draft | None:
        """Compare several places or years, named or meant by "so sánh"."""
        if topic is None:
            return None
        if len(scopes) == 1 and "compare" in self._question.modes and scopes[0].place:
            scopes = scopes_of_all_years(self._context, topic, scopes[0].without_year)
        if len(scopes) < 2 or not topic.facts:
            return None
        return compose_comparison(self._context, topic, scopes)

    def _places(self, topic: Topic | None, scope: Scope) -> Draft | None:
        """List the places that have what is asked: "những tỉnh nào…"."""
        question, context = self._question, self._context
        if "which_places" not in question.modes or question.places:
            return None
        bare = question.lacks_focus
        if topic and topic.topic in ("launch", "summary") or (topic is None and bare):
            return compose_campaigns(context, scope)
        if topic is None:
            topics = map(topic_catalogue().topic, LISTED_TOPICS)
            drafts = (compose_places(context, listed, scope) for listed in topics)
            return next((draft for draft in drafts if draft), None)
        if topic.topic in PLACE_NAMING_TOPICS:
            return None
        draft = compose_places(context, topic, scope)
        # "Những nơi nào phát động phong trào thi đua năm 2023?" asks no more of the movement.
        return draft or (compose_campaigns(context, scope) if bare else None)

    def _answer_within(self, topic: Topic | None, scope: Scope) -> Draft:
        """Answer for one place and year; a carried one may be opened again; else refuse."""
        if draft := self._draft_for(topic, scope):
            return draft
        if scope.year_carried and (draft := self._draft_for(topic, scope.without_year)):
            return _of_other_year(draft, scope)
        specific = self._question.focus or (topic and topic.topic in PLACE_NAMING_TOPICS)
        if scope.place_carried and specific:
            if draft := self._draft_for(topic, scope.without_place):
                return draft
        if self._names_only_place():
            if draft := compose_summary(self._context, scope.without_year):
                return draft
        return compose_not_found(self._context, topic, scope)

    def _names_only_place(self) -> bool:
        """Whether a message is just the name of a place, with nothing that carries a topic on."""
        question = self._question
        named = bool(question.places) and not (question.topics or question.years)
        return named and question.lacks_focus and "follow_up" not in question.modes

    def _draft_for(self, topic: Topic | None, scope: Scope) -> Draft | None:
        question, context = self._question, self._context
        if topic is None and question.lacks_focus:
            # "Bắc Giang năm 2022"; "bao nhiêu …", "so sánh …" ask for more than a summary tells.
            asks_more = question.answer_type or "compare" in question.modes
            wanted = (scope.place or scope.year) and not asks_more
            return compose_summary(context, scope) if wanted else None
        if topic and topic.topic == "summary":
            if question.lacks_focus:
                return compose_summary(context, scope)
            return self._quotes(scope)
        if topic:
            if draft := composer_of(topic)(context, topic, scope):
                return draft
            if self._only_facts_answer(topic):
                return None
        return self._quotes(scope)

    def _only_facts_answer(self, topic: Topic) -> bool:
        """Whether a sentence may not answer: who did a thing may stand in one, a post may not."""
        question = self._question
        if topic.topic == "person":
            asked = fold(" ".join(question.content_words))
            return any(post in asked for post in POSTS)
        if topic.topic == "launch":
            return question.lacks_focus
        return topic.closed or question.lacks_focus or bool(question.document_numbers)

    def _quotes(self, scope: Scope) -> Draft | None:
        draft = compose_quotes(self._context, scope)
        if draft is None:
            return None
        numbers = (citation.number for citation in draft.citations)
        return replace(draft, notices=(self._law.amendment_notice(numbers),))


def _of_other_year(draft: Draft, scope: Scope) -> Draft:
    """Say that an answer is about another year than the one spoken of."""
    if not draft.scope.year or not scope.place:
        return draft
    note = message(
        "other_year", place=scope.place.full_name, asked=scope.year, year=draft.scope.year
    )
    return replace(draft, text=f"{note}\n{draft.text}".strip())
