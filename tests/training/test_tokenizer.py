"""The trimmed tokenizer cuts texts as the whole one does."""

from __future__ import annotations

from tests.training.samples import PASSAGE, QUESTION
from training.checkpoint import Checkpoint
from training.tokenizer import build_tokenizer, select_pieces


def test_the_trimmed_tokenizer_cuts_as_the_whole_one(checkpoint: Checkpoint) -> None:
    texts = [QUESTION, PASSAGE]
    piece_ids = select_pieces(checkpoint.pieces, texts)
    assert len(piece_ids) < 10_000 < len(checkpoint.pieces)
    trimmed = build_tokenizer([checkpoint.pieces[i] for i in piece_ids])
    whole = build_tokenizer(checkpoint.pieces)
    for text in texts:
        assert [piece_ids[i] for i in trimmed.encode(text).ids] == whole.encode(text).ids
