"""Where a Rasa answers: a port, and below it a path that nobody else on this machine knows.

Whatever else listens on the port, such as the Rasa of another assistant, answers 404 there: no
question reaches a Rasa that tells of other documents.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from bot.dialogue.parameters import DEFAULT_PORT, SECRET_LENGTH
from bot.operations.machine_secret import derive, load_secret
from bot.operations.ports import LOOPBACK, free_port
from bot.settings import Settings


@dataclass(frozen=True)
class RasaAddress:
    """A Rasa on loopback; `secret` is a part of the path of its REST channel."""

    port: int
    secret: str = field(repr=False)

    @property
    def url(self) -> str:
        """Where its REST channel answers."""
        return f"http://{LOOPBACK}:{self.port}/webhooks/rest/{self.secret}"


def rasa_address(settings: Settings) -> RasaAddress:
    """Return the address of the assistant's Rasa."""
    return own_address(settings) if settings.starts_dialogue else address_apart(settings)


def own_address(settings: Settings) -> RasaAddress:
    """Return an address for a Rasa that this process starts: a new secret and, unless set, port."""
    return RasaAddress(settings.dialogue_port or free_port(), secrets.token_hex(SECRET_LENGTH))


def address_apart(settings: Settings) -> RasaAddress:
    """Return the address on which an assistant and its `thidua dialogue` agree.

    Rasa asks the assistant at its port for what it knows: one at another port has another secret.
    """
    secret = derive(load_secret(settings.var), f"dialogue of {settings.port}")
    return RasaAddress(settings.dialogue_port or DEFAULT_PORT, secret)
