"""The movements of the whole country as the dialogue tells of each on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge.law.catalogue import catalogue
from knowledge.law.composers.movements import MovementState, period_on, write_movement
from knowledge.law.question import LawQuestion


@dataclass(frozen=True)
class NationalMovement:
    """A movement and what is answered of it; `url` leads to where it was read, empty for nowhere.

    `standing` is how it stands on the day: running, open (no end is known), ended, not_begun.
    """

    name: str
    lines: tuple[str, ...]
    standing: MovementState
    url: str


def national_movements(day: date) -> tuple[NationalMovement, ...]:
    """Return the movements of the catalogue, those that run on the day first."""
    law = LawQuestion((), (), None, day)
    found = [
        NationalMovement(
            movement.name,
            tuple(write_movement(movement, law).text.split("\n")),
            period_on(movement, day)[1],
            movement.url or "",
        )
        for movement in catalogue().movements
    ]
    return tuple(sorted(found, key=lambda one: one.standing not in ("running", "open")))
