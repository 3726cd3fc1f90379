"""Open questions and the office's own answers in the console: seen, written, approved, taken back."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from bot.accounts.audit import AuditTrail
from bot.accounts.model import Role
from bot.operations.feedback import Feedback, FeedbackLog
from bot.operations.turn_journal import TurnJournal, TurnRecord
from bot.settings import Settings
from bot.storage.opening import open_conversations
from bot.vietnam_time import today
from database import Database
from knowledge.language import fold
from knowledge.library import Library
from knowledge.model import Document, Passage, Subject
from tests.bot.web.console.conftest import Console

QUESTIONS, ANSWERS = "/quan-tri/cau-hoi", "/quan-tri/cau-hoi/tra-loi"
ASKED = "Hồ sơ khen thưởng nộp ở phòng nào?"
TEXT = "Hồ sơ khen thưởng nộp tại phòng 203."
HOSTILE = "<script>alert(1)</script>"
TODAY = today()


@pytest.fixture
def database(own: Settings) -> Iterator[Database]:
    with closing(open_conversations(own)) as database:
        yield database


@pytest.fixture
def library(library: Library) -> Library:
    """A library with one document."""
    document = Document("ke-hoach", "Kế hoạch", text=TEXT, number="1/KH-UBND")
    library.add(document, [Passage("ke-hoach", 0, 0, len(TEXT), "paragraph", TEXT)], [])
    return library


@pytest.fixture
def editor(console: Console) -> TestClient:
    return console(Role.EDITOR, name="an")


@pytest.fixture
def approver(console: Console) -> TestClient:
    return console(Role.APPROVER, name="binh")


def turn(question: str, place: str = "", days: float = 1, status: str = "not_found") -> TurnRecord:
    at = time.time() - days * 86_400
    return TurnRecord(at, "t", "c", "web", status, "", place, 0.1, question)


def wrong(question: str, answer: str = "đáp", vote: str = "down") -> Feedback:
    return Feedback("c", vote, "", question, answer, "answered")


def passage_key(page: str) -> str:
    match = re.search(r'name="nguon" value="([^"]+)"', page)
    assert match
    return match[1]


def fields(editor: TestClient, **changes: object) -> dict[str, object]:
    """Return what the form of a new answer sends, filled for ASKED."""
    page = editor.post(ANSWERS, data={"cach-hoi": ASKED, "viec": "tim", "tim": ASKED}).text
    return {
        "cach-hoi": ASKED,
        "tra-loi": "Anh/chị nộp tại phòng 203.",
        "nguon": [passage_key(page)],
        "het-han": str(TODAY + timedelta(days=365)),
        **changes,
    }


def save(editor: TestClient, **changes: object) -> str:
    """Keep a new answer; return its page."""
    response = editor.post(ANSWERS, data=fields(editor, **changes))
    assert response.status_code == 303, response.text
    return str(response.headers["location"])


def decide(client: TestClient, page: str, what: str) -> int:
    """Approve or withdraw an answer by the form on its page."""
    match = re.search(r'name="ban" value="(\d+)"', client.get(page).text)
    data = {"ban": match[1] if match else "0"}
    return client.post(f"{page}/{what}", data=data).status_code


def told(library: Library) -> str:
    return library.answer(ASKED, Subject(), TODAY)[0].text


def test_what_was_asked_in_vain_stands_together(console: Console, database: Database) -> None:
    journal, votes = TurnJournal(database), FeedbackLog(database)
    for record in (
        turn(ASKED, "Bắc Giang", days=2),
        turn("ho so khen thuong nop o phong nao", "Bắc Giang"),
        turn("Chủ đề của Cà Mau?", "Cà Mau", status="nearest"),
        turn("Đã trả lời rồi", status="answered"),
        turn("Câu cũ quá rồi đấy", days=40),
    ):
        journal.add(record)
    votes.add(wrong(f"{ASKED} "))
    votes.add(wrong("Câu được khen", vote="up"))
    page = console(Role.VIEWER).get(QUESTIONS).text
    rows = re.findall(r"<tr>\s*<th scope=\"row\".*?</tr>", page, re.DOTALL)
    assert len(rows) == 2
    first = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", rows[0]))
    assert ASKED in first
    assert "2 1 Bắc Giang (2)" in first
    assert "Cà Mau" in rows[1]
    # Who only reads is offered nothing to write.
    assert "soan" not in page


@pytest.mark.parametrize(
    ("asked_of", "places", "expected"),
    [
        (("Cà Mau", "Bắc Giang", "Bắc Giang"), (), "Bắc Giang"),
        (("Bắc Giang",), ("Bắc Giang", "An Giang"), "Bắc Giang"),
        (("", ""), (), ""),
        (("",), ("Bắc Giang",), "Bắc Giang"),
    ],
)
def test_the_form_of_a_group_holds_the_place_that_was_asked_about(
    console: Console,
    database: Database,
    asked_of: tuple[str, ...],
    places: tuple[str, ...],
    expected: str,
) -> None:
    for place in asked_of:
        TurnJournal(database).add(turn(ASKED, place))
    client = console(Role.EDITOR, name="an", places=places)
    link = re.search(rf'href="({QUESTIONS}/soan\?nhom=\w+)"', client.get(QUESTIONS).text)
    assert link
    page = client.get(link[1]).text
    assert f'<textarea id="noi" name="noi" rows="2">{expected}</textarea>' in page


def test_an_office_sees_what_was_asked_of_its_places(console: Console, database: Database) -> None:
    journal, votes = TurnJournal(database), FeedbackLog(database)
    journal.add(turn("Ai phát động ở đó?", "Bắc Giang"))
    journal.add(turn("Chủ đề năm 2026 là gì?", "Cà Mau"))
    journal.add(turn("Gửi hồ sơ qua mạng được không?"))
    votes.add(wrong("Cà Mau có mấy khối thi đua?"))
    votes.add(wrong("Bắc Giang có mấy cụm thi đua?"))
    office, all_places = (
        console(Role.VIEWER, name=name, places=places).get(QUESTIONS).text
        for name, places in (("bg", ("Bắc Giang",)), ("moi-noi", ()))
    )
    for words in ("Ai phát động", "qua mạng", "Bắc Giang có mấy cụm"):
        assert words in office
        assert words in all_places
    for words in ("Chủ đề năm 2026", "Cà Mau"):
        assert words not in office
        assert words in all_places


def test_a_question_becomes_an_answer_in_two_clicks_and_one_approval(
    editor: TestClient, approver: TestClient, database: Database, library: Library
) -> None:
    TurnJournal(database).add(turn(ASKED))
    link = re.search(rf'href="({QUESTIONS}/soan\?nhom=\w+)"', editor.get(QUESTIONS).text)
    assert link
    form = editor.get(link[1]).text
    assert f">{ASKED}</textarea>" in form
    assert TEXT in form
    data = {
        "ban": "0",
        "cach-hoi": ASKED,
        "tra-loi": "Anh/chị nộp tại phòng 203.",
        "nguon": passage_key(form),
        "tu-ngay": str(TODAY),
        "het-han": str(TODAY + timedelta(days=365)),
    }
    page = editor.post(ANSWERS, data=data).headers["location"]
    assert "bản nháp" in editor.get(QUESTIONS).text
    assert "phòng 203" not in told(library).split("\n")[0]
    assert decide(editor, page, "duyet") == 403
    assert decide(approver, page, "duyet") == 303
    assert told(library).startswith(
        f"Anh/chị nộp tại phòng 203.\n\n(Câu trả lời của cơ quan, Họ tên binh, ngày {TODAY:%d/%m/%Y})"
    )
    assert decide(approver, page, "rut") == 303
    assert "Câu trả lời của cơ quan" not in told(library)
    trail = [(one.who, one.action) for one in reversed(AuditTrail(database).entries())]
    assert trail == [
        ("an", "answer saved"),
        ("binh", "answer approved"),
        ("binh", "answer withdrawn"),
    ]
    (_, change, _) = AuditTrail(database).entries()
    assert (change.before["trạng thái"], change.after["trạng thái"]) == ("bản nháp", "đã duyệt")


def test_what_somebody_asked_does_not_stay_in_the_audit_trail(
    editor: TestClient, approver: TestClient, database: Database
) -> None:
    name = "Nguyễn Văn Khánh"
    TurnJournal(database).add(turn(f"Hồ sơ của {name} nộp ở phòng nào?"))
    link = re.search(rf'href="({QUESTIONS}/soan\?nhom=\w+)"', editor.get(QUESTIONS).text)
    assert link
    form = editor.get(link[1]).text
    assert name in form
    assert "phải bỏ tên người" in form
    page = save(editor, **{"cach-hoi": f"Hồ sơ của {name} nộp ở phòng nào?"})
    decide(approver, page, "duyet")
    decide(approver, page, "rut")
    trail = AuditTrail(database).entries()
    assert [one.action for one in trail] == ["answer withdrawn", "answer approved", "answer saved"]
    assert trail[-1].after["số cách hỏi"] == 1
    assert "khanh" not in fold(str(trail))


def test_who_wrote_it_does_not_approve_it(console: Console, approver: TestClient) -> None:
    both = console(Role.EDITOR, Role.APPROVER, name="ca-hai")
    page = save(both)
    response = both.post(f"{page}/duyet", data={"ban": "2"})
    assert response.status_code == 400
    assert "người khác" in response.text
    assert decide(approver, page, "duyet") == 303


def test_an_edit_is_to_be_approved_again(
    editor: TestClient, approver: TestClient, library: Library
) -> None:
    page = save(editor)
    decide(approver, page, "duyet")
    form = editor.get(f"{page}/sua").text
    assert "checked" in form
    match = re.search(r'name="ban" value="(\d+)"', form)
    assert match
    data = fields(editor, **{"ban": match[1], "tra-loi": "Nay ở phòng 305."})
    assert editor.post(f"{page}/sua", data=data).status_code == 303
    assert "203, Sở" not in told(library)
    # Who has the older page open changes nothing.
    again = editor.post(f"{page}/sua", data=data)
    assert again.status_code == 400
    assert "vừa sửa" in again.text
    assert "Nay ở phòng 305." in again.text
    decide(approver, page, "duyet")
    assert "Nay ở phòng 305." in told(library)


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"tra-loi": ""}, 400, "phải có lời"),
        ({"cach-hoi": ""}, 400, "cách hỏi"),
        ({"nguon": []}, 400, "nguồn"),
        ({"nguon": ["0123-0-5-khong-co"]}, 400, "chọn lại nguồn"),
        ({"nguon": ["x"]}, 400, "chọn lại nguồn"),
        ({"nguon": ["x-99999999999-9999999999-ke-hoach"]}, 400, "chọn lại nguồn"),
        ({"dia-chi": "javascript:alert(1)"}, 400, "http"),
        ({"dia-chi": "https://a.vn/?<script>"}, 400, "http"),
        ({"noi": "Nơi Không Có"}, 400, "Nơi Không Có"),
        ({"het-han": "mai"}, 400, "phải là một ngày"),
        ({"tra-loi": "x" * 5000}, 400, "dài quá"),
    ],
)
def test_what_cannot_be_kept_is_said(
    editor: TestClient, changes: dict[str, object], status: int, sentence: str
) -> None:
    response = editor.post(ANSWERS, data=fields(editor, **changes))
    assert response.status_code == status
    assert sentence in response.text
    assert "0" in re.findall(r"Câu trả lời: (\d+)", editor.get(ANSWERS).text)


def test_a_script_in_every_field_is_shown_as_text(editor: TestClient, database: Database) -> None:
    TurnJournal(database).add(turn(f"{HOSTILE} hỏi gì vậy", HOSTILE))
    changes = {
        "cach-hoi": f"{ASKED}\n{HOSTILE} hỏi gì",
        "tra-loi": HOSTILE,
        "co-quan": HOSTILE,
        "dia-chi": "https://a.vn/?a=1&lt;script",
        "ten-nguon": HOSTILE,
    }
    page = save(editor, **changes)
    for path in (QUESTIONS, ANSWERS, page, f"{page}/sua"):
        text = editor.get(path).text
        assert "alert(1)" in text or path == ANSWERS
        assert "<script>alert" not in text
        assert "?a=1&lt;" not in text


def test_an_office_writes_and_approves_for_its_own_places_only(
    console: Console, editor: TestClient
) -> None:
    theirs = console(Role.EDITOR, Role.APPROVER, name="bac-giang", places=("Bắc Giang",))
    for place in ("", "Cà Mau", "Bắc Giang\nCà Mau"):
        assert theirs.post(ANSWERS, data=fields(editor, noi=place)).status_code == 403
    wording = f"{ASKED}\nHồ sơ của Cà Mau nộp ở phòng nào?"
    another = theirs.post(ANSWERS, data=fields(editor, **{"noi": "Bắc Giang", "cach-hoi": wording}))
    assert another.status_code == 400
    assert "nêu Cà Mau" in another.text
    own = theirs.post(ANSWERS, data=fields(editor, noi="Bắc Giang"))
    assert own.status_code == 303
    page = save(editor, noi="Cà Mau")
    assert theirs.get(page).status_code == 403
    everywhere = save(editor)
    assert theirs.get(everywhere).status_code == 200
    assert decide(theirs, everywhere, "duyet") == 403
    assert page not in theirs.get(ANSWERS).text


def test_those_that_end_soon_or_lost_their_source_are_on_top(
    editor: TestClient, approver: TestClient, library: Library
) -> None:
    soon = save(editor, **{"het-han": str(TODAY + timedelta(days=20))})
    later = save(editor)
    for page in (soon, later):
        decide(approver, page, "duyet")
    listed = editor.get(ANSWERS).text
    assert listed.index(soon) < listed.index("<h2>Còn lại</h2>") < listed.index(f'{later}"')
    assert "sắp hết hạn" in editor.get(soon).text
    library.remove("ke-hoach")
    assert listed != editor.get(ANSWERS).text
    assert "văn bản nguồn không còn" in editor.get(later).text
    assert "Còn lại" in editor.get(ANSWERS).text


@pytest.mark.parametrize("path", ["khong-co", "khong-co/sua"])
def test_what_is_not_there_is_said_not_to_be(editor: TestClient, path: str) -> None:
    assert editor.get(f"{ANSWERS}/{path}").status_code == 400


def test_a_link_to_a_group_that_is_gone_gives_an_empty_form(editor: TestClient) -> None:
    assert 'rows="3" required></textarea>' in editor.get(f"{QUESTIONS}/soan?nhom=abc").text
