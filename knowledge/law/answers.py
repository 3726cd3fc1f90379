"""Which answer a question about the law gets: guards first, then the awards it names, then what it asks of all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.citations import write_date
from knowledge.drafts import Context, Draft
from knowledge.law import guards
from knowledge.law.catalogue import Award, catalogue
from knowledge.law.comparing import difference
from knowledge.law.movements import movement
from knowledge.law.paying import base_salary, money, several
from knowledge.law.reading import Aspect, LawQuestion, aspects, read_law
from knowledge.law.retrieval import nearest
from knowledge.law.telling import about_award, article, general, overview, recipients, told
from knowledge.law.validity import validity
from knowledge.model import Status, Subject
from knowledge.phrasing import say
from knowledge.text import fold

#: Answered for several awards at once, each in its own lines.
MANY = {"money", "confer", "deadline", "vote", "cap", "prior", "dossier", "criteria"}
#: What a family name may be asked without saying which: a line for each.
FAMILY = {"money", "difference", "several"}
MOST_TOGETHER = 4
#: What an answer says once however many awards it tells of.
NOTICE = "Lưu ý: "
#: A follow-up that names what it asks has few other words; around the name of an award it has next to none.
SHORT, MOST_AROUND = 4, 6
#: Asked of an award that nothing is known about, this is told instead: a share among the criteria, a day in the dossier.
INSTEAD = {
    "cap": "criteria",
    "prior": "criteria",
    "deadline": "dossier",
    "processing": "dossier",
    "publicity": "dossier",
    "vote": "vote",
    "dossier": "dossier",
}
#: Awards named one beside the other.
JOINED = re.compile(r"\b(va|voi|hay|hoac|cung)\b|,")
#: A rule that holds this share of a question's words answers it before the awards it names are described.
NEARLY_ALL = 0.8
#: Who holds a post now is never in the law.
WHO_IS = re.compile(r"\bai (dang |hien )?(la|lam|giu)\b|\bla ai\b")
#: Topics that only a document of a campaign can answer.
CAMPAIGN = {"person", "leader", "member", "place_now", "documents", "theme", "index", "summary"}


@dataclass(frozen=True)
class Told:
    """A draft and what it was about, for the next question."""

    draft: Draft
    awards: tuple[str, ...] = ()
    aspect: str | None = None


class LawAnswering:
    """Answers from the catalogue as of one day; every method gives nothing where the question is not about the law."""

    def __init__(self, context: Context, subject: Subject) -> None:
        self._context, self._subject = context, subject
        self.law = self._carried(read_law(context.question, context.as_of))

    def _carried(self, law: LawQuestion) -> LawQuestion:
        """A follow-up takes over what it does not say: "còn năm 2024?", "thế LĐTT?", "hồ sơ gồm gì?"."""
        question, subject = self._context.question, self._subject
        if not subject.aspect or question.places or law.texts:
            return law
        spots, found = law.spots, law.aspects
        follows = "follow_up" in question.modes or question.bare
        topics = {topic.topic for topic in question.topics} - {"honour", "principle", "target"}
        says = [aspect for aspect in found if not aspect.general] or (law.who and not question.focus)
        if not spots and subject.award and (follows or (says and len(question.content) <= SHORT)) and not topics:
            law = replace(law, carried=tuple(subject.award.split(",")))
        if not found and (law.carried or (spots and ("follow_up" in question.modes or self._only_names(law)))):
            law = replace(law, aspects=(aspects()[subject.aspect],))
        return law

    def _only_names(self, law: LawQuestion) -> bool:
        """Whether a question is no more than the name of an award."""
        named = sum(spot.end - spot.start for spot in law.spots)
        return named >= len(self._context.question.text.strip(" ?.!")) - MOST_AROUND

    @property
    def _awards(self) -> list[Award]:
        return [catalogue().awards[award] for award in self.law.awards or self.law.carried]

    def strong(self) -> Told | None:
        """Answer what is plainly about the law."""
        context, law = self._context, self.law
        if draft := guards.judging(context, law):
            return Told(draft)
        if law.asks("in_force") and self._names_texts():
            return Told(guards.out_of_time(law) or validity(context, law), (), "in_force")
        about_law = bool(law.spots or law.carried) and (law.aspects or not context.question.places)
        if not about_law:
            return self._of_all()
        if draft := guards.unknown_award(law) or guards.out_of_time(law):
            return Told(draft, law.awards)
        return self._with_notes(self._of_awards())

    def _names_texts(self) -> bool:
        """Whether a question about validity is about the texts of this field: they are named, or no other is."""
        question, law = self._context.question, self.law
        if question.places or law.spots:
            return False
        unknown = law.unknown_text is not None and "hieu luc" in fold(question.text)
        return bool(law.texts) or not question.numbers or unknown

    def _with_notes(self, found: Told | None) -> Told | None:
        notes = guards.confusions(self._context, self.law)
        if found is None or not notes:
            return found
        return replace(found, draft=replace(found.draft, text="\n".join([*notes, found.draft.text])))

    def _of_awards(self) -> Told | None:
        law, context = self.law, self._context
        if not law.aspects and (found := nearest(context.question, law, NEARLY_ALL)):
            return Told(told(context, law, "", found))
        awards = self._awards or [catalogue().awards[a] for spot in law.open for a in spot.awards]
        aspect = self._aspect(awards)
        name = aspect.aspect
        if law.open and not self._awards and name not in FAMILY:
            return Told(self._of_family(awards, aspect) or guards.which(law, name), (), name)
        if len(awards) > 1 and name in MANY and name != "money" and not JOINED.search(fold(context.question.text)):
            awards = [self._subject_of(awards, aspect)]
        draft = self._special(name, awards)
        if draft is None and len(awards) > 1 and name in MANY:
            draft = self._each(awards[:MOST_TOGETHER], aspect)
        return Told(draft or about_award(context, law, awards[0], aspect), tuple(award.id for award in awards), name)

    def _aspect(self, awards: Sequence[Award]) -> Aspect:
        """What is asked of the awards: the first thing asked that something is known about, else the first."""
        found = [aspect for aspect in self.law.aspects if not aspect.general or aspect.aspect == "several"]
        if not found:
            return aspects()["meaning"]
        if not found[0].about or found[0].aspect not in INSTEAD:
            return found[0]
        instead = aspects()[INSTEAD[found[0].aspect]]
        known = [one for one in [*found, instead] if one.about and self._known(awards, one)]
        return known[0] if known else found[0]

    def _known(self, awards: Sequence[Award], aspect: Aspect) -> bool:
        return any(catalogue().rules_of(award.id, aspect.about, self.law.day) for award in awards)

    def _subject_of(self, awards: Sequence[Award], aspect: Aspect) -> Award:
        """Of awards that are not listed one beside the other, the one whose rules speak of another is asked about."""
        for award in awards:
            said = fold(" ".join(r.says for r in catalogue().rules_of(award.id, aspect.about, self.law.day)))
            if any(fold(other.name) in said for other in awards if other is not award):
                return award
        return awards[0]

    def _of_family(self, awards: Sequence[Award], aspect: Aspect) -> Draft | None:
        """A name for several awards needs no asking back where the same holds for all of them."""
        held = [catalogue().rules_of(award.id, aspect.about, self.law.day) for award in awards]
        if not held[0] or any(rules != held[0] for rules in held):
            return None
        head = say("law_head", award=self.law.open[0].name, noun=aspect.noun)
        return told(self._context, self.law, head, held[0])

    def _special(self, name: str, awards: Sequence[Award]) -> Draft | None:
        context, law = self._context, self.law
        if name == "money":
            return money(context, law, awards)
        if name == "several":
            return several(context, law, awards) or money(context, law, awards)
        if name == "difference" and len(awards) > 1:
            return difference(context, law, awards[:MOST_TOGETHER])
        if name == "name":
            rest = overview(context, law, awards[0])
            return replace(rest, text=f"{say('law_name', name=awards[0].name)}\n{rest.text}")
        single = {"meaning": overview, "difference": overview, "who": recipients, "article": article}.get(name)
        return single(context, law, awards[0]) if single else None

    def _each(self, awards: Sequence[Award], aspect: Aspect) -> Draft:
        drafts = [about_award(self._context, self.law, award, aspect) for award in awards]
        lines = [line for draft in drafts for line in draft.text.split("\n")]
        notices = dict.fromkeys(line for line in lines if line.startswith(NOTICE))
        text = "\n".join([*(line for line in lines if line not in notices), *notices])
        citations = tuple(citation for draft in drafts for citation in draft.citations)
        status: Status = "answered" if citations else "not_found"
        return Draft(text, citations=citations, status=status, day=self.law.day)

    def _of_all(self) -> Told | None:
        """Answer about the law at large: no award and no place is named."""
        context, law = self._context, self.law
        if context.question.places or context.question.unclear_places:
            return None
        if draft := movement(context, law, standing=True):
            return Told(draft, (), "meaning")
        wanted = [aspect for aspect in law.aspects if aspect.general and aspect.aspect != "in_force"]
        if not wanted:
            return None
        if draft := guards.out_of_time(law):
            return Told(draft)
        aspect = wanted[0]
        if aspect.aspect == "base_salary":
            draft = base_salary(context, law)
        else:
            draft = self._nearest_among(aspect) or general(context, law, aspect)
        if draft is None:
            draft = Draft(say("law_gap", day=write_date(law.day)), status="not_found", day=law.day)
        return Told(draft, (), aspect.aspect)

    def _nearest_among(self, aspect: Aspect) -> Draft | None:
        """One rule of many on one thing: "Hội đồng họp mấy tháng một lần" is not answered by all about councils."""
        found = [rule for rule in nearest(self._context.question, self.law) if rule.about in aspect.about]
        return told(self._context, self.law, "", found) if found and self._context.question.ask else None

    def weak(self, least: float = 0.0) -> Told | None:
        """Answer from the rule that holds the question's words, or at least that share of them."""
        question = self._context.question
        campaign = not least and question.topic and question.topic.topic in CAMPAIGN
        if question.places or question.unclear_places or campaign:
            return None
        if question.numbers or WHO_IS.search(fold(question.text)):
            return None
        if not least and (draft := movement(self._context, self.law, standing=False)):
            return Told(draft, (), "meaning")
        found = nearest(question, self.law, least)
        if not found:
            return None
        return Told(
            told(self._context, self.law, "", found), (), found[0].about if found[0].about in aspects() else None
        )
