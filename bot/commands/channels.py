"""`thidua channels`: how Telegram and Zalo stand, and where they post to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from bot.channels.registry import ChannelRegistry

T = TypeVar("T")


@click.group(
    name="channels",
    invoke_without_command=True,
    help="Xem trạng thái các kênh Telegram, Zalo.",
)
@click.pass_context
def channels(context: click.Context) -> None:
    """Print whether each channel is on, why, and its webhook."""
    if context.invoked_subcommand:
        return
    registry = _registry()
    found = _run(registry, registry.webhooks)
    for name in registry.names:
        status = registry.status(name)
        webhook = f"\twebhook: {found[name]}" if name in found else ""
        click.echo(f"{name}\t{'tắt' if status.state == 'off' else 'bật'}\t{status.why}{webhook}")


@channels.command(
    name="set-webhook",
    help="Đặt webhook: thidua channels set-webhook telegram https://địa-chỉ-công-khai",
)
@click.argument("name", type=click.Choice(["telegram", "zalo-bot"]))
@click.argument("url")
def set_webhook(name: str, url: str) -> None:
    """Have an app post to this assistant."""
    if not url.startswith("https://"):
        raise click.UsageError("Địa chỉ phải bắt đầu bằng https://.")
    registry = _registry()
    _run(registry, lambda: registry.set_webhook(name, url))
    click.echo(f"Đã đặt: {url.rstrip('/')}/channels/{name}")


def _run(registry: ChannelRegistry, action: Callable[[], Awaitable[T]]) -> T:
    """Run something with the channels' connections, which are closed afterwards."""
    import asyncio

    async def run() -> T:
        try:
            return await action()
        finally:
            await registry.stop()

    return asyncio.run(run())


def _registry() -> ChannelRegistry:
    from bot.channels.factory import open_channels
    from bot.dialogue.dialogue import ScriptedDialogue
    from bot.operations.metrics import Metrics
    from bot.settings import read_settings
    from bot.storage.leases import open_leases
    from bot.storage.opening import open_conversations

    settings = read_settings()
    database = open_conversations(settings)
    leases = open_leases(database)
    return open_channels(settings, database, leases, ScriptedDialogue({}), Metrics())


COMMANDS = (channels,)
