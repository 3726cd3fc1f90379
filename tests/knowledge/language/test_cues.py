"""A cue that asks how much reads every word for it."""

from __future__ import annotations

import pytest

from knowledge.language.cues import compile_cue


@pytest.mark.parametrize(
    ("cue", "typed", "is_read"),
    [
        ("bao nhieu (tien|trieu)", "duoc thuong may trieu", True),
        ("thuong (may|the nao)", "thuong bao nhieu", True),
        (r"\bmay\b", "co bao nhieu khoi", True),
        ("thu (may|bao nhieu)", "dung thu may", True),
        ("so may", "van ban so bao nhieu", True),
        ("bao nhieu tien", "may moc hong", False),
        ("may man", "bao nhieu nguoi", False),
    ],
)
def test_both_words_are_read(cue: str, typed: str, is_read: bool) -> None:
    assert bool(compile_cue(cue).search(typed)) is is_read
