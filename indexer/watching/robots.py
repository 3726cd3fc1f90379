"""What a host's robots.txt allows the indexer, as RFC 9309 says.

Python's own urllib.robotparser knows no "*" and "$" in paths and lets the first rule win, where the
RFC lets the longest one; a pattern is matched in linear time, whatever a host writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from indexer.fetch import AGENT

ANY_AGENT = "*"


@dataclass(frozen=True)
class RobotsRule:
    """A pattern of paths, and whether they may be fetched."""

    pattern: str
    is_allowed: bool


@dataclass(frozen=True)
class RobotsRules:
    """The rules for the indexer; `delay` is the seconds between requests that are asked for."""

    rules: tuple[RobotsRule, ...] = ()
    delay: float = 0.0

    def allow(self, url: str) -> bool:
        """Whether a URL may be fetched: the longest pattern decides, of two as long the milder."""
        parts = urlsplit(url)
        path = unquote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        found = (rule for rule in self.rules if matches(rule.pattern, path))
        best = max(found, key=lambda rule: (len(rule.pattern), rule.is_allowed), default=None)
        return best is None or best.is_allowed


def parse_robots(content: bytes, agent: str = AGENT) -> RobotsRules:
    """Return the rules of all groups that name `agent`, else of those for any agent.

    What is no line of a robots.txt is passed over, as in a page that says "not found".
    """
    wanted = (agent.lower(), ANY_AGENT)
    groups: dict[str, list[tuple[str, str]]] = {}
    named: set[str] = set()
    in_rules = False
    for key, value in _lines(content):
        if key == "user-agent":
            named, in_rules = (set() if in_rules else named), False
            name = value.split("/")[0].strip().lower()
            if name in wanted:
                named.add(name)
                groups.setdefault(name, [])
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            for name in named:
                groups[name].append((key, value))
    return _build_rules(groups.get(agent.lower(), groups.get(ANY_AGENT, [])))


def _lines(content: bytes) -> Iterator[tuple[str, str]]:
    for line in content.decode("utf-8-sig", errors="replace").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _build_rules(lines: list[tuple[str, str]]) -> RobotsRules:
    # An empty "Disallow:" forbids nothing.
    rules = tuple(
        RobotsRule(value, key == "allow") for key, value in lines if key != "crawl-delay" and value
    )
    delays = [value for key, value in lines if key == "crawl-delay"]
    return RobotsRules(rules, max(map(_parse_delay, delays), default=0.0))


def _parse_delay(text: str) -> float:
    is_number = text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit()
    return float(text) if is_number else 0.0


def matches(pattern: str, path: str) -> bool:
    """Whether `path`, unquoted, begins with `pattern`: "*" is anything, "$" at its end the end."""
    is_whole = pattern.endswith("$")
    first, *rest = map(unquote, pattern.removesuffix("$").split("*"))
    if not path.startswith(first) or (is_whole and not rest and path != first):
        return False
    end, last = len(first), rest.pop() if is_whole and rest else ""
    for piece in rest:
        found = path.find(piece, end)
        if found < 0:
            return False
        end = found + len(piece)
    return path.endswith(last) and len(path) - len(last) >= end
