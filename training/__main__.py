"""Make what ships in knowledge/data anew: `python -m training encoder`, then `python -m training ranking`.

Both read ../shared/benchmarks; neither needs a network. The encoder takes most of an hour on two cores.
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import click
import torch

from knowledge.encoders import open_encoder
from knowledge.onnx import FOLDER, PROMPTS
from training.export import export
from training.laws import DATA, ROOT, articles, library, questions
from training.pairs import batches
from training.ranker import fit, judged, save
from training.tokens import tokenizer, used
from training.tune import tune
from training.weights import bert, read_weights

SEED = 1
#: Neighbourhoods of eight articles in a batch.
GROUPS = 8


@click.group()
def main() -> None:
    """Make the encoder's weights, and the ranking's, anew."""


@main.command()
@click.option("--minutes", default=45.0, help="Train for so long at most; 0 leaves the weights as they come.")
@click.option("--to", "folder", default=FOLDER, type=click.Path(path_type=Path), help="Where to write it.")
def encoder(minutes: float, folder: Path) -> None:
    """Trim multilingual-e5-small to Vietnamese, teach it which article answers what, write it with 8-bit weights."""
    torch.manual_seed(SEED)
    weights, held = read_weights(), articles()
    own = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "knowledge" / "data").rglob("*.md"))]
    laws = [f"{one.document_title}\n{one.title}\n{one.text}" for one in held]
    kept = used(weights.pieces, [*laws, *own, *PROMPTS.values()])
    model, pieces = bert(weights, kept), tokenizer([weights.pieces[i] for i in kept])
    if minutes:
        ordered = list(batches(held, GROUPS, SEED))
        random.Random(SEED).shuffle(ordered)
        model = tune(model, pieces, ordered, minutes, tell=click.echo)
    click.echo(f"{export(model, pieces, folder)}: {len(kept)} pieces, in {folder}")


@main.command()
def ranking() -> None:
    """Learn the weight of each measure from the development questions, through the library's own search."""
    with tempfile.TemporaryDirectory() as scratch:
        held, _ = library(Path(scratch) / "laws.db", open_encoder("embedded"), articles())
        cases = [judged(held, one.question, one.gold)[1] for one in questions()]
    save(fit(cases), ROOT / "knowledge" / "data" / "ranking.json")


if __name__ == "__main__":
    if not DATA.exists():
        raise click.ClickException(f"{DATA} is not there: nothing to learn from.")
    main()
