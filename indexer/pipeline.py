"""Files, folders and URLs go into the library one by one; a failure of one stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from indexer.document_reader import ATTACHED_MARK, ParsedDocument, read_document
from indexer.errors import DuplicateDocumentId, IndexingError, UnreadableFile
from indexer.fetch import is_url
from indexer.readers import READERS
from indexer.readers.extracted_text import StageCallback, ignore_stage
from indexer.sources import SourceSpec, compute_checksum
from indexer.worker import Worker
from knowledge.errors import UnknownDocument, WithdrawnDocument
from knowledge.library import Library
from knowledge.model import Document, Fact
from knowledge.storage import Store

IndexingState = Literal["indexed", "replaced", "unchanged", "failed"]
#: Metadata that an issued text should state; what was not found is reported, never guessed.
EXPECTED_FIELDS = ("kind", "number", "authority", "issued")


@dataclass(frozen=True)
class IndexingResult:
    """What became of one file or URL; the fields are those of a JSON line of `thidua index add`.

    `reason` is why it failed, `unknown` the expected fields that were not found, `doubts` what may
    have been read wrongly, `proposed` how many facts are too doubtful to be told, `attached` the
    id of the issued text that stands below an article about it, `filed` the place and years that it
    was taken to be about.
    """

    source: str
    state: IndexingState
    document_id: str = ""
    reason: str = ""
    unknown: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    proposed: int = 0
    attached: str = ""
    filed: str = ""


#: Called with the location and the stage of each file, and with the result of each.
LocatedStageCallback = Callable[[str, str], None]
ResultCallback = Callable[[IndexingResult], None]


def index_source(
    library: Library,
    source: SourceSpec | Path,
    read: Callable[[SourceSpec, StageCallback], ParsedDocument] = read_document,
    on_stage: StageCallback = ignore_stage,
) -> IndexingResult:
    """Index one file or URL; a failure is returned, not raised, and leaves the store unchanged."""
    spec = source if isinstance(source, SourceSpec) else SourceSpec(str(source))
    try:
        return _index(library, spec, partial(read, spec, on_stage), on_stage)
    except (IndexingError, WithdrawnDocument) as error:
        return IndexingResult(spec.location, "failed", reason=str(error))


def _index(
    library: Library,
    spec: SourceSpec,
    read: Callable[[], ParsedDocument],
    on_stage: StageCallback,
) -> IndexingResult:
    # What is unchanged is known by its bytes alone; what a URL sends, only when it was fetched.
    if spec.is_at_hand and (existing := library.id_of_checksum(compute_checksum(spec))):
        return IndexingResult(spec.location, "unchanged", existing)
    if library.versions.is_withdrawn(spec.document_id):
        raise WithdrawnDocument(spec.document_id)
    parsed = read()
    document = parsed.document
    if existing := library.id_of_checksum(document.checksum):
        return IndexingResult(spec.location, "unchanged", existing)
    on_stage(f"tính vectơ {len(parsed.passages)} đoạn")
    is_replaced = _add(library, parsed)
    return IndexingResult(
        spec.location,
        "replaced" if is_replaced else "indexed",
        document.id,
        unknown=tuple(name for name in EXPECTED_FIELDS if not getattr(document, name)),
        doubts=document.doubts,
        proposed=sum(fact.is_proposal for fact in _all_facts(parsed)),
        attached=parsed.attached.document.id if parsed.attached else "",
        filed=_filed_under(document),
    )


def _filed_under(document: Document) -> str:
    """Return the body, the place and the years that a document was taken to be of."""
    body, place = document.authority or "", document.place or ""
    years = "–".join(dict.fromkeys(map(str, (*document.years[:1], *document.years[-1:]))))
    return ", ".join(part for part in (body, "" if place in body else place, years) if part)


def _all_facts(parsed: ParsedDocument) -> Iterator[Fact]:
    yield from parsed.facts
    if parsed.attached:
        yield from parsed.attached.facts


def _add(library: Library, parsed: ParsedDocument) -> bool:
    """Add or replace a document and the text attached to it; return True when one was replaced."""
    if attached := parsed.attached:
        # First: an article that is stored is taken for done. One that was withdrawn stays so.
        with suppress(WithdrawnDocument):
            library.add(attached.document, attached.passages, attached.facts)
    elif attached_id := find_attached(library, parsed.document.id, parsed.document.file):
        library.remove(attached_id)
    return library.add(parsed.document, parsed.passages, parsed.facts)


def find_attached(library: Library | Store, document_id: str, file: str | None) -> str | None:
    """Return the id of the issued text stored from the page of an article, None without one."""
    attached = find_document(library, f"{document_id}{ATTACHED_MARK}")
    return attached.id if attached and attached.file == file else None


def find_document(library: Library | Store, document_id: str) -> Document | None:
    """Return the document of an id, None where there is none."""
    with suppress(UnknownDocument):
        return library.document(document_id)
    return None


def reindex_document(library: Library, document_id: str) -> IndexingResult:
    """Read a document again from where it came, whether or not it has changed."""
    location = library.document(document_id).file or ""
    # The page of an issued text below an article is read under the article's id.
    article_id = document_id.removesuffix(ATTACHED_MARK)
    is_attached = find_attached(library, article_id, location) == document_id
    has_article = is_attached and find_document(library, article_id) is not None
    try:
        with Worker() as worker:
            spec = SourceSpec(location, article_id if has_article else document_id)
            _add(library, worker.read_document(spec))
    except IndexingError as error:
        return IndexingResult(location, "failed", document_id, str(error))
    return IndexingResult(location, "replaced", document_id)


def list_sources(locations: Sequence[Path | str]) -> Iterator[str]:
    """Yield the files and URLs to index: those named, and in folders those with a reader.

    Word's own "~$name.docx", there while a file is open, is passed over.
    """
    for location in map(str, locations):
        path = Path(location)
        if not is_url(location) and path.is_dir():
            files = (file for file in path.rglob("*") if file.suffix.lower() in READERS)
            yield from sorted(str(file) for file in files if not file.name.startswith("~$"))
        else:
            yield location if is_url(location) else str(path)


def index_sources(
    library: Library,
    locations: Sequence[Path | str],
    document_id: str | None = None,
    *,
    on_result: ResultCallback = lambda _: None,
    on_stage: LocatedStageCallback = lambda location, stage: None,
    allow_private: bool = False,
) -> list[IndexingResult]:
    """Index files, folders and URLs in a process of its own, which is stopped when it runs away.

    `document_id` is the id of the one document; `allow_private` lets a URL name a host of one's own
    network.
    """
    roots = [Path(location).resolve() for location in locations if not is_url(str(location))]
    results = []
    with IndexingRun(library, roots, on_stage) as run:
        for location in list_sources(locations):
            results.append(run.index(SourceSpec(location, document_id, allow_private)))
            on_result(results[-1])
    return results


class IndexingRun:
    """One run over several sources, which become one document each.

    `roots` are the folders that links in them must not lead out of, resolved.
    """

    def __init__(
        self,
        library: Library,
        roots: Sequence[Path],
        on_stage: LocatedStageCallback = lambda location, stage: None,
    ) -> None:
        self._worker = Worker()
        self._library = library
        self._roots = roots
        self._on_stage = on_stage
        #: Id of a document → the location that claimed it.
        self._claims: dict[str, str] = {}

    def __enter__(self) -> IndexingRun:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.stop()

    def index(self, spec: SourceSpec) -> IndexingResult:
        """Index one source in the reading process."""
        try:
            self._check_link(spec)
            self._claim_id(spec)
        except IndexingError as error:
            return IndexingResult(spec.location, "failed", reason=str(error))
        on_stage = partial(self._on_stage, spec.location)
        return index_source(self._library, spec, self._worker.read_document, on_stage)

    def _check_link(self, spec: SourceSpec) -> None:
        """Raise `UnreadableFile` for a link that leads out of the folders that were named."""
        path = Path(spec.location)
        if not is_url(spec.location) and path.is_symlink():
            if not any(path.resolve().is_relative_to(root) for root in self._roots):
                raise UnreadableFile("Liên kết trỏ ra ngoài thư mục đã cho; không theo.")

    def _claim_id(self, spec: SourceSpec) -> None:
        """Raise `DuplicateDocumentId` for a second file of one id: it would replace the first."""
        claimed = self._claims.setdefault(spec.document_id, spec.origin)
        if claimed != spec.origin:
            raise DuplicateDocumentId(
                f"Trùng mã văn bản {spec.document_id!r} với {claimed}; "
                "đổi tên tệp hoặc thêm riêng bằng --id."
            )
