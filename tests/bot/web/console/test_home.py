"""The first page of the console: what waits for whom, by their roles and places."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from lxml import html

from bot.accounts.model import Role
from bot.operations.turn_journal import TurnJournal
from bot.settings import Settings, read_settings
from bot.storage.opening import open_conversations
from tests.bot.web.console.conftest import Console
from tests.bot.web.console.filled import HOME, fill
from tests.bot.web.console.test_questions import turn
from tests.staff import ALWAYS

ENDING = "1 câu trả lời sắp hết hạn hoặc mất nguồn"
#: Who looks: account, roles, places; and what waits for them.
LOOKS: list[tuple[str, tuple[Role, ...], tuple[str, ...], list[str]]] = [
    ("xem", (Role.VIEWER,), (), []),
    ("quan", (Role.ADMINISTRATOR,), (), []),
    ("truc", (Role.ATTENDANT,), (), ["1 người đang chờ cán bộ"]),
    (
        "bien-tap", (Role.EDITOR,), (),
        ["1 tệp chưa đọc được", "1 nhóm câu hỏi chưa ai soạn câu trả lời", ENDING],
    ),
    ("duyet", (Role.APPROVER,), (), ["1 bản thảo văn bản chờ công bố", "1 câu trả lời chờ duyệt", ENDING]),
    ("luc-nam", (Role.APPROVER,), ("Lục Nam",), ["1 bản thảo văn bản chờ công bố", ENDING]),
    ("ha-noi", (Role.EDITOR,), ("Hà Nội",), ["1 nhóm câu hỏi chưa ai soạn câu trả lời", ENDING]),
]  # fmt: skip


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """Settings with staff at any hour."""
    return read_settings({"THIDUA_VAR": str(tmp_path / "var"), **ALWAYS})


def waiting(page: str) -> dict[str, str]:
    """Return what a page says that waits, each with its link."""
    links = html.fromstring(page).xpath(
        "//h2[text()='Đang chờ anh/chị']/following-sibling::ul[1]//a"
    )
    return {link.text: link.get("href") for link in links if link.text[0].isdigit()}


def test_everyone_finds_what_waits_for_them(console: Console, own: Settings) -> None:
    with console(*Role, name="an") as client:
        fill(client, console, own)
        with closing(open_conversations(own)) as database:
            TurnJournal(database).add(turn("Bao giờ tổng kết phong trào?", ""))
        for name, roles, places, expected in LOOKS:
            someone = console(*roles, name=name, places=places)
            found = waiting(someone.get(HOME).text)
            assert list(found) == expected, name
            assert all(someone.get(path).status_code == 200 for path in found.values())
        assert "Không có việc nào đang chờ" in console(Role.VIEWER, name="moi").get(HOME).text
        # Who wrote the answer does not approve it.
        own_work = list(waiting(client.get(HOME).text))
    assert "1 câu trả lời chờ duyệt" not in own_work
