"""Candidates by words and by meaning are the same on either engine, and so is their order."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from itertools import accumulate
from threading import Barrier, Event
from typing import Any

import pytest

from database.parameters import EXTRA_CONNECTIONS, POOLED_CONNECTIONS
from knowledge.library import Library
from knowledge.model import Document, Passage
from knowledge.search import Query, SeededEncoder, open_encoder
from knowledge.storage import Entry, PassageFilter, Store, migrate
from tests.servers import new_database

QUESTIONS = [
    "chủ đề thi đua năm 2022 của Bắc Giang",
    "chu de thi dua nam 2022 cua bac giang",
    "tỷ lệ che phủ rừng",
    "Sở Nội vụ được giao việc gì?",
    "ai dang ky chien si thi dua co so",
    "hạn gửi báo cáo",
    "thi đua",
    "xyzt",
]
FILTERS = [
    PassageFilter(),
    PassageFilter("Bắc Giang"),
    PassageFilter(year=2022),
    PassageFilter("Chợ Đồn", 2022),
    PassageFilter(documents=frozenset(["bac-giang-2022"])),
    PassageFilter(kind="Kế hoạch"),
    PassageFilter(is_national=True),
    PassageFilter("Nơi không có"),
    PassageFilter(day=date(2022, 6, 1)),
]


@pytest.fixture(scope="module")
def shared(starter: Library, postgresql: str) -> Iterator[Library]:
    """The starter documents in PostgreSQL."""
    address, held = new_database(postgresql), starter.snapshot().store
    migrate(address)
    with closing(Store(address)) as store:
        store.fill((entry_of(held, key) for key in held.document_ids()), starter.encoder)
        yield Library(store, open_encoder("embedded"))


def entry_of(store: Store, document_id: str) -> Entry:
    passages = store.passages(document_id)
    (vectors,) = store.iter_vectors(open_encoder("embedded").name, passages)
    return Entry(
        store.document(document_id),
        list(passages.values()),
        store.facts(document_id),
        {passages[key].number: row for key, row in vectors.items()},
    )


def candidates(
    library: Library, typed: str, within: PassageFilter
) -> dict[tuple[str, int], tuple[float, float]]:
    """Return each candidate with its two scores."""
    known = library.indexed_snapshot()
    question = library.parse(typed)
    vector = open_encoder("embedded").encode_queries([question.text])[0]
    query = Query(question.text, vector, question.marked)
    found = known.index.find(query, within, lambda key: known.snapshot.owner(key) is not None)
    passages = known.snapshot.passages([one.key for one in found.candidates])
    return {
        (passages[one.key].document_id, passages[one.key].number): (one.bm25, one.cosine)
        for one in found.candidates
    }


@pytest.mark.parametrize("within", FILTERS)
@pytest.mark.parametrize("typed", QUESTIONS)
def test_both_engines_find_the_same_with_the_same_scores(
    starter: Library, shared: Library, typed: str, within: PassageFilter
) -> None:
    ours, theirs = (candidates(one, typed, within) for one in (starter, shared))
    # Of passages with equal scores at the limit either may be left out.
    assert len(ours.keys() ^ theirs.keys()) <= 4
    for key in ours.keys() & theirs.keys():
        assert ours[key][0] == pytest.approx(theirs[key][0], abs=1e-3)
        assert ours[key][1] == pytest.approx(theirs[key][1], abs=1e-3)


@pytest.mark.parametrize("typed", QUESTIONS)
def test_both_engines_put_the_same_first(starter: Library, shared: Library, typed: str) -> None:
    ours, theirs = (one.search(typed, limit=5) for one in (starter, shared))
    assert [hit.passage for hit in ours] == [hit.passage for hit in theirs]


@pytest.mark.parametrize("typed", QUESTIONS)
def test_words_are_corrected_alike(starter: Library, shared: Library, typed: str) -> None:
    assert starter.parse(typed).text == shared.parse(typed).text


@pytest.fixture(scope="module")
def many(postgresql: str) -> Iterator[tuple[Library, Library]]:
    """More passages of each of two places than PostgreSQL compares one by one, on both engines."""
    address, encoder = new_database(postgresql), SeededEncoder()
    migrate(address)
    entries = [many_passages(place, encoder) for place in ("Chợ Đồn", "Ba Bể")]
    with closing(Store(":memory:")) as ours, closing(Store(address)) as theirs:
        for store in (ours, theirs):
            store.fill(entries, encoder.name)
        yield Library(ours, encoder), Library(theirs, encoder)


def many_passages(place: str, encoder: SeededEncoder) -> Entry:
    texts = [f"Chỉ tiêu thứ {number}: {place} trồng {number % 97} ha." for number in range(1_600)]
    spans = list(accumulate((len(text) + 1 for text in texts), initial=0))
    rows = [
        Passage(place, number, start, start + len(text), "paragraph", text, places=(place,))
        for number, (start, text) in enumerate(zip(spans, texts, strict=False))
    ]
    document = Document(
        place, "Kế hoạch", text="\n".join(texts), place=place, years=(2024,), checksum=place
    )
    return Entry(document, rows, [], dict(enumerate(encoder.encode_passages(texts))))


@pytest.mark.parametrize("scope", [{}, {"place": "Ba Bể"}, {"year": 2024}, {"place": "Nà Hang"}])
@pytest.mark.parametrize("typed", ["chỉ tiêu thứ 812", "chi tieu thu 3", "Chợ Đồn trồng 40 ha"])
def test_among_many_both_find_the_same_passages_first(
    many: tuple[Library, Library], typed: str, scope: dict[str, Any]
) -> None:
    ours, theirs = (library.search(typed, limit=3, **scope) for library in many)
    assert [hit.passage.text for hit in ours] == [hit.passage.text for hit in theirs]
    assert bool(ours) == (scope.get("place") != "Nà Hang")
    assert {hit.document.place for hit in theirs} <= {scope.get("place") or "Chợ Đồn", "Ba Bể"}


def test_who_waits_for_a_connection_holds_up_nobody_who_has_one(shared: Library) -> None:
    """As many questions as there are connections, and one more that came first to what is known."""
    everyone = POOLED_CONNECTIONS + EXTRA_CONNECTIONS
    connected, waiting = Barrier(everyone + 1), Event()

    def search() -> int:
        with shared.reader.one_question():
            connected.wait(timeout=60)
            waiting.wait(timeout=60)
            return len(shared.search("chủ đề thi đua"))

    def parse() -> str:
        waiting.set()
        return shared.parse("chủ đề thi đua").text

    with ThreadPoolExecutor(everyone + 1) as threads:
        searches = [threads.submit(search) for _ in range(everyone)]
        connected.wait(timeout=60)
        parsed = threads.submit(parse)
        assert all(one.result(timeout=60) for one in searches)
        assert parsed.result(timeout=60) == "chủ đề thi đua"
