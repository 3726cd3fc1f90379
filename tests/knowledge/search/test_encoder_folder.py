"""sentence-transformers loads the folder that ships as it stands, and gives our vectors."""

from __future__ import annotations

import numpy as np
import pytest
from tokenizers import Tokenizer

from knowledge.search.onnx_model import FOLDER, OnnxModel
from knowledge.search.parameters import MAX_TOKENS
from tests.peers.encoder import encode, needs_sentence_transformers

TEXTS = {
    "short": "Tỷ lệ che phủ rừng đạt 80,5%",
    "long": "Hội đồng sáng kiến cấp cơ sở xét, công nhận sáng kiến. " * 60,
    "unmarked": "hoi dong sang kien cap co so gom nhung ai",
    "empty": "",
}
MIN_COSINE = 0.999


Vectors = dict[str, np.ndarray]


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    """The vectors by sentence-transformers of every text, as a question and as a passage."""
    texts = list(TEXTS.values())
    return encode(FOLDER, {"query": texts, "document": texts})


@needs_sentence_transformers
@pytest.mark.parametrize("kind", ["query", "document"])
@pytest.mark.parametrize("name", TEXTS)
def test_sentence_transformers_gives_our_vectors(vectors: Vectors, kind: str, name: str) -> None:
    expected = vectors[kind][list(TEXTS).index(name)]
    (actual,) = OnnxModel().encode([TEXTS[name]], kind)
    assert np.linalg.norm(expected) == pytest.approx(1, abs=1e-5)
    assert float(actual @ expected) >= MIN_COSINE


def test_the_long_text_is_cut() -> None:
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    assert len(tokenizer.encode(TEXTS["long"]).ids) > MAX_TOKENS
