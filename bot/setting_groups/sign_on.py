"""The settings of how staff sign in: the office's own provider of identities."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from bot.environment import PREFIX
from bot.setting_groups.values import NO_SECRET, HttpAddress, Stripped

#: Machines to which a request does not leave this one: nobody listens in between.
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class SignOnSettings(BaseModel):
    """The office's provider (OpenID Connect) by which staff may sign in; off without an issuer."""

    model_config = ConfigDict(frozen=True)
    prefix: ClassVar[str] = f"{PREFIX}SIGN_ON_"

    issuer: HttpAddress = Field(
        default="", description="the address of the office's OpenID Connect provider"
    )
    client_id: Stripped = Field(default="", description="the id by which the provider knows us")
    client_secret: SecretStr = Field(
        default=NO_SECRET, description="the secret that the provider gave with the id"
    )
    claim: Stripped = Field(
        default="preferred_username",
        description="the claim that holds the account's name; `email` counts once it is verified",
    )

    @model_validator(mode="after")
    def _check(self) -> SignOnSettings:
        """Refuse a provider that is named by half, or that anyone in between could play."""
        if bool(self.issuer) != bool(self.client_id):
            raise ValueError(f"cần cả {self.prefix}ISSUER và {self.prefix}CLIENT_ID.")
        address = urlsplit(self.issuer)
        if address.scheme == "http" and address.hostname not in LOOPBACK:
            raise ValueError(f"cần một địa chỉ https ở {self.prefix}ISSUER.")
        return self
