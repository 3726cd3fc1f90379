"""The vocabulary, the law, the starter documents and the models, as files.

Goes in: a file name below this folder. Comes out: what the file holds. Imports: nothing of ours.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

__all__ = ["DATA", "load_json", "load_yaml"]

DATA = Path(__file__).parent


def load_yaml(name: str) -> Any:
    """Return the content of a YAML file, e.g. `law/awards.yaml`."""
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def load_json(name: str) -> Any:
    """Return the content of a JSON file, e.g. `ranking.json`."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))
