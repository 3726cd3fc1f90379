"""Fine-tuning on little data, and the export of what it makes."""

from __future__ import annotations

from pathlib import Path

import torch

from knowledge.search.onnx_model import OnnxModel
from tests.training.samples import ARTICLES, PASSAGE, QUESTION
from training.batching import make_batches
from training.checkpoint import Checkpoint, build_model
from training.export import export_encoder
from training.fine_tuning import embed, fine_tune
from training.parameters import PASSAGE_TOKENS
from training.tokenizer import build_tokenizer, select_pieces


def test_training_brings_a_question_nearer_to_its_passage_and_the_export_agrees(
    checkpoint: Checkpoint, tmp_path: Path
) -> None:
    torch.manual_seed(0)
    texts = [f"{article.title}\n{article.text}" for article in ARTICLES]
    piece_ids = select_pieces(checkpoint.pieces, [QUESTION, PASSAGE, *texts])
    tokenizer = build_tokenizer([checkpoint.pieces[i] for i in piece_ids])
    batches = list(make_batches(ARTICLES, 1, 0))[:1] * 4
    lines: list[str] = []
    model = build_model(checkpoint, piece_ids)
    model = fine_tune(model, tokenizer, batches, minutes=5, report=lines.append)
    losses = [float(line.split()[-1]) for line in lines]
    assert len(losses) == len(batches)
    assert losses[-1] < losses[0]
    name = export_encoder(model, tokenizer, tmp_path)
    exported = OnnxModel(tmp_path)
    assert name.startswith("e5-vi-")
    with torch.no_grad():
        passages = [f"passage: {text}" for text in texts]
        expected = embed(model, tokenizer, passages, PASSAGE_TOKENS).numpy()
    assert (exported.encode(texts, "document") * expected).sum(axis=1).min() > 0.95
