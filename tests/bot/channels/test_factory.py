"""Which channels the settings turn on, and what is said of those that are off."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.errors import InvalidSetting
from tests.bot.channels.harness import registry_of

SECRETS = {
    "THIDUA_TELEGRAM_TOKEN": "hush-1", "THIDUA_TELEGRAM_SECRET": "hush-2",
    "THIDUA_ZALO_APP_ID": "1", "THIDUA_ZALO_APP_SECRET": "hush-3", "THIDUA_ZALO_OA_SECRET": "hush-4",
    "THIDUA_ZALO_REFRESH_TOKEN": "hush-5", "THIDUA_ZALO_BOT_TOKEN": "hush-6",
    "THIDUA_ZALO_BOT_SECRET": "hush-7",
}  # fmt: skip


@pytest.mark.parametrize(
    "missing", ["THIDUA_TELEGRAM_SECRET", "THIDUA_ZALO_OA_SECRET", "THIDUA_ZALO_BOT_SECRET"]
)
def test_a_channel_without_its_secret_is_off_and_says_so(tmp_path: Path, missing: str) -> None:
    given = {name: value for name, value in SECRETS.items() if name != missing}
    registry = registry_of(given, tmp_path)
    assert registry.names == ["telegram", "zalo", "zalo-bot"]
    statuses = [registry.status(name) for name in registry.names]
    assert [missing in status.why for status in statuses if status.state == "off"] == [True]
    asyncio.run(registry.stop())


def test_a_channel_that_is_off_has_no_webhook(tmp_path: Path) -> None:
    registry = registry_of({}, tmp_path)
    assert not registry.channels
    with pytest.raises(InvalidSetting, match="telegram: chưa có THIDUA_TELEGRAM_TOKEN"):
        asyncio.run(registry.set_webhook("telegram", "https://a.vn"))
    asyncio.run(registry.stop())
