"""One JSON line an event, with its turn; no secret, no line of anyone else's making."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.responses import JSONResponse

from bot.channels.factory import open_channels
from bot.dialogue.dialogue import ScriptedDialogue
from bot.operations.logs import HIDDEN, LineFormatter, PlainFormatter, turn_context
from bot.operations.metrics import Metrics
from bot.operations.parameters import MAX_LINE
from bot.settings import read_settings
from bot.storage.leases import OwnLeases
from bot.storage.opening import open_file
from tests.peers.serving import served

SECRETS = {
    "THIDUA_TELEGRAM_TOKEN": "123456:telegram-token", "THIDUA_TELEGRAM_SECRET": "telegram-secret", "THIDUA_ZALO_APP_SECRET": "zalo-app-secret",
    "THIDUA_ZALO_OA_SECRET": "zalo-oa-secret", "THIDUA_ZALO_REFRESH_TOKEN": "zalo-refresh-token", "THIDUA_ZALO_BOT_TOKEN": "zalo-bot-token",
    "THIDUA_ZALO_BOT_SECRET": "zalo-bot-secret", "THIDUA_ADMIN_TOKEN": "operator-s-token",
}  # fmt: skip


def line(message: str, *values: object, error: BaseException | None = None, **extra: object) -> str:
    record = logging.LogRecord(
        "bot.x",
        logging.ERROR,
        "",
        1,
        message,
        values,
        (type(error), error, None) if error else None,
    )
    vars(record).update(extra)
    return LineFormatter(read_settings(SECRETS).secrets).format(record)


def test_a_line_tells_what_happened_in_which_turn() -> None:
    with turn_context("abc", "zalo") as turn:
        output = json.loads(line("turn", status="answered", seconds=0.05))
    assert {name: output[name] for name in ("level", "from", "event", "status", "seconds", "turn", "conversation", "channel")} == {
        "level": "ERROR", "from": "bot.x", "event": "turn", "status": "answered", "seconds": 0.05, "turn": turn.id,
        "conversation": "abc", "channel": "zalo",
    }  # fmt: skip
    assert "turn" not in json.loads(line("after"))


def test_the_turn_of_another_process_keeps_its_own_name() -> None:
    with turn_context("abc", "web"):
        assert json.loads(line("understanding", turn="other"))["turn"] == "other"


@pytest.mark.parametrize("secret", SECRETS.values())
def test_no_secret_is_ever_written(secret: str) -> None:
    for output in (
        line(f"https://api/bot{secret}/getMe"),
        line("%s", secret),
        line("failed", error=ValueError(f"token {secret}")),
        line("x", address=f"https://a/{secret}", nested={"a": [secret]}),
        line(f"bot{secret} " + "x" * 100_000),
    ):
        assert secret not in output
        assert HIDDEN in output
    assert secret not in repr(read_settings(SECRETS))


def test_at_a_terminal_it_is_said_in_words_and_no_secret_either() -> None:
    record = logging.LogRecord(
        "bot.x", logging.ERROR, "", 1, "bot%s is away", ("123456:telegram-token",), None
    )
    assert (
        PlainFormatter(read_settings(SECRETS).secrets).format(record)
        == f"ERROR bot.x: bot{HIDDEN} is away"
    )


@pytest.mark.parametrize(
    "typed",
    [
        'a\n{"level": "INFO", "event": "forged"}',
        "a\r\nb",
        "a\x1b[31mred",
        "a\u2028b\u2029c",
        "\ud800",
        '"}',
    ],
)
def test_nobody_can_write_a_line_of_their_own(typed: str) -> None:
    output = line("%s", typed, what=typed)
    assert len(output.encode("utf-8", "replace").splitlines()) == 1
    assert "\x1b" not in output
    assert json.loads(output)["level"] == "ERROR"


def test_a_line_is_bounded_and_still_json() -> None:
    output = line("x" * 100_000, what="y" * 100_000)
    assert len(output) <= MAX_LINE
    assert json.loads(output)["event"].startswith("xxx")


def test_a_token_that_telegram_refuses_is_not_told_either(tmp_path: Path) -> None:
    app = FastAPI()

    @app.api_route("/{path:path}", methods=["GET", "POST"])
    def refuse() -> JSONResponse:
        return JSONResponse(
            {"ok": False, "error_code": 401, "description": "Unauthorized"}, status_code=401
        )

    async def ask() -> dict[str, str]:
        given = {
            **SECRETS,
            "THIDUA_VAR": str(tmp_path),
            "THIDUA_TELEGRAM_API": address,
            "THIDUA_ZALO_BOT_API": address,
        }
        connections = open_channels(
            read_settings(given), open_file(), OwnLeases(), ScriptedDialogue({}), Metrics()
        )
        try:
            return await connections.webhooks()
        finally:
            await connections.stop()

    with served(app) as address:
        output = asyncio.run(ask())
    assert output["telegram"].startswith("không hỏi được")
    assert not any(secret in word for secret in SECRETS.values() for word in output.values())
