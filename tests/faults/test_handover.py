"""What staff were told was taken reaches its person, also where the assistant is killed before it went out."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.handover import notices, wording
from bot.settings import Settings, read_settings
from bot.storage.parameters import LEASE_SECONDS
from tests.faults.echo_assistant import EchoAssistant
from tests.faults.tally import REPEATS, Tally
from tests.peers import telegram as tg
from tests.peers.serving import served
from tests.servers import ready_database
from tests.staff import ALWAYS, StaffClient, signed_in
from tests.waiting import until

TIMES = range(REPEATS)
#: What Telegram says while it is away; as often as it may be asked meanwhile.
AWAY: list[tuple[int, str, dict[str, object]]] = [(502, "Bad Gateway", {})] * 1000


@pytest.fixture
def telegram() -> Iterator[tuple[tg.Telegram, str]]:
    peer = tg.Telegram()
    with served(tg.app_of(peer)) as api:
        yield peer, api


def settings_of(assistant: EchoAssistant, **more: str) -> Settings:
    return read_settings({"THIDUA_VAR": str(assistant.folder), **more})


def take_first(assistant: EchoAssistant, staff: StaffClient) -> int:
    """Have a person ask for staff, and staff take them; return the number of the conversation."""
    for text in (wording.ASK, wording.AGREE):
        until(lambda: assistant.post_text(text, 1) == 200)  # noqa: B023
    until(lambda: any(notices.FIRST in text for text in assistant.sent_texts()))
    (number,) = until(staff.waiting)
    assert staff.take(number)
    until(lambda: any("đã nhận" in text for text in assistant.sent_texts()))
    return number


@pytest.mark.parametrize("time", TIMES)
def test_killed_before_an_answer_of_staff_went_out(
    telegram: tuple[tg.Telegram, str], tmp_path: Path, tally: Tally, time: int
) -> None:
    peer, api = telegram
    assistant = EchoAssistant(peer, api, tmp_path / "var", environment=ALWAYS)
    with closing(assistant):
        staff = StaffClient(assistant.http, signed_in(settings_of(assistant), "hoa"))
        number = take_first(assistant, staff)
        texts = [f"Trả lời {count}" for count in range(5)]
        peer.faults = list(AWAY)
        assert [staff.answer(number, text) for text in texts] == [303] * 5
        assert assistant.end(signal.SIGKILL) == -signal.SIGKILL
        peer.faults = []
        assistant.start()
        assistant.wait_for(texts)
        answers = [text for text in assistant.sent_texts() if text in texts]
        assert answers == texts
        tally.count(texts, answers)
        # Who took it has it still, and the assistant is silent.
        assert staff.answer(number, "Sau cùng") == 303
        assistant.wait_for(["Sau cùng"])


def test_another_assistant_sends_what_a_killed_one_left(
    telegram: tuple[tg.Telegram, str], postgresql: str, tmp_path: Path, tally: Tally
) -> None:
    peer, api = telegram
    address = ready_database(postgresql)
    environment = {**ALWAYS, "THIDUA_DATABASE": address}
    first, second = (
        EchoAssistant(peer, api, tmp_path / name, environment=environment)
        for name in ("first", "second")
    )
    with closing(first), closing(second):
        session = signed_in(settings_of(first, THIDUA_DATABASE=address), "hoa")
        number = take_first(first, StaffClient(first.http, session))
        texts = [f"Trả lời {count}" for count in range(3)]
        peer.faults = list(AWAY)
        ours, theirs = (StaffClient(one.http, session) for one in (first, second))
        assert [ours.answer(number, text) for text in texts] == [303] * 3
        assert first.end(signal.SIGKILL) == -signal.SIGKILL
        peer.faults = []
        # The other takes what staff write on, behind what was left.
        assert theirs.answer(number, "Tiếp theo") == 303
        until(lambda: "Tiếp theo" in second.sent_texts(), timeout=LEASE_SECONDS + 30)
        answers = [text for text in second.sent_texts() if text in {*texts, "Tiếp theo"}]
        assert answers == [*texts, "Tiếp theo"]
        tally.count([*texts, "Tiếp theo"], answers)
