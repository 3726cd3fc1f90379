"""Documents in the console over HTTP: forms without script, hostile files, nothing taken for HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date

import pytest
from httpx import Response
from sqlalchemy import select, update
from starlette.testclient import TestClient

from bot.accounts.model import Role
from bot.settings import Settings
from bot.storage.opening import open_conversations
from bot.storage.tables import SESSIONS
from bot.web.console.parameters import MAX_FILES_BYTES
from knowledge.library import Library
from tests.bot.documents.conftest import PLAN
from tests.bot.web.console.conftest import Console
from tests.waiting import until

LIST = "/quan-tri/van-ban"
SCRIPT = "<script>alert(1)</script>"
Editor = Callable[..., TestClient]


@pytest.fixture
def running(console: Console) -> Iterator[None]:
    """The app with its background work: files that wait are read."""
    with console():
        yield


@pytest.fixture
def editor(running: None, console: Console) -> TestClient:
    return console(Role.EDITOR, name="lan")


@pytest.fixture
def approver(running: None, console: Console) -> TestClient:
    return console(Role.APPROVER, name="nam")


def upload(client: TestClient, name: str = "a.txt", content: str | bytes = PLAN) -> Response:
    return client.post(
        f"{LIST}/tep", files={"tep": (name, content)}, headers={"HX-Request": "true"}
    )


def found(pattern: str, text: str) -> str:
    """Return what the group of a pattern matches."""
    match = re.search(pattern, text)
    assert match, text
    return match[1]


def draft_of(client: TestClient, row: Response) -> str:
    """Return the address of the draft of a file once it was read."""
    number = found(r"id=.tep-(\d+)", row.text)
    rows: list[str] = []

    def is_read() -> bool:
        rows.append(client.get(f"{LIST}/tep/{number}").text)
        assert "wrong" not in rows[-1], rows[-1]
        return "ban-thao" in rows[-1]

    until(is_read)
    return found(rf"({LIST}/ban-thao/\d+)", rows[-1])


def revision(page: str) -> str:
    return found(r'name="lan" value="(\d+)"', page)


def change(client: TestClient, draft: str, action: str, **fields: str) -> Response:
    if "lan" not in fields:
        fields["lan"] = revision(client.get(draft).text)
    return client.post(draft, data={"viec": action, **fields})


def publish(client: TestClient, draft: str) -> Response:
    return client.post(f"{draft}/cong-bo", data={"lan": revision(client.get(draft).text)})


def test_what_a_page_asks_of_its_file_by_itself_keeps_no_session_alive(
    console: Console, own: Settings
) -> None:
    client = console(Role.EDITOR, name="lan")
    number = found(r"id=.tep-(\d+)", upload(client).text)
    with closing(open_conversations(own)) as database:
        with database.writing() as connection:
            connection.execute(update(SESSIONS).values(seen=SESSIONS.c.seen - 600))
        before = database.scalar(select(SESSIONS.c.seen))
        assert client.get(f"{LIST}/tep/{number}").status_code == 200
        assert database.scalar(select(SESSIONS.c.seen)) == before
        client.get(LIST)
        assert database.scalar(select(SESSIONS.c.seen)) > before


def test_from_a_file_to_what_is_answered_and_back(
    editor: TestClient, approver: TestClient, library: Library
) -> None:
    draft = draft_of(editor, upload(editor))
    fact = {
        "kind": "target",
        "name": "Tỷ lệ che phủ rừng",
        "value": "hơn 41%",
        "quote": "Tỷ lệ che phủ rừng\n đạt 41%",
    }
    assert change(editor, draft, "them", **fact).status_code == 303
    saved = change(editor, draft, "thong-tin", **{"truoc-signer": "", "signer": "Lê Nam"})
    assert saved.status_code == 303
    # Who edited last is not offered it, and is refused.
    assert publish(approver, draft).headers["location"] == f"{LIST}/ho-so/a?xong=cong-bo"
    assert library.document("a").signer == "Lê Nam"
    assert "hơn 41%" in [one.value for one in library.facts("a") if one.details.by_hand]
    record = approver.get(f"{LIST}/ho-so/a").text
    assert "Họ tên nam" in record
    assert "Họ tên lan" in record
    gone = approver.post(f"{LIST}/ho-so/a/thu-hoi", data={"ly-do": "nhầm"})
    assert gone.status_code == 303
    assert library.document_ids() == []
    back = approver.post(f"{LIST}/ho-so/a/tro-lai", data={"ban": "1", "ly-do": "không nhầm"})
    assert back.status_code == 303
    assert library.document_ids() == ["a"]
    assert "không nhầm" in approver.get(f"{LIST}/ho-so/a").text


def test_a_change_of_a_fact_is_said_to_be_kept_and_leads_back_to_it(editor: TestClient) -> None:
    draft = draft_of(editor, upload(editor))
    assert "Đã lưu." not in editor.get(draft).text

    def kept(action: str, **fields: str) -> tuple[str, str]:
        """Return the page after a change, and the words of the fact that its address leads to."""
        address = change(editor, draft, action, **fields).headers["location"]
        page = editor.get(address).text
        assert re.search(r'<p class="[^"]*" role="status">Đã lưu\.</p>', page)
        return page, found(rf'(?s)<li id="{address.rpartition("#")[2]}"(.*?)</li>', page)

    fact = {"kind": "target", "name": "Che phủ rừng", "value": "41%", "quote": "đạt 41%"}
    page, added = kept("them", **fact)
    assert "Che phủ rừng" in added
    number = found(r'^[^>]*value="(\d+)"', added)
    place = str(int(number) - 1)
    _, corrected = kept("sua", so=place, **{**fact, "name": "Rừng che phủ"})
    assert "Rừng che phủ" in corrected
    _, confirmed = kept("xac-nhan", so=place)
    assert "Rừng che phủ" in confirmed
    page, _ = kept("bo", so=place)
    assert "Rừng che phủ" not in page


def form_of(page: str, kind: str) -> dict[str, str]:
    """Return the fields of the form that corrects the first fact of a kind, as a browser sends them."""
    forms = re.findall(r"(?s)<form [^>]*>(?:(?!</form>).)*", page)
    form = next(one for one in forms if 'name="goc"' in one and f'value="{kind}" selected' in one)
    fields = dict(re.findall(r'<input [^>]*name="([\w-]+)"[^>]* value="([^"]*)"', form))
    fields |= dict(re.findall(r'<textarea [^>]*name="([\w-]+)"[^>]*>([^<]*)', form))
    return {name: html.unescape(text) for name, text in {**fields, "kind": kind}.items()}


def test_each_detail_of_a_fact_is_named_and_corrected_and_what_is_not_stays(
    editor: TestClient, approver: TestClient, library: Library
) -> None:
    draft = draft_of(editor, upload(editor))
    page = editor.get(draft).text
    assert "nơi: Lục Nam; năm: 2024; ngày: 15/11/2024" in page
    assert re.search(r"nơi: Lục Nam; năm: 2024; con số: 41; đơn vị tính: %", page)
    deadline = form_of(page, "deadline")
    assert deadline["details-date"] == "15/11/2024"
    assert change(editor, draft, "sua", **{**deadline, "name": "Gửi hồ sơ"}).status_code == 303
    target = form_of(editor.get(draft).text, "target")
    # What cannot be is shown again, with the other details as they were typed.
    wrong = change(editor, draft, "sua", **{**target, "details-unit": "x" * 1001})
    assert wrong.status_code == 400
    unsaved = next(part for part in wrong.text.split("<form ") if "x" * 1001 in part)
    assert re.search(r'name="details-number"[^>]* value="41"', unsaved)
    assert (
        change(editor, draft, "sua", **{**target, "details-unit": "phần trăm"}).status_code == 303
    )
    publish(approver, draft)
    facts = {fact.kind: fact for fact in library.facts("a")}
    assert (facts["deadline"].name, facts["deadline"].details.date) == ("Gửi hồ sơ", date(2024, 11, 15))  # fmt: skip
    told = [fact.details for fact in library.facts("a") if fact.kind == "target"]
    assert ("41", "phần trăm") in [(one.number, one.unit) for one in told]


def test_a_text_that_is_held_or_drafted_already_is_named_with_a_link(
    editor: TestClient, approver: TestClient
) -> None:
    first = draft_of(editor, upload(editor))
    assert "Đã có văn bản" not in editor.get(first).text
    # The same text in another file.
    again = draft_of(editor, upload(editor, "b.txt", PLAN + "\nNơi nhận: như trên.\n"))
    pattern = r'Đã có văn bản <a href="([^"]+)">[^<]+</a> \((?:bản thảo|đang công bố)\) cùng số'
    assert found(pattern, editor.get(again).text) == first
    publish(approver, first)
    assert found(pattern, editor.get(again).text) == f"{LIST}/ho-so/a"
    other = PLAN.replace("12/KH-UBND", "13/KH-UBND")
    assert "Đã có văn bản" not in editor.get(draft_of(editor, upload(editor, "c.txt", other))).text
    edited = editor.post(f"{LIST}/ho-so/a/sua").headers["location"]
    assert "Đã có văn bản" not in editor.get(edited).text


def test_a_draft_is_discarded_after_asking_and_it_is_said(editor: TestClient) -> None:
    draft = draft_of(editor, upload(editor))
    asking = found(r"(?s)<details>\s*<summary>Bỏ bản thảo</summary>(.*?)</details>", editor.get(draft).text)  # fmt: skip
    assert "không lấy lại được" in asking
    assert 'value="huy"' in asking
    gone = change(editor, draft, "huy")
    assert '<p class="done" role="status">Đã bỏ bản thảo.</p>' in editor.get(gone.headers["location"]).text  # fmt: skip
    assert editor.get(draft).status_code == 404


def test_nothing_of_a_document_or_of_a_person_is_taken_for_html(
    editor: TestClient, approver: TestClient
) -> None:
    hostile = PLAN.replace("Phát động", f"Phát động {SCRIPT}").replace("41%", f"41% {SCRIPT}")
    draft = draft_of(editor, upload(editor, f"{SCRIPT}.txt", hostile))
    for name in ("title", "signer", "place", "authority"):
        change(editor, draft, "thong-tin", **{f"truoc-{name}": "", name: f"{SCRIPT}{name}"})
    fact = {"kind": "target", "name": SCRIPT, "value": SCRIPT, "quote": SCRIPT}
    assert change(editor, draft, "them", **fact).status_code == 303
    pages = [editor.get(draft), editor.get(LIST), change(editor, draft, "them", **{**fact, "quote": f"{SCRIPT}x"})]  # fmt: skip
    record = publish(approver, draft).headers["location"].partition("?")[0]
    assert change(editor, draft, "huy", lan="1").status_code == 404
    edited = editor.post(f"{record}/sua").headers["location"]
    change(editor, edited, "thong-tin", **{"truoc-title": "", "title": f"khác {SCRIPT}"})
    pages += [editor.get(f"{edited}/khac"), approver.get(record), approver.get(f"{record}/ban/1")]
    for page in pages:
        assert "alert(1)" in page.text
        assert SCRIPT not in page.text
        assert page.headers["x-content-type-options"] == "nosniff"
        assert "unsafe" not in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.svg", b"<svg><script>alert(1)</script></svg>", "Chưa đọc được tệp .svg"),
        ("a.png", b"<svg><script>alert(1)</script></svg>", "không phải là .png"),
        ("a.docm", b"PK\x03\x04", "Chưa đọc được tệp .docm"),
        ("../../a.exe", b"MZ", "Chưa đọc được tệp .exe"),
        ("a.pdf", b"", "Tệp rỗng"),
    ],
)
def test_a_hostile_file_is_refused(
    console: Console, name: str, content: bytes, sentence: str
) -> None:
    response = upload(console(Role.EDITOR), name, content)
    assert (response.status_code, sentence in response.text) == (400, True)
    assert response.headers["content-type"].startswith("text/plain")


def test_a_form_without_script_takes_several_files_and_tells_of_each_that_was_refused(
    console: Console,
) -> None:
    client = console(Role.EDITOR)
    token = client.headers.pop("X-CSRF-Token")
    files = [("tep", ("a.txt", PLAN)), ("tep", ("b.svg", "<svg>"))]
    response = client.post(f"{LIST}/tep", files=files, data={"csrf": token})
    assert response.status_code == 400
    assert "b.svg: Chưa đọc được" in response.text
    assert "<b>a.txt</b>" in response.text
    assert client.post(f"{LIST}/tep", files=files, data={"csrf": "x"}).status_code == 403
    none = client.post(f"{LIST}/tep", files={"tep": ("", b"")}, data={"csrf": token})
    assert "chưa chọn tệp" in none.text


def test_a_huge_form_is_refused_before_it_is_read(console: Console) -> None:
    client = console(Role.EDITOR)
    read: list[bytes] = []

    def body() -> Iterator[bytes]:
        read.append(b"x")
        yield b"x"

    for length in (str(MAX_FILES_BYTES + 1), "300000000", "-1", "x"):
        headers = {"Content-Length": length, "Content-Type": "multipart/form-data; boundary=b"}
        response = client.post(f"{LIST}/tep", content=body(), headers=headers)
        assert response.status_code == 400
    broken = client.post(
        f"{LIST}/tep", content=b"junk", headers={"Content-Type": "multipart/form-data; boundary=b"}
    )
    assert broken.status_code in (400, 403)


def test_what_two_people_changed_at_once_is_shown_again(
    editor: TestClient, console: Console
) -> None:
    draft = draft_of(editor, upload(editor))
    other = console(Role.EDITOR, name="hoa")
    seen = revision(other.get(draft).text)
    change(editor, draft, "thong-tin", **{"truoc-signer": "", "signer": "Lê Nam"})
    typed = {"truoc-number": "", "number": "99/KH", "truoc-signer": "", "signer": ""}
    late = change(other, draft, "thong-tin", lan=seen, **typed)
    assert late.status_code == 409
    assert "Họ tên lan" in late.text
    # What the other has saved stands there, and over it what was typed; it is sent with one click.
    assert 'name="signer" value="Lê Nam"' in late.text
    assert 'name="number" value="99/KH"' in late.text
    fact = {"kind": "theme", "name": "Của tôi", "quote": "Kỷ luật"}
    kept = change(other, draft, "them", lan=seen, **fact)
    assert kept.status_code == 409
    assert ">Của tôi</textarea>" in kept.text
    assert revision(kept.text) != seen
    # So is a fact that was corrected: it is known again by what stood there.
    looked_at = re.search(r'name="goc" value="([^"]+)"', other.get(draft).text)
    assert looked_at
    same = {**fact, "name": "Vẫn của tôi", "goc": looked_at[1], "so": "0"}
    corrected = change(other, draft, "sua", lan=seen, **same)
    assert corrected.status_code == 409
    assert ">Vẫn của tôi</textarea>" in corrected.text


def test_a_staff_member_of_another_place_finds_nothing(
    editor: TestClient, approver: TestClient, console: Console
) -> None:
    draft = draft_of(editor, upload(editor))
    other = console(Role.EDITOR, Role.APPROVER, name="hoa", places=("Hà Nội",))
    assert other.get(draft).status_code == 404
    assert publish(approver, draft).status_code == 303
    for path in ("ho-so/a", "ho-so/a/ban/1", "ho-so/a/khac?tu=1&den=1"):
        assert other.get(f"{LIST}/{path}").status_code == 404
        assert approver.get(f"{LIST}/{path}").status_code == 200
    for path in ("ho-so/a/sua", "ho-so/a/thu-hoi", "ho-so/a/tro-lai"):
        data = {"ly-do": "x", "ban": "1"}
        assert other.post(f"{LIST}/{path}", data=data).status_code == 404
    assert "ho-so/a" not in other.get(LIST).text


@pytest.mark.parametrize(
    "path",
    ["ban-thao/99", "ho-so/khong-co", "ho-so/a/ban/9", "tep/99", "ban-thao/99/trang/1", "ban-thao/99/khac"],
)  # fmt: skip
def test_what_is_not_there_is_said_not_to_be(console: Console, path: str) -> None:
    assert console(*Role).get(f"{LIST}/{path}").status_code == 404
