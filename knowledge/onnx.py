"""The encoder that ships with the assistant: a small e5 as an ONNX graph with 8-bit weights; it needs no PyTorch.

Made by `python -m training encoder` from multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672; MIT).
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np

# The wheel reports its use to its maker unless this is said before it is imported (shared/design/dependencies.md §1).
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import onnxruntime as ort
from tokenizers import Tokenizer

FOLDER = Path(str(files("knowledge") / "data" / "encoder"))
PROMPTS = {"query": "query: ", "document": "passage: "}
#: More of a text is not read: a passage is most often a clause. For whole articles 320 tokens rank better than 160 (nDCG .848
#: against .835) and take half as long again.
LONGEST = 320
#: Texts of like length together, few at a time: padding costs as much as words.
BATCH = 8


def name(folder: Path = FOLDER) -> str:
    """Give the name of the weights that ship and how much they read: another one means that every passage is embedded anew."""
    held = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
    return f"{held['name']}-{LONGEST}"


class OnnxModel:
    """The graph and its tokenizer; safe for several threads at once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = os.cpu_count() or 1
        # Threads that spin while they wait would take the processor from Rasa.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._session = ort.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()
        self.dimension = int(self._session.get_outputs()[0].shape[-1])

    def encode(self, texts: Sequence[str], kind: str) -> np.ndarray:
        """Give one unit vector (float32) for each text; `kind` is a key of PROMPTS."""
        ids = [found.ids for found in self._tokenizer.encode_batch([PROMPTS[kind] + text for text in texts])]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        rows = np.empty((len(ids), self.dimension), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            rows[some] = self._run([ids[i] for i in some])
        return rows

    def _run(self, ids: list[list[int]]) -> np.ndarray:
        longest = max(map(len, ids))
        padded = np.array([one + [1] * (longest - len(one)) for one in ids], dtype=np.int64)
        mask = np.array([[1] * len(one) + [0] * (longest - len(one)) for one in ids], dtype=np.int64)
        (rows,) = self._session.run(None, {"input_ids": padded, "attention_mask": mask})
        return np.asarray(rows)
