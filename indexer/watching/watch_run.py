"""One run over the watched sources that are due; a failure of one stops no other.

What vanished is told and stays in the library: only a person takes a document out. What a person has
withdrawn is told as well, and stays out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from indexer.errors import FetchFailed, IndexingError
from indexer.fetch import NO_VALIDATORS, Validators, fetch_if_changed, is_url
from indexer.parameters import MAX_WATCHED_FILES, SCHEDULE_SLACK_SECONDS
from indexer.pipeline import (
    IndexingResult,
    IndexingRun,
    IndexingState,
    find_attached,
    find_document,
    list_sources,
)
from indexer.sources import CONSOLE_ORIGIN, RULES_VERSION, SourceSpec, compute_checksum
from indexer.watching.admission import Admission
from indexer.watching.visits import Visit, VisitLog, WatchState
from indexer.watching.watch_list import WatchedSource, WatchList
from knowledge.errors import WithdrawnDocument
from knowledge.library import Library

STATES: dict[IndexingState, WatchState] = {
    "indexed": "new",
    "replaced": "changed",
    "unchanged": "unchanged",
    "failed": "failed",
}
#: HTTP statuses that say that a page is no more.
GONE = (404, 410)


@dataclass(frozen=True)
class WatchResult:
    """What became of one address or file; the fields are those of a JSON line of `index watch`.

    `reason` is why it failed or counts as vanished; `unknown` and `doubts` as of `IndexingResult`.
    """

    source: str
    state: WatchState
    document_id: str = ""
    reason: str = ""
    unknown: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What is told of one address or file, and what is noted of it; None when it is forgotten."""

    result: WatchResult
    visit: Visit | None


class WatchRun:
    """One run; `now` tells the time by which sources are due."""

    def __init__(
        self,
        library: Library,
        watch_list: WatchList,
        visits: VisitLog,
        admission: Admission,
        now: Callable[[], datetime],
    ) -> None:
        self._library = library
        self._list = watch_list
        self._visits = visits
        self._admission = admission
        self._now = now
        roots = [folder.resolve() for folder in watch_list.folders]
        self._indexing = IndexingRun(library, roots)

    def visit_due(
        self, on_result: Callable[[WatchResult], None], everything: bool = False
    ) -> list[WatchResult]:
        """Visit the sources that are due, or all; tell and note each result as soon as it is there.

        An address that failed is due again at the next run; so is a folder that is not there.
        """
        self._visits.keep_only(source.location for source in self._list.sources)
        results = []
        with self._indexing:
            for source in self._list.sources:
                began = self._now()
                if not everything and not self._is_due(source, began):
                    continue
                for outcome in self._visit(source, began):
                    on_result(outcome.result)
                    self._note(source, outcome)
                    results.append(outcome.result)
        return results

    def _is_due(self, source: WatchedSource, now: datetime) -> bool:
        """Whether it is time; a visit in the future means that the clock was wrong then."""
        finished = self._visits.finished(source.location)
        if finished is None:
            return True
        seconds = (now - finished).total_seconds()
        return not 0 <= seconds < source.every - SCHEDULE_SLACK_SECONDS

    def _visit(self, source: WatchedSource, began: datetime) -> Iterator[Outcome]:
        """Yield what became of a source's address or files; then it is done, unless it failed."""
        has_failed = False
        for outcome in self._outcomes(source):
            yield outcome
            has_failed = (outcome.result.source, outcome.result.state) == (
                source.location,
                "failed",
            )
        if has_failed:
            self._visits.reopen(source.location)
        else:
            self._visits.finish(source.location, began)

    def _outcomes(self, source: WatchedSource) -> Iterator[Outcome]:
        if is_url(source.location):
            yield self._visit_address(source)
        else:
            yield from self._visit_folder(source)

    def _note(self, source: WatchedSource, outcome: Outcome) -> None:
        if outcome.visit:
            self._visits.record(source.location, outcome.visit, self._now())
        else:
            self._visits.forget(source.location, outcome.result.source)

    def _visit_address(self, source: WatchedSource) -> Outcome:
        """Fetch a page unless the server says that it is unchanged, and index it."""
        url = source.location
        seen = self._visits.visits(url).get(url, Visit(url, "new"))
        if self._library.versions.is_withdrawn(source.spec.document_id):
            return _withdrawn(seen, source.spec)
        terms = self._admission.terms(url, source.allow_private)
        try:
            fetched = fetch_if_changed(url, terms, self._known(source, seen))
        except IndexingError as error:
            return _missed(seen, error)
        if fetched is None:
            result = WatchResult(url, "unchanged", seen.document_id)
            return Outcome(result, replace(seen, state="unchanged"))
        old = self._text(seen.document_id)
        outcome = self._index(replace(source.spec, fetched=fetched), seen, fetched.validators)
        # A page may differ in what is no part of its text: a counter of readers, today's date.
        if outcome.result.state == "changed" and old == self._text(outcome.result.document_id):
            return replace(outcome, result=replace(outcome.result, state="unchanged"))
        return outcome

    def _known(self, source: WatchedSource, seen: Visit) -> Validators:
        """Return the validators of what is still held, read by today's rules and under its id."""
        is_held = seen.checksum and self._library.id_of_checksum(seen.checksum)
        is_current = (seen.document_id, seen.rules) == (source.spec.document_id, RULES_VERSION)
        return seen.validators if is_held and is_current else NO_VALIDATORS

    def _visit_folder(self, source: WatchedSource) -> Iterator[Outcome]:
        """Index the files of a folder; those that were there and are gone come first."""
        folder = source.location
        files = list(list_sources([folder])) if os.access(folder, os.R_OK | os.X_OK) else None
        if files is None or not os.path.isdir(folder):
            yield _failed_folder(folder, "Không có thư mục này, hoặc không được phép đọc.")
            return
        if len(files) > MAX_WATCHED_FILES:
            yield _failed_folder(folder, f"Thư mục có quá {MAX_WATCHED_FILES} tệp; hãy chia nhỏ.")
            return
        seen = self._visits.visits(folder)
        for location in sorted(seen.keys() - set(files) - {folder}):
            if is_gone(location):
                yield _vanished_file(seen[location])
        for location in files:
            visit = seen.get(location, Visit(location, "new"))
            yield self._index(SourceSpec(location), visit)

    def _index(
        self, spec: SourceSpec, seen: Visit, validators: Validators = NO_VALIDATORS
    ) -> Outcome:
        """Index one page or file, unless it was withdrawn or its id is a document's from elsewhere."""
        if self._library.versions.is_withdrawn(spec.document_id):
            return _withdrawn(seen, spec)
        if owner := self._owner(spec):
            reason = f"Trùng mã văn bản {spec.document_id!r} với {owner}; đổi tên hoặc đặt «id»."
            return _failed(seen, reason)
        result = self._indexing.index(spec)
        if result.state == "failed":
            return _failed(seen, result.reason)
        state = STATES[result.state]
        visit = Visit(spec.location, state, result.document_id, "", validators, RULES_VERSION)
        return Outcome(_told(result), replace(visit, checksum=self._checksum(result, seen)))

    def _owner(self, spec: SourceSpec) -> str | None:
        """Return from where else the document of a spec's id was read, None when from nowhere."""
        others = self._visits.locations_of(spec.document_id)
        there = (other for other in others if is_url(other) or not is_gone(other))
        return next((other for other in there if other != spec.location), self._by_hand(spec))

    def _by_hand(self, spec: SourceSpec) -> str | None:
        """Return where else a document of a spec's id came from, None for nowhere that still counts."""
        document = find_document(self._library, spec.document_id)
        file = document.file if document else None
        if file and file.startswith(CONSOLE_ORIGIN):
            is_unchanged = self._library.id_of_checksum(compute_checksum(spec))
            return None if is_unchanged else "bản đã biên tập ở trang quản trị"
        if not file or file == spec.origin or is_url(file) or is_gone(file):
            return None
        return file

    def _checksum(self, result: IndexingResult, seen: Visit) -> str:
        if result.state == "unchanged" and seen.document_id == result.document_id:
            return seen.checksum
        return self._library.document(result.document_id).checksum

    def _text(self, document_id: str) -> str | None:
        """Return the text that is held of a page, None when there is none."""
        document = find_document(self._library, document_id)
        if document is None:
            return None
        attached = find_attached(self._library, document_id, document.file)
        below = self._library.document(attached).text if attached else ""
        return f"{document.text}\n{below}"


def is_gone(location: str) -> bool:
    """Whether there is no such file; one that may not be looked at is not gone."""
    try:
        os.lstat(location)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _told(result: IndexingResult) -> WatchResult:
    return WatchResult(
        result.source, STATES[result.state], result.document_id, "", result.unknown, result.doubts
    )


def _missed(seen: Visit, error: IndexingError) -> Outcome:
    """Return what is told of an address that could not be fetched: gone, if it was ever read."""
    status = error.status if isinstance(error, FetchFailed) else None
    if status not in GONE or not seen.document_id:
        return _failed(seen, str(error))
    reason = f"Trang không còn (lỗi {status}); văn bản vẫn giữ trong kho."
    result = WatchResult(seen.location, "vanished", seen.document_id, reason)
    return Outcome(result, replace(seen, state="vanished"))


def _withdrawn(seen: Visit, spec: SourceSpec) -> Outcome:
    """Return that a document stays out; what was seen of it is forgotten, so it is read when back."""
    reason = str(WithdrawnDocument(spec.document_id))
    result = WatchResult(seen.location, "withdrawn", spec.document_id, reason)
    return Outcome(result, Visit(seen.location, "withdrawn", spec.document_id))


def _failed(seen: Visit, reason: str) -> Outcome:
    """Return a failure; what was seen before stays noted."""
    result = WatchResult(seen.location, "failed", seen.document_id, reason)
    return Outcome(result, replace(seen, state="failed"))


def _failed_folder(folder: str, reason: str) -> Outcome:
    return Outcome(WatchResult(folder, "failed", reason=reason), Visit(folder, "failed"))


def _vanished_file(seen: Visit) -> Outcome:
    kept = "; văn bản vẫn giữ trong kho" if seen.document_id else ""
    reason = f"Tệp không còn{kept}."
    return Outcome(WatchResult(seen.location, "vanished", seen.document_id, reason), None)
