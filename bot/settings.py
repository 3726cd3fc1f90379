"""Settings: read once from the environment into one frozen object."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import InvalidSetting

ROOT = Path(__file__).parent.parent
TELEGRAM_API, ZALO_BOT_API = "https://api.telegram.org", "https://bot-api.zaloplatforms.com"


@dataclass(frozen=True)
class BotSettings:
    """A bot's token and its webhook's secret; `polling` asks for messages instead of being sent them."""

    api: str
    token: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    polling: bool = False

    def missing(self, app: str) -> str:
        """Give the name of the setting without which the channel is off, empty when none is missing; polling needs no secret."""
        if not self.token:
            return f"{app}_TOKEN"
        return "" if self.secret or self.polling else f"{app}_SECRET"


@dataclass(frozen=True)
class ZaloSettings:
    """The app's id and secret (OAuth), the OA's secret key (signatures) and the first refresh token."""

    app_id: str = ""
    app_secret: str = field(default="", repr=False)
    oa_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    api: str = "https://openapi.zalo.me"
    oauth: str = "https://oauth.zaloapp.com"
    #: How long the assistant stays silent for someone to whom a person of the OA has written.
    handover_minutes: int = 60

    @property
    def needed(self) -> dict[str, str]:
        """What must be set for the channel to be on."""
        return {
            "THIDUA_ZALO_APP_ID": self.app_id,
            "THIDUA_ZALO_APP_SECRET": self.app_secret,
            "THIDUA_ZALO_OA_SECRET": self.oa_secret,
        }


@dataclass(frozen=True)
class Settings:
    """Where things are and listen; the README's table tells each."""

    host: str
    port: int
    dialogue_port: int
    var: Path
    store: Path
    documents: Path | None
    encoder: str
    dialogue_python: Path
    trackers: Path
    #: Rasa is started by someone else (`thidua dialogue`), on this host's loopback.
    dialogue_apart: bool = False
    public_url: str = ""
    origins: tuple[str, ...] = ()
    contact: str = ""
    zalo_verifier: str = ""
    #: Lets an operator on another machine read the figures; without it only this machine may.
    admin_token: str = field(default="", repr=False)
    #: How many days the records of a conversation are kept.
    keep_days: int = 90
    #: How many messages a minute one person may send.
    most_a_minute: int = 20
    telegram: BotSettings = BotSettings(TELEGRAM_API)
    zalo: ZaloSettings = ZaloSettings()
    zalo_bot: BotSettings = BotSettings(ZALO_BOT_API)

    @property
    def address(self) -> str:
        """Where the assistant answers."""
        return f"http://{self.host}:{self.port}"

    @property
    def dialogue_address(self) -> str:
        """Where Rasa answers: loopback only."""
        return f"http://127.0.0.1:{self.dialogue_port}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be logged."""
        zalo, bots = self.zalo, (self.telegram, self.zalo_bot)
        kept = (zalo.app_secret, zalo.oa_secret, zalo.refresh_token, self.admin_token)
        return (*kept, *(word for bot in bots for word in (bot.token, bot.secret)))

    @property
    def models(self) -> Path:
        """Where trained dialogues are kept."""
        return self.var / "models"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read every setting; a wrong value is an error that names the variable."""
    given = _with_files({**_env_file(ROOT / ".env"), **os.environ} if environment is None else environment)
    var = Path(given.get("THIDUA_VAR", ROOT / "var"))
    store = given.get("THIDUA_STORE")
    return Settings(
        host=given.get("THIDUA_HOST", "127.0.0.1"),
        port=_number(given, "THIDUA_PORT", 8000, "một cổng", 1, 65535),
        dialogue_port=_number(given, "THIDUA_DIALOGUE_PORT", 5005, "một cổng", 1, 65535),
        var=var,
        store=Path(store) if store else var / "knowledge.db",
        # A store of one's own holds only what was put into it.
        documents=None if store else ROOT / "knowledge" / "data" / "documents",
        encoder=given.get("THIDUA_ENCODER", "embedded"),
        dialogue_python=Path(given.get("THIDUA_DIALOGUE_PYTHON", ROOT / "var" / "env" / "dialogue" / "bin" / "python")),
        dialogue_apart=_one_of(given, "THIDUA_DIALOGUE", ("own", "apart")) == "apart",
        trackers=Path(given.get("THIDUA_TRACKERS") or var / "trackers.db"),
        origins=tuple(one.strip().rstrip("/") for one in given.get("THIDUA_ORIGINS", "").split(",") if one.strip()),
        contact=given.get("THIDUA_CONTACT", "").strip(),
        admin_token=given.get("THIDUA_ADMIN_TOKEN", ""),
        zalo_verifier=_verifier(given.get("THIDUA_ZALO_VERIFIER", "")),
        keep_days=_number(given, "THIDUA_KEEP_DAYS", Settings.keep_days, "số ngày", 1, 3650),
        most_a_minute=_number(given, "THIDUA_MOST_A_MINUTE", Settings.most_a_minute, "số tin nhắn", 1, 100_000),
        public_url=_address(given, "THIDUA_PUBLIC_URL", ""),
        telegram=_bot(given, "THIDUA_TELEGRAM", TELEGRAM_API),
        zalo=_zalo(given),
        zalo_bot=_bot(given, "THIDUA_ZALO_BOT", ZALO_BOT_API),
    )


def _bot(given: Mapping[str, str], name: str, api: str) -> BotSettings:
    return BotSettings(
        _address(given, f"{name}_API", api),
        given.get(f"{name}_TOKEN", ""),
        given.get(f"{name}_SECRET", ""),
        _one_of(given, f"{name}_MODE", ("webhook", "polling")) == "polling",
    )


def _zalo(given: Mapping[str, str]) -> ZaloSettings:
    return ZaloSettings(
        given.get("THIDUA_ZALO_APP_ID", ""),
        given.get("THIDUA_ZALO_APP_SECRET", ""),
        given.get("THIDUA_ZALO_OA_SECRET", ""),
        given.get("THIDUA_ZALO_REFRESH_TOKEN", ""),
        _address(given, "THIDUA_ZALO_API", ZaloSettings.api),
        _address(given, "THIDUA_ZALO_OAUTH", ZaloSettings.oauth),
        _number(given, "THIDUA_ZALO_HANDOVER_MINUTES", ZaloSettings.handover_minutes, "số phút", 0, 100_000),
    )


def _with_files(given: Mapping[str, str]) -> dict[str, str]:
    """Take what `THIDUA_…_FILE` names from that file, as Docker and systemd hand secrets over."""
    found = dict(given)
    for name, path in given.items():
        if name.startswith("THIDUA_") and name.endswith("_FILE") and path:
            try:
                found.setdefault(name.removesuffix("_FILE"), Path(path).read_text(encoding="utf-8").strip())
            except (OSError, ValueError) as error:
                raise InvalidSetting(f"{name}: không đọc được tệp {path}.") from error
    return found


def _env_file(path: Path) -> dict[str, str]:
    """Read `NAME=value` lines; what the environment itself says wins over them."""
    if not path.is_file():
        return {}
    lines = (line.strip().removeprefix("export ") for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs if name.strip().startswith("THIDUA_")}


def _number(given: Mapping[str, str], name: str, default: int, what: str, least: int, most: int) -> int:
    value = given.get(name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
        raise InvalidSetting(f"{name} phải là {what} từ {least} đến {most}, không phải {value!r}.")
    return int(value)


def _verifier(value: str) -> str:
    if value and not (value.isascii() and value.replace("-", "").replace("_", "").isalnum()):
        raise InvalidSetting("THIDUA_ZALO_VERIFIER phải là mã chữ và số mà trang của Zalo cho.")
    return value


def _one_of(given: Mapping[str, str], name: str, words: tuple[str, str]) -> str:
    value = given.get(name, words[0])
    if value not in words:
        raise InvalidSetting(f"{name} phải là {words[0]} hoặc {words[1]}, không phải {value!r}.")
    return value


def _address(given: Mapping[str, str], name: str, default: str) -> str:
    value = given.get(name, default).rstrip("/")
    if value and not value.startswith(("http://", "https://")):
        raise InvalidSetting(f"{name} phải là một địa chỉ http(s), không phải {value!r}.")
    return value
