"""Which answer a question about the law gets: guards, the awards it names, what it asks of all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from knowledge.answering import Context, Draft, LawCandidate, message
from knowledge.language import fold, format_date
from knowledge.law.catalogue import catalogue
from knowledge.law.citations import amendment_notice, text_ids_of
from knowledge.law.composers.difference import compose_difference
from knowledge.law.composers.guards import (
    ask_which_award,
    confusions,
    counts_honoured,
    decline_to_count,
    decline_to_judge,
    refuse_unknown_award,
    refuse_unknown_day,
)
from knowledge.law.composers.money import (
    compose_base_salary,
    compose_money,
    compose_several,
)
from knowledge.law.composers.movements import compose_movement
from knowledge.law.composers.powers import compose_powers
from knowledge.law.composers.rules import (
    compose_article,
    compose_aspect,
    compose_general,
    compose_overview,
    compose_recipients,
    compose_rules,
)
from knowledge.law.composers.text_validity import compose_validity
from knowledge.law.follow_up import carry_day, complete_follow_up
from knowledge.law.model import Award
from knowledge.law.parameters import (
    FALLBACK_ASPECTS,
    MAX_AWARDS,
    OF_A_FAMILY,
    OF_SEVERAL_AWARDS,
    RULE_BEFORE_AWARD,
)
from knowledge.law.question import (
    Aspect,
    aspects,
    hinted_aspects,
    lacks_focus,
    parse_law_question,
)
from knowledge.law.rule_search import similar_rules
from knowledge.model import Status, Subject

#: Aspect → its composer, where it is answered for one award by one of its own.
COMPOSERS = {
    "meaning": compose_overview,
    "difference": compose_overview,
    "who": compose_recipients,
    "article": compose_article,
}
#: Awards named one beside the other.
JOINED = re.compile(r"\b(va|voi|hay|hoac|cung)\b|,")
#: Who holds a post now is never in the law.
WHO_IS = re.compile(r"\bai (dang |hien )?(la|lam|giu)\b|\bla ai\b")
#: Topics that only a document of a campaign can answer.
CAMPAIGN_TOPICS = {
    "person", "leader", "member", "place_now", "documents", "theme", "index", "summary"
}  # fmt: skip


class LawAnswerer:
    """Answers one question from the catalogue; see `knowledge.answering.LawSource`."""

    def __init__(self, context: Context, subject: Subject) -> None:
        self._context = context
        self._place = subject.place
        law = parse_law_question(context.question, context.as_of)
        law = complete_follow_up(law, context.question, subject)
        self.law = carry_day(law, context, subject)

    @property
    def day(self) -> date:
        """The day that is asked about: the present one where the question names none."""
        return self.law.day

    @property
    def _asked(self) -> tuple[Aspect, ...]:
        """What the question's own words ask, else what the dialogue made out."""
        return self.law.aspects or hinted_aspects(self._context.hint)

    def explicit(self) -> LawCandidate | None:
        """Return the answer to a question that is plainly about the law, else None."""
        candidate = self._explicit()
        return candidate and replace(
            candidate, lacks_focus=lacks_focus(self._context.question, self.law)
        )

    def _explicit(self) -> LawCandidate | None:
        context, law = self._context, self.law
        if draft := decline_to_judge(context, law):
            return LawCandidate(draft, is_final=True)
        if counts_honoured(context.question, law):
            is_named = context.question.places or self._place
            return None if is_named else LawCandidate(decline_to_count(law), is_final=True)
        if law.asks("in_force") and self._asks_validity():
            draft = refuse_unknown_day(law) or compose_validity(context, law)
            return LawCandidate(draft, (), "in_force")
        if draft := compose_powers(context, law):
            return LawCandidate(draft, (), "confer", is_final=True)
        names_award = bool(law.mentions or law.carried)
        if not names_award or not (law.aspects or not context.names_held_place):
            return self._of_all_awards()
        if draft := refuse_unknown_award(law):
            return LawCandidate(draft, law.awards)
        if draft := refuse_unknown_day(law):
            return LawCandidate(draft, law.awards, is_final=True)
        return self._with_confusions(self._of_awards())

    def _asks_validity(self) -> bool:
        """Whether it is the validity of this field's texts: they are named, or no other is."""
        question, law = self._context.question, self.law
        if question.places or law.mentions:
            return False
        unknown = law.unknown_text is not None and "hieu luc" in fold(question.text)
        return bool(law.texts) or not question.document_numbers or unknown

    def _with_confusions(self, candidate: LawCandidate) -> LawCandidate:
        notes = confusions(self._context, self.law)
        if not notes:
            return candidate
        text = "\n".join([*notes, candidate.draft.text])
        return replace(candidate, draft=replace(candidate.draft, text=text))

    def _of_awards(self) -> LawCandidate:
        law, context = self.law, self._context
        if not law.aspects:
            if rules := similar_rules(context.question, law, RULE_BEFORE_AWARD):
                return LawCandidate(compose_rules(context, law, "", rules))
        certain = self._awards(law.awards or law.carried)
        awards = certain or self._awards(a for m in law.ambiguous for a in m.awards)
        aspect = self._asked_aspect(awards)
        name = aspect.aspect
        if law.ambiguous and not certain and name not in OF_A_FAMILY:
            draft = self._of_family(awards, aspect) or ask_which_award(law, name)
            return LawCandidate(draft, (), name)
        joined = JOINED.search(fold(context.question.text))
        several = len(awards) > 1 and name in OF_SEVERAL_AWARDS
        if several and name != "money" and not joined:
            awards = [self._main_award(awards, aspect)]
        draft = self._draft_of(awards, aspect)
        return LawCandidate(draft, tuple(award.id for award in awards), name)

    @staticmethod
    def _awards(ids: Iterable[str]) -> list[Award]:
        return [catalogue().awards[award] for award in ids]

    def _asked_aspect(self, awards: Sequence[Award]) -> Aspect:
        """Return the first thing asked that something is known about, else the first."""
        asked = [a for a in self._asked if not a.general or a.aspect == "several"]
        if not asked:
            return aspects()["meaning"]
        first = asked[0]
        if not first.about or first.aspect not in FALLBACK_ASPECTS:
            return first
        fallback = aspects()[FALLBACK_ASPECTS[first.aspect]]
        known = (a for a in [*asked, fallback] if a.about and self._is_known(awards, a))
        return next(known, first)

    def _is_known(self, awards: Sequence[Award], aspect: Aspect) -> bool:
        laws, day = catalogue(), self.law.day
        return any(laws.rules_of(award.id, aspect.about, day) for award in awards)

    def _main_award(self, awards: Sequence[Award], aspect: Aspect) -> Award:
        """Return the award whose rules speak of another one named, else the first.

        Awards that are not listed one beside the other: one is asked about, one is its condition.
        """
        for award in awards:
            rules = catalogue().rules_of(award.id, aspect.about, self.law.day)
            text = fold(" ".join(rule.says for rule in rules))
            if any(fold(other.name) in text for other in awards if other is not award):
                return award
        return awards[0]

    def _of_family(self, awards: Sequence[Award], aspect: Aspect) -> Draft | None:
        """Answer a name for several awards where the same holds for all of them."""
        rules = [catalogue().rules_of(award.id, aspect.about, self.law.day) for award in awards]
        if not rules[0] or any(other != rules[0] for other in rules):
            return None
        name = self.law.ambiguous[0].name
        head = message("law_head", award=name, noun=aspect.noun)
        return compose_rules(self._context, self.law, head, rules[0])

    def _draft_of(self, awards: Sequence[Award], aspect: Aspect) -> Draft:
        context, law, name = self._context, self.law, aspect.aspect
        if name == "money":
            return compose_money(context, law, awards)
        if name == "several":
            several = compose_several(context, law, awards)
            return several or compose_money(context, law, awards)
        if name == "difference" and len(awards) > 1:
            return compose_difference(context, law, awards[:MAX_AWARDS])
        if name == "name":
            overview = compose_overview(context, law, awards[0])
            text = f"{message('law_name', name=awards[0].name)}\n{overview.text}"
            return replace(overview, text=text)
        if name in COMPOSERS:
            return COMPOSERS[name](context, law, awards[0])
        if len(awards) > 1 and name in OF_SEVERAL_AWARDS:
            return self._of_each(awards[:MAX_AWARDS], aspect)
        return compose_aspect(context, law, awards[0], aspect)

    def _of_each(self, awards: Sequence[Award], aspect: Aspect) -> Draft:
        drafts = [compose_aspect(self._context, self.law, award, aspect) for award in awards]
        citations = tuple(citation for draft in drafts for citation in draft.citations)
        status: Status = "answered" if citations else "not_found"
        return Draft(
            "\n".join(draft.text for draft in drafts),
            citations=citations,
            notices=[notice for draft in drafts for notice in draft.notices],
            status=status,
            day=self.law.day,
        )

    def _of_all_awards(self) -> LawCandidate | None:
        """Answer about the law at large: no award and no place is named."""
        context, law = self._context, self.law
        if context.question.places or context.question.ambiguous_places:
            return None
        if draft := compose_movement(context, law, only_standing=True):
            return LawCandidate(draft, (), "meaning")
        asked = [a for a in self._asked if a.general and a.aspect != "in_force"]
        if not asked:
            return None
        if draft := refuse_unknown_day(law):
            return LawCandidate(draft)
        draft = self._general_draft(asked[0])
        if draft is None:
            gap = message("law_gap", day=format_date(law.day))
            draft = Draft(gap, status="not_found", day=law.day)
        return LawCandidate(draft, (), asked[0].aspect)

    def _general_draft(self, aspect: Aspect) -> Draft | None:
        context, law = self._context, self.law
        if aspect.aspect == "base_salary":
            return compose_base_salary(context, law)
        return self._similar_within(aspect) or compose_general(context, law, aspect)

    def _similar_within(self, aspect: Aspect) -> Draft | None:
        """Return one rule of many on one thing, where a type of answer is asked for.

        "Hội đồng họp mấy tháng một lần" is not answered by all about councils.
        """
        question = self._context.question
        rules = [r for r in similar_rules(question, self.law) if r.about in aspect.about]
        if not rules or not question.answer_type:
            return None
        return compose_rules(self._context, self.law, "", rules)

    def similar(self, min_coverage: float = 0.0) -> LawCandidate | None:
        """Return the rules that hold at least this share of the question's words, else None."""
        question, context = self._context.question, self._context
        if self._is_of_campaign(min_coverage):
            return None
        if not min_coverage:
            if draft := compose_movement(context, self.law, only_standing=False):
                return LawCandidate(draft, (), "meaning")
        rules = similar_rules(question, self.law, min_coverage)
        if not rules:
            return None
        about = rules[0].about if rules[0].about in aspects() else None
        return LawCandidate(compose_rules(context, self.law, "", rules), (), about)

    def _is_of_campaign(self, min_coverage: float) -> bool:
        """Whether only a campaign's document can answer."""
        question = self._context.question
        topic = question.topic.topic if question.topic else ""
        if question.places or question.ambiguous_places or question.document_numbers:
            return True
        asks_campaign = not min_coverage and topic in CAMPAIGN_TOPICS
        return asks_campaign or bool(WHO_IS.search(fold(question.text)))

    def amendment_notice(self, numbers: Iterable[str | None]) -> str:
        """Return that a text with one of these numbers was amended; empty when none was."""
        return amendment_notice(text_ids_of(numbers), self._context.as_of)
