"""The settings of the writer: the office's own language model, which words what was found."""

from __future__ import annotations

from typing import Annotated, ClassVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from bot.environment import PREFIX
from bot.setting_groups.values import NO_SECRET, HttpAddress, Stripped, integer

TOKENS_PER_PRICE = 1_000_000


class WriterSettings(BaseModel):
    """A server that speaks OpenAI's chat protocol, and what may be used of it; off without a URL."""

    model_config = ConfigDict(frozen=True)
    prefix: ClassVar[str] = f"{PREFIX}WRITER_"

    url: HttpAddress = Field(
        default="",
        description="the address of a server that speaks OpenAI's chat protocol, up to `/v1`; "
        "empty: no language model is used",
    )
    model: Stripped = Field(default="", description="the model's name, as that server has it")
    key: SecretStr = Field(default=NO_SECRET, description="that server's key, where it wants one")
    seconds: Annotated[int, integer("số giây", 1, 6)] = Field(
        default=4, description="seconds for which its words are waited for"
    )
    tokens_a_day: Annotated[int, integer("số token", 0, 999_999_999)] = Field(
        default=2_000_000, description="tokens that may be used in a day; 0: no bound"
    )
    price: Annotated[int, integer("số đồng", 0, 999_999_999)] = Field(
        default=0, description="what a million tokens cost, in đồng"
    )
    spend_a_day: Annotated[int, integer("số đồng", 0, 999_999_999)] = Field(
        default=0, description="đồng that may be spent in a day; 0: no bound"
    )

    @model_validator(mode="after")
    def _check(self) -> WriterSettings:
        """Refuse a writer that is named by half, or a bound that nothing can be held to."""
        if self.url and not self.model:
            raise ValueError(f"cần cả {self.prefix}MODEL.")
        if self.spend_a_day and not self.price:
            raise ValueError(
                f"cần cả {self.prefix}PRICE thì mới tính được {self.prefix}SPEND_A_DAY."
            )
        key = self.key.get_secret_value()
        if not (key.isascii() and key.isprintable()):
            raise ValueError(f"cần một khóa gồm chữ không dấu ở {self.prefix}KEY.")
        _check_address(self.url, self.prefix)
        return self

    @property
    def most_tokens(self) -> float:
        """Tokens that may be used in a day by both bounds; infinite where there is none."""
        bounds = [float(self.tokens_a_day)] if self.tokens_a_day else []
        if self.spend_a_day:
            bounds.append(self.spend_a_day / self.price * TOKENS_PER_PRICE)
        return min(bounds, default=float("inf"))


def _check_address(url: str, prefix: str) -> None:
    """Refuse what is no base of addresses, and a password where it is printed and logged."""
    try:
        address = urlsplit(url)
        # To ask for the port is to check it.
        is_usable = address.port != 0 and bool(address.hostname) and " " not in url
    except ValueError:
        is_usable = False
    if url and not (is_usable and url.isprintable()):
        raise ValueError(f"cần một địa chỉ có tên máy ở {prefix}URL.")
    if address.username or address.password:
        raise ValueError(f"cần để khóa ở {prefix}KEY, không ở {prefix}URL.")
    if address.query or address.fragment:
        raise ValueError(f"cần một địa chỉ không có ? hay # ở {prefix}URL.")
