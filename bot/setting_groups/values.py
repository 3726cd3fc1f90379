"""The kinds of value that settings have.

What is wrong with one is a sentence that follows its variable's name.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, SecretStr

#: A number of more digits is refused before it is read.
MAX_DIGITS = 9


def integer(what: str, minimum: int, maximum: int) -> BeforeValidator:
    """Return a validator for plain decimal digits within bounds: no sign, blank or point."""

    def parse(value: object) -> int:
        text = str(value)
        is_number = text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
        if not (is_number and minimum <= int(text) <= maximum):
            raise ValueError(f"phải là {what} từ {minimum} đến {maximum}, không phải {value!r}.")
        return int(text)

    return BeforeValidator(parse)


def choice(first: str, second: str) -> BeforeValidator:
    """Return a validator for one of two words."""

    def check(value: str) -> str:
        if value not in (first, second):
            raise ValueError(f"phải là {first} hoặc {second}, không phải {value!r}.")
        return value

    return BeforeValidator(check)


def server(*schemes: str) -> AfterValidator:
    """Return a validator for a server's address; it may hold a password and is never quoted."""

    def check(value: SecretStr) -> SecretStr:
        if value and not value.get_secret_value().startswith(schemes):
            raise ValueError(f"phải là một địa chỉ {schemes[0]}…")
        return value

    return AfterValidator(check)


def _http_address(value: str) -> str:
    address = value.rstrip("/")
    if address and not address.startswith(("http://", "https://")):
        raise ValueError(f"phải là một địa chỉ http(s), không phải {address!r}.")
    return address


def _zalo_code(value: str) -> str:
    if value and not (value.isascii() and value.replace("-", "").replace("_", "").isalnum()):
        raise ValueError("phải là mã chữ và số mà trang của Zalo cho.")
    return value


def _origins(value: str | tuple[str, ...]) -> tuple[str, ...]:
    origins = value.split(",") if isinstance(value, str) else value
    return tuple(origin.strip().rstrip("/") for origin in origins if origin.strip())


#: A secret that is not set: it counts as false.
NO_SECRET = SecretStr("")
Port = Annotated[int, integer("một cổng", 1, 65_535)]
#: Without a slash at its end; empty where there is none.
HttpAddress = Annotated[str, BeforeValidator(_http_address)]
#: The code of Zalo's proof-of-domain page: it becomes part of a path and of a page.
ZaloCode = Annotated[str, BeforeValidator(_zalo_code)]
#: Sites, given as text separated by commas.
Origins = Annotated[tuple[str, ...], BeforeValidator(_origins)]
#: As libpq reads it (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING).
DatabaseAddress = Annotated[SecretStr, server("postgresql://", "postgres://")]
#: "rediss" is Redis over TLS (https://www.iana.org/assignments/uri-schemes/prov/rediss).
RedisAddress = Annotated[SecretStr, server("redis://", "rediss://")]
Stripped = Annotated[str, BeforeValidator(str.strip)]
