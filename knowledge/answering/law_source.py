"""The seam between campaigns and the law: what the answerer asks of `knowledge.law`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from knowledge.answering.draft import Context, Draft
from knowledge.model import Subject


@dataclass(frozen=True)
class LawCandidate:
    """A draft about the law, with the awards (ids) and the aspect it is about.

    `lacks_focus` tells that nothing but awards and aspect was asked; `is_final` that no other draft
    may answer: a person is not judged, a day is not known.
    """

    draft: Draft
    awards: tuple[str, ...] = ()
    aspect: str | None = None
    lacks_focus: bool = False
    is_final: bool = False

    @property
    def is_of_aspect(self) -> bool:
        """Whether it is about one thing of a named award, not about the award as such."""
        return bool(self.awards) and self.aspect not in (None, "meaning")


class LawSource(Protocol):
    """What the law says about one question."""

    @property
    def day(self) -> date:
        """The day that is asked about: the present one where the question names none."""
        ...

    def explicit(self) -> LawCandidate | None:
        """Return the answer to a question that is plainly about the law, else None."""
        ...

    def similar(self, min_coverage: float = 0.0) -> LawCandidate | None:
        """Return the rules that hold at least this share of the question's words, else None."""
        ...

    def amendment_notice(self, numbers: Iterable[str | None]) -> str:
        """Return that a text with one of these numbers was amended; empty when none was."""
        ...


#: Opens the law for one question in a conversation.
OpenLaw = Callable[[Context, Subject], LawSource]
