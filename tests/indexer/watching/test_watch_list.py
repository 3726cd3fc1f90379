"""The YAML list: what it says, and one sentence for each way in which it can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import InvalidWatchList
from indexer.parameters import MAX_WATCH_LIST_BYTES, MAX_WATCHED_SOURCES
from indexer.watching.watch_list import WatchedSource, read_watch_list

URL = "- {url: 'https://a.gov.vn/x.html', every: 1d"
HOUR, DAY = 3600, 86_400


def write(folder: Path, text: str) -> Path:
    path = folder / "nguon.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_list_is_read(tmp_path: Path) -> None:
    text = f"{URL}, id: ke-hoach}}\n- {{url: 'http://noi-bo/y', every: 30m, private: true}}\n"
    text += "- {folder: van-ban, every: 6h}\n- {folder: /srv/a, every: 2w}\n"
    watch_list = read_watch_list(write(tmp_path, text))
    assert watch_list.sources == (
        WatchedSource("https://a.gov.vn/x.html", DAY, "ke-hoach"),
        WatchedSource("http://noi-bo/y", HOUR // 2, allow_private=True),
        WatchedSource(str(tmp_path / "van-ban"), 6 * HOUR),
        WatchedSource("/srv/a", 14 * DAY),
    )
    assert watch_list.folders == [tmp_path / "van-ban", Path("/srv/a")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "phải là danh sách"),
        ("a: 1", "phải là danh sách"),
        ("[]", "phải là danh sách"),
        ("- a: [\n- b", "sai cú pháp YAML ở dòng"),
        ("- {url: 2024-99-99}", "sai cú pháp YAML"),
        ("[" * 5000, "sai cú pháp YAML"),
        ("- !!python/object:os.system {}", "sai cú pháp YAML"),
        ("- văn bản", "Mục 1: phải gồm các dòng"),
        (f"{URL}}}\n{URL}, evry: 1h}}", "Mục 2: không có khóa «evry»; chỉ dùng: url, folder"),
        (f"{URL}, [a]: 1}}", "sai cú pháp YAML|không có khóa kiểu"),
        (f"{URL}, 1: 1}}", "Mục 1: không có khóa «1»"),
        (f"{URL}, id: 5}}", "«id» phải là một chuỗi chữ"),
        (f"{URL}, id: ''}}", "«id» phải là một chuỗi chữ"),
        (f"{URL}, private: có}}", "«private» phải là true hoặc false"),
        (f"{URL}, folder: b}}", "đúng một trong hai khóa url và folder"),
        ("- {every: 1d}", "đúng một trong hai khóa url và folder"),
        ("- {folder: b}", "thiếu «every»"),
        ("- {folder: b, every: 1d, id: x}", "«id» chỉ dùng cho địa chỉ"),
        ("- {folder: b, every: 1d, private: true}", "«private» chỉ dùng cho địa chỉ"),
        ("- {folder: 'https://a.vn/', every: 1d}", "thư mục «https://a.vn/» không hợp lệ"),
        ("- {folder: b, every: mai}", "lịch «mai» không đúng; viết như 30m"),
        ("- {folder: b, every: 0h}", "lịch «0h» không đúng"),
        ("- {folder: b, every: 1.5h}", "lịch «1.5h» không đúng"),
        ("- {folder: b, every: 5m}", "lịch «5m» phải từ 15 phút đến 366 ngày"),
        ("- {folder: b, every: 400d}", "lịch «400d» phải từ"),
        ("- {folder: b, every: 60}", "«every» phải là một chuỗi chữ"),
        ("- {url: 'ftp://a.vn/x', every: 1d}", "địa chỉ «ftp://a.vn/x» không đúng"),
        ("- {url: 'http://', every: 1d}", "địa chỉ «http://» không đúng"),
        ("- {url: 'http://a:b:c/', every: 1d}", "địa chỉ «http://a:b:c/» không đúng"),
        (f"- {{url: '{'x' * 300}', every: 1d}}", "địa chỉ «x{80}…» không đúng"),
        (f"{URL}}}\n{URL}}}", "Mục 2 trùng với mục 1"),
        (
            f"{URL}}}\n- {{url: 'https://b.gov.vn/x.html', every: 1d}}",
            "Mục 2 và mục 1 cùng mã văn bản «x»; đặt «id» riêng",
        ),
        ("- {folder: a, every: 1d}\n" * (MAX_WATCHED_SOURCES + 1), "có quá 2000 mục"),
        ("#" * (MAX_WATCH_LIST_BYTES + 1), "lớn hơn 500 kB"),
    ],
)
def test_what_is_wrong_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(InvalidWatchList, match=sentence) as found:
        read_watch_list(write(tmp_path, text))
    assert "\n" not in str(found.value)


def test_a_list_that_is_not_there_or_no_text_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InvalidWatchList, match=r"Không đọc được tệp nguon\.yaml"):
        read_watch_list(tmp_path / "nguon.yaml")
    with pytest.raises(InvalidWatchList, match="Không đọc được tệp"):
        read_watch_list(tmp_path)
    (tmp_path / "a.yaml").write_bytes(b"- \xff\xfe")
    with pytest.raises(InvalidWatchList, match="UTF-8"):
        read_watch_list(tmp_path / "a.yaml")
