"""Personal data is masked before anything is kept; numbers of documents are not."""

from __future__ import annotations

import re
import time

import pytest
import yaml

from bot.delivery.inbound_text import clean_text
from bot.delivery.personal_data import MASK, mask
from bot.settings import ROOT

CASES = yaml.safe_load((ROOT / "tests" / "cases" / "personal.yaml").read_text(encoding="utf-8"))


def test_the_table_is_long_enough() -> None:
    assert len(CASES["masked"]) + len(CASES["kept"]) >= 300


@pytest.mark.parametrize("line", CASES["masked"])
def test_what_is_personal_is_masked_and_nothing_else(line: str) -> None:
    typed = re.sub(r"[{}]", "", line)
    assert mask(typed) == re.sub(r"\{[^}]*\}", MASK, line)


@pytest.mark.parametrize("line", CASES["kept"])
def test_what_is_not_personal_stays(line: str) -> None:
    assert mask(line) == line


@pytest.mark.parametrize(
    "evil",
    [
        "a" * 100_000,
        "1" * 100_000,
        "ngo 1" + " " * 100_000,
        "a@" * 50_000,
        "0 " * 50_000,
        "dia chi" + " " * 100_000,
    ],
)
def test_any_text_is_masked_in_bounded_time(evil: str) -> None:
    begun = time.process_time()
    mask(evil)
    assert time.process_time() - begun < 2


def test_all_that_is_typed_comes_through_the_mask() -> None:
    assert clean_text("gọi 0912\u200b345 678\x00") == f"gọi {MASK}"
