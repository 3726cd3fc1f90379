"""Facts of one kind, told as a sentence or a list: themes, contents, movements, targets, indices, honours…"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.drafts import Context, Draft
from knowledge.evidence import FACT_THRESHOLD
from knowledge.model import Button, Fact
from knowledge.phrasing import bullets, of, say, scope_name, upper_first
from knowledge.scope import Scope, facts_in, year_of
from knowledge.text import fold
from knowledge.vocabulary import Topic

#: "Phó Chủ tịch" holds the words of "Chủ tịch" and is another office.
DEPUTY = "pho "
POSTS = ("bi thu", "chu tich", "giam doc", "truong ban", "bo truong")
#: Topics whose facts are a name with what is said of it.
VALUED = ("target", "deadline", "duty")
MOST_GROUPS = 3
MOST_BUTTONS = 6


def told(context: Context, topic: Topic, scope: Scope) -> Draft | None:
    """Tell the facts of a topic in a scope; nothing when none is about what was asked."""
    facts = facts_in(context.snapshot, scope, topic.facts)
    if topic.narrow != "scope" or scope.place is None:
        facts = narrow(context, topic, facts)
    if not facts:
        return None
    groups = grouped(context, facts)
    if len(groups) > 1 and not context.question.focus:
        if scope.place is None or len(groups) > MOST_GROUPS:
            return ask_which(context, topic, list(groups))
    lines: list[str] = []
    named: list[tuple[str, str, int]] = []
    kept: list[Fact] = []
    for group, members in groups.items():
        shown = _each_name_once(members)
        lines.append(tell(context, topic, group, shown))
        named += [(*_name_value(topic, fact), len(kept) + index) for index, fact in enumerate(shown)]
        kept += shown
    only = next(iter(groups)) if len(groups) == 1 else scope
    place = only.place or scope.place
    return Draft("\n\n".join(lines), kept, named, scope=only, place=place)


def persons(context: Context, topic: Topic, scope: Scope) -> Draft | None:
    """Tell people with their posts, each once, whichever document names them."""
    facts = narrow(context, topic, facts_in(context.snapshot, scope, topic.facts))
    if not facts:
        return None
    posts: dict[str, list[str]] = {}
    for fact in facts:
        posts.setdefault(fact.name, []).append(fact.details.get("role", ""))
    lines = [f"{name} – {max(roles, key=len)}" for name, roles in posts.items()]
    named = [(fact.name, fact.details.get("role", ""), index) for index, fact in enumerate(facts)]
    text = (
        f"{lines[0]}."
        if len(lines) == 1
        else say("list_plain", count=len(lines), noun=topic.noun) + "\n" + bullets(lines)
    )
    groups = list(grouped(context, facts))
    return Draft(text, facts, named, scope=groups[0] if len(groups) == 1 else scope, place=scope.place)


def narrow(context: Context, topic: Topic, facts: list[Fact]) -> list[Fact]:
    """Keep the facts that the rest of the question is about."""
    question = context.question
    facts = _by_launcher(context, topic, facts)
    facts = _by_rank(context, topic, facts)
    if question.ordinals and topic.topic == "content":
        asked = {str(number) for number in question.ordinals}
        counted = [fact for fact in facts if fact.details.get("part")]
        return [fact for fact in counted if fact.details["part"] in asked] if counted else facts
    if question.period:
        facts = [fact for fact in facts if question.period in (fact.details.get("period"), fact.name)]
    if topic.topic == "person" and question.content:
        return _persons(context, facts)
    if not question.focus:
        return facts
    by_name = [fact for fact in facts if _covers(context, fact, f"{fact.name} {fact.value}")]
    if topic.narrow != "context":
        return by_name or [fact for fact in facts if _covers(context, fact, _around(context, fact))]
    shared = [fact for fact in facts if _covers(context, fact, f"{_around(context, fact)}")]
    return shared or by_name


def _covers(context: Context, fact: Fact, text: str) -> bool:
    question = context.question
    return context.snapshot.evidence.coverage(question.focus, text, question.marked) >= FACT_THRESHOLD


def _around(context: Context, fact: Fact) -> str:
    """Give the words around a fact: its sentence, the part it opens, the headings above it."""
    passage = context.snapshot.passage_at(fact.document_id, fact.start)
    heading = passage.heading.split(" › ")[-1] if passage else ""
    part = ""
    if fact.kind in ("content", "index") and passage and passage.label:
        held = context.snapshot.passages.values()
        part = " ".join(p.text for p in held if p.document_id == fact.document_id and p.label == passage.label)
    return f"{heading} {fact.value} {fact.details.get('role', '')} {part or context.snapshot.evidence_text(fact)}"


def _persons(context: Context, facts: list[Fact]) -> list[Fact]:
    question, weigh = context.question, context.snapshot.evidence
    wanted = question.content
    asked = fold(" ".join(wanted))
    found = []
    for fact in facts:
        role = fold(fact.details.get("role", ""))
        head = next((post for post in POSTS if post in asked), None)
        if head and DEPUTY not in f"{asked} " and role.count(head) == role.count(DEPUTY + head):
            continue
        text = f"{fact.name} {fact.details.get('role', '')}"
        own = weigh.coverage(wanted, text, question.marked)
        around = weigh.coverage(wanted, context.snapshot.evidence_text(fact), question.marked)
        score = own if own >= FACT_THRESHOLD else 0.9 * around if not head else 0.0
        if score >= FACT_THRESHOLD:
            found.append((score, fact))
    best = max((score for score, _ in found), default=0.0)
    return [fact for score, fact in found if score >= best - 0.1]


def _by_launcher(context: Context, topic: Topic, facts: list[Fact]) -> list[Fact]:
    """ "do tỉnh phát động", "của Thủ tướng": keep the movements launched so."""
    if topic.topic != "movement":
        return facts
    modes = context.question.modes
    if "own_launcher" in modes and "pm_launcher" not in modes:
        own = [fact for fact in facts if fact.details.get("launcher") and not _central(fact)]
        return own or [fact for fact in facts if fact.place and fold(fact.place) in fold(fact.name)]
    if "pm_launcher" in modes and "own_launcher" not in modes:
        return [fact for fact in facts if _central(fact)]
    return facts


def _central(fact: Fact) -> bool:
    return any(word in fold(fact.details.get("launcher", "")) for word in ("thu tuong", "chinh phu", "trung uong"))


def _by_rank(context: Context, topic: Topic, facts: list[Fact]) -> list[Fact]:
    """Heads and deputies of a group are different offices; both are told when both are asked for."""
    if topic.topic != "leader":
        return facts
    asked = fold(context.question.text)
    deputies = asked.count(DEPUTY + "truong") + asked.count("cum pho")
    heads = asked.count("truong cum") + asked.count("cum truong") + asked.count("truong khoi") - deputies
    kept = [fact for fact in facts if fold(fact.details.get("role", "")).startswith(DEPUTY) == (heads <= 0)]
    return facts if deputies and heads > 0 else kept


def grouped(context: Context, facts: Sequence[Fact]) -> dict[Scope, list[Fact]]:
    """Sort facts by the place and year they are about."""
    groups: dict[Scope, list[Fact]] = {}
    for fact in facts:
        place = context.words.place(fact.place) if fact.place else None
        groups.setdefault(Scope(place, year_of(context.snapshot, fact)), []).append(fact)
    return groups


def _each_name_once(facts: Sequence[Fact]) -> list[Fact]:
    kept: dict[str, Fact] = {}
    for fact in facts:
        kept.setdefault(fold(f"{fact.name}{fact.value}"), fact)
    return list(kept.values())


def tell(context: Context, topic: Topic, scope: Scope, facts: Sequence[Fact]) -> str:
    """Write the facts of one place and year."""
    about = of(scope.place, scope.year)
    if topic.topic == "theme" and len(facts) == 1:
        return say("theme", of=about, value=facts[0].name)
    items = [item(topic, fact) for fact in facts]
    if len(items) == 1:
        return say("one", Noun=upper_first(topic.noun), of=about, value=items[0])
    if topic.topic == "movement":
        return _movements(about, facts, topic)
    if context.question.focus and topic.narrow == "name":
        return say("narrowed", Noun=upper_first(topic.noun), of=about) + "\n" + bullets(items)
    return _list(topic, about, items)


def _list(topic: Topic, about: str, items: Sequence[str]) -> str:
    name = upper_first(about.removeprefix("của ")) if about.startswith("của ") else ""
    head = (
        say("list", Of=name, count=len(items), noun=topic.noun)
        if name
        else say("list_plain", count=len(items), noun=topic.noun)
    )
    return head + "\n" + bullets(items)


def _movements(about: str, facts: Sequence[Fact], topic: Topic) -> str:
    """List movements under those who launched them."""
    lines = [_list(topic, about, []).strip().replace(" 0 ", f" {len(facts)} ")]
    launchers = list(dict.fromkeys(fact.details.get("launcher", "") for fact in facts))
    for launcher in launchers:
        items = [item(topic, fact) for fact in facts if fact.details.get("launcher", "") == launcher]
        if launcher:
            lines.append(f"Do {launcher} phát động ({len(items)}):")
        elif len(launchers) > 1:
            lines.append("Khác:")
        lines.append(bullets(items))
    return "\n".join(lines)


def item(topic: Topic, fact: Fact) -> str:
    """Write one fact as an item of a list."""
    if topic.topic in VALUED:
        return f"{upper_first(fact.name) if topic.topic != 'target' else fact.name}: {fact.value}"
    if topic.topic == "movement":
        period = fact.details.get("period")
        return f"“{fact.name}”" + (f" (giai đoạn {period})" if period and period not in fact.name else "")
    if topic.topic in ("honour", "theme"):
        return f"“{fact.name}”"
    if topic.topic == "index":
        return f"{upper_first(fact.name)} ({fact.details.get('short', '')})"
    if topic.topic in ("person", "leader"):
        return f"{fact.name} – {fact.details.get('role', '')}"
    return upper_first(fact.name.removeprefix("Cụ thể, ").removeprefix("Đồng thời, "))


def _name_value(topic: Topic, fact: Fact) -> tuple[str, str]:
    if topic.topic in VALUED:
        return fact.name, fact.value
    if topic.topic in ("person", "leader"):
        return fact.name, fact.details.get("role", "")
    return topic.noun, fact.name


def ask_which(context: Context, topic: Topic, scopes: Sequence[Scope]) -> Draft:
    """Ask which place and year is meant, with a button for each."""
    buttons = tuple(button_for(topic, scope) for scope in scopes[:MOST_BUTTONS])
    return Draft(say("which_scope", noun=topic.noun), buttons=buttons, status="clarify")


def button_for(topic: Topic, scope: Scope) -> Button:
    """Make a button that asks the topic's question of a scope."""
    about = of(scope.place, scope.year)
    name = scope.place.full_name if scope.place else "Các địa phương"
    whose = upper_first(f"{name} năm {scope.year}" if scope.year else name)
    ask = topic.ask.format(of=about, Of=whose, place=name)
    return Button(f"{upper_first(topic.noun)} – {scope_name(scope)}", ask)
