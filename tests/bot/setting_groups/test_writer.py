"""The settings of the writer: off unless it is named whole, and what may be used of it in a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import InvalidSetting
from bot.setting_groups.writer import WriterSettings
from bot.settings import read_settings

SERVER = {"URL": "http://127.0.0.1:8080/v1/", "MODEL": "qwen"}


def read(given: dict[str, str]) -> WriterSettings:
    return read_settings({f"THIDUA_WRITER_{name}": value for name, value in given.items()}).writer


def test_it_is_off_unless_an_office_names_one() -> None:
    assert (read({}).url, read({}).seconds, read({}).tokens_a_day) == ("", 4, 2_000_000)
    assert read(SERVER).url == "http://127.0.0.1:8080/v1"
    # Compose files pass every variable on.
    assert read({"URL": "", "MODEL": "", "KEY": ""}).url == ""


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"URL": "http://a.vn/v1"}, "THIDUA_WRITER cần cả THIDUA_WRITER_MODEL"),
        ({**SERVER, "URL": "a.vn"}, "THIDUA_WRITER_URL phải là một địa chỉ"),
        ({**SERVER, "URL": "http:///v1"}, "cần một địa chỉ có tên máy"),
        ({**SERVER, "URL": "http://a.vn:99999"}, "cần một địa chỉ có tên máy"),
        ({**SERVER, "URL": "http://a .vn"}, "cần một địa chỉ có tên máy"),
        ({**SERVER, "URL": "http://me:hush@a.vn/v1"}, "cần để khóa ở THIDUA_WRITER_KEY"),
        ({**SERVER, "URL": "http://a.vn/v1?key=hush"}, r"không có \? hay #"),
        ({**SERVER, "KEY": "hush\nX-Other: 1"}, "cần một khóa gồm chữ không dấu"),
        ({**SERVER, "SECONDS": "0"}, "THIDUA_WRITER_SECONDS phải là số giây"),
        ({**SERVER, "TOKENS_A_DAY": "1e6"}, "THIDUA_WRITER_TOKENS_A_DAY phải là số token"),
        ({**SERVER, "SPEND_A_DAY": "1000"}, "cần cả THIDUA_WRITER_PRICE"),
    ],
)
def test_what_cannot_be_used_is_named(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(InvalidSetting, match=sentence) as refused:
        read(given)
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    ("given", "tokens"),
    [
        ({}, 2_000_000),
        ({"TOKENS_A_DAY": "0"}, float("inf")),
        ({"TOKENS_A_DAY": "500"}, 500),
        ({"PRICE": "20000", "SPEND_A_DAY": "10000"}, 500_000),
        ({"PRICE": "20000", "SPEND_A_DAY": "100000"}, 2_000_000),
        ({"PRICE": "20000", "SPEND_A_DAY": "100000", "TOKENS_A_DAY": "0"}, 5_000_000),
    ],
)
def test_the_lower_bound_of_a_day_counts(given: dict[str, str], tokens: float) -> None:
    assert read({**SERVER, **given}).most_tokens == tokens


def test_its_key_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("hush-1\n", encoding="utf-8")
    key = read({**SERVER, "KEY_FILE": str(tmp_path / "key")}).key
    assert key.get_secret_value() == "hush-1"
