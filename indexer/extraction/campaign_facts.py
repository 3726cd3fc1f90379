"""The facts of a campaign, each with the words that say it; how texts say things stands in `rules/campaign_facts.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import regex

from indexer.extraction import duties, quoted_names, targets
from indexer.rules import compile_pattern, load_rules
from indexer.structure.blocks import LIST_MARKER, NUMBER, Block
from indexer.structure.sentences import Sentence, split_sentences
from knowledge.citations import dates_in, write_date
from knowledge.model import Fact
from knowledge.text import fold, one_line, sentences
from knowledge.vocabulary import vocabulary, years_in

#: Facts that hold for every year their document speaks of, unless they name one.
YEARLESS = {"member", "leader", "person", "index", "definition", "legal_text"}


@dataclass(frozen=True)
class Setting:
    """What is known of a document before its facts are read: they take place and year from it."""

    document_id: str
    place: str | None
    year: int | None
    published: date | None


def rules() -> Any:
    """Give the rules of campaign texts."""
    return load_rules("campaign_facts")


def facts(found: list[Block], setting: Setting) -> list[Fact]:
    """Give every fact of a text, in reading order, each once."""
    said = list(split_sentences(found))
    made = [fact for sentence in said for fact in _facts_of(sentence, setting)]
    made += _contents(found, setting)
    made += _events(found, setting)
    return sorted(_each_once(made), key=lambda fact: fact.start)


def issued_fact(found: list[Block], setting: Setting) -> Fact | None:
    """Give the sentence that says which text was issued, read before place and year are known."""
    said = split_sentences(found)
    return next(
        (fact for sentence in said for fact in _by_patterns(sentence, setting, {"issued"})), None
    )


def day_of(fact: Fact | None) -> date | None:
    """Give the day a fact carries, if any."""
    return date.fromisoformat(fact.details["date"]) if fact and "date" in fact.details else None


def _facts_of(sentence: Sentence, setting: Setting) -> Iterator[Fact]:
    yield from _quoted(sentence, setting)
    if sentence.block.kind == "heading":
        # A heading may carry a name ("II. CHỦ ĐỀ: “…”"); the rest of it announces what the text below says.
        return
    yield from _by_patterns(sentence, setting, None)
    yield from _targets(sentence, setting)
    for duty in duties.duties(sentence.text, sentence.block.heading, setting.year):
        yield _fact(sentence, setting, duty.kind, duty.name, duty.value, **duty.details)
    if _is_principle(sentence.text):
        yield _fact(
            sentence, setting, "principle", LIST_MARKER.sub("", NUMBER.sub("", sentence.text))
        )


def _fact(
    sentence: Sentence, setting: Setting, kind: str, name: str, value: str = "", **details: str
) -> Fact:
    return Fact(
        setting.document_id, kind, one_line(name), sentence.start, sentence.end, one_line(value), setting.place,
        setting.year, details,
    )  # fmt: skip


def _by_patterns(sentence: Sentence, setting: Setting, only: set[str] | None) -> Iterator[Fact]:
    launched = False
    for rule in rules()["sentences"]:
        # A sentence tells one launch: the rule that finds the person stands before the one for the post alone.
        if (only and rule["fact"] not in only) or (launched and rule["fact"] == "launch"):
            continue
        for match in compile_pattern(rule["pattern"], "campaign_facts").finditer(sentence.text):
            groups = {
                key: one_line(text).strip(" ,") for key, text in match.groupdict().items() if text
            }
            if rule["fact"] == "person":
                groups = _name_and_role(groups)
                if (place := vocabulary().place(groups["name"])) and place.province is None:
                    continue
            launched = launched or rule["fact"] == "launch"
            for part in _split(groups, rule.get("split")):
                yield _from_groups(sentence, setting, rule["fact"], part)


def _name_and_role(groups: dict[str, str]) -> dict[str, str]:
    """Part a role from the name after it: "Chủ tịch UBND tỉnh Bắc Giang Lê Ánh Dương" names the province first."""
    said = f"{groups['role']} {groups['name']}"
    for spot in vocabulary().spot_places(said):
        if spot.start <= len(groups["role"]) + 1 < spot.end < len(said):
            return {"role": said[: spot.end], "name": said[spot.end :].strip()}
    return groups


def _split(groups: dict[str, str], name: str | None) -> list[dict[str, str]]:
    if name is None:
        return [groups]
    return [{**groups, name: part, "name": part} for part in regex.split(r", | và ", groups[name])]


def _from_groups(sentence: Sentence, setting: Setting, kind: str, groups: dict[str, str]) -> Fact:
    year = int(groups["year"]) if "year" in groups else None if kind in YEARLESS else setting.year
    day = groups.get("day") or groups.get("day2")
    if day and (days := dates_in(day, year or setting.year)):
        groups["date"] = days[0].day.isoformat()
    name = _written_right(groups.get("name") or _title(kind, groups))
    details = {
        key: text
        for key, text in groups.items()
        if key not in ("name", "year", "list", "day", "day2")
    }
    place = _place_of(sentence, setting, groups) if kind in ("launch", "theme") else setting.place
    return replace(_fact(sentence, setting, kind, name, **details), year=year, place=place)


def _written_right(name: str) -> str:
    """Give a name with its kind of document spelled as it should be: "Chị thị số 34-CT/TW" has a slip."""
    for kind in vocabulary().kinds:
        if fold(name).startswith(fold(kind) + " "):
            return kind + name[len(kind) :]
    return name


def _title(kind: str, groups: dict[str, str]) -> str:
    if kind == "issued":
        return f"{groups['text_kind']} {groups['number']}"
    return groups.get("person") or groups.get("place") or groups.get("role", "")


def _place_of(sentence: Sentence, setting: Setting, groups: dict[str, str]) -> str | None:
    """A text of several provinces: the one its sentence names, or the last one named before."""
    if groups.get("place"):
        return groups["place"]
    known = vocabulary().place(setting.place) if setting.place else None
    if known is None or known.kind != "cụm" or "trong Cụm" in sentence.text:
        return setting.place
    named = [place.name for place in vocabulary().places_in(sentence.text) if place.kind != "cụm"]
    return named[0] if len(set(named)) == 1 else setting.place


def _quoted(sentence: Sentence, setting: Setting) -> Iterator[Fact]:
    known = vocabulary().place(setting.place) if setting.place else None
    for name in quoted_names.names(sentence.text, sentence.context, rules()):
        year, place = setting.year, setting.place
        if name.fact in ("theme", "honour"):
            years = [
                found
                for found in years_in(sentence.text)
                if setting.year and abs(found - setting.year) <= 1
            ]
            year = years[0] if len(set(years)) == 1 else setting.year
            place = _place_of(sentence, setting, {})
        if name.fact == "honour" and place == setting.place and known and known.kind == "cụm":
            continue
        yield replace(
            _fact(sentence, setting, name.fact, name.text, **name.details), year=year, place=place
        )


def _targets(sentence: Sentence, setting: Setting) -> Iterator[Fact]:
    if sentence.block.kind == "row":
        found = targets.in_row(sentence.text, sentence.table_header, sentence.context)
    else:
        found = targets.in_sentence(sentence.text, sentence.context, sentence.block.text)
    for target in found:
        part = replace(
            sentence,
            text=sentence.text[target.start : target.end],
            start=sentence.start + target.start,
        )
        fact = _fact(part, setting, "target", target.indicator, target.value, **target.details)
        yield replace(fact, year=target.year or fact.year)


def _is_principle(text: str) -> bool:
    rule = rules()["principle"]
    return all(compile_pattern(part).search(text) for part in rule["all"]) and not any(
        compile_pattern(part).search(text) for part in rule["none"]
    )


def _contents(found: list[Block], setting: Setting) -> Iterator[Fact]:
    """The counted parts of a text; without any, its paragraphs that call to do something."""
    rule = rules()["content"]
    for block in _opening(found, rule):
        sentence = Sentence(block.text, block.start, block, "")
        fact = _fact(
            sentence, setting, "content", _first_clause(block.content, rule["max_name_characters"])
        )
        yield replace(
            fact, details={"part": str(block.part), "label": block.label} if block.part else {}
        )


def _opening(found: list[Block], rule: Any) -> list[Block]:
    """Give the blocks that open a content: of a plan in sections, the parts of those sections that name contents."""
    # A count with nothing behind it ("1." and the end of the page) opens no content.
    counted = [block for block in found if block.opens_part and sentences(block.content)]
    named = [block for block in counted if compile_pattern(rule["section"]).search(block.heading)]
    kept = named or [
        b for b in counted if not compile_pattern(rule["other_section"]).search(b.heading)
    ]
    if len(kept) >= rule["min_parts"]:
        return kept
    begins = compile_pattern(rule["begins"])
    return [block for block in found if block.kind == "paragraph" and begins.match(block.text)]


def _first_clause(text: str, longest: int) -> str:
    """Give the first sentence, or as many of its parts as fit."""
    start, end = sentences(text)[0]
    sentence = text[start:end].rstrip(".;")
    if len(sentence) <= longest:
        return sentence
    first = sentence.split(";")[0]
    while len(first) > longest and "," in first:
        first = first.rpartition(",")[0]
    return first


def _events(found: list[Block], setting: Setting) -> Iterator[Fact]:
    body = [block for block in found if block.kind == "paragraph"][:4]
    year = setting.published.year if setting.published else setting.year
    for block in body:
        for start, end in sentences(block.text):
            sentence = Sentence(block.text[start:end], block.start + start, block, "")
            match = compile_pattern(rules()["event"]["pattern"], "campaign_facts").match(
                sentence.text
            )
            days = dates_in(match["day"], year) if match else []
            venue = compile_pattern(rules()["event"]["venue"]).search(sentence.text)
            if match and days:
                details = {
                    "date": days[0].day.isoformat(),
                    **({"venue": venue["venue"]} if venue else {}),
                }
                yield _fact(
                    sentence, setting, "event", match["name"], write_date(days[0].day), **details
                )


def _each_once(made: list[Fact]) -> list[Fact]:
    """Drop what is said again of the same place and year; the first telling stays."""
    kept: dict[tuple[Any, ...], Fact] = {}
    for fact in made:
        key: tuple[Any, ...] = (
            fact.kind,
            fact.name.lower().strip(".”“ "),
            fact.value,
            fact.place,
            fact.year,
        )
        if fact.kind == "target":
            key = (fact.kind, fact.name.lower(), fact.details.get("number"), fact.place, fact.year)
        if fact.kind in ("definition", "index"):
            key = (fact.kind, fact.details.get("short", "").lower())
        kept.setdefault(key, fact)
    return list(kept.values())
