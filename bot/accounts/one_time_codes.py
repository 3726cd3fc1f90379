"""One-time codes of an authenticator app (TOTP, RFC 6238): the second factor."""

from __future__ import annotations

import re

import pyotp

from bot.accounts.parameters import CODE_SECONDS, CODE_WINDOW

SECRET = re.compile(r"[A-Z2-7]{32}")
ISSUER = "Trợ lý thi đua, khen thưởng"


def new_secret() -> str:
    """Return a new shared secret, in base 32."""
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """Whether a text is a secret as `new_secret` makes them: 160 bits."""
    return bool(SECRET.fullmatch(text))


def enrolment_address(secret: str, name: str) -> str:
    """Return the address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret, interval=CODE_SECONDS).provisioning_uri(name=name, issuer_name=ISSUER)


def matching_step(secret: str, code: str, now: float, after: int = 0) -> int | None:
    """Return the time step whose code this is, None where it is no present one.

    A code counts once: `after` is the last step that was used (RFC 6238, 5.2). What is no base 32 is
    no secret, and has no codes.
    """
    try:
        codes = pyotp.TOTP(secret, interval=CODE_SECONDS)
        codes.byte_secret()
    except ValueError:
        return None
    step = int(now) // CODE_SECONDS
    for candidate in range(step - CODE_WINDOW, step + CODE_WINDOW + 1):
        if candidate > after and pyotp.utils.strings_equal(codes.generate_otp(candidate), code):
            return candidate
    return None
