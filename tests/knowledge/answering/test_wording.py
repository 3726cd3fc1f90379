"""A theme bears the name that its source gives it, a movement only a launcher of its own."""

from __future__ import annotations

import pytest

from knowledge.answering import theme_label
from knowledge.library import Library
from knowledge.model import Document, Fact, Passage, Subject
from knowledge.reading import Reading
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from tests.conftest import DAY


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("Chủ đề công tác năm 2021 của tỉnh: chủ đề “Kỷ cương”.", "Chủ đề công tác"),
        ("Tỉnh phát động thi đua với chủ đề “Kỷ cương”.", "Chủ đề thi đua"),
        ("- Khẩu hiệu hành động: “Kỷ cương”.", "Khẩu hiệu hành động"),
        ("Không chỉ là khẩu hiệu, chủ đề của năm là “Kỷ cương”.", "Chủ đề thi đua"),
        ("“Kỷ cương” là chủ đề công tác.", "Chủ đề thi đua"),
    ],
)
def test_a_theme_is_called_as_its_source_calls_it(said: str, label: str) -> None:
    library = Library(Store(":memory:"), SeededEncoder())
    theme = Fact("d", "theme", "Kỷ cương", 0, len(said))
    document = Document("d", "Kế hoạch", text=said)
    library.add(document, [Passage("d", 0, 0, len(said), "paragraph", said)], [theme])
    assert theme_label(library.snapshot(), theme) == label


def test_the_theme_of_a_years_work_is_none_of_emulation(starter: Library) -> None:
    for question in ("Chủ đề của Ninh Bình năm 2021?", "Tóm tắt thi đua Ninh Bình năm 2021"):
        text = starter.answer(question, Subject(), DAY)[0].text
        assert "Chủ đề công tác" in text
        assert "Chủ đề thi đua" not in text
    sheet = Reading(starter).document("ninh-binh-2021", DAY)
    assert sheet.groups[0].title == "Chủ đề công tác"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Ninh Bình năm 2021 có những phong trào nào?", "Văn bản ghi chung là do Thủ tướng"),
        (
            "Ai phát động phong trào Cả nước chung sức xây dựng nông thôn mới ở Ninh Bình?",
            "một trong các phong trào mà văn bản ghi chung",
        ),
        ("Chợ Đồn năm 2022 có những phong trào nào?", "Do Thủ tướng Chính phủ phát động:"),
    ],
)
def test_a_movement_of_several_launchers_is_ascribed_to_none(
    starter: Library, question: str, told: str
) -> None:
    assert told in starter.answer(question, Subject(), DAY)[0].text


def test_the_list_of_movements_names_the_launcher_that_a_text_names_alone(
    starter: Library,
) -> None:
    movements = {one.name: one for one in Reading(starter).movements(1).items}
    shared = movements["Cả nước chung sức xây dựng nông thôn mới"]
    assert shared.launcher == "Thủ tướng Chính phủ"
