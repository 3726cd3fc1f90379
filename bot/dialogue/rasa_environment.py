"""Where Rasa answers, and what its process gets of ours: variables, secrets, packages."""

from __future__ import annotations

import os
import secrets
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from bot.dialogue.parameters import DEFAULT_PORT, LOCK_SECONDS, SECRET_LENGTH
from bot.environment import is_checkout
from bot.operations.machine_secret import derive, load_secret
from bot.ports import LOOPBACK, free_port
from bot.settings import ROOT, Settings
from database import connection_parameters

#: Rasa's components, and what they read words with.
PACKAGES = ("knowledge", "rasa_project")
#: Rasa's locks of conversations: in Redis, or in its own memory.
SHARED_LOCKS, OWN_LOCKS = "rasa_project.lock_store.SharedLockStore", "in_memory"
#: How the variables begin that Rasa does not get: this Python's, and the channels' secrets.
WITHHELD = ("PYTHON", "THIDUA_")


@dataclass(frozen=True)
class RasaAddress:
    """A Rasa on loopback; `secret` is a part of the path of its REST channel.

    Whatever else listens on the port, such as the Rasa of another assistant, answers 404 there: no
    question reaches a Rasa that tells of other documents.
    """

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


def rasa_environment(settings: Settings) -> dict[str, str]:
    """Return Rasa's environment: no telemetry, no chatter, our packages on its path.

    Of this process's own variables it gets those that are none of ours.
    """
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(WITHHELD)},
        "PYTHONPATH": str(rasa_packages(settings)),
        "PYTHONWARNINGS": "ignore",
        "PYTHONUNBUFFERED": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "LOG_LEVEL": "ERROR",
        "OMP_NUM_THREADS": "1",
        "ACTION_ENDPOINT": f"{settings.address}/actions",
        "ACTION_TOKEN": action_token(settings),
        "TRACKER_FILE": str(settings.trackers),
        "TRACKER_ADDRESS": _tracker_address(settings.database.get_secret_value()),
        "LOCK_STORE": SHARED_LOCKS if settings.redis else OWN_LOCKS,
        "REDIS_ADDRESS": settings.redis.get_secret_value(),
        # What a killed Rasa held is free before another assistant takes its messages over.
        "TICKET_LOCK_LIFETIME": str(LOCK_SECONDS),
    }


def _tracker_address(address: str) -> str:
    """Return a libpq address as Rasa's SQLAlchemy 1.4 reads it; empty where there is none.

    Several hosts are for libpq to read: they stand behind the question mark.
    """
    if not address:
        return ""
    parts = connection_parameters(address)
    user, password = (quote(parts.pop(name, ""), safe="") for name in ("user", "password"))
    who = f"{user}:{password}@" if password else f"{user}@" if user else ""
    database = quote(parts.pop("dbname", ""), safe="")
    return f"postgresql+psycopg2://{who}/{database}?{urlencode(parts, quote_via=quote)}"


def running_environment(settings: Settings, address: RasaAddress) -> dict[str, str]:
    """Return the environment of a Rasa that answers at an address."""
    return {**rasa_environment(settings), "REST_SECRET": address.secret}


def action_token(settings: Settings) -> str:
    """Return the secret by which the action endpoint knows Rasa."""
    return derive(load_secret(settings.var), "actions")


def rasa_packages(settings: Settings, root: Path = ROOT) -> Path:
    """Return the checkout, or in an installed assistant a folder of links to the packages.

    Installed, `root` is site-packages: on Rasa's path its packages for Python 3.11 would come
    before Rasa's own for Python 3.10.
    """
    if is_checkout(root):
        return root
    folder = settings.var / "rasa-packages"
    folder.mkdir(parents=True, exist_ok=True)
    for name in PACKAGES:
        _link(folder / name, root / name)
    return folder


def _link(link: Path, target: Path) -> None:
    """Make a link in one step: the process beside this one may be starting its Rasa too."""
    with tempfile.TemporaryDirectory(dir=link.parent, prefix=".link-") as scratch:
        draft = Path(scratch) / link.name
        draft.symlink_to(target, target_is_directory=True)
        os.replace(draft, link)
