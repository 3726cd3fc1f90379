"""`python -m benchmarks.writing [GROUP]`: a table and JSON of what is let through of true words and lies."""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from dataclasses import replace

from benchmarks.report import write_report
from benchmarks.writing.lies import changes, lies_of
from benchmarks.writing.wordings import Wording, replies, wordings
from knowledge.language import gazetteer
from knowledge.writing import fault_of

SEED = 20261201
#: Lies that are made by changing right sentences.
LIES = 2_000


def made_lies(right: list[Wording]) -> list[Wording]:
    """Return lies made of right sentences, each by one change, of every kind as many as can be."""
    chance, kinds = random.Random(SEED), changes(gazetteer())
    found: dict[str, list[Wording]] = defaultdict(list)
    for one in right:
        for kind, text in lies_of(one.sentence.text, kinds, chance):
            lie = replace(one.sentence, text=text)
            found[kind].append(replace(one, sentence=lie, kind=kind))
    for lies in found.values():
        chance.shuffle(lies)
    taken: list[Wording] = []
    while len(taken) < LIES and any(found.values()):
        taken += [lies.pop() for lies in found.values() if lies]
    return taken[:LIES]


def judged(cases: list[Wording]) -> dict[str, dict[str, float]]:
    """Return for each kind how many there are, the share let through, and what the others failed by."""
    faults: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        fault = fault_of(case.request, case.sentence)
        faults[case.kind][fault.value if fault else "through"] += 1
    return {
        kind: {"of": found.total(), "share": round(found["through"] / found.total(), 4), **found}
        for kind, found in faults.items()
    }


def main() -> None:
    """Judge both groups, or the one that is named."""
    result = {}
    for group in sys.argv[1:] or ("tune", "unseen"):
        cases = list(wordings(group))
        through = [
            case
            for case in cases
            if case.kind == "verbatim" and not fault_of(case.request, case.sentence)
        ]
        lies = made_lies(through)
        made = judged(lies)
        passed = sum(found.get("through", 0) for found in made.values())
        whole = {"of": len(lies), "share": round(passed / len(lies), 4)}
        result[group] = judged([*cases, *replies(group)]) | made | {"lies made": whole}
        for kind, found in result[group].items():
            print(f"{group:7}{kind:18}{found['of']:6}{found['share']:8.2%}", file=sys.stderr)
    write_report("writing", result)


if __name__ == "__main__":
    main()
