"""A draft on a campaign for what the question's own words name: facts, lists, a comparison."""

from __future__ import annotations

from knowledge.answering.composers import composer_of
from knowledge.answering.composers.comparison import compose_comparison, scopes_of_all_years
from knowledge.answering.composers.definitions import (
    compose_definition,
    compose_present_place,
)
from knowledge.answering.composers.facts import compose_facts
from knowledge.answering.composers.listing import (
    compose_campaigns,
    compose_documents,
    compose_places,
)
from knowledge.answering.composers.not_found import compose_not_found
from knowledge.answering.composers.summary import compose_summary
from knowledge.answering.composers.wording import ask_which_place, tell_other_year
from knowledge.answering.draft import Context, Draft
from knowledge.model import Subject
from knowledge.understanding import Question, Scope, Topic, resolve_scopes, topic_catalogue

#: "Những nơi nào xây dựng nông thôn mới?" names no topic: these are looked through in turn.
LISTED_TOPICS = ("movement", "honour", "index", "target", "theme")
#: Types of answer that a goal gives.
FIGURES = ("number", "percent")
#: Topics whose facts name places of their own.
PLACE_NAMING_TOPICS = ("leader", "member")


def _asks_figure(question: Question) -> bool:
    asked = question.answer_type
    return asked is not None and asked.type in FIGURES


class CampaignDrafts:
    """Drafts answers about campaigns to one question in a conversation about `subject`."""

    def __init__(self, context: Context, subject: Subject) -> None:
        self._context, self._subject = context, subject

    @property
    def _question(self) -> Question:
        return self._context.question

    def draft(self, topic: Topic | None) -> Draft:
        """Return the draft of a topic, or a refusal or question back."""
        question, context = self._question, self._context
        if question.ambiguous_places:
            return ask_which_place(question)
        scopes = resolve_scopes(question, self._subject, context.snapshot.gazetteer)
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
            return tell_other_year(draft, scope)
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
        if question.asks_why:
            # "Vì sao lại lấy chủ đề ấy?" is not answered by the theme.
            return None
        if topic is None and question.lacks_focus:
            # "Bắc Giang năm 2022"; "bao nhiêu …", "so sánh …" ask for more than a summary tells.
            asks_more = question.answer_type or "compare" in question.modes
            wanted = (scope.place or scope.year) and not asks_more
            return compose_summary(context, scope) if wanted else None
        if topic and topic.topic == "summary":
            return compose_summary(context, scope) if question.lacks_focus else None
        if topic is None and scope.place and _asks_figure(question):
            # "Hộ nghèo còn mấy phần trăm?" names no topic; the goal's own name does.
            return compose_facts(context, topic_catalogue().topic("target"), scope)
        return composer_of(topic)(context, topic, scope) if topic else None
