"""Rasa's REST channel below a path that only the assistant knows that started this Rasa.

Another assistant of this machine that asks at this port gets 404 and no answer from documents that
it does not hold.
"""

from __future__ import annotations

from typing import Any

from rasa.core.channels.rest import RestInput


class SecretRestInput(RestInput):
    """The REST channel at `/webhooks/rest/SECRET/`."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any]) -> SecretRestInput:
        """Return the channel for its entry in credentials.yml."""
        return cls(credentials["secret"])

    def url_prefix(self) -> str:
        """Return the path below `/webhooks/`."""
        return f"{self.name()}/{self._secret}"
