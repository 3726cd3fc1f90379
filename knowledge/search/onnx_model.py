"""The encoder that ships: a small e5 as an ONNX graph with 8-bit weights; it needs no PyTorch.

Made by `python -m training encoder` from multilingual-e5-small (Wang et al. 2024,
arXiv:2402.05672; MIT). Its folder is also one that
`SentenceTransformer("knowledge/data/encoder", backend="onnx")` loads.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.data import DATA
from knowledge.search.parameters import ENCODER_BATCH, MAX_SENTENCE_TOKENS, MAX_TOKENS

# onnxruntime's wheel sends usage data to its maker unless this is set before it is imported
# (https://github.com/microsoft/onnxruntime/blob/main/docs/Privacy.md).
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import onnxruntime as ort
from tokenizers import Tokenizer

FOLDER = DATA / "encoder"
#: The graph's output with the mean over the tokens, as unit vectors.
OUTPUT = "sentence_embedding"
#: The graph's output with one vector a token.
TOKENS = "last_hidden_state"
PROMPTS = {"query": "query: ", "document": "passage: "}


def encoder_name(folder: Path = FOLDER) -> str:
    """Return the name of the weights and of how much they read.

    Another name means that every passage has to be embedded anew.
    """
    weights = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))["name"]
    return f"{weights}-{MAX_TOKENS}"


class OnnxModel:
    """The graph and its tokenizer; safe for several threads at once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = os.cpu_count() or 1
        # Threads that spin while they wait would take the processor from Rasa.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._session = ort.InferenceSession(
            str(folder / "onnx" / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        (output,) = (o for o in self._session.get_outputs() if o.name == OUTPUT)
        self.dimension = int(output.shape[-1])

    def encode(self, texts: Sequence[str], kind: str) -> np.ndarray:
        """Return one unit vector (float32 row) for each text; `kind` is a key of PROMPTS."""
        ids = self._token_ids(texts, kind)
        by_length = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        vectors = np.empty((len(ids), self.dimension), dtype=np.float32)
        for start in range(0, len(by_length), ENCODER_BATCH):
            batch = by_length[start : start + ENCODER_BATCH]
            vectors[batch] = self._run([ids[i] for i in batch], OUTPUT)
        return vectors

    def encode_tokens(self, texts: Sequence[str], kind: str) -> list[np.ndarray]:
        """Return a matrix for each text: one vector (float32 row) a token, not of unit length.

        Only the first MAX_SENTENCE_TOKENS are read. Each text is run alone: 8-bit activations share
        a scale per batch, so that a neighbour would change its vectors.
        """
        ids = self._token_ids(texts, kind)
        return [self._run([one[:MAX_SENTENCE_TOKENS]], TOKENS)[0] for one in ids]

    def _token_ids(self, texts: Sequence[str], kind: str) -> list[list[int]]:
        prompted = [PROMPTS[kind] + text for text in texts]
        return [encoding.ids for encoding in self._tokenizer.encode_batch(prompted)]

    def _run(self, ids: list[list[int]], output: str) -> np.ndarray:
        longest = max(map(len, ids))
        padded = np.array([row + [1] * (longest - len(row)) for row in ids], dtype=np.int64)
        mask = np.array(
            [[1] * len(row) + [0] * (longest - len(row)) for row in ids], dtype=np.int64
        )
        inputs = {"input_ids": padded, "attention_mask": mask}
        (values,) = self._session.run([output], inputs)
        return np.asarray(values)
