"""Every encoder must pass the same suite."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer

from knowledge.errors import EncoderUnavailable
from knowledge.search import Encoder, SeededEncoder, open_encoder
from knowledge.search.onnx_model import FOLDER

TEXTS = ["Tỷ lệ che phủ rừng đạt 80,5%", "Chủ tịch tỉnh phát động thi đua", "a"]


@pytest.fixture(scope="module", params=["seeded", "embedded", "a folder"])
def encoder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    if request.param != "a folder":
        return open_encoder(request.param)
    return open_encoder(str(small_model(tmp_path_factory.mktemp("model"))))


def small_model(folder: Path) -> Path:
    """A sentence-transformers model of our own in a folder, as an office may have one: words and their mean."""
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    weights = (
        np.random.default_rng(0)
        .standard_normal((tokenizer.get_vocab_size(), 32))
        .astype(np.float32)
    )
    SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu"
    ).save(str(folder))
    return folder


def test_vectors_have_length_one_and_the_stated_shape(encoder: Encoder) -> None:
    rows = encoder.encode_passages(TEXTS)
    assert rows.shape == (len(TEXTS), encoder.dimension)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)


def test_the_same_text_has_the_same_vector(encoder: Encoder) -> None:
    assert np.allclose(
        encoder.encode_queries(TEXTS[:1]), encoder.encode_queries(TEXTS[:1]), atol=1e-6
    )


def test_a_question_is_nearest_to_the_passage_with_its_words(encoder: Encoder) -> None:
    question = encoder.encode_queries(["che phủ rừng bao nhiêu"])[0]
    assert int(np.argmax(encoder.encode_passages(TEXTS[:2]) @ question)) == 0


def test_the_default_tells_questions_from_passages() -> None:
    embedded = open_encoder("embedded")
    assert not np.allclose(
        embedded.encode_queries(TEXTS[:1]), embedded.encode_passages(TEXTS[:1]), atol=1e-3
    )


def test_an_unknown_model_is_refused_with_its_name() -> None:
    with pytest.raises(EncoderUnavailable, match="no-such-folder"):
        open_encoder("/no-such-folder/model").encode_queries(["thi đua"])


def test_the_test_encoder_needs_no_model() -> None:
    assert isinstance(open_encoder("seeded"), SeededEncoder)
