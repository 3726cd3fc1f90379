"""The measures of every search in every spelling, as numbers, as a table and as a chart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.retrieval.metrics import evaluate
from training.corpus import LabelledQuestion

#: For each question the ids of articles, best first.
Rankings = list[list[str]]
#: Name of a measure → its value.
Measures = dict[str, float]
#: Spelling → search → measures.
Results = dict[str, dict[str, Measures]]

#: Measures that are also given for the questions on emulation alone.
EMULATION_MEASURES = ("R@10", "MRR@10")
#: What the chart shows; width of a bar and distance of two, where groups are 1 apart.
CHARTED, BAR_WIDTH, BAR_DISTANCE = "R@10", 0.25, 0.27


def measure_rankings(rankings: Rankings, questions: Sequence[LabelledQuestion]) -> Measures:
    """Return the measures over all questions, and some over those on emulation."""
    measures = evaluate(rankings, [labelled.gold for labelled in questions])
    emulation = [i for i, labelled in enumerate(questions) if labelled.emulation]
    if emulation:
        gold = [questions[i].gold for i in emulation]
        subset = evaluate([rankings[i] for i in emulation], gold)
        measures |= {f"emulation {name}": subset[name] for name in EMULATION_MEASURES}
    return measures


def format_table(results: Results) -> str:
    """Return a table for each spelling, a line a search."""
    lines = []
    for spelling, searches in results.items():
        names = list(next(iter(searches.values())))
        lines.append(f"\n{spelling:<28}" + "".join(f"{name:>17}" for name in names))
        for search, measures in searches.items():
            cells = "".join(f"{measures[name]:>17.3f}" for name in names)
            lines.append(f"{search:<28}{cells}")
    return "\n".join(lines)


def draw_chart(results: Results, path: Path) -> None:
    """Draw recall at ten of each search in each spelling into a PNG file."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 4.2), dpi=120, layout="constrained")
    axes = figure.subplots()
    names = list(next(iter(results.values())))
    for number, (spelling, searches) in enumerate(results.items()):
        places = [place + (number - 1) * BAR_DISTANCE for place in range(len(names))]
        heights = [searches[name][CHARTED] for name in names]
        bars = axes.bar(places, heights, BAR_WIDTH, label=spelling)
        axes.bar_label(bars, fmt="%.2f", fontsize=7)
    axes.set_xticks(range(len(names)), names, fontsize=8)
    axes.set_ylim(0, 1.05)
    axes.set_ylabel(f"{CHARTED}, 29,527 articles")
    figure.legend(fontsize=8, loc="outside upper center", ncols=len(results))
    figure.savefig(path)
