"""What version 0.1 left behind goes on working: its store, conversations, settings and units."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.cli import commands
from bot.ports import free_port
from bot.settings import ROOT, Settings, setting_variables
from knowledge import Library, Store, open_encoder
from tests.conftest import DAY
from tests.peers import telegram as tg
from tests.peers.serving import served
from tests.waiting import until

STATE = Path(__file__).parent / "state-0.1"
STORES = {"knowledge", "trackers", "inbox", "turns", "feedback"}
#: Seconds since 1970 at which the state was made, as SQL and Rasa's JSON write them.
MADE_AT = 1_795_560_000
MOMENT = re.compile(r"1\.79556\d+e\+09|179556\d{4}\.\d+")
SECRET, CHAT = "s3cret-word", 7
#: All settings of version 0.1 but those that this test gives values of its own.
SETTINGS = {
    "THIDUA_HOST": "127.0.0.1", "THIDUA_KEEP_DAYS": "90", "THIDUA_MOST_A_MINUTE": "20",
    "THIDUA_ENCODER": "embedded", "THIDUA_DIALOGUE": "own", "THIDUA_ADMIN_TOKEN": "a",
    "THIDUA_CONTACT": "", "THIDUA_ORIGINS": "https://example.gov.vn",
    "THIDUA_PUBLIC_URL": "https://example.gov.vn", "THIDUA_TELEGRAM_SECRET": SECRET,
    "THIDUA_TELEGRAM_MODE": "webhook", "THIDUA_ZALO_APP_ID": "1", "THIDUA_ZALO_APP_SECRET": "b",
    "THIDUA_ZALO_OA_SECRET": "c", "THIDUA_ZALO_VERIFIER": "abc", "THIDUA_ZALO_REFRESH_TOKEN": "d",
    "THIDUA_ZALO_HANDOVER_MINUTES": "60", "THIDUA_ZALO_API": "http://127.0.0.1:9",
    "THIDUA_ZALO_OAUTH": "http://127.0.0.1:9", "THIDUA_ZALO_BOT_TOKEN": "",
    "THIDUA_ZALO_BOT_SECRET": "", "THIDUA_ZALO_BOT_MODE": "webhook",
    "THIDUA_ZALO_BOT_API": "http://127.0.0.1:9",
}  # fmt: skip


@dataclass(frozen=True)
class Upgraded:
    """The present version running on the state: its HTTP client, its environment, Telegram."""

    http: httpx.Client
    environment: dict[str, str]
    telegram: tg.Telegram

    def ask(self, conversation: str, text: str) -> dict[str, Any]:
        body = {"conversation": conversation, "text": text, "as_of": DAY.isoformat()}
        response = self.http.post("/api/messages", json=body)
        answer: dict[str, Any] = response.raise_for_status().json()["answers"][0]
        return answer

    def thidua(self, *words: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout


def restore(folder: Path) -> None:
    """Write the state as if it had been left some minutes ago: it took three to make."""
    shift = time.time() - 600 - MADE_AT
    for name in STORES:
        script = (STATE / f"{name}.sql").read_text(encoding="utf-8")
        script = MOMENT.sub(lambda match: repr(float(match[0]) + shift), script)
        with closing(sqlite3.connect(folder / f"{name}.db")) as db:
            db.executescript(script)
    (folder / "secret").write_bytes(bytes.fromhex((STATE / "secret.hex").read_text()))
    (folder / "zalo-tokens.json").write_bytes((STATE / "zalo-tokens.json").read_bytes())


@pytest.fixture(scope="module")
def upgraded(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    folder, peer, port = tmp_path_factory.mktemp("var"), tg.Telegram(), free_port()
    restore(folder)
    # Training again would only cost time: the model's name is that of what it is trained from.
    settings.models.mkdir(parents=True, exist_ok=True)
    (folder / "models").symlink_to(settings.models)
    with (
        served(tg.app_of(peer)) as api,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as http,
    ):
        (folder / "telegram").write_text("1:a\n", encoding="utf-8")
        environment = os.environ | SETTINGS | {
            "PYTHONPATH": str(ROOT), "THIDUA_VAR": str(folder), "THIDUA_PORT": str(port),
            "THIDUA_DIALOGUE_PORT": str(free_port()), "THIDUA_TELEGRAM_API": api,
            "THIDUA_STORE": str(folder / "knowledge.db"),
            "THIDUA_TRACKERS": str(folder / "trackers.db"),
            "THIDUA_DIALOGUE_PYTHON": str(settings.dialogue_python),
            "THIDUA_TELEGRAM_TOKEN_FILE": str(folder / "telegram"),
        }  # fmt: skip
        command = [sys.executable, "-m", "bot.cli", "serve"]
        with (folder / "serve.log").open("wb") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        until(lambda: is_ready(http) or process.poll() is not None, timeout=120)
        assert process.poll() is None, (folder / "serve.log").read_text(encoding="utf-8")
        yield Upgraded(http, environment, peer)
        process.terminate()
        process.wait(60)


def is_ready(http: httpx.Client) -> bool:
    try:
        return http.get("/ready").status_code == 200
    except httpx.HTTPError:
        return False


def test_every_setting_is_still_known() -> None:
    own = {"VAR", "PORT", "DIALOGUE_PORT", "STORE", "TRACKERS", "DIALOGUE_PYTHON"}
    own |= {"TELEGRAM_API", "TELEGRAM_TOKEN"}
    old = {*SETTINGS, *(f"THIDUA_{name}" for name in own)}
    assert old <= setting_variables().keys()


def test_the_store_is_used_as_it_is(tmp_path: Path) -> None:
    restore(tmp_path)
    library = Library(Store(tmp_path / "knowledge.db"), open_encoder("embedded"))
    assert library.count_missing_vectors() == 0
    assert library.check() == []
    (document,) = library.documents()
    assert (document.number, document.issued) == ("12/KH-UBND", date(2024, 2, 9))
    facts = {fact.kind: fact for fact in library.facts("luc-nam-2024")}
    assert facts["deadline"].details.date == date(2024, 12, 15)
    assert facts["issued"].details.date == date(2024, 2, 9)
    assert facts["signer"].details.role == "Chủ tịch Ủy ban nhân dân huyện Lục Nam"


@pytest.mark.parametrize(
    ("conversation", "text", "status", "part"),
    [
        ("old-theme", "Ai ký?", "answered", "Trần Văn Minh"),
        ("old-form", "cấp tỉnh", "form", "kỷ luật"),
        ("old-award", "còn LĐTT?", "answered", "Tiền thưởng Lao động tiên tiến"),
        ("old-lost", "còn Lục Nam?", "answered", "Kỷ luật, sáng tạo, về đích"),
    ],
)
def test_conversations_go_on(
    upgraded: Upgraded, conversation: str, text: str, status: str, part: str
) -> None:
    answer = upgraded.ask(conversation, text)
    assert answer["status"] == status
    assert part in answer["text"]


def test_answers_are_those_of_before(upgraded: Upgraded) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript((STATE / "trackers.sql").read_text(encoding="utf-8"))
        query = "SELECT data FROM events WHERE sender_id = 'old-award' AND type_name = ? LIMIT 1"
        asked, told = (
            json.loads(db.execute(query, (name,)).fetchone()[0]) for name in ("user", "bot")
        )
    assert upgraded.ask("new", asked["text"]) == told["data"]["custom"]


def test_what_was_answered_and_not_sent_is_sent_once(upgraded: Upgraded) -> None:
    (first,) = until(lambda: upgraded.telegram.sent)
    assert "Người ký: Trần Văn Minh" in first["text"]
    post(upgraded, tg.update(2, "Ai ký?", CHAT, CHAT))
    # A new message is answered after that one: by then it would have come a second time.
    post(upgraded, tg.update(3, "Tỷ lệ che phủ rừng?", CHAT, CHAT))
    until(lambda: any("41%" in message["text"] for message in upgraded.telegram.sent))
    assert len(upgraded.telegram.sent) == 2


def post(upgraded: Upgraded, update: dict[str, Any]) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    response = upgraded.http.post("/channels/telegram", content=tg.body(update), headers=headers)
    assert response.status_code == 200


def test_report_and_export_read_the_old_files(upgraded: Upgraded) -> None:
    report = json.loads(upgraded.thidua("report", "--json", "--since", "1d"))
    assert "Chủ đề thi đua của Cà Mau?" in json.dumps(report, ensure_ascii=False)
    kept = upgraded.thidua("export", "old-theme")
    assert "thiếu nguồn" in kept
    assert "Tỷ lệ che phủ rừng?" in kept
    assert "Ai ký?" in upgraded.thidua("export", "--app", "telegram", str(CHAT))


@pytest.mark.parametrize("file", sorted((STATE / "deploy").iterdir()), ids=lambda file: file.name)
def test_commands_of_old_units_and_containers_exist(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    named = re.findall(r"bot\.cli[\"', ]+(\w+)", text) + re.findall(
        r"(?:CMD|command:) \[\"?(\w+)", text
    )
    named = [name for name in named if name != "CMD"]
    assert named
    assert set(named) <= commands.commands.keys() | {"python"}
