"""The words of a passage as numbers, as they are stored: in order, so that pairs can be told.

A word's number is that of the table `words`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

#: Two lengths stand before the numbers.
HEAD = 2


@dataclass(frozen=True)
class PassageWords:
    """Numbers of words (int32) in their order: of the context, of the nearest heading, of the text.

    The context is what stands above the passage: title, number, headings, label. It is empty, as
    is the heading, where a passage is not searched.
    """

    context: np.ndarray
    heading: np.ndarray
    text: np.ndarray

    @cached_property
    def searched(self) -> np.ndarray:
        """What keyword search reads: the context, then the text."""
        return np.concatenate([self.context, self.text])

    def as_bytes(self) -> bytes:
        """Return the lengths of context and heading, then all numbers, little-endian."""
        head = [len(self.context), len(self.heading)]
        return np.concatenate([head, self.context, self.heading, self.text]).astype("<i4").tobytes()

    @classmethod
    def from_bytes(cls, stored: bytes | None) -> PassageWords:
        """Return what `as_bytes` gave; nothing of a passage whose words are not kept."""
        numbers = np.frombuffer(stored or bytes(4 * HEAD), "<i4")
        context = HEAD + int(numbers[0])
        heading = context + int(numbers[1])
        return cls(numbers[HEAD:context], numbers[context:heading], numbers[heading:])
