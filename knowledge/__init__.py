"""What is known about emulation and commendation: hold documents, find passages, answer questions.

`Library` is the only door in; `Reading` shows on pages what it holds. Rooms, lower ones first: `data`,
`language`; `storage`, `search`, `understanding`; `answering`; `law`; above them `library`, then
`reading`. Lower rooms never import higher ones.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.library import Library
    from knowledge.model import Subject
    from knowledge.search import open_encoder
    from knowledge.storage import Store

__all__ = ["Library", "Store", "Subject", "open_encoder"]
MODULES = {"Library": "library", "Store": "storage", "Subject": "model", "open_encoder": "search"}


def __getattr__(name: str) -> Any:
    """Import a public name on first use: Rasa's Python needs `knowledge.language` alone."""
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"knowledge.{MODULES[name]}"), name)
