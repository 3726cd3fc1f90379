"""How well and how fast the right article is found: `python -m benchmarks.retrieval`.

Among 29,527 articles, for the same questions in the same three spellings: `Library.search` as it
ships, the same with weights that the question did not teach (five folds), BM25 plain, BM25 with
bigrams and title, the encoder alone, and reciprocal-rank fusion of the last two. Writes
`var/benchmarks/retrieval.json` and `.png`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from benchmarks.measurement import latency, peak_memory_mb, timed
from benchmarks.report import FOLDER, write_report
from benchmarks.retrieval.article_store import open_article_library, store_path
from benchmarks.retrieval.baselines import baseline_searches
from benchmarks.retrieval.library_search import (
    cross_validated_rankings,
    library_rankings,
)
from benchmarks.retrieval.limits import LIBRARY, missed_limits
from benchmarks.retrieval.results import (
    Rankings,
    Results,
    draw_chart,
    format_table,
    measure_rankings,
)
from benchmarks.retrieval.spellings import SPELLINGS
from knowledge.library import Library
from knowledge.search import Encoder, open_encoder
from training.corpus import QUESTIONS, LabelledQuestion, read_questions
from training.learning_to_rank import cross_validated_weights, ranking_example

CROSS_VALIDATED = "the same, cross-validated"


@click.command()
@click.option(
    "--questions",
    "path",
    default=QUESTIONS,
    type=click.Path(path_type=Path, exists=True),
)
def main(path: Path) -> None:
    """Print the table; a measure that is not reached makes the exit code 1."""
    encoder, questions = open_encoder("embedded"), read_questions(path)
    library, build = open_article_library(encoder)
    figures, rankings = measure_library(library, questions)
    figures |= {"store_mb": round(store_path(encoder).stat().st_size / 1e6), **build}
    results = compare(library, encoder, questions, rankings)
    print(format_table(results))
    draw_chart(results, FOLDER / "retrieval.png")
    missed = missed_limits(results, figures)
    report = {**figures, "rows": results, "missed": "; ".join(missed) or "nothing"}
    write_report("retrieval", report)
    sys.exit(bool(missed))


def measure_library(
    library: Library, questions: Sequence[LabelledQuestion]
) -> tuple[dict[str, Any], dict[str, Rankings]]:
    """Search for every question in every spelling; return time and memory, and what was found."""
    _, start = timed(library.search, "thi đua")
    rankings, times = {}, []
    for spelling in SPELLINGS:
        rankings[spelling], milliseconds = library_rankings(library, questions, spelling)
        times += milliseconds
    figures = {
        "questions": len(questions),
        "start_s": round(start, 1),
        **latency(times),
        "memory_mb": peak_memory_mb(),
    }
    return figures, rankings


def compare(
    library: Library,
    encoder: Encoder,
    questions: Sequence[LabelledQuestion],
    rankings: dict[str, Rankings],
) -> Results:
    """Measure what the library found, and every other search beside it."""
    baselines = baseline_searches(library, encoder)
    examples = [ranking_example(library, q.question, q.gold)[1] for q in questions]
    weights = cross_validated_weights(examples)
    results: Results = {}
    for spelling, typed in SPELLINGS.items():
        print(f"{spelling}…", file=sys.stderr)
        texts = [typed(labelled.question, labelled.id) for labelled in questions]
        cross_validated = cross_validated_rankings(library, questions, weights, spelling)
        runs = {LIBRARY: rankings[spelling], CROSS_VALIDATED: cross_validated}
        runs |= {name: [search(text) for text in texts] for name, search in baselines.items()}
        results[spelling] = {name: measure_rankings(run, questions) for name, run in runs.items()}
    return results


if __name__ == "__main__":
    main()
