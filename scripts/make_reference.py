"""Write docs/tham-chieu.md from the commands, the settings and the OpenAPI document.

Usage: python -m scripts.make_reference [--check]; with --check nothing is written and the exit code
is 1 when the page is not what it would be.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from bot.cli import commands
from bot.settings import ROOT, setting_variables
from scripts.openapi_document import openapi_document

PAGE = ROOT / "docs" / "tham-chieu.md"
HEAD = """# Reference: commands, settings, HTTP

Made by `python -m scripts.make_reference`; a test compares it with the code.
"""
COMMANDS_HEAD = """## Commands

`thidua` is the script `./thidua`, installed from a wheel the command `thidua`. `thidua COMMAND --help`
says the same. `--store PATH` uses a store of one's own, holding only what was put into it.

| command | what it does |
| --- | --- |"""
SETTINGS_HEAD = """## Settings

From the environment or from `.env` in the assistant's folder; the environment wins. Any of them may
name a file instead: `THIDUA_TELEGRAM_TOKEN_FILE=/run/secrets/telegram`. A value that cannot be used is
one sentence that names the variable.

| setting | default | |
| --- | --- | --- |"""
#: Defaults that depend on the machine or on another setting.
OTHER_DEFAULTS = {
    "THIDUA_VAR": "`var`; installed from a wheel `~/.local/share/thidua`",
    "THIDUA_STORE": "`var/knowledge.db`, with the starter documents",
    "THIDUA_TRACKERS": "`var/trackers.db`",
    "THIDUA_DIALOGUE_PORT": "a free one; `5005` with `THIDUA_DIALOGUE=apart`",
    "THIDUA_DIALOGUE_PYTHON": "`var/env/dialogue/bin/python`",
}
HTTP_HEAD = """## HTTP

Schemas of every body stand in `/api/openapi.json`. An error is `{"error": "…"}` with one sentence in
Vietnamese; 429 and 503 come with `Retry-After`.

| request | what it does | answers |
| --- | --- | --- |"""
HTTP_TAIL = """
A message: `{"conversation": "…", "text": "…", "as_of": "2026-11-21"?, "id": "…"?}`; with the same `id` it is
answered once, however often it is sent. An answer: `status` (`answered`, `nearest`: the nearest
passage, without a claim that it answers, `clarify`, `not_found`, `form`, `chat`, `unavailable`), `text`, `citations` (document, number, place, `quote` with `start` and `end` in the
stored text, `url`), `facts`, `buttons`, `as_of`, `about`.

A picture: its bytes (JPEG, PNG, WebP) are the body of the request, the rest stands in the query:
`POST /api/pictures?conversation=…&text=…&id=…&as_of=…`. It is answered as a message is.

Beside the API:

| request | what it is |
| --- | --- |
| `GET /` | the page with the widget |
| `GET /widget.js` | the widget for a page of one's own |
| `GET /documents/{id}` | a document as a page; `#p4` marks a passage |
| `GET /van-ban` | the library; `q` is looked for, `noi`, `nam`, `loai`, `ngay` (in force on a day) restrict, `trang` is the page |
| `GET /van-ban.atom` | the newest documents as an Atom feed |
| `GET /danh-hieu`, `/danh-hieu/{id}` | the awards of the national law, found by `q`; one of them on the day `ngay`, money for `cho` (`ca-nhan`, `tap-the`, `ho-gia-dinh`) |
| `GET /phong-trao` | movements, by `q`, `noi`, `nam` |
| `GET /dong-thoi-gian` | which text held when, by `noi`, `ngay` |
| `GET /metrics` | figures for Prometheus; this machine only, or with `Authorization: Bearer THIDUA_ADMIN_TOKEN` |
| `POST /channels/telegram`, `/channels/zalo`, `/channels/zalo-bot` | the apps' webhooks: [channels](kenh.md) |
| `POST /actions/webhook` | Rasa's actions; only the own Rasa may call it |

The lists (`/van-ban`, `/danh-hieu`, `/phong-trao`, `/dong-thoi-gian`) are looked for 8 at a time; beyond 100 under way or waiting they are
503 with `Retry-After`. The feed's days are the documents' own (issued, else published), not those on which they came to the store.
"""


def command_rows(command: click.Command, name: str) -> Iterator[str]:
    """Yield a table row for a command, for a group one for each of its commands."""
    context = click.Context(command, info_name=name)
    if isinstance(command, click.Group):
        for child in sorted(command.commands):
            yield from command_rows(command.commands[child], f"{name} {child}")
        if not command.invoke_without_command:
            return
    parameters = [usage(parameter) for parameter in command.params]
    call = " ".join([name, *filter(None, parameters)]).replace("|", "\\|")
    yield f"| `{call}` | {command.get_short_help_str(limit=400)}{options(command, context)} |"


def usage(parameter: click.Parameter) -> str:
    """Return a parameter as a usage line has it."""
    if isinstance(parameter, click.Argument):
        text = parameter.make_metavar(click.Context(click.Command("")))
        return text if "[" in text or parameter.required else f"[{text}]"
    assert isinstance(parameter, click.Option)
    name = max(parameter.opts, key=len)
    return (
        f"[{name}]"
        if parameter.is_flag
        else f"[{name} {parameter.metavar or parameter.human_readable_name.upper()}]"
    )


def options(command: click.Command, context: click.Context) -> str:
    """Return what the options of a command mean, in one line."""
    records = [
        parameter.get_help_record(context)
        for parameter in command.params
        if isinstance(parameter, click.Option) and "--store" not in parameter.opts
    ]
    texts = [f"`{record[0].split()[0]}`: {record[1].rstrip('.')}" for record in records if record]
    return f" {'; '.join(texts)}." if texts else ""


def setting_rows() -> Iterator[str]:
    """Yield a table row for each variable."""
    for name, field in setting_variables().items():
        default = field.get_default() if field.default_factory is None else None
        shown = OTHER_DEFAULTS.get(name) or (f"`{default}`" if default and str(default) else "")
        yield f"| `{name}` | {shown} | {field.description} |"


def http_rows() -> Iterator[str]:
    """Yield a table row for each operation of the OpenAPI document."""
    for path, operations in openapi_document()["paths"].items():
        for method, operation in operations.items():
            yield http_row(f"{method.upper()} {path}", operation)


def http_row(request: str, operation: dict[str, Any]) -> str:
    """Return the table row of an operation: its query, what it does, its status codes."""
    query = [
        parameter["name"]
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query"
    ]
    address = request + ("?" + "&".join(f"{name}=" for name in query) if query else "")
    # FastAPI lists 422 where it checks a parameter; the assistant answers 400 instead.
    statuses = sorted(set(operation["responses"]) - {"422"})
    return f"| `{address}` | {operation['description']} | {', '.join(statuses)} |"


def page() -> str:
    """Return the text of the page."""
    lines = [HEAD, COMMANDS_HEAD]
    for name in sorted(commands.commands):
        lines += command_rows(commands.commands[name], f"thidua {name}")
    lines += ["", SETTINGS_HEAD, *setting_rows(), "", HTTP_HEAD, *http_rows(), HTTP_TAIL]
    return "\n".join(lines)


def main(page_file: Path = PAGE) -> None:
    """Write the page, or compare it."""
    if "--check" in sys.argv[1:]:
        sys.exit(page_file.read_text(encoding="utf-8") != page())
    page_file.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
