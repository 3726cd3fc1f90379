"""The Encoder seam: texts become unit vectors.

`embedded` is the default, whose weights ship; any other name is given to sentence-transformers (a folder or a hub name);
`seeded` is for tests and needs no model.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from knowledge.errors import EncoderUnavailable
from knowledge.text import folded_tokens

DEFAULT_ENCODER = "embedded"
#: Small batches, sorted by length inside sentence-transformers, beat large ones on two cores.
BATCH = 8


class Encoder(Protocol):
    """Turns questions and passages into unit vectors."""

    @property
    def name(self) -> str:
        """Whose vectors they are."""
        ...

    @property
    def dimension(self) -> int:
        """How long they are."""
        ...

    def encode_questions(self, texts: Sequence[str]) -> np.ndarray:
        """Give one row of float32 for each question."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Give one row of float32 for each passage."""
        ...


class EmbeddedEncoder:
    """The encoder that ships, loaded when it is first needed: looking at the store needs none."""

    dimension = 384

    def __init__(self, folder: Path | None = None) -> None:
        try:
            from knowledge.onnx import FOLDER, name

            self._folder = folder or FOLDER
            self.name = name(self._folder)
        except (ImportError, OSError, ValueError, KeyError) as error:
            raise EncoderUnavailable(f"Không nạp được bộ mã hoá của trợ lý: {error}") from error
        self._loading = threading.Lock()

    @cached_property
    def _loaded(self) -> Any:
        from knowledge.onnx import OnnxModel

        try:
            return OnnxModel(self._folder)
        except Exception as error:
            # onnxruntime's errors have no common ancestor but this one.
            raise EncoderUnavailable(f"Không nạp được bộ mã hoá {self.name!r}: {error}") from error

    def _encode(self, texts: Sequence[str], kind: str) -> np.ndarray:
        with self._loading:
            model = self._loaded
        rows: np.ndarray = model.encode(texts, kind)
        return rows

    def encode_questions(self, texts: Sequence[str]) -> np.ndarray:
        """Embed questions."""
        return self._encode(texts, "query")

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Embed passages."""
        return self._encode(texts, "document")


class SentenceEncoder:
    """A sentence-transformers model, loaded when it is first needed: looking at the store needs none."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._loading = threading.Lock()

    @property
    def dimension(self) -> int:
        """The number of dimensions of its vectors."""
        return int(self._model.get_embedding_dimension())

    @property
    def _model(self) -> Any:
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> Any:
        return _load(self.name)

    def encode_questions(self, texts: Sequence[str]) -> np.ndarray:
        """Embed with the model's query prompt."""
        return self._encode(texts, "query")

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Embed with the model's document prompt."""
        return self._encode(texts, "document")

    def _encode(self, texts: Sequence[str], kind: str) -> np.ndarray:
        prompt = kind if (self._model.prompts or {}).get(kind) else None
        vectors = self._model.encode(
            list(texts), prompt_name=prompt, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimension)


class SeededEncoder:
    """Vectors from the words themselves: texts that share words are near. For tests; knows no meaning."""

    name = "seeded"
    dimension = 64

    def encode_questions(self, texts: Sequence[str]) -> np.ndarray:
        """Embed as passages are."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Add up one fixed random direction a word."""
        rows = np.stack([sum(map(_direction, folded_tokens(text)), _direction("")) for text in texts])
        unit: np.ndarray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit.astype(np.float32)


def _direction(word: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(SeededEncoder.dimension)


def _load(name: str) -> Any:
    try:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(name, device="cpu")
    except (ImportError, OSError, ValueError, RuntimeError) as error:
        raise EncoderUnavailable(f"Không nạp được bộ mã hoá {name!r}: {error}") from error


def open_encoder(name: str) -> Encoder:
    """Open the encoder of this name; EncoderUnavailable where its files cannot be read."""
    if name == SeededEncoder.name:
        return SeededEncoder()
    return EmbeddedEncoder() if name == DEFAULT_ENCODER else SentenceEncoder(name)
