"""Sentences are compared with a question token by token."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from knowledge.search import CLOSENESS, Closeness, Encoder, SeededEncoder, open_encoder

QUESTION = "che phủ rừng bao nhiêu"
SENTENCES = ["Tỷ lệ che phủ rừng đạt 80,5%.", "Đại hội họp ngày 3/2."]


@pytest.mark.parametrize("name", ["seeded", "embedded"])
def test_the_sentence_that_answers_is_closer(name: str) -> None:
    rows = Closeness(open_encoder(name)).of(QUESTION, SENTENCES)
    assert rows.shape == (len(SENTENCES), len(CLOSENESS))
    assert (rows[0] > rows[1]).all()
    assert (np.abs(rows) <= 1 + 1e-6).all()


def test_the_worst_matched_words_are_never_closer_than_all() -> None:
    rows = Closeness(open_encoder("embedded")).of(QUESTION, SENTENCES)
    max_sim, min_sim = (rows[:, CLOSENESS.index(name)] for name in ("max_sim", "min_sim"))
    assert (min_sim <= max_sim).all()


def test_no_sentences_give_no_rows() -> None:
    assert Closeness(SeededEncoder()).of(QUESTION, []).shape == (0, len(CLOSENESS))


class CountingEncoder(SeededEncoder):
    """Counts the texts it has encoded."""

    encoded = 0

    def encode_tokens(self, texts: list[str], kind: str) -> list[np.ndarray]:  # type: ignore[override]
        self.encoded += len(texts)
        return super().encode_tokens(texts, kind)


def test_a_sentence_is_encoded_once() -> None:
    encoder = CountingEncoder()
    closeness = Closeness(encoder)
    first = closeness.of(QUESTION, [*SENTENCES, SENTENCES[0]])
    again = closeness.of(QUESTION, SENTENCES)
    assert encoder.encoded == 1 + len(SENTENCES)
    assert first[0] == pytest.approx(first[2])
    assert again == pytest.approx(first[:2], abs=1e-3)


def test_several_threads_compare_at_once() -> None:
    closeness = Closeness(SeededEncoder(), kept=3)
    sentences = [f"câu số {number}" for number in range(12)]
    alone = [Closeness(SeededEncoder()).of(QUESTION, sentences[i : i + 4]) for i in range(8)]
    with ThreadPoolExecutor(8) as pool:
        together = list(
            pool.map(lambda i: closeness.of(QUESTION, sentences[i % 8 :][:4]), range(200))
        )
    assert all(rows == pytest.approx(alone[i % 8], abs=1e-2) for i, rows in enumerate(together))


def test_an_encoder_without_tokens_compares_whole_texts(encoder: Encoder) -> None:
    (matrix,) = encoder.encode_tokens(["một câu"], "document")
    assert matrix.shape == (1, encoder.dimension)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    from tests.knowledge.search.test_encoders import small_model

    return open_encoder(str(small_model(tmp_path_factory.mktemp("model"))))
