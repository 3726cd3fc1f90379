"""The keyword index of a store, brought up to date document by document.

In a folder it is shared by every process that serves the store: one at a time brings it up to date,
the others then see what it has done.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from knowledge.search.embedded.keyword_index import KeywordIndex
from knowledge.search.parameters import PASSAGES_PER_PART
from knowledge.snapshot import Lexicon
from knowledge.storage import Store

LOG = logging.getLogger(__name__)
MANIFEST, LOCK, FILES = "keywords.json", "keywords.lock", "keywords"


@dataclass(frozen=True)
class KeywordManifest:
    """Of which store, at which of its revisions, a keyword index is; how many passages it has.

    `layout` is raised where the same words are to be indexed otherwise.
    """

    store: str
    revision: int
    count: int = 0
    layout: int = 1


class KeywordReplica:
    """The keyword index of a store; `folder` keeps its files, None keeps it in memory."""

    def __init__(self, store: Store, lexicon: Lexicon, folder: Path | None) -> None:
        self._store, self._lexicon, self._folder = store, lexicon, folder
        self._generation = store.state.generation
        self._done = KeywordManifest(self._generation, 0)
        self._index: KeywordIndex | None = None

    @property
    def index(self) -> KeywordIndex:
        """The index as of the last `sync`."""
        assert self._index is not None
        return self._index

    def sync(self, revision: int) -> None:
        """Take over what has changed in the store up to a revision, that of the lexicon."""
        with self._turn():
            done = self._manifest()
            if self._index is None or done.revision < self._done.revision:
                done = self._open(done)
            self.index.reload()
            if done.revision < revision:
                self._update(range(done.revision + 1, revision + 1))
                done = KeywordManifest(self._generation, revision, len(self.index))
                self._write_manifest(done)
            self._done = done

    def _update(self, changes: range) -> None:
        removed = [key for gone in self._store.removals(changes) for key in gone.passages]
        added = self._store.added_passages(changes)
        # A document that was added by a run cut off before its manifest is taken out first.
        present = [key for ids in added for key in ids] if len(self.index) else []
        self.index.update(self._parts(added), [*removed, *present])

    def _parts(self, added: Sequence[range]) -> Iterator[Mapping[int, list[str]]]:
        """Yield the words of the searched passages of some ids, in parts."""
        for ids in _joined(added):
            for first in range(0, len(ids), PASSAGES_PER_PART):
                held = self._store.searched_passages(ids[first : first + PASSAGES_PER_PART])
                yield {
                    key: self._lexicon.spelled(words.searched.tolist())
                    for key, words in held.items()
                }

    def _open(self, done: KeywordManifest) -> KeywordManifest:
        """Open the index in the folder, an empty one where it is of no use; return how far it is."""
        if self._folder is None:
            self._index = KeywordIndex()
            return done
        if done.revision:
            try:
                self._index = KeywordIndex(self._folder / FILES)
                if len(self._index) == done.count:
                    return done
            except ValueError as error:
                LOG.error("%s: %s; làm lại từ kho dữ liệu.", FILES, error)
        shutil.rmtree(self._folder / FILES, ignore_errors=True)
        self._index = KeywordIndex(self._folder / FILES)
        return KeywordManifest(self._generation, 0)

    def _manifest(self) -> KeywordManifest:
        """Return how far the index is; at revision 0 where there is none that can be used."""
        if self._folder is None:
            return self._done
        try:
            told = json.loads((self._folder / MANIFEST).read_text(encoding="utf-8"))
            manifest = KeywordManifest(**told)
        except FileNotFoundError:
            return KeywordManifest(self._generation, 0)
        except (OSError, ValueError, TypeError) as error:
            LOG.error("%s: %s; làm lại từ kho dữ liệu.", MANIFEST, type(error).__name__)
            return KeywordManifest(self._generation, 0)
        expected = KeywordManifest(self._generation, manifest.revision, manifest.count)
        return manifest if manifest == expected else KeywordManifest(self._generation, 0)

    def _write_manifest(self, manifest: KeywordManifest) -> None:
        if self._folder:
            draft = self._folder / f"{MANIFEST}.new"
            draft.write_text(json.dumps(asdict(manifest)), encoding="utf-8")
            os.replace(draft, self._folder / MANIFEST)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Hold the folder's lock: one process at a time writes to it."""
        if self._folder is None:
            yield
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _joined(all_ids: Sequence[range]) -> list[range]:
    """Return ids with those that follow each other together."""
    joined: list[range] = []
    for ids in sorted(all_ids, key=lambda ids: ids.start):
        if joined and ids.start == joined[-1].stop:
            joined[-1] = range(joined[-1].start, ids.stop)
        else:
            joined.append(ids)
    return joined
