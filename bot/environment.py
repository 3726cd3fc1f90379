"""Where settings come from: this process's environment, `.env`, and files that hold secrets."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from bot.errors import InvalidSetting

#: What the names of all variables of ours begin with.
PREFIX = "THIDUA_"


def process_environment(env_file: Path) -> dict[str, str]:
    """Return this process's variables over those of an `.env` file."""
    return {**read_env_file(env_file), **os.environ}


def read_env_file(path: Path) -> dict[str, str]:
    """Return the THIDUA_ variables of a file of `NAME=value` lines; none where there is no file.

    Values are taken as they stand: python-dotenv would expand `${…}` in a token and cut a contact
    off at ` #`.
    """
    if not path.is_file():
        return {}
    text = path.read_text(encoding="utf-8")
    lines = (line.strip().removeprefix("export ") for line in text.splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    variables = {name.strip(): value.strip().strip("\"'") for name, value in pairs}
    return {name: value for name, value in variables.items() if name.startswith(PREFIX)}


def with_secret_files(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables with those that a THIDUA_…_FILE gives; one that is set itself wins.

    Docker and systemd hand secrets over as files. Raise InvalidSetting for one that cannot be read.
    """
    variables = dict(environment)
    for name, path in environment.items():
        if name.startswith(PREFIX) and name.endswith("_FILE") and path:
            try:
                value = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, ValueError) as error:
                raise InvalidSetting(f"{name}: không đọc được tệp {path}.") from error
            # An empty one is not set: compose files pass every variable on.
            named = name.removesuffix("_FILE")
            variables[named] = variables.get(named) or value
    return variables


def data_folder(root: Path, environment: Mapping[str, str]) -> Path:
    """Return the default of THIDUA_VAR: `var` in a checkout, else in the user's data folder.

    Installed from a wheel, `root` is site-packages, where nothing is to be written. A relative
    XDG_DATA_HOME is ignored (https://specifications.freedesktop.org/basedir-spec/latest/).
    """
    if is_checkout(root):
        return root / "var"
    folder = Path(environment.get("XDG_DATA_HOME", ""))
    return (folder if folder.is_absolute() else Path.home() / ".local" / "share") / "thidua"


def is_checkout(root: Path) -> bool:
    """Whether the packages of a folder lie in a checkout; installed from a wheel they do not."""
    return (root / "pyproject.toml").is_file()
