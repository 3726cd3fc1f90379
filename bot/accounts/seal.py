"""Secrets that must be read again, kept so that who reads the database alone cannot use them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging

from cryptography.fernet import Fernet, InvalidToken

LOG = logging.getLogger(__name__)
PURPOSE = b"secrets of one-time codes"


class Seal:
    """Encrypts (Fernet: AES-128 with HMAC-SHA-256) under a key derived from an installation's secret."""

    def __init__(self, secret: bytes) -> None:
        key = hmac.new(secret, PURPOSE, hashlib.sha256).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def close(self, text: str) -> str:
        """Return a text encrypted."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return what was encrypted; "" where another secret did it, so that no code is right."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            LOG.error(
                "a second factor was set up under another secret of this installation: "
                "take it away from its account, so that it is set up anew"
            )
            return ""
