"""The command line `thidua`: puts the commands together and tells what is wrong in one sentence."""

from __future__ import annotations

import logging
import os
import sqlite3
import sys
from typing import NoReturn

# Before the first import of a library that would phone home or look for a model hub.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import click

from bot.commands import ask, channels, evaluate, index, mcp, operator, serve, user
from bot.commands.curated import command as curated
from bot.commands.report import command as report
from bot.errors import BotError


@click.group(help="Trợ lý thi đua, khen thưởng.")
def commands() -> None:
    """The command line."""


for module in (serve, ask, evaluate, index, curated, operator, report, channels, mcp, user):
    for command in module.COMMANDS:
        commands.add_command(command)


def main() -> NoReturn:
    """Run the command line; 130 is the exit code of what was interrupted, 1 of what failed."""
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    try:
        commands(prog_name="thidua", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)
    except (OSError, sqlite3.Error) as error:
        click.echo(f"Lỗi: không đọc hoặc ghi được: {error}", err=True)
        sys.exit(1)
    except Exception as error:
        sentence = _sentence(error)
        if not sentence:
            raise
        click.echo(f"Lỗi: {sentence}", err=True)
        sys.exit(1)
    sys.exit(0)


def _sentence(error: Exception) -> str:
    """Return what is told of an error of ours or of a database; "" for a mistake in the program."""
    from sqlalchemy.exc import DBAPIError, TimeoutError

    from database import DatabaseError, reason_of
    from knowledge.errors import KnowledgeError

    if isinstance(error, (BotError, DatabaseError, KnowledgeError)):
        return str(error)
    if isinstance(error, (DBAPIError, TimeoutError)):
        return f"cơ sở dữ liệu không làm được: {reason_of(error)}"
    return ""


if __name__ == "__main__":
    main()
