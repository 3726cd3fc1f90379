"""Settings: read once from the environment into one frozen object."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadSetting

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Settings:
    """Where things are and listen; the README's table tells each."""

    host: str
    port: int
    dialogue_port: int
    var: Path
    store: Path
    documents: Path | None
    encoder: str
    dialogue_python: Path
    trackers: Path

    @property
    def address(self) -> str:
        """Where the assistant answers."""
        return f"http://{self.host}:{self.port}"

    @property
    def dialogue_address(self) -> str:
        """Where Rasa answers: loopback only."""
        return f"http://127.0.0.1:{self.dialogue_port}"

    @property
    def models(self) -> Path:
        """Where trained dialogues are kept."""
        return self.var / "models"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read every setting; a wrong value is an error that names the variable."""
    given = os.environ if environment is None else environment
    var = Path(given.get("THIDUA_VAR", ROOT / "var"))
    store = given.get("THIDUA_STORE")
    return Settings(
        host=given.get("THIDUA_HOST", "127.0.0.1"),
        port=_port(given, "THIDUA_PORT", 8000),
        dialogue_port=_port(given, "THIDUA_DIALOGUE_PORT", 5005),
        var=var,
        store=Path(store) if store else var / "knowledge.db",
        # A store of one's own holds only what was put into it.
        documents=None if store else ROOT / "knowledge" / "data" / "documents",
        encoder=given.get("THIDUA_ENCODER", "nano"),
        dialogue_python=Path(given.get("THIDUA_DIALOGUE_PYTHON", ROOT / "var" / "env" / "dialogue" / "bin" / "python")),
        trackers=Path(given.get("THIDUA_TRACKERS") or var / "trackers.db"),
    )


def _port(given: Mapping[str, str], name: str, default: int) -> int:
    value = given.get(name, str(default))
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise BadSetting(f"{name} phải là một cổng từ 1 đến 65535, không phải {value!r}.")
    return int(value)
