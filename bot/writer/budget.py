"""What may be used in a day: tokens are reserved before a call and settled after it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.setting_groups.writer import TOKENS_PER_PRICE, WriterSettings
from bot.writer.counts import TOKENS, WriterCounts


@dataclass(frozen=True)
class Reservation:
    """Tokens that a call under way may take, counted already on its day (ISO)."""

    day: str
    tokens: int


class Budget:
    """The bounds of the settings, which all assistants on one database share.

    They may be passed by no more than what calls under way take above their estimates.
    """

    def __init__(self, counts: WriterCounts, settings: WriterSettings) -> None:
        self._counts, self._most, self._price = counts, settings.most_tokens, settings.price

    def reserve(self, tokens: int) -> Reservation | None:
        """Take tokens; None where today has not so many left. Raise DatabaseBusy, SQLAlchemyError."""
        day = self._counts.reserve(tokens, self._most)
        return Reservation(day, tokens) if day else None

    def settle(self, reserved: Reservation, tokens_in: int, tokens_out: int) -> dict[str, float]:
        """Return what is to be added to the day's counts once it is known what a call took."""
        used = tokens_in + tokens_out
        return {
            TOKENS: used - reserved.tokens,
            "tokens_in": tokens_in,
            "tokens_out": tokens_out,
            "spend": used * self._price / TOKENS_PER_PRICE,
        }
