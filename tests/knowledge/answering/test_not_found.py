"""What a refusal offers: the sections that come nearest, never what other places hold instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from knowledge.answering import Draft
from knowledge.answering.composers.not_found import offer_sections
from knowledge.answering.sentences import RankedSentence, Sentence
from knowledge.library import Library
from knowledge.model import Button, Hit
from knowledge.understanding import topic_catalogue

REFUSAL = Draft("Tôi chưa tìm thấy.", status="not_found")
ELSEWHERE = Button("Chủ đề – Bắc Giang 2022", "Chủ đề thi đua của Bắc Giang năm 2022?")


def ranked(library: Library, labels: Sequence[str], probability: float) -> list[RankedSentence]:
    """Return sentences of Chợ Đồn's plan as if they stood in these parts."""
    snapshot = library.indexed_snapshot().snapshot
    document = snapshot.documents["cho-don-2022"]
    passage = snapshot.text_of(document.id).passages[5]
    hits = [Hit(document, replace(passage, label=label), 1.0) for label in labels]
    return [
        RankedSentence(Sentence(hit, passage.start, passage.end, rank), probability)
        for rank, hit in enumerate(hits)
    ]


@pytest.mark.parametrize(
    ("labels", "probability", "titles"),
    [
        (["mục 2 phần III"], 0.5, ["Mục 2 phần III – Kế hoạch 15/KH-UBND"]),
        (["Điều 5 khoản 1", "Điều 5 khoản 2"], 0.5, ["Điều 5 – Kế hoạch 15/KH-UBND"]),
        (["mục 1", "mục 2", "mục 3"], 0.5, ["Mục 1", "Mục 2"]),
        (["mục 1"], 0.05, []),
        (["đoạn 3", ""], 0.5, []),
    ],
)
def test_the_nearest_numbered_sections_are_offered(
    starter: Library, labels: list[str], probability: float, titles: list[str]
) -> None:
    draft = offer_sections(REFUSAL, None, ranked(starter, labels, probability))
    assert len(draft.buttons) == len(titles)
    assert all(b.title.startswith(t) for b, t in zip(draft.buttons, titles, strict=True))
    assert ("bên dưới" in draft.text) is bool(titles)


def test_what_other_places_hold_stays_only_for_a_topic(starter: Library) -> None:
    refusal = replace(REFUSAL, buttons=(ELSEWHERE,))
    sentences = ranked(starter, ["mục 1"], 0.5)
    assert ELSEWHERE not in offer_sections(refusal, None, sentences).buttons
    theme = topic_catalogue().topic("theme")
    assert ELSEWHERE in offer_sections(refusal, theme, sentences).buttons
    assert offer_sections(refusal, None, []) == refusal
