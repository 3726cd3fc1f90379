"""`thidua serve | dialogue | train`: the processes that answer, and what they are trained from."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bot.commands.store import STORE, open_library, settings_for

#: What people ask is nobody else's on this machine: files are the assistant's own.
PRIVATE_UMASK = 0o077


@click.command(help="Chạy trợ lý (Rasa và máy chủ) cho tới khi bấm Ctrl-C.")
@STORE
def serve(store: Path | None) -> None:
    """Train when needed, start both processes and serve."""
    import uvicorn

    from bot.app import create_app
    from bot.dialogue.training import train
    from bot.operations.logs import configure_logging

    os.umask(PRIVATE_UMASK)
    settings = settings_for(store)
    configure_logging(settings.secrets)
    click.echo("Đang chuẩn bị…", err=True)
    if settings.starts_dialogue:
        train(settings)
    app = create_app(settings, open_library(settings))
    ready = f"{settings.address}/ready"
    click.echo(f"Trợ lý chạy tại {settings.address} (sẵn sàng khi {ready} trả về 200)", err=True)
    uvicorn.run(
        app, host=settings.host, port=settings.port, log_config=None, access_log=False, ws="none"
    )


@click.command(help="Chỉ chạy Rasa, khi trợ lý chạy với THIDUA_DIALOGUE=apart.")
def dialogue() -> None:
    """Train when needed, then become Rasa."""
    from bot.dialogue.rasa_environment import rasa_environment, rasa_packages
    from bot.dialogue.rasa_process import rasa_command
    from bot.dialogue.training import train
    from bot.settings import read_settings

    os.umask(PRIVATE_UMASK)
    settings = read_settings()
    train(settings)
    command = rasa_command(settings)
    os.chdir(rasa_packages(settings))
    os.execve(command[0], command, rasa_environment(settings))


@click.command(name="train", help="Huấn luyện hội thoại (bỏ qua nếu không có gì đổi).")
def train_dialogue() -> None:
    """Train the dialogue."""
    from bot.dialogue.training import train
    from bot.settings import read_settings

    click.echo(train(read_settings()))


COMMANDS = (serve, dialogue, train_dialogue)
