"""The folder in which Rasa finds the packages of ours that it needs."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bot.environment import is_checkout
from bot.settings import ROOT, Settings

#: Rasa's components, and what they read words with.
PACKAGES = ("knowledge", "rasa_project")


def rasa_packages(settings: Settings, root: Path = ROOT) -> Path:
    """Return the checkout, or in an installed assistant a folder of links to the packages.

    Installed, `root` is site-packages: on Rasa's path its packages for Python 3.11 would come
    before Rasa's own for Python 3.10.
    """
    if is_checkout(root):
        return root
    folder = settings.var / "rasa-packages"
    folder.mkdir(parents=True, exist_ok=True)
    for name in PACKAGES:
        _link(folder / name, root / name)
    return folder


def _link(link: Path, target: Path) -> None:
    """Make a link in one step: the process beside this one may be starting its Rasa too."""
    with tempfile.TemporaryDirectory(dir=link.parent, prefix=".link-") as scratch:
        draft = Path(scratch) / link.name
        draft.symlink_to(target, target_is_directory=True)
        os.replace(draft, link)
