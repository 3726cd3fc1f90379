"""The exported folder: complete, as the one that ships, and read by us and by others."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from knowledge.search.encoders import BundledEncoder
from knowledge.search.onnx_model import FOLDER, OnnxModel
from tests.peers.encoder import encode, needs_sentence_transformers
from tests.training.samples import ARTICLES, QUESTION
from training.checkpoint import Checkpoint
from training.export import export_encoder
from training.tokenizer import build_tokenizer, select_pieces

TEXTS = [QUESTION, ARTICLES[0].text, ARTICLES[1].text, ""]
#: What a model of another size, vocabulary or weights says otherwise.
OWN_VALUES = {
    "config.json": {
        "hidden_size",
        "num_hidden_layers",
        "num_attention_heads",
        "intermediate_size",
        "vocab_size",
        "max_position_embeddings",
    },
    "1_Pooling/config.json": {"word_embedding_dimension"},
    "encoder.json": {"name"},
}
CONFIGURATION = sorted(
    path.relative_to(FOLDER).as_posix()
    for path in FOLDER.rglob("*.json")
    if path.name != "tokenizer.json"
)


@pytest.fixture(scope="module")
def exported(checkpoint: Checkpoint, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny model with weights by chance."""
    torch.manual_seed(0)
    piece_ids = select_pieces(checkpoint.pieces, TEXTS)
    config = BertConfig(
        vocab_size=len(piece_ids),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=400,
        layer_norm_eps=checkpoint.config.layer_norm_eps,
        pad_token_id=checkpoint.config.pad_token_id,
    )
    folder = tmp_path_factory.mktemp("encoder")
    tokenizer = build_tokenizer([checkpoint.pieces[i] for i in piece_ids])
    export_encoder(BertModel(config, add_pooling_layer=False), tokenizer, folder)
    return folder


def test_the_folder_has_every_file_of_the_one_that_ships(exported: Path) -> None:
    shipped = {path.relative_to(FOLDER) for path in FOLDER.rglob("*") if path.is_file()}
    assert {path.relative_to(exported) for path in exported.rglob("*") if path.is_file()} == shipped


@pytest.mark.parametrize("name", CONFIGURATION)
def test_a_configuration_says_what_the_one_that_ships_says(exported: Path, name: str) -> None:
    actual, expected = read(exported / name), read(FOLDER / name)
    if own := OWN_VALUES.get(name):
        assert actual.keys() == expected.keys()
        actual, expected = without(actual, own), without(expected, own)
    assert actual == expected


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def without(values: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def test_the_name_follows_from_the_graph(exported: Path) -> None:
    digest = hashlib.sha256((exported / "onnx" / "model.onnx").read_bytes()).hexdigest()
    assert read(exported / "encoder.json") == {"name": f"e5-vi-{digest[:8]}"}
    assert BundledEncoder(exported).name.startswith(f"e5-vi-{digest[:8]}-")


def test_our_model_reads_the_folder(exported: Path) -> None:
    model = OnnxModel(exported)
    vectors = model.encode(TEXTS, "document")
    assert vectors.shape == (len(TEXTS), model.dimension) == (len(TEXTS), 32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@needs_sentence_transformers
def test_sentence_transformers_reads_the_folder(exported: Path) -> None:
    model = OnnxModel(exported)
    for kind, expected in encode(exported, {"query": TEXTS, "document": TEXTS}).items():
        actual = np.concatenate([model.encode([text], kind) for text in TEXTS])
        assert (actual * expected).sum(axis=1).min() >= 0.999
