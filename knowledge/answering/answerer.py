"""From a question to an Answer: facts, rules of the law and sentences are drafted, the likeliest told.

`draft_ranking.choose` decides which draft answers and whether one does; where none is likely enough
to be right the question is refused (`compose_not_found`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial

import numpy as np

from knowledge.answering.campaign_drafts import CampaignDrafts
from knowledge.answering.composers.comparison import join_sides
from knowledge.answering.composers.not_found import (
    compose_nearest,
    compose_not_found,
    offer_sections,
    suggestions,
)
from knowledge.answering.composers.particulars import compose_particulars
from knowledge.answering.composers.summary import compose_requested_summary
from knowledge.answering.composers.wording import ask_which_document
from knowledge.answering.dated import as_of_its_day, may_tell_holder
from knowledge.answering.draft import Context, Draft, render
from knowledge.answering.draft_ranking import Candidate, FindOwn, choose
from knowledge.answering.draft_ranking import feature_matrix as draft_features
from knowledge.answering.law_source import LawCandidate, LawSource, OpenLaw
from knowledge.answering.parameters import LAW_BEFORE_CAMPAIGN, MAX_PLACE_WORDS
from knowledge.answering.premises import tell_verdict, tells_count
from knowledge.answering.quotations import Quotations
from knowledge.answering.resolution import (
    documents_named,
    goes_on_about_campaign,
    lacks_focus,
    next_asked,
    next_subject,
    resolve_places,
    resolve_topic,
    resolve_years,
    with_focus_before,
)
from knowledge.answering.sentences import RankedSentence, Sentence
from knowledge.model import TELLING, Answer, StoredDocument, Subject
from knowledge.understanding import Question, Scope, Topic, questions_of_each, resolve_scopes

#: Topics that no sentence answers: what the assistant itself holds, and where a place is now.
SETTLED_TOPICS = ("place_now", "documents")


class Answerer:
    """Answers one question in a conversation about `subject`; what `find_own` finds goes first."""

    def __init__(
        self, context: Context, subject: Subject, open_law: OpenLaw, find_own: FindOwn
    ) -> None:
        self._find_own = partial(find_own, context, subject)
        names_year = bool(context.question.years)
        question = with_focus_before(context.question, context.asked)
        question = resolve_years(question, subject, context.as_of)
        question = resolve_places(question, subject, context.snapshot)
        self._context = replace(context, question=question)
        self._subject = subject
        self._campaigns = CampaignDrafts(self._context, subject)
        self._law: LawSource = open_law(self._context, subject)
        #: What is quoted of the law holds on the day asked about, unless a text is named.
        day = context.as_of if self._scope.documents else self._law.day
        read = replace(self._context, as_of=day)
        self._quotations = Quotations(read, self._scopes, subject, names_year=names_year)

    @property
    def _question(self) -> Question:
        return self._context.question

    @cached_property
    def _documents(self) -> list[list[StoredDocument]]:
        """For each number that the question names, the documents that it may mean."""
        return documents_named(self._question, self._subject, self._context.snapshot)

    @cached_property
    def _scopes(self) -> list[Scope]:
        """The places and years asked about with the documents named, those of held places first."""
        documents = frozenset(document.id for text in self._documents for document in text)
        snapshot = self._context.snapshot
        scopes = resolve_scopes(self._question, self._subject, snapshot.gazetteer)
        scopes = [replace(scope, documents=documents) for scope in scopes]
        held = snapshot.places_held
        return sorted(scopes, key=lambda scope: bool(scope.place and scope.place.name not in held))

    @property
    def _scope(self) -> Scope:
        """The first of the scopes."""
        return self._scopes[0]

    @property
    def questions_of_each(self) -> list[str]:
        """One question for each of several places that are compared; none where fewer are.

        A follow-up is none by itself.
        """
        if self._context.asked.typed != self._question.typed:
            return []
        return questions_of_each(self._question, self._context.snapshot.gazetteer)

    @cached_property
    def _own(self) -> Candidate | None:
        return self._find_own()

    @cached_property
    def _explicit_law(self) -> LawCandidate | None:
        return self._law.explicit()

    @cached_property
    def _similar_law(self) -> LawCandidate | None:
        return self._law.similar()

    def answer(self, parts: Sequence[Answerer] = ()) -> tuple[Answer, Subject]:
        """Return the answer and what the conversation is about from now on.

        `parts` answer the same for each of several places that the question compares: each is told
        where each is answered, and those that are where the whole is not.
        """
        topic = resolve_topic(self._question, self._subject, self._context.hint)
        first = self._own or self._first_candidate(topic)
        if first.is_settled:
            return self._finish(first, topic)
        sides = [part.side() for part in parts]
        if sides and all(sides):
            return self._finish(Candidate(join_sides(sides), is_settled=True), topic)
        best = self._choice(first, topic)
        if any(sides) and (best is None or best.is_nearest):
            return self._finish(Candidate(join_sides(sides), is_settled=True), topic)
        return self._finish(best or self._refusal(first, topic), topic)

    def side(self) -> Draft | None:
        """Return the draft that answers for one of several places; None where none does."""
        if not (self._question.topics or self._question.focus):
            return None
        topic = resolve_topic(self._question, self._subject, self._context.hint)
        first = self._first_candidate(topic)
        chosen = first if first.is_settled else self._choice(first, topic)
        is_told = chosen and not chosen.law and chosen.draft.status == "answered"
        return chosen.draft if chosen and is_told else None

    def _choice(self, first: Candidate, topic: Topic | None) -> Candidate | None:
        """Return the likeliest of all drafts, None where none is likely enough."""
        candidates, ranked = self._candidates(first, topic)
        chosen = choose(self._context, candidates, ranked)
        if chosen is None or not chosen.is_nearest:
            return chosen
        if tells_count(self._context, self._scope, ranked):
            return chosen
        buttons = first.draft.buttons if first.draft.status == "clarify" else ()
        nearest = compose_nearest(self._context, self._quotations.nearest, self._scope, buttons)
        return replace(chosen, draft=self._with_amendment(nearest)) if nearest else None

    def _first_candidate(self, topic: Topic | None) -> Candidate:
        """Return the draft of what the question's own words name, the law's before a campaign's."""
        question, subject = self._question, self._subject
        if summary := compose_requested_summary(self._context, subject):
            return Candidate(self._with_amendment(summary), is_first=True, is_settled=True)
        asked_back = (ask_which_document(self._context, documents) for documents in self._documents)
        if draft := next(filter(None, asked_back), None):
            return Candidate(draft, is_first=True, is_settled=True)
        if particulars := compose_particulars(self._context, subject):
            return Candidate(particulars, is_first=True, is_settled=True)
        law = self._explicit_law or self._law_before_campaign()
        if law and not self._may_be_of_place and not goes_on_about_campaign(question, subject):
            return Candidate(
                law.draft, is_first=True, is_settled=law.lacks_focus or law.is_final, law=law
            )
        draft = self._campaigns.draft(topic)
        if draft.status != "answered" and (law := law or self._similar_law):
            return Candidate(law.draft, is_first=True, law=law)
        return Candidate(draft, is_first=True, is_settled=self._is_settled(topic, draft))

    def _is_settled(self, topic: Topic | None, draft: Draft) -> bool:
        """Whether no other draft may answer.

        It asks back, tells what the assistant itself holds, lists places out of several documents,
        or has the facts of a topic that nothing but place and year narrows.
        """
        if topic and topic.topic in SETTLED_TOPICS:
            # "Thành tích trước khi Kiên Giang sáp nhập có mất không?" asks for more than the place.
            return topic.topic != "place_now" or len(self._question.focus) <= MAX_PLACE_WORDS
        if draft.status == "not_found":
            return False
        documents = {fact.document_id for fact in draft.facts}
        if "which_places" in self._question.modes and len(documents) > 1:
            return True
        is_counted = bool(draft.facts and self._question.ordinals) and not self._scope.documents
        is_bare = lacks_focus(self._question, self._context.asked, self._subject)
        return draft.status != "answered" or is_bare or is_counted

    def _candidates(
        self, first: Candidate, topic: Topic | None
    ) -> tuple[list[Candidate], Sequence[RankedSentence]]:
        """Return all drafts that may answer, and the sentences in the order of their likelihood."""
        ranked = self._quotations.ranked
        quoted = self._with_amendment(self._quotations.draft) if ranked else None
        is_kept = quoted and may_tell_holder(self._context, quoted)
        others = [Candidate(quoted, is_quotation=True)] if quoted and is_kept else []
        if not self._may_be_of_place:
            others += [Candidate(law.draft, law=law) for law in self._laws]
        if first.law:
            others.append(Candidate(self._campaigns.draft(topic)))
        answered = [c for c in [first, *others] if c.draft.status == "answered"]
        by_text = {candidate.draft.text: candidate for candidate in reversed(answered)}
        return list(by_text.values()), ranked

    @property
    def _laws(self) -> list[LawCandidate]:
        """The rules that may answer: those of what is asked of a named award keep all others out."""
        explicit, similar = self._explicit_law, self._similar_law
        if explicit and explicit.is_of_aspect and explicit.draft.status == "answered":
            return [explicit]
        return [law for law in (explicit, similar) if law]

    def _with_amendment(self, draft: Draft) -> Draft:
        """Return a draft with the notice that a text which it quotes was amended."""
        numbers = (citation.number for citation in draft.citations)
        return replace(draft, notices=(*draft.notices, self._law.amendment_notice(numbers)))

    def _refusal(self, first: Candidate, topic: Topic | None) -> Candidate:
        """Return the refusal or question back: that of what the question's own words name, if any."""
        draft, law = first.draft, first.law
        if draft.status == "clarify":
            return first
        if draft.status == "answered":
            draft, law = compose_not_found(self._context, topic, self._scope), None
        draft = offer_sections(draft, topic, self._quotations.ranked)
        return Candidate(draft, law=law and replace(law, draft=draft))

    def _finish(self, chosen: Candidate, topic: Topic | None) -> tuple[Answer, Subject]:
        if chosen.law:
            return self._finish_law(chosen.law)
        draft = chosen.draft
        if draft.status in TELLING and not draft.buttons:
            buttons = suggestions(self._context, topic, draft.scope)
            draft = replace(draft, buttons=buttons)
        asks_where = topic is not None and topic.topic == "place_now"
        if draft.place and draft.place.name == self._subject.place and not asks_where:
            # Where a former place belongs now was told when it was first spoken of.
            draft = replace(draft, place=None)
        if not chosen.is_settled:
            draft = tell_verdict(self._context, draft, self._quotations.ranked)
        draft = draft if draft.mark else as_of_its_day(self._context, draft)
        answer = render(draft, self._context)
        after = next_subject(self._question, topic, self._subject, draft)
        return answer, self._with_document(after, answer)

    def scored_drafts(self) -> tuple[list[Answer], np.ndarray]:
        """Return every answer that is considered, and a row of features for each.

        There are none where the answer is settled by rule.
        """
        topic = resolve_topic(self._question, self._subject, None)
        first = self._first_candidate(topic)
        candidates, ranked = ([], ()) if first.is_settled else self._candidates(first, topic)
        answers = [self._finish(candidate, topic)[0] for candidate in candidates]
        return answers, draft_features(self._context, candidates, ranked)

    def own_answer(self) -> list[tuple[Answer, float]]:
        """Return the office's own answer, if any, with its probability of being right."""
        own = self._own
        return [(self._finish(own, None)[0], own.likeness or 0.0)] if own else []

    def scored_sentences(self) -> tuple[list[Sentence], np.ndarray]:
        """Return the sentences considered for the question, and a row of features for each."""
        return self._quotations.scored()

    @property
    def _may_be_of_place(self) -> bool:
        """Whether what is asked may be one place's: of a place that is not held only the law tells."""
        question = self._question
        return bool(question.places) and (bool(question.years) or self._context.names_held_place)

    def _law_before_campaign(self) -> LawCandidate | None:
        """Return the law's likeliest rules where no place or year is named or was spoken of."""
        names_campaign = self._question.places or self._question.years or self._subject.place
        return None if names_campaign else self._law.similar(LAW_BEFORE_CAMPAIGN)

    def _finish_law(self, candidate: LawCandidate) -> tuple[Answer, Subject]:
        """Render an answer about the law; the place and year spoken of are kept for later."""
        awards = ",".join(candidate.awards) or None
        subject = replace(self._subject, award=awards, aspect=candidate.aspect)
        answer = render(candidate.draft, self._context)
        return answer, self._with_document(subject, answer)

    def _with_document(self, subject: Subject, answer: Answer) -> Subject:
        """Return the subject with the text that the answer quotes first, or that it looked into."""
        cited = (citation.document_id for citation in answer.citations)
        document = next(cited, None) or self._quotations.document
        asked = next_asked(self._question, self._subject, is_answered=answer.status == "answered")
        return replace(subject, document=document, asked=asked)
