"""The settings of the messaging apps: tokens, secrets, and whether they suffice."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from bot.environment import PREFIX
from bot.setting_groups.values import NO_SECRET, HttpAddress, choice, integer


class BotSettings(BaseModel):
    """A bot's token and secret, and whether it polls for messages or is sent them."""

    model_config = ConfigDict(frozen=True)
    prefix: ClassVar[str]

    api: HttpAddress
    token: SecretStr = Field(default=NO_SECRET, description="the bot's token")
    secret: SecretStr = Field(
        default=NO_SECRET, description="a word of your own that proves the app's requests"
    )
    mode: Annotated[str, choice("webhook", "polling")] = Field(
        default="webhook", description="`webhook`, or `polling`: no public address, no secret"
    )

    @property
    def polling(self) -> bool:
        """Whether messages are asked for instead of being posted to us."""
        return self.mode == "polling"

    @property
    def missing(self) -> tuple[str, ...]:
        """The variable that must be set next for the channel to be on; empty when it is on."""
        if not self.token:
            return (f"{self.prefix}TOKEN",)
        return () if self.secret or self.polling else (f"{self.prefix}SECRET",)


class TelegramSettings(BotSettings):
    """The Telegram bot (https://core.telegram.org/bots/api)."""

    prefix = f"{PREFIX}TELEGRAM_"
    api: HttpAddress = Field(
        default="https://api.telegram.org", description="Telegram's server; another for tests"
    )


class ZaloBotSettings(BotSettings):
    """The bot of the Zalo Bot Platform (https://bot.zaloplatforms.com/docs)."""

    prefix = f"{PREFIX}ZALO_BOT_"
    api: HttpAddress = Field(
        default="https://bot-api.zaloplatforms.com",
        description="the Zalo Bot Platform's server; another for tests",
    )


class ZaloSettings(BaseModel):
    """The Zalo app and its Official Account (https://developers.zalo.me/docs)."""

    model_config = ConfigDict(frozen=True)
    prefix: ClassVar[str] = f"{PREFIX}ZALO_"

    app_id: str = Field(default="", description="the app's id")
    app_secret: SecretStr = Field(default=NO_SECRET, description="the app's secret, for OAuth")
    oa_secret: SecretStr = Field(
        default=NO_SECRET, description="the Official Account's secret key: it signs the events"
    )
    refresh_token: SecretStr = Field(
        default=NO_SECRET, description="the first refresh token; later ones are kept on disk"
    )
    api: HttpAddress = Field(
        default="https://openapi.zalo.me", description="Zalo's API server; another for tests"
    )
    oauth: HttpAddress = Field(
        default="https://oauth.zaloapp.com", description="Zalo's OAuth server; another for tests"
    )
    handover_minutes: Annotated[int, integer("số phút", 0, 100_000)] = Field(
        default=60,
        description="minutes of silence for someone to whom a person of the account has written",
    )

    @property
    def missing(self) -> tuple[str, ...]:
        """The variables that must still be set for the channel to be on."""
        values = {
            "APP_ID": self.app_id,
            "APP_SECRET": self.app_secret,
            "OA_SECRET": self.oa_secret,
        }
        return tuple(f"{self.prefix}{name}" for name, value in values.items() if not value)
