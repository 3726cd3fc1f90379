"""Watched sources: what is new, changed, vanished or failed, and a run that is cut short."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from indexer.errors import AlreadyWatching
from indexer.pipeline import index_sources
from indexer.sources import CONSOLE_ORIGIN
from indexer.watching.admission import Admission, Pace
from indexer.watching.visits import open_visits
from indexer.watching.watch_list import read_watch_list
from indexer.watching.watch_run import WatchResult, WatchRun
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Change, Store
from tests.indexer.samples import ARTICLE
from tests.indexer.watching.clock import Clock
from tests.indexer.watching.web_site import Page, WebSite, open_web_site

HOUR = 3600
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in ARTICLE.splitlines()[3:11])
NEWER = PARAGRAPHS.replace("41%", "42%")
RSS = "<?xml version='1.0'?><!-- <html> --><rss version='2.0'><channel/></rss>"
LOGIN = "<title>Đăng nhập</title><form><input name=p type='password'></form>"


def page(paragraphs: str, etag: str = "", counter: int = 0) -> Page:
    body = f"<html><head><title>Kế hoạch</title></head><body><nav>Lượt xem: {counter}</nav>"
    return Page(f"{body}<article>{paragraphs}</article></body></html>", etag=etag)


@dataclass
class Office:
    """A list, what it names, a library and a clock; `watch` is one run."""

    folder: Path
    site: WebSite
    clock: Clock
    library: Library

    def write_list(self, *entries: str) -> None:
        (self.folder / "nguon.yaml").write_text("".join(f"- {e}\n" for e in entries), "utf-8")

    def address(self, path: str, every: str = "1d", more: str = "") -> str:
        return f"{{url: '{self.site.url(path)}', every: {every}, private: true{more}}}"

    def watch(
        self, on_result: Callable[[WatchResult], None] = lambda _: None, everything: bool = False
    ) -> list[WatchResult]:
        watch_list = read_watch_list(self.folder / "nguon.yaml")
        admission = Admission(Pace(self.clock.read, self.clock.sleep))
        with open_visits(self.folder / "s.watch.db", watch_list.path) as visits:
            run = WatchRun(self.library, watch_list, visits, admission, self.clock.now)
            return run.visit_due(on_result, everything)

    def states(self, everything: bool = False) -> dict[str, str]:
        """Return name of the address or file → its state, of one run."""
        results = self.watch(everything=everything)
        return {result.source.rpartition("/")[2]: result.state for result in results}

    def reason(self) -> str:
        """Return the reason of the one result of a run."""
        (result,) = self.watch()
        assert "\n" not in result.reason
        return result.reason


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    (tmp_path / "in").mkdir()
    with open_web_site() as site, closing(Store(tmp_path / "s.db")) as store:
        site.pages["/ke-hoach.html"] = page(PARAGRAPHS, '"1"')
        yield Office(tmp_path, site, Clock(), Library(store, SeededEncoder()))


def write_file(office: Office, name: str, text: str = ARTICLE) -> Path:
    path = office.folder / "in" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_an_address_is_new_unchanged_changed_and_vanished(office: Office) -> None:
    office.write_list(office.address("/ke-hoach.html"))
    steps = (
        (page(PARAGRAPHS, '"1"'), "new", ["/ke-hoach.html", "/ke-hoach.html → 304"]),
        (page(PARAGRAPHS, '"1"'), "unchanged", ["/ke-hoach.html → 304"]),
        (page(NEWER, '"2"'), "changed", ["/ke-hoach.html", "/ke-hoach.html → 304"]),
        (Page(status=404), "vanished", ["/ke-hoach.html"]),
        (Page(status=410), "vanished", ["/ke-hoach.html"]),
        (page(NEWER, '"2"'), "unchanged", ["/ke-hoach.html → 304"]),
    )
    for sent, state, asked in steps:
        office.site.pages["/ke-hoach.html"] = sent
        assert office.states() == {"ke-hoach.html": state}
        assert office.site.take_asked() == asked
        office.clock.seconds += 24 * HOUR
    document = office.library.document("ke-hoach")
    assert ("42%" in document.text, document.source_url) == (
        True,
        office.site.url("/ke-hoach.html"),
    )


def test_a_page_whose_text_is_the_same_is_unchanged(office: Office) -> None:
    office.write_list(office.address("/ke-hoach.html"))
    for counter, state in enumerate(("new", "unchanged", "unchanged")):
        office.site.pages["/ke-hoach.html"] = page(PARAGRAPHS, counter=counter)
        assert office.states(everything=True) == {"ke-hoach.html": state}


def test_a_source_is_visited_when_it_is_due(office: Office) -> None:
    write_file(office, "a.txt")
    office.write_list(office.address("/ke-hoach.html", "1d"), "{folder: in, every: 6h}")
    visited = []
    for _ in range(5):
        visited.append(sorted(office.states()))
        office.clock.seconds += 6 * HOUR - 60
    assert visited == [["a.txt", "ke-hoach.html"], *[["a.txt"]] * 3, ["a.txt", "ke-hoach.html"]]
    assert office.states() == {"a.txt": "unchanged"}
    assert office.states() == {}
    assert office.states(everything=True) == {"ke-hoach.html": "unchanged", "a.txt": "unchanged"}


def test_a_clock_that_was_wrong_does_not_stop_a_source(office: Office) -> None:
    office.write_list("{folder: in, every: 1d}")
    write_file(office, "a.txt")
    office.clock.seconds = 1000 * HOUR
    office.watch()
    office.clock.seconds = 0
    assert office.states() == {"a.txt": "unchanged"}


def test_the_files_of_a_folder(office: Office) -> None:
    office.write_list("{folder: in, every: 6h}")
    write_file(office, "a.txt")
    write_file(office, "b.txt", ARTICLE.replace("41%", "43%"))
    write_file(office, "~$a.docx", "Word's own")
    assert office.states() == {"a.txt": "new", "b.txt": "new"}
    write_file(office, "a.txt", ARTICLE.replace("41%", "42%"))
    (office.folder / "in" / "b.txt").unlink()
    write_file(office, "c.txt", "\0")
    expected = {"a.txt": "changed", "b.txt": "vanished", "c.txt": "failed"}
    assert office.states(everything=True) == expected
    assert office.library.document_ids() == ["a", "b"]
    # What vanished is told once; a file that failed is tried again.
    write_file(office, "c.txt", ARTICLE.replace("41%", "44%"))
    assert office.states(everything=True) == {"a.txt": "unchanged", "c.txt": "new"}


def test_a_file_that_was_moved_is_known_again(office: Office) -> None:
    office.write_list("{folder: in, every: 6h}")
    path = write_file(office, "a.txt")
    office.watch()
    (path.parent / "sub").mkdir()
    path.rename(path.parent / "sub" / "a.txt")
    results = office.watch(everything=True)
    assert [result.state for result in results] == ["vanished", "unchanged"]


def test_a_folder_that_is_not_there_says_nothing_of_its_files(office: Office) -> None:
    office.write_list("{folder: in, every: 6h}")
    path = write_file(office, "a.txt")
    office.watch()
    path.parent.rename(office.folder / "away")
    office.clock.seconds += 6 * HOUR
    for _ in range(2):
        assert "Không có thư mục này" in office.reason()
    (office.folder / "away").rename(path.parent)
    assert office.states() == {"a.txt": "unchanged"}


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (Page(status=404), "lỗi 404"),
        (Page(status=503), "lỗi 503"),
        (Page(status=401), "đòi đăng nhập"),
        (Page(status=302, location="/dang-nhap.aspx?ReturnUrl=%2Fx"), "đòi đăng nhập"),
        (Page(LOGIN), "đòi đăng nhập"),
        (Page(status=302, location="/"), "chuyển về trang chủ"),
        (Page(RSS, media_type="text/xml"), "nguồn tin RSS/Atom"),
        (Page("<html></html>"), "không có chữ"),
        (Page("PK", media_type="application/zip"), "Chưa đọc được tệp"),
    ],
)
def test_what_is_no_page_is_one_sentence(office: Office, sent: Page, reason: str) -> None:
    login = "/dang-nhap.aspx?ReturnUrl=%2Fx"
    office.site.pages |= {"/x.zip": sent, "/": Page("Trang"), login: Page()}
    office.write_list(office.address("/x.zip"))
    assert reason in office.reason()
    assert office.library.document_ids() == []


def test_one_that_fails_stops_no_other_and_is_tried_at_the_next_run(office: Office) -> None:
    office.site.pages["/x"] = Page(status=503)
    office.write_list(office.address("/x"), office.address("/ke-hoach.html"))
    assert office.states() == {"x": "failed", "ke-hoach.html": "new"}
    assert office.states() == {"x": "failed"}
    assert office.library.document_ids() == ["ke-hoach"]


def test_a_page_that_fails_keeps_what_was_read_of_it(office: Office) -> None:
    office.write_list(office.address("/ke-hoach.html"))
    office.watch()
    good = office.site.pages["/ke-hoach.html"]
    office.site.pages["/ke-hoach.html"] = Page(LOGIN)
    assert office.states(everything=True) == {"ke-hoach.html": "failed"}
    assert "41%" in office.library.document("ke-hoach").text
    office.site.pages["/ke-hoach.html"] = good
    assert office.states() == {"ke-hoach.html": "unchanged"}


def test_a_document_taken_out_by_hand_comes_back_while_the_list_names_it(office: Office) -> None:
    office.write_list(office.address("/ke-hoach.html"))
    office.watch()
    office.library.remove("ke-hoach")
    assert office.states(everything=True) == {"ke-hoach.html": "new"}


def test_no_source_replaces_the_document_of_another(office: Office) -> None:
    office.write_list(office.address("/ke-hoach.html"), "{folder: in, every: 6h}")
    office.watch()
    write_file(office, "ke-hoach.txt", NEWER)
    office.clock.seconds += 6 * HOUR
    assert "Trùng mã văn bản 'ke-hoach' với http" in office.reason()
    # The address is no longer watched: its id is free.
    office.write_list("{folder: in, every: 6h}")
    assert office.states(everything=True) == {"ke-hoach.txt": "changed"}


def test_what_was_added_by_hand_is_unchanged(office: Office) -> None:
    path = write_file(office, "a.txt")
    index_sources(office.library, [path])
    office.write_list("{folder: in, every: 6h}")
    assert office.states() == {"a.txt": "unchanged"}


def test_what_a_person_has_edited_is_not_replaced(office: Office) -> None:
    path = write_file(office, "a.txt")
    index_sources(office.library, [path])
    held = office.library.versions.contents("a")
    edited = replace(held.document, signer="Lê Nam", file=f"{CONSOLE_ORIGIN}a.txt")
    office.library.versions.publish(replace(held, document=edited), Change(1.0, "Lan"))
    office.write_list("{folder: in, every: 6h}")
    assert office.states() == {"a.txt": "unchanged"}
    write_file(office, "a.txt", NEWER)
    office.clock.seconds += 6 * HOUR
    assert "đã biên tập ở trang quản trị" in office.reason()
    assert office.library.document("a").signer == "Lê Nam"


def test_what_a_person_has_withdrawn_stays_out_until_a_person_brings_it_back(
    office: Office,
) -> None:
    path = write_file(office, "a.txt")
    office.write_list("{folder: in, every: 6h}", office.address("/ke-hoach.html"))
    office.watch()
    versions = office.library.versions
    for key in ("a", "ke-hoach"):
        versions.withdraw(key, Change(1.0, "Lan", note="nhầm"))
    office.site.take_asked()
    write_file(office, "a.txt", NEWER)
    for result in office.watch(everything=True):
        assert result.state == "withdrawn"
        assert "đã bị thu hồi" in result.reason
    assert office.site.take_asked() == []
    (added,) = index_sources(office.library, [path])
    assert (added.state, "trở lại một bản cũ" in added.reason) == ("failed", True)
    # Another file that says of itself that it is this document.
    other = write_file(office, "b.md", f"---\nid: a\n---\n{ARTICLE}")
    index_sources(office.library, [other], "a")
    assert office.library.document_ids() == []
    other.unlink()
    versions.take_back("a", 1, Change(2.0, "Lan"))
    assert office.states(everything=True) == {"a.txt": "changed", "ke-hoach.html": "withdrawn"}


class Cut(BaseException):
    """Stands for whatever ends a process."""


def test_a_run_that_is_cut_short_goes_on(office: Office) -> None:
    for name in ("a", "b", "c"):
        office.site.pages[f"/{name}"] = page(PARAGRAPHS.replace("41%", f"4%{name}"))
    office.write_list(*(office.address(f"/{name}") for name in ("a", "b", "c")))
    told: list[str] = []

    def cut_at_second(result: WatchResult) -> None:
        told.append(result.state)
        if len(told) == 2:
            raise Cut

    with pytest.raises(Cut):
        office.watch(cut_at_second)
    assert office.site.take_asked() == ["/a", "/b"]
    # The second was indexed and told, but not yet noted: it is asked for again.
    assert office.states() == {"b": "unchanged", "c": "new"}
    assert office.site.take_asked() == ["/b", "/c"]
    assert office.states() == {}


def test_two_runs_at_once_are_one(office: Office) -> None:
    office.write_list("{folder: in, every: 6h}")
    write_file(office, "a.txt")

    def watch_again(_: WatchResult) -> None:
        with pytest.raises(AlreadyWatching):
            office.watch()

    assert len(office.watch(watch_again)) == 1


def test_what_the_list_no_longer_names_is_forgotten(office: Office) -> None:
    write_file(office, "a.txt")
    office.write_list("{folder: in, every: 6h}", office.address("/ke-hoach.html"))
    office.watch()
    office.write_list(office.address("/ke-hoach.html"))
    assert office.states(everything=True) == {"ke-hoach.html": "unchanged"}
    path = office.folder / "nguon.yaml"
    with open_visits(office.folder / "s.watch.db", path) as visits:
        assert visits.visits(str(office.folder / "in")) == {}
        assert len(visits.visits(office.site.url("/ke-hoach.html"))) == 1
    assert office.library.document_ids() == ["a", "ke-hoach"]
