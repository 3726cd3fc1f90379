"""The pages to read over HTTP: what they hold, what they refuse, that all is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

import pytest
from fastapi import FastAPI
from lxml import html
from starlette.testclient import TestClient

from bot.app import create_app
from bot.delivery.limits import ConcurrencyLimit
from bot.delivery.notices import UNAVAILABLE
from bot.dialogue.dialogue import ScriptedDialogue
from bot.settings import Settings
from bot.web.public.feed import feed_entries
from bot.web.public.router import public_pages
from knowledge.library import Library
from knowledge.model import Document, Fact, Passage
from knowledge.reading import Reading
from knowledge.reading.documents import ListedDocument
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from tests.bot.web.conftest import MakeClient
from tests.conftest import DAY

PAGES = ("/van-ban", "/danh-hieu", "/danh-hieu/ldtt", "/phong-trao", "/dong-thoi-gian")
EVIL = "<script>alert(1)</script>\"'&"
ATOM = {"atom": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def reader(own: Settings, starter: Library) -> Iterator[TestClient]:
    """A client of an app on the starter documents."""
    with TestClient(create_app(own, starter, ScriptedDialogue({}))) as client:
        yield client


def tree_of(client: TestClient, path: str, status: int = 200) -> html.HtmlElement:
    response = client.get(path)
    assert response.status_code == status, response.text
    return html.document_fromstring(response.content.decode())


def words_of(tree: html.HtmlElement, path: str = "//main") -> str:
    return " ".join(" ".join(tree.xpath(f"{path}//text()")).split())


@pytest.mark.parametrize("path", [*PAGES, "/documents/cho-don-2022", "/"])
def test_every_page_leads_to_the_others_and_to_the_feed(reader: TestClient, path: str) -> None:
    tree = tree_of(reader, path)
    links = tree.xpath("//nav[@aria-label='Các trang']//a/@href")
    assert links == ["/", "/van-ban", "/danh-hieu", "/phong-trao", "/dong-thoi-gian"]
    here = tree.xpath("//nav//a[@aria-current='page']/@href")
    assert here == [
        link for link in links if link == path or (link != "/" and path.startswith(link))
    ]
    assert tree.xpath("//link[@type='application/atom+xml']/@href") == ["/van-ban.atom"]


@pytest.mark.parametrize("path", [*PAGES, "/documents/cho-don-2022"])
def test_a_page_has_nothing_inline_and_is_sent_compressed_where_that_is_taken(
    reader: TestClient, path: str
) -> None:
    response = reader.get(path, headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert "form-action 'self'" in response.headers["Content-Security-Policy"]
    tree = html.document_fromstring(response.content.decode())
    assert tree.xpath("//style | //script[not(@src)] | //@style | //@onclick") == []
    plain = reader.get(path, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert plain.content == response.content


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/van-ban?nam=abc", "“nam” phải là một số"),
        ("/van-ban?nam=1899", "từ 1900 đến 2100"),
        ("/van-ban?nam=٢٠٢٢", "“nam” phải là một số"),
        ("/van-ban?ngay=2022-02-30", "Ngày phải ở dạng"),
        ("/van-ban?ngay=20220101", "Ngày phải ở dạng"),
        ("/van-ban?ngay=9999-01-01", "Ngày phải ở dạng"),
        ("/van-ban?trang=0", "“trang” phải là một số"),
        ("/van-ban?trang=99999999999", "“trang” phải là một số"),
        (f"/van-ban?q={'a' * 501}", "tối đa 500 chữ"),
        (f"/phong-trao?noi={'a' * 101}", "tối đa 100 chữ"),
        ("/danh-hieu/ldtt?cho=toi", "ca-nhan, tap-the, ho-gia-dinh"),
        ("/danh-hieu?ngay=hom-nay", "Ngày phải ở dạng"),
        ("/dong-thoi-gian?ngay=0001-01-01", "Ngày phải ở dạng"),
    ],
)
def test_an_address_that_cannot_be_understood_gets_a_sentence(
    reader: TestClient, path: str, sentence: str
) -> None:
    assert sentence in words_of(tree_of(reader, path, 400))


@pytest.mark.parametrize(
    "path", ["/danh-hieu/khong-co", "/danh-hieu/%3Cscript%3E", "/documents/khong-co"]
)
def test_what_does_not_exist_is_a_page_with_a_way_on(reader: TestClient, path: str) -> None:
    tree = tree_of(reader, path, 404)
    assert "Không tìm thấy" in words_of(tree, "//h1")
    assert tree.xpath("//main//a/@href") == ["/van-ban", "/"]


@pytest.mark.parametrize(
    "path", ["/van-ban?q={}&noi={}", "/van-ban?q={}", "/van-ban?noi={}&loai={}", "/danh-hieu?q={}",
             "/phong-trao?q={}", "/phong-trao?noi={}", "/dong-thoi-gian?noi={}"]
)  # fmt: skip
def test_what_is_typed_comes_back_as_text(reader: TestClient, path: str) -> None:
    asked = "%3Cscript%3Ealert(1)%3C/script%3E%22%27%26"
    page = reader.get(path.replace("{}", asked)).text
    assert "<script>alert" not in page
    assert "alert(1)" in page


def test_what_a_document_holds_comes_as_text(library: Library, make_client: MakeClient) -> None:
    fact = Fact("evil", "movement", f"Phong trào {EVIL}", 0, 5, place=EVIL, year=2022)
    fields = {"kind": EVIL, "number": EVIL, "authority": EVIL, "place": EVIL, "source_title": EVIL}
    held = Document(
        "evil", f"Rừng {EVIL}", text=f"Rừng {EVIL}", years=(2022,), doubts=(EVIL,),
        effective_from=date(2022, 1, 1), **fields,
    )  # fmt: skip
    library.add(held, [Passage("evil", 1, 0, len(held.text), "paragraph", held.text)], [fact])
    with make_client(ScriptedDialogue({})) as client:
        for path in ("/van-ban", "/van-ban?q=rung", "/phong-trao", "/dong-thoi-gian",
                     "/documents/evil", "/van-ban.atom"):  # fmt: skip
            page = client.get(path)
            assert page.status_code == 200
            assert "<script>alert" not in page.text, path
            assert "alert(1)" in page.text, path


def test_the_library_lists_documents_by_place_and_year(reader: TestClient) -> None:
    tree = tree_of(reader, "/van-ban")
    assert tree.xpath("//div[@id='ket-qua']/h2/text()")[:2] == [
        "Tỉnh Bắc Giang, năm 2022",
        "Tỉnh Bình Dương, năm 2023",
    ]
    assert words_of(tree, "//p[@role='status']") == "5 văn bản."
    assert tree.xpath("//datalist/option/@value")
    only = tree_of(reader, "/van-ban?noi=cho+don&nam=2022&loai=K%E1%BA%BF+ho%E1%BA%A1ch")
    assert only.xpath("//ul[@class='documents']/li/a[1]/@href") == ["/documents/cho-don-2022"]
    assert only.xpath("//option[@selected]/text()") == ["2022", "Kế hoạch"]
    assert only.xpath("//input[@name='noi']/@value") == ["cho don"]


def test_a_hit_has_its_passage_its_label_and_a_question(reader: TestClient) -> None:
    tree = tree_of(reader, "/van-ban?q=ty+le+che+phu+rung")
    first = tree.xpath("//ol[@class='results']/li")[0]
    assert first.xpath(".//h2/a/@href") == ["/documents/cho-don-2022"]
    assert "15/KH-UBND ngày 26/01/2022 của UBND huyện Chợ Đồn" in words_of(first, ".//h2")
    passage = first.xpath("./p")[0]
    assert passage.xpath("./a/@href")[0].startswith("/documents/cho-don-2022#p")
    assert passage.xpath("string()") == "Chỉ tiêu thi đua năm 2022: Tỷ lệ che phủ rừng – 80,5%"
    assert passage.xpath("./mark/text()") == ["Tỷ lệ che phủ rừng"]
    assert first.xpath(".//a[@class='ask']/@href")[0].startswith("/?hoi=T%C3%B3m")


@pytest.mark.parametrize(
    ("path", "summary"),
    [
        ("/van-ban?q=xyzzy", "Không tìm thấy văn bản nào có “xyzzy”."),
        ("/van-ban?noi=C%C3%A0+Mau", "Tôi chưa có văn bản nào về Cà Mau."),
        ("/van-ban?nam=1999", "Không có văn bản nào như vậy."),
        ("/van-ban?trang=9", "5 văn bản."),
        ("/danh-hieu?q=xyzzy", "Không có danh hiệu, hình thức khen thưởng nào tên là “xyzzy”."),
        ("/phong-trao?q=xyzzy", "Không thấy phong trào nào như vậy trong các văn bản đang có."),
        ("/phong-trao?noi=C%C3%A0+Mau", "Tôi chưa có văn bản nào về Cà Mau."),
        ("/dong-thoi-gian?noi=B%E1%BA%AFc+Giang", "Không thấy văn bản nào có ghi ngày hiệu lực."),
    ],
)
def test_nothing_found_is_said_and_asking_is_offered(
    reader: TestClient, path: str, summary: str
) -> None:
    tree = tree_of(reader, path)
    assert words_of(tree, "//p[@role='status']") == summary
    if "trang" not in path:
        assert tree.xpath("//main//a[starts-with(@href, '/?hoi=')]")


def test_a_long_list_is_read_page_by_page(library: Library, make_client: MakeClient) -> None:
    for number in range(120):
        library.add(Document(f"d{number:03}", f"Văn bản {number:03}", text="Thi đua."), [], [])
    with make_client(ScriptedDialogue({})) as client:
        seen, path = [], "/van-ban?loai=&q="
        while path:
            tree = tree_of(client, path)
            seen += tree.xpath("//ul[@class='documents']/li/a[1]/text()")
            path = next(iter(tree.xpath("//a[@rel='next']/@href")), "")
        assert seen == [f"Văn bản {number:03}" for number in range(120)]
        assert tree.xpath("//a[@rel='prev']/@href") == ["/van-ban?trang=2"]


def test_the_page_of_an_award_reckons_as_of_a_day(reader: TestClient) -> None:
    now = words_of(tree_of(reader, "/danh-hieu/ldtt?ngay=2026-11-21&cho=ca-nhan"))
    assert "Cá nhân: 0,3 lần × 2.530.000 đồng = 759.000 đồng, làm tròn lên 760.000 đồng" in now
    then = tree_of(reader, "/danh-hieu/ldtt?ngay=2025-03-15")
    assert "0,3 lần × 2.340.000 đồng" in words_of(then)
    assert then.xpath("//input[@name='ngay']/@value") == ["2025-03-15"]
    assert "/danh-hieu/cstd-co-so?ngay=2025-03-15" in then.xpath("//main//a/@href")
    assert "Chưa đối chiếu với văn bản gốc" in words_of(tree_of(reader, "/danh-hieu/nha-giao-nd"))
    refused = words_of(tree_of(reader, "/danh-hieu/ldtt?ngay=1990-01-01"))
    assert "khi Luật Thi đua, khen thưởng đầu tiên" in refused


def test_movements_lead_to_the_words_that_name_them(reader: TestClient) -> None:
    tree = tree_of(reader, "/phong-trao?noi=Ch%E1%BB%A3+%C4%90%E1%BB%93n")
    (link, *_) = tree.xpath("//section[@class='movement']//li/a/@href")
    path, _, anchor = link.partition("#")
    passage = tree_of(reader, path).xpath(f"//*[@id='{anchor}']")[0]
    name = tree.xpath("//section[@class='movement']/h2/text()")[0].strip("“”")
    assert name in words_of(passage, ".")


def test_the_drawing_has_a_bar_for_every_row_of_the_table(reader: TestClient) -> None:
    tree = tree_of(reader, "/dong-thoi-gian")
    rows, bars = tree.xpath("//tbody/tr"), tree.xpath("//svg//rect")
    assert len(rows) == len(bars) > 20
    box = [float(part) for part in tree.xpath("//svg")[0].get("viewbox").split()]
    for bar in bars:
        assert float(bar.get("x")) + float(bar.get("width")) <= box[2]
        assert float(bar.get("y")) < box[3]
    decree = next(row for row in rows if "Nghị định 152/2025/NĐ-CP" in words_of(row, "./th"))
    assert decree.xpath("./td/text()") == ["từ 01/07/2025", "đến hết 28/02/2027"]


def test_the_feed_is_atom_with_the_newest_first(reader: TestClient) -> None:
    response = reader.get("/van-ban.atom")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    entries = feed.findall("atom:entry", ATOM)
    assert len(entries) == 5
    ids = [entry.findtext("atom:id", namespaces=ATOM) for entry in entries]
    assert len({feed.findtext("atom:id", namespaces=ATOM), *ids}) == 6
    assert all(str(one).startswith("urn:uuid:") for one in ids)
    days = [entry.findtext("atom:updated", namespaces=ATOM) or "" for entry in entries]
    assert feed.findtext("atom:updated", namespaces=ATOM) == max(days)
    assert "2022-01-26T00:00:00+07:00" in days
    for entry in entries:
        link = entry.find("atom:link", ATOM)
        assert link is not None
        assert reader.get(link.attrib["href"]).status_code == 200


def test_a_feed_of_nothing_is_a_feed(own: Settings) -> None:
    library = Library(Store(":memory:"), SeededEncoder())
    with TestClient(create_app(own, library, ScriptedDialogue({}))) as client:
        feed = ElementTree.fromstring(client.get("/van-ban.atom").content)
        assert feed.findtext("atom:updated", namespaces=ATOM) == "1970-01-01T00:00:00+07:00"
        for path in (*PAGES, "/van-ban?q=thi+dua"):
            assert client.get(path).status_code == 200


def listed(key: str, day: date | None) -> ListedDocument:
    return ListedDocument(key, key, key, "", (), day, "", "")


def test_a_document_without_a_day_has_that_of_the_one_before_it() -> None:
    newest = [listed("c", None), listed("b", date(2024, 5, 1)), listed("a", None)]
    assert [entry.updated[:10] for entry in feed_entries(newest)] == [
        "2024-05-01",
        "2024-05-01",
        "1970-01-01",
    ]


def test_a_store_that_cannot_be_read_is_a_page_to_a_browser(
    own: Settings, library: Library
) -> None:
    with TestClient(create_app(own, library, ScriptedDialogue({}))) as client:
        store = library.snapshot().store
        store.close()
        page = client.get("/van-ban", headers={"Accept": "text/html"})
        assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
        assert UNAVAILABLE in page.text
        assert "error" in client.get("/api/documents").json()


@pytest.mark.parametrize("path", ["/van-ban?q=thi", "/danh-hieu", "/phong-trao", "/dong-thoi-gian"])
def test_of_too_many_searches_at_once_the_rest_are_asked_to_come_back(
    starter: Library, path: str
) -> None:
    full = ConcurrencyLimit(concurrent=1, max_turns=1)
    app = FastAPI()
    app.include_router(public_pages(Reading(starter), starter, lambda: DAY, full))
    with TestClient(app) as client:
        # Each gives its slot back, even one that cannot be understood.
        statuses = [client.get(one).status_code for one in (path, "/van-ban?nam=x", path)]
        assert statuses == [200, 400, 200]
        full.turns = 1
        refused = client.get(path)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
        assert "đông người" in words_of(html.document_fromstring(refused.text))
        # What is not looked for is still there.
        for other in ("/tim-kiem.js", "/van-ban.atom", "/documents/cho-don-2022"):
            assert client.get(other).status_code == 200
