"""`thidua serve | dialogue | train`: the processes that answer, and what they are trained from."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.store import STORE, open_library, settings_for

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from bot.settings import Settings

#: What people ask is nobody else's on this machine: files are the assistant's own.
PRIVATE_UMASK = 0o077


@click.command(help="Chạy trợ lý (Rasa và máy chủ) cho tới khi bấm Ctrl-C.")
@STORE
def serve(store: Path | None) -> None:
    """Train when needed, start both processes and serve."""
    from bot.app import create_app
    from bot.dialogue.training import train
    from bot.operations.logs import configure_logging
    from bot.stores import open_stores

    os.umask(PRIVATE_UMASK)
    settings = settings_for(store)
    configure_logging(settings.secrets)
    listener = _claim_ports(settings)
    # What cannot be opened is told before anything is trained or started.
    stores = open_stores(settings)
    click.echo("Đang chuẩn bị…", err=True)
    library = open_library(settings)
    if settings.starts_dialogue:
        train(settings)
    app = create_app(settings, library, stores=stores)
    ready = f"{settings.address}/ready"
    click.echo(f"Trợ lý chạy tại {settings.address} (sẵn sàng khi {ready} trả về 200)", err=True)
    serve_app(app, listener)


def _claim_ports(settings: Settings) -> socket.socket:
    """Return the socket to serve on, taken before anything is started.

    Raise PortUnavailable where another program has its port or the one set for Rasa.
    """
    from bot.ports import listen, require_free

    if settings.starts_dialogue and settings.dialogue_port:
        require_free(settings.dialogue_port, "THIDUA_DIALOGUE_PORT")
    return listen(settings.host, settings.port, "THIDUA_PORT")


def serve_app(app: ASGIApp, listener: socket.socket) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none"))
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    if not server.started:
        sys.exit(1)


@click.command(help="Chỉ chạy Rasa, khi trợ lý chạy với THIDUA_DIALOGUE=apart.")
def dialogue() -> None:
    """Train when needed, then become Rasa."""
    from bot.dialogue.rasa_environment import address_apart, rasa_packages, running_environment
    from bot.dialogue.rasa_process import rasa_command
    from bot.dialogue.training import train
    from bot.ports import require_free
    from bot.settings import read_settings

    os.umask(PRIVATE_UMASK)
    settings = read_settings()
    address = address_apart(settings)
    require_free(address.port, "THIDUA_DIALOGUE_PORT")
    train(settings)
    command = rasa_command(settings, address)
    os.chdir(rasa_packages(settings))
    os.execve(command[0], command, running_environment(settings, address))


@click.command(name="train", help="Huấn luyện hội thoại (bỏ qua nếu không có gì đổi).")
def train_dialogue() -> None:
    """Train the dialogue."""
    from bot.dialogue.training import train
    from bot.settings import read_settings

    click.echo(train(read_settings()))


COMMANDS = (serve, dialogue, train_dialogue)
