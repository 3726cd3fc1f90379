"""The settings of hand-over: when people of the office answer, and whom an e-mail tells."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from bot.setting_groups.office_hours import OfficeHours, parse_office_hours
from bot.setting_groups.values import NO_SECRET, integer, server

#: A mail server's address, with STARTTLS or with TLS from the beginning.
MailServer = Annotated[SecretStr, server("smtp://", "smtps://")]


def _hours(value: str) -> str:
    parse_office_hours(value)
    return value.strip()


def _holidays(value: str) -> str:
    parse_office_hours("", value)
    return value.strip()


def _mail_address(value: str) -> str:
    # What goes into a header must be one line.
    if value and not (value.count("@") == 1 and value.isprintable() and " " not in value):
        raise ValueError("phải là một địa chỉ thư điện tử.")
    return value


def _mail_addresses(value: str | tuple[str, ...]) -> tuple[str, ...]:
    addresses = value.split(",") if isinstance(value, str) else value
    return tuple(_mail_address(one.strip()) for one in addresses if one.strip())


class HandoverSettings(BaseModel):
    """When people may be handed over, and for how long staff who went away keep a conversation."""

    model_config = ConfigDict(frozen=True)

    hours: Annotated[str, BeforeValidator(_hours)] = Field(
        default="",
        description="when people of the office answer, in Vietnamese time: "
        "`T2-T6 7:30-11:30 13:30-17:00`; empty: nobody is handed over",
    )
    holidays: Annotated[str, BeforeValidator(_holidays)] = Field(
        default="1/1, 30/4, 1/5, 2/9",
        description="days on which they do not: `2/9` each year, `5/2/2027-11/2/2027` once",
    )
    lease_minutes: Annotated[int, integer("số phút", 1, 60)] = Field(
        default=3,
        description="minutes after which a conversation of staff who went away is back in the queue",
    )

    @property
    def office_hours(self) -> OfficeHours:
        """When people of the office answer."""
        return parse_office_hours(self.hours, self.holidays)


class MailSettings(BaseModel):
    """The server of outgoing e-mail, and who is told that someone waits."""

    model_config = ConfigDict(frozen=True)

    server: MailServer = Field(
        default=NO_SECRET,
        description="the mail server, `smtp://user:password@host:587` (STARTTLS; "
        "must be there for a password) or `smtps://…`; empty: no e-mail",
    )
    sender: Annotated[str, AfterValidator(_mail_address)] = Field(
        default="", description="the address that e-mails come from"
    )
    duty: Annotated[tuple[str, ...], BeforeValidator(_mail_addresses)] = Field(
        default=(),
        description="addresses that are told when someone waits for a person, by commas",
    )

    @property
    def is_on(self) -> bool:
        """Whether e-mails can be sent."""
        return bool(self.server.get_secret_value() and self.sender and self.duty)
