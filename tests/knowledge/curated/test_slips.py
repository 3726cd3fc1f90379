"""A slip that is no word counts as the one word of a wording that is an edit away, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.curated.slips import put_right, slips_in
from knowledge.library import Library
from knowledge.model import Document, Passage, Subject
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from tests.knowledge.curated.answers import DAY, approved

HELD = "Hội thi vẽ tranh ở huyện Chư Sê do phường Krôong mở, ghi bằng kwords."


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    """One document in memory."""
    store = Store(":memory:")
    library = Library(store, SeededEncoder())
    library.add(
        Document("hoi-thi", "Hội thi", text=HELD),
        [Passage("hoi-thi", 0, 0, len(HELD), "paragraph", HELD)],
        [],
    )
    yield library
    store.close()


@pytest.mark.parametrize(
    ("typed", "wording", "meant"),
    [
        # A letter more, less, other, swapped with the next; with marks or without.
        ("Hội nhuộmm vải", "Hội nhuộm vải", "Hội nhuộm vải"),
        ("Hội nhuộm vải cho ngưpi già", "Hội nhuộm vải cho người già", "Hội nhuộm vải cho người già"),
        ("Hội nhộum vải", "Hội nhuộm vải", "Hội nhuộm vải"),
        ("hoi nhoum vai", "Hội nhuộm vải", "hoi nhuom vai"),
        ("Hội trồgn rừgn", "Hội trồng rừng", "Hội trồng rừng"),
        # What a tokenizer takes for two words is one slip.
        ("Hội khen thyởng", "Hội khen thưởng", "Hội khen thưởng"),
        # Two words are as near: neither.
        ("Hội thuog", "Hội thuộc hay thuốn", "Hội thuog"),
        ("Hội thuog", "Hội thuộc hay thương", "Hội thuog"),
        # Two edits are another word.
        ("Hội nhộumm vải", "Hội nhuộm vải", "Hội nhộumm vải"),
        # A syllable is a word, held or not; so is what is held, or stands in a wording.
        ("Hội gạch", "Hội sạch", "Hội gạch"),
        ("Hội kwords", "Hội kword", "Hội kwords"),
        ("Hội zumba", "Hội xumba", "Hội zumba"),
        # Too short to be told from others.
        ("Hội hpí", "Hội phí", "Hội hpí"),
        # Numbers, units and places are put in for nothing, and nothing for them.
        ("Hội 5 triieu", "Hội 5 triệu", "Hội 5 triieu"),
        ("Hội 5 gram", "Hội 5 trạm", "Hội 5 gram"),
        ("Hội năm 20244", "Hội năm 2024", "Hội năm 20244"),
        ("Hội ở Bắc Gianng", "Hội ở Bắc Giang", "Hội ở Bắc Gianng"),
        ("Hội ở xã Krôongg", "Hội ở xã Krôong", "Hội ở xã Krôongg"),
    ],
)  # fmt: skip
def test_what_a_slip_is_read_as(library: Library, typed: str, wording: str, meant: str) -> None:
    question, places = library.parse(typed), library.snapshot().gazetteer
    slips = slips_in(question, {"zumba", "kwords", "ubnd"}.__contains__, places)
    assert put_right(question, slips, library.parse(wording), places) == meant


WORDING = "Hội thi nhuộm vải ở huyện Chư Sê mở ngày nào?"


@pytest.mark.parametrize(
    ("typed", "is_told"),
    [
        (WORDING, True),
        ("Hội thi nhộum vải ở huyện Chư Sê mở ngày nào?", True),
        ("Hội thi kwords vải ở huyện Chư Sê mở ngày nào?", False),
        ("Hội thi vẽ vải ở huyện Chư Sê mở ngày nào?", False),
    ],
)
def test_the_answer_is_told_to_the_slip_and_to_no_other_word(
    library: Library, typed: str, is_told: bool
) -> None:
    answer = approved(library, wordings=(WORDING,), text="Ngày 5/3.")
    likely = library.scored_wordings(typed, subject=Subject(), as_of=DAY)
    assert ([one.held.answer.id for one in likely] == [answer.id]) is is_told
    library.curated.withdraw(answer.id, answer.revision)
