"""The settings of `thidua mcp --http`: where it listens, and the token that programs bear."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from bot.setting_groups.values import NO_SECRET, Port

#: Characters of a token: a shorter one could be guessed.
MIN_TOKEN = 16


def _token(value: SecretStr) -> SecretStr:
    if value and len(value.get_secret_value()) < MIN_TOKEN:
        raise ValueError(f"phải có ít nhất {MIN_TOKEN} ký tự, ví dụ từ: openssl rand -hex 32")
    return value


class McpSettings(BaseModel):
    """How other programs reach the library over HTTP; over a pipe nothing need be set."""

    model_config = ConfigDict(frozen=True)

    host: str = Field(default="127.0.0.1", description="where `thidua mcp --http` listens")
    port: Port = Field(default=8001, description="the port `thidua mcp --http` listens on")
    token: Annotated[SecretStr, AfterValidator(_token)] = Field(
        default=NO_SECRET, description="what a program must bear to use `thidua mcp --http`"
    )
