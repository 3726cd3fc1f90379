"""The encoder seam: texts become unit vectors.

`embedded` is the default, whose weights ship; `seeded` needs no model and is for tests; any other
name is given to sentence-transformers (a folder or a hub name).
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
from knowledge.language import folded_tokens
from knowledge.search.parameters import ENCODER_BATCH

DEFAULT_ENCODER = "embedded"


class Encoder(Protocol):
    """Turns questions and passages into unit vectors."""

    @property
    def name(self) -> str:
        """The name under which its vectors are stored."""
        ...

    @property
    def dimension(self) -> int:
        """The length of its vectors."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row of float32 for each question."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row of float32 for each passage."""
        ...

    def encode_tokens(self, texts: Sequence[str], kind: str) -> list[np.ndarray]:
        """Return a matrix for each text, one row of float32 a token; `kind` is query or document.

        An encoder without vectors of tokens gives that of the text alone.
        """
        ...


def query_vector(encoder: Encoder, text: str) -> np.ndarray:
    """Return the vector of one question (float32)."""
    vector: np.ndarray = encoder.encode_queries([text])[0]
    return vector


class BundledEncoder:
    """The encoder that ships; its model is loaded on first use: looking at the store needs none."""

    dimension = 384

    def __init__(self, folder: Path | None = None) -> None:
        try:
            from knowledge.search.onnx_model import FOLDER, encoder_name

            self._folder = folder or FOLDER
            self.name = encoder_name(self._folder)
        except (ImportError, OSError, ValueError, KeyError) as error:
            text = f"Không nạp được bộ mã hóa của trợ lý: {error}"
            raise EncoderUnavailable(text) from error
        self._loading = threading.Lock()

    @property
    def _model(self) -> Any:
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> Any:
        from knowledge.search.onnx_model import OnnxModel

        try:
            return OnnxModel(self._folder)
        except Exception as error:
            # onnxruntime's errors have no common ancestor but this one.
            text = f"Không nạp được bộ mã hóa {self.name!r}: {error}"
            raise EncoderUnavailable(text) from error

    def _encode(self, texts: Sequence[str], kind: str) -> np.ndarray:
        vectors: np.ndarray = self._model.encode(texts, kind)
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row of float32 for each question."""
        return self._encode(texts, "query")

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row of float32 for each passage."""
        return self._encode(texts, "document")

    def encode_tokens(self, texts: Sequence[str], kind: str) -> list[np.ndarray]:
        """Return a matrix for each text, one row of float32 a token."""
        matrices: list[np.ndarray] = self._model.encode_tokens(texts, kind)
        return matrices


class SentenceTransformersEncoder:
    """A sentence-transformers model, loaded on first use: looking at the store needs none."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._loading = threading.Lock()

    @property
    def dimension(self) -> int:
        """The length of its vectors; loads the model."""
        return int(self._model.get_embedding_dimension())

    @property
    def _model(self) -> Any:
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> Any:
        try:
            from sentence_transformers import SentenceTransformer

            return SentenceTransformer(self.name, device="cpu")
        except (ImportError, OSError, ValueError, RuntimeError) as error:
            text = f"Không nạp được bộ mã hóa {self.name!r}: {error}"
            raise EncoderUnavailable(text) from error

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row of float32 for each question, with the model's query prompt."""
        return self._encode(texts, "query")

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row of float32 for each passage, with the model's document prompt."""
        return self._encode(texts, "document")

    def encode_tokens(self, texts: Sequence[str], kind: str) -> list[np.ndarray]:
        """Return a matrix for each text with its one vector: a model may have none of tokens."""
        return [row[np.newaxis] for row in self._encode(texts, kind)]

    def _encode(self, texts: Sequence[str], kind: str) -> np.ndarray:
        prompt = kind if (self._model.prompts or {}).get(kind) else None
        vectors = self._model.encode(
            list(texts),
            prompt_name=prompt,
            batch_size=ENCODER_BATCH,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimension)


class SeededEncoder:
    """Vectors from the words themselves: texts that share words are near. For tests."""

    name = "seeded"
    dimension = 64

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row of float32 for each question, as for passages."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Return the normalised sum of one fixed random direction a word, as float32 rows."""
        rows = np.stack(
            [sum(map(_direction, folded_tokens(text)), _direction("")) for text in texts]
        )
        unit: np.ndarray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit.astype(np.float32)

    def encode_tokens(self, texts: Sequence[str], kind: str) -> list[np.ndarray]:
        """Return a matrix for each text with the direction of each word."""
        words = [folded_tokens(text) or [""] for text in texts]
        return [np.stack([_direction(word) for word in row]).astype(np.float32) for row in words]


def _direction(word: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(SeededEncoder.dimension)


def open_encoder(name: str) -> Encoder:
    """Return the encoder of this name; raise EncoderUnavailable when its files cannot be read."""
    if name == SeededEncoder.name:
        return SeededEncoder()
    return BundledEncoder() if name == DEFAULT_ENCODER else SentenceTransformersEncoder(name)
