"""Make the models of `knowledge/data` anew.

First `python -m training encoder`, then `ranking`, `answers`, `calibration`; `zones`, `statements` and `likeness` by
themselves. The first two read
`../shared/benchmarks`, the others `tests/evaluation`, the decree and the seeds in `../shared`;
none needs a network. The encoder takes most of an hour on two cores.
"""

from __future__ import annotations

import random
import tempfile
from datetime import date
from pathlib import Path

import click
import torch
from tokenizers import Tokenizer
from transformers import BertModel

from bot.commands.evaluation_report import ask_library, predictions
from indexer.extraction.statements.kinds import FILE as STATEMENTS_FILE
from indexer.structure.zones import FILE as ZONES_FILE
from knowledge.answering.draft_ranking import FEATURES as DRAFT_FEATURES
from knowledge.answering.draft_ranking import draft_model
from knowledge.answering.sentences import FEATURES as SENTENCE_FEATURES
from knowledge.answering.sentences import sentence_model
from knowledge.curated import FEATURES as LIKENESS_FEATURES
from knowledge.library import Library
from knowledge.search import open_encoder
from knowledge.search.late_interaction.matching import FILE as MATCHER_FILE
from knowledge.search.late_interaction.matching import bundled_matcher
from knowledge.search.onnx_model import FOLDER, PROMPTS
from knowledge.storage import Store
from training.answers import (
    Asked,
    asked_questions,
    calibrated,
    draft_examples,
    fit,
    likeness_examples,
    make_answers,
    match_examples,
    open_group,
    open_own,
    own_cases,
    read_group,
    read_rewordings,
    save,
    sentence_examples,
    single_questions,
    split_by_group,
    teach_matcher,
    typed_questions,
)
from training.article_library import build_library
from training.batching import make_batches
from training.checkpoint import build_model, read_checkpoint
from training.corpus import DATA, ROOT, Article, read_articles, read_questions
from training.export import export_encoder
from training.fine_tuning import fine_tune
from training.learning_to_rank import fit_weights, ranking_example, save_weights
from training.pages import (
    read_labelled_pages,
    read_zoned_pages,
    teach_statements,
    teach_zones,
)
from training.pages import save_weights as save_page_weights
from training.parameters import GROUPS_PER_BATCH, MATCHER_FOLDS, MINUTES, OWN_WEIGHT, SEED
from training.tokenizer import build_tokenizer, select_pieces

KNOWLEDGE = ROOT / "knowledge" / "data"


@click.group()
def main() -> None:
    """Make the encoder's weights, and the ranking's, anew."""


@main.command()
@click.option(
    "--minutes",
    default=MINUTES,
    help="Train for so long at most; 0 leaves the weights as they come.",
)
@click.option(
    "--to",
    "folder",
    default=FOLDER,
    type=click.Path(path_type=Path),
    help="Where to write it.",
)
def encoder(minutes: float, folder: Path) -> None:
    """Trim multilingual-e5-small to Vietnamese, teach it which article answers what, write it with
    8-bit weights.
    """
    torch.manual_seed(SEED)
    articles = read_articles()
    model, tokenizer = _trimmed_model(articles)
    if minutes:
        batches = list(make_batches(articles, GROUPS_PER_BATCH, SEED))
        random.Random(SEED).shuffle(batches)
        model = fine_tune(model, tokenizer, batches, minutes=minutes, report=click.echo)
    name = export_encoder(model, tokenizer, folder)
    click.echo(f"{name}: {tokenizer.get_vocab_size()} pieces, in {folder}")


def _trimmed_model(articles: list[Article]) -> tuple[BertModel, Tokenizer]:
    checkpoint = read_checkpoint()
    laws = [f"{law.document_title}\n{law.title}\n{law.text}" for law in articles]
    starter = [path.read_text(encoding="utf-8") for path in sorted(KNOWLEDGE.rglob("*.md"))]
    piece_ids = select_pieces(checkpoint.pieces, [*laws, *starter, *PROMPTS.values()])
    pieces = [checkpoint.pieces[i] for i in piece_ids]
    return build_model(checkpoint, piece_ids), build_tokenizer(pieces)


@main.command()
def ranking() -> None:
    """Learn the weight of each measure from the development questions, through the library's own
    search.
    """
    with tempfile.TemporaryDirectory() as scratch:
        store = Path(scratch) / "laws.db"
        library = build_library(store, open_encoder("embedded"), read_articles())
        examples = [
            ranking_example(library, labelled.question, labelled.gold)[1]
            for labelled in read_questions()
        ]
    save_weights(fit_weights(examples), KNOWLEDGE / "ranking.json")


@main.command()
def zones() -> None:
    """Learn which zone of its page a line stands in, from the annotated pages."""
    save_page_weights(ZONES_FILE, teach_zones(read_zoned_pages("train")))


@main.command()
def statements() -> None:
    """Learn what each sentence of a page says, from the annotated pages."""
    save_page_weights(STATEMENTS_FILE, teach_statements(read_labelled_pages("train")))


@main.command()
def answers() -> None:
    """Learn which sentences, then which drafts answer, from questions by other hands.

    First the matcher is taught. What is learned from its matches on a part of the questions uses one
    that was taught on the other parts; the drafts are made with the sentences' new weights.
    """
    encoder = open_encoder("embedded")
    with tempfile.TemporaryDirectory() as scratch:
        store = Path(scratch) / "train.db"
        library = open_group("train", store, encoder)
        questions = list(asked_questions(library, read_group("train")))
        matched = match_examples(library, encoder, questions)
        teach_matcher(matched).save(MATCHER_FILE)
        bundled_matcher.cache_clear()
        parts = []
        for others, part in split_by_group(matched, questions, MATCHER_FOLDS):
            taught = teach_matcher(others)
            parts.append((Library(Store(store), encoder, matcher=taught), part))
        _learn_sentences(parts)
        groups = [(draft_examples(library, part), 1.0) for library, part in parts]
        for as_found in (False, True):
            own = open_own(Path(scratch) / f"{as_found}.db", encoder, as_found=as_found)
            asked = asked_questions(own, own_cases(of_law=not as_found))
            groups.append((draft_examples(own, asked), OWN_WEIGHT))
    weights, intercept = fit(groups)
    save(KNOWLEDGE / "draft_ranking.json", DRAFT_FEATURES, weights, intercept)


@main.command()
def calibration() -> None:
    """Bring the probabilities of drafts to how often they are right for the questions of `tune`.

    Which draft is chosen stays the same; the limits in `knowledge/answering/parameters.py` move along.
    """
    model = draft_model()
    with tempfile.TemporaryDirectory() as scratch:
        library = open_group("tune", Path(scratch) / "tune.db", open_encoder("embedded"))
        predicted = predictions(ask_library(library, read_group("tune")))
    weights, intercept = calibrated(model.weights, model.intercept, predicted)
    save(KNOWLEDGE / "draft_ranking.json", DRAFT_FEATURES, weights, intercept)
    stretch = float(weights @ model.weights / (model.weights @ model.weights))
    click.echo(f"logit × {stretch:.3f} + {intercept - stretch * model.intercept:.3f}")


@main.command()
def likeness() -> None:
    """Learn how likely two questions that name the same ask the same: for the office's own answers.

    Rewordings are those of `tune`. Of `train` the questions on campaigns only say what is another
    question: several authors have asked the same of the law.
    """
    with tempfile.TemporaryDirectory() as scratch:
        groups = []
        for name, rewordings in (("tune", read_rewordings()), ("train", {})):
            library = open_group(name, Path(scratch) / f"{name}.db", open_encoder("embedded"))
            cases = single_questions(read_group(name))
            if name == "train":
                cases = [case for case in cases if case.cites and not case.evidence_at]
            make_answers(library, cases, date.today())
            typed = typed_questions(cases, rewordings, in_all_manners=name == "tune")
            groups.append((likeness_examples(library, cases, typed), 1.0))
    weights, intercept = fit(groups)
    save(KNOWLEDGE / "question_likeness.json", LIKENESS_FEATURES, weights, intercept)


def _learn_sentences(parts: list[tuple[Library, list[Asked]]]) -> None:
    """Write the weights of sentences, and have them used from now on."""
    weights, intercept = fit([(sentence_examples(library, part), 1.0) for library, part in parts])
    save(KNOWLEDGE / "sentence_ranking.json", SENTENCE_FEATURES, weights, intercept)
    sentence_model.cache_clear()


if __name__ == "__main__":
    if not DATA.exists():
        raise click.ClickException(f"{DATA} is not there: nothing to learn from.")
    main()
