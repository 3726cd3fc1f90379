"""The words of the passages that were compared last, kept for the next question.

A passage never changes and its id is given once, so that what is kept cannot be out of date; what
is gone from the store is left out by the snapshot that is searched.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection

from knowledge.storage import PassageWords, Store


class RecentWords:
    """Words by passage id, those of so many passages at most; threads may share it."""

    def __init__(self, store: Store, capacity: int) -> None:
        self._store, self._capacity = store, capacity
        self._kept: OrderedDict[int, PassageWords] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, keys: Collection[int]) -> dict[int, PassageWords]:
        """Return the words of the passages that have these ids, in the order of the ids."""
        wanted = sorted(keys)
        with self._lock:
            found = {key: self._kept[key] for key in wanted if key in self._kept}
        if missing := [key for key in wanted if key not in found]:
            found |= self._store.words_of(missing)
        with self._lock:
            self._keep(found)
        return {key: found[key] for key in wanted if key in found}

    def _keep(self, used: dict[int, PassageWords]) -> None:
        for key, words in used.items():
            self._kept[key] = words
            self._kept.move_to_end(key)
        while len(self._kept) > self._capacity:
            self._kept.popitem(last=False)
