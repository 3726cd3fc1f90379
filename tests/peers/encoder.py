"""The real sentence-transformers, in an environment of its own (`scripts/set-up encoder`)."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.settings import ROOT

PYTHON = ROOT / "var" / "env" / "encoder" / "bin" / "python"
SCRIPT = ROOT / "tests" / "peers" / "clients" / "encode.py"

needs_sentence_transformers = pytest.mark.skipif(
    not PYTHON.exists() and not os.environ.get("CI"),
    reason="sentence-transformers with ONNX is not installed here (scripts/set-up encoder)",
)


def encode(folder: Path, texts: Mapping[str, Sequence[str]]) -> dict[str, np.ndarray]:
    """Return the vectors of `SentenceTransformer(folder, backend="onnx")`, each text on its own.

    `texts` and the result have the keys "query" and "document".
    """
    process = subprocess.run(
        [str(PYTHON), str(SCRIPT), str(folder)],
        input=json.dumps(texts),
        env={**os.environ, "HF_HUB_OFFLINE": "1", "ORT_DISABLE_TELEMETRY": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    return {kind: np.array(rows) for kind, rows in json.loads(process.stdout).items()}
