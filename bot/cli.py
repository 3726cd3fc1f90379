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

from bot.commands import ask, channels, evaluate, index, operator, serve
from bot.errors import BotError


@click.group(help="Trợ lý thi đua, khen thưởng.")
def commands() -> None:
    """The command line."""


for module in (serve, ask, evaluate, index, operator, channels):
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
        if not _is_expected(error):
            raise
        click.echo(f"Lỗi: {error}", err=True)
        sys.exit(1)
    sys.exit(0)


def _is_expected(error: Exception) -> bool:
    """Whether an error is one of ours, whose text is a sentence for a person."""
    from database import DatabaseError
    from knowledge.errors import KnowledgeError

    return isinstance(error, (BotError, DatabaseError, KnowledgeError))


if __name__ == "__main__":
    main()
