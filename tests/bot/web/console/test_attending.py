"""The desk over HTTP: a person of the web page, and of each app, is answered by staff."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from sqlalchemy import select
from starlette.testclient import TestClient

from bot.accounts.accounts import Accounts
from bot.accounts.audit import AuditTrail
from bot.accounts.model import Role
from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.handover import notices, wording
from bot.handover.parameters import MAX_OPEN_OF_ADDRESS
from bot.pictures import notices as picture_notices
from bot.pictures.picture_reader import PNG
from bot.settings import Settings, read_settings
from bot.storage.opening import open_conversations
from bot.storage.tables import HANDOVERS
from indexer.pipeline import index_source
from knowledge.library import Library
from tests.bot.channels.harness import (
    APP,
    BOT_HEADER,
    BOT_SECRET,
    OA_SECRET,
    TELEGRAM_HEADER,
    TELEGRAM_SECRET,
    bot_event,
)
from tests.bot.web.conftest import ANSWER
from tests.peers import telegram as tg
from tests.peers import zalo as za
from tests.peers.serving import served
from tests.staff import ALWAYS, DESK, StaffClient, signed_in
from tests.waiting import until

HOSTILE = "<script>alert(1)</script> & số 0912345678"
TEXT = "Kế hoạch thi đua huyện Lục Nam năm 2024\n\nTỷ lệ che phủ rừng đạt 41%.\n"


@contextmanager
def assistant(library: Library, folder: Path, **more: str) -> Iterator[tuple[TestClient, Settings]]:
    """An assistant with staff at any hour."""
    settings = read_settings({"THIDUA_VAR": str(folder), **ALWAYS, **more})
    dialogue = ScriptedDialogue({"chủ đề": ANSWER})
    with TestClient(create_app(settings, library, dialogue), follow_redirects=False) as client:
        yield client, settings


@pytest.fixture
def web(library: Library, tmp_path: Path) -> Iterator[tuple[TestClient, Settings]]:
    path = tmp_path / "luc-nam.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert index_source(library, path).state == "indexed"
    with assistant(library, tmp_path / "var") as running:
        yield running


def say(client: TestClient, text: str, conversation: str = "c") -> list[dict[str, Any]]:
    body = {"conversation": conversation, "text": text}
    return client.post("/api/messages", json=body).json()["answers"]


def news(client: TestClient, after: int = 0, conversation: str = "c") -> dict[str, Any]:
    return client.get(f"/api/conversations/{conversation}/messages?after={after}").json()


def test_a_person_of_the_web_page_is_answered_and_given_back(
    web: tuple[TestClient, Settings],
) -> None:
    client, settings = web
    hoa, nam = (
        StaffClient(client, signed_in(settings, name, shown))
        for name, shown in (("hoa", "Trần Thị Hoa"), ("nam", "Lê Nam"))
    )
    (consent,) = say(client, "cho toi gap can bo")
    assert [button["title"] for button in consent["buttons"]] == [
        notices.AGREE_TITLE, notices.MASKED_TITLE, notices.STOP_TITLE,
    ]  # fmt: skip
    assert say(client, wording.AGREE)[0]["about"] == {"handover": "waiting"}
    say(client, HOSTILE)
    assert "1 người đang chờ" in hoa.get("/chuong").text
    assert hoa.get("/chuong?da=1").status_code == 204
    (number,) = hoa.waiting()
    shown = hoa.get(f"/{number}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; số •••" in shown
    assert "<script>alert" not in shown
    assert hoa.take(number)
    assert not nam.take(number)
    assert "Trần Thị Hoa đang trả lời" in nam.get(f"/{number}").text
    assert "alert(1)" not in nam.get(f"/{number}").text
    assert say(client, HOSTILE) == []
    assert "số 0912345678" in hoa.get(f"/{number}").text
    assert nam.answer(number, "Tôi nữa") == 409
    assert hoa.post(f"/{number}/dang-go").status_code == 204
    assert hoa.answer(number, HOSTILE) == 303
    found = news(client)
    assert [line["author"] for line in found["lines"]] == ["notice", "staff"]
    assert (found["lines"][1]["name"], found["lines"][1]["text"]) == ("Trần Thị Hoa", HOSTILE)
    assert hoa.give_back(number)
    last = news(client, found["lines"][1]["id"])
    assert ([line["text"] for line in last["lines"]], last["state"]) == (
        [notices.GIVEN_BACK],
        "ended",
    )
    assert say(client, "chủ đề")[0]["text"] == ANSWER.text
    assert hoa.waiting() == []
    # A second page of theirs, open since before, tells who answers now, whatever is done there.
    now_answers = "Trần Thị Hoa đã trả cuộc trò chuyện này cho trợ lý; trợ lý tự động trả lời tiếp."
    assert now_answers in hoa.get(f"/{number}/loi?da=cu").text
    for path, typed in (("tra-loi", {"loi": "còn nữa"}), ("tra-lai", {}), ("nhan", {})):
        late = hoa.post(f"/{number}/{path}", **typed)
        assert (late.status_code, now_answers in late.text) == (409, True)
    # And a second page of the person's tells it to them, once.
    (told,) = news(client, found["lines"][1]["id"])["lines"]
    assert "trợ lý tự động trả lời" in told["text"]


def test_who_reads_what_a_colleague_was_told_stands_in_the_audit_trail(
    web: tuple[TestClient, Settings],
) -> None:
    client, settings = web
    hoa, nam = (StaffClient(client, signed_in(settings, name)) for name in ("hoa", "nam"))
    chief = StaffClient(client, signed_in(settings, "truong"))
    with closing(open_conversations(settings)) as database:
        Accounts(database).change("truong", "truong", [Role.ATTENDANT, Role.ADMINISTRATOR], [])
    say(client, wording.ASK)
    say(client, wording.AGREE)
    assert hoa.take(1)
    say(client, "Số tôi là 0912345678")
    assert "0912345678" not in chief.get("/1").text
    assert hoa.give_back(1)
    assert "0912345678" in hoa.get("/1").text
    assert "0912345678" in chief.get("/1").text
    for path in ("/1", "/1/loi"):
        page = nam.get(path).text
        assert "0912345678" not in page
        assert "được che với anh/chị" in page
    with closing(open_conversations(settings)) as database:
        entries = AuditTrail(database).entries()
    read = sorted((one.who, one.action) for one in entries if "read" in one.action)
    assert read == [
        ("nam", "handover read masked"), ("nam", "handover read masked"), ("truong", "handover read"),
    ]  # fmt: skip


def test_a_passage_is_searched_for_and_sent_as_a_source(web: tuple[TestClient, Settings]) -> None:
    client, settings = web
    hoa = StaffClient(client, signed_in(settings, "hoa"))
    say(client, wording.ASK)
    say(client, wording.AGREE)
    (number,) = hoa.waiting()
    hoa.take(number)
    page = hoa.post(f"/{number}/tra-loi", viec="tim", tim="che phủ rừng", loi="Đang viết dở").text
    assert "Đang viết dở" in page
    assert "Tỷ lệ che phủ rừng đạt 41%." in page
    shown = html.document_fromstring(page)
    key = shown.xpath("//input[@name='nguon'][contains(.., '41%')]/@value")[0]
    assert hoa.answer(number, "Xem kế hoạch", nguon=[key]) == 303
    (source,) = news(client)["lines"][-1]["sources"]
    assert source["url"].startswith("/documents/luc-nam#p")
    assert "41%" in source["quote"]
    assert (
        client.get(
            f"/documents/{source['url'].partition('/documents/')[2].partition('#')[0]}"
        ).status_code
        == 200
    )
    # What was typed is not lost with a passage that has changed since.
    changed = key.replace("luc-nam", "khong-co")
    refused = hoa.post(f"/{number}/tra-loi", loi="Lời đã gõ", khoa="k", nguon=[key, changed])
    assert (refused.status_code, "không còn trong kho" in refused.text) == (409, True)
    shown = html.document_fromstring(refused.text)
    assert shown.xpath("//input[@name='nguon'][@checked]/@value") == [key]
    assert "Lời đã gõ" in refused.text


@pytest.mark.parametrize("path", ["", "/loi", "/nhan", "/tra-loi", "/tra-lai", "/dang-go"])
def test_a_conversation_that_is_not_there_is_said_not_to_be(
    web: tuple[TestClient, Settings], path: str
) -> None:
    client, settings = web
    hoa = StaffClient(client, signed_in(settings, "hoa"))
    response = (
        hoa.get(f"/7{path}") if path in ("", "/loi") else hoa.post(f"/7{path}", loi="a", khoa="k")
    )
    assert response.status_code in (200, 204, 404)
    assert "Traceback" not in response.text
    assert (response.status_code == 204) == (path == "/dang-go")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("c/messages", 200),
        ("c/messages?after=99999999999999999999999", 400),
        ("c/messages?after=-1", 400),
        ("c/messages?after=x", 400),
        ("c/messages?after=4611686018427387904", 200),
        ("c%20d/messages", 400),
        ("x" * 129 + "/messages", 400),
    ],
)
def test_what_the_page_asks_for_is_checked(
    web: tuple[TestClient, Settings], path: str, status: int
) -> None:
    response = web[0].get(f"/api/conversations/{path}")
    assert response.status_code == status
    if status == 200:
        assert response.json() == {"state": "none", "is_typing": False, "lines": [], "again": 0}


def test_a_vote_against_the_second_answer_brings_an_offer(web: tuple[TestClient, Settings]) -> None:
    client, _ = web
    vote = {
        "conversation": "c",
        "vote": "down",
        "question": "chủ đề",
        "answer": "A",
        "status": "answered",
    }
    say(client, "gì thế")
    say(client, "chủ đề")
    assert client.post("/api/feedback", json={**vote, "vote": "up"}).json()["offer"] is None
    offer = client.post("/api/feedback", json={**vote, "answer": "B"}).json()["offer"]
    assert offer == {"title": notices.OFFER, "payload": wording.ASK}


def test_smileys_go_to_staff_and_not_to_the_assistant(web: tuple[TestClient, Settings]) -> None:
    client, settings = web
    hoa = StaffClient(client, signed_in(settings, "hoa"))
    say(client, wording.ASK)
    say(client, wording.AGREE)
    hoa.take(hoa.waiting()[0])
    assert say(client, "🙂") == []
    assert "🙂" in hoa.get(f"/{1}").text


def test_a_picture_that_comes_while_staff_attend_is_told_of_and_not_read(
    web: tuple[TestClient, Settings],
) -> None:
    client, settings = web
    hoa = StaffClient(client, signed_in(settings, "hoa"))

    def show(text: str) -> list[str]:
        query = {"conversation": "c", "text": text, "id": f"q{len(text)}"}
        response = client.post("/api/pictures", params=query, content=PNG + b"broken")
        return [answer["text"] for answer in response.json()["answers"]]

    say(client, wording.ASK)
    say(client, wording.AGREE)
    assert show("") == [notices.PICTURE_KEPT.format(place=notices.FIRST)]
    (number,) = hoa.waiting()
    hoa.take(number)
    assert show("Văn bản này còn hiệu lực không?") == [notices.PICTURE_NOT_SEEN]
    shown = hoa.get(f"/{number}").text
    assert shown.count(notices.PICTURE) == 2
    assert "Văn bản này còn hiệu lực không?" in shown
    assert hoa.give_back(number)
    assert show("a") == [picture_notices.BROKEN]


def test_one_address_does_not_fill_the_queue(web: tuple[TestClient, Settings]) -> None:
    client, settings = web
    hoa = StaffClient(client, signed_in(settings, "hoa"))
    for number in range(MAX_OPEN_OF_ADDRESS):
        (consent,) = say(client, wording.ASK, f"c{number}")
        assert consent["text"] == notices.CONSENT
    assert say(client, wording.ASK, "more")[0]["text"] == notices.CROWDED
    # It is an address that is bounded: somebody else's is another.
    other = TestClient(client.app, client=("192.0.2.7", 50000))
    assert say(other, wording.ASK, "else")[0]["text"] == notices.CONSENT
    say(client, wording.STOP, "c0")
    assert say(client, wording.ASK, "more")[0]["text"] == notices.CONSENT
    say(client, wording.AGREE, "more")
    assert len(hoa.waiting()) == 1
    with closing(open_conversations(settings)) as database:
        kept = [row.address for row in database.rows(select(HANDOVERS.c.address))]
    assert not any("testclient" in address or "192.0.2.7" in address for address in kept)


class AppPerson:
    """Someone who writes through an app, and what they were sent."""

    def __init__(
        self, post: Callable[[str, int, str], Any], texts: Callable[[], list[str]], name: str
    ) -> None:
        self._post, self.texts, self.name, self._count = post, texts, name, 0

    def say(self, text: str, picture: str = "") -> None:
        """Say something, with a picture where one is named; the app delivers it until it is taken."""
        self._count += 1
        until(lambda: self._post(text, self._count, picture).status_code == 200)

    def expect(self, text: str) -> None:
        """Wait until they were sent something."""
        until(lambda: any(text in sent for sent in self.texts()))


@contextmanager
def person_of(
    app: str, library: Library, folder: Path
) -> Iterator[tuple[AppPerson, TestClient, Settings]]:
    with ExitStack() as stack:
        telegram, zalo = tg.Telegram(), za.Zalo()
        peer = tg.app_of(telegram) if app == "telegram" else za.app_of(zalo)
        api = stack.enter_context(served(peer))
        environment = {
            "telegram": {"TELEGRAM_TOKEN": "1:a", "TELEGRAM_SECRET": TELEGRAM_SECRET, "TELEGRAM_API": api},
            "zalo": {
                "ZALO_APP_ID": APP, "ZALO_APP_SECRET": "app", "ZALO_OA_SECRET": OA_SECRET,
                "ZALO_REFRESH_TOKEN": "r0", "ZALO_API": api, "ZALO_OAUTH": api,
            },
            "zalo-bot": {"ZALO_BOT_TOKEN": "1:a", "ZALO_BOT_SECRET": BOT_SECRET, "ZALO_BOT_API": api},
        }[app]  # fmt: skip
        variables = {f"THIDUA_{name}": value for name, value in environment.items()}
        client, settings = stack.enter_context(assistant(library, folder, **variables))

        def post(text: str, number: int, picture: str) -> Any:
            if app == "telegram":
                headers = {TELEGRAM_HEADER: TELEGRAM_SECRET}
                more = tg.photo(picture, text) if picture else {}
                update = tg.update(number, "" if picture else text, **more)
                return client.post("/channels/telegram", content=tg.body(update), headers=headers)
            if app == "zalo":
                message: dict[str, Any] = {"text": text, "msg_id": f"m{number}"}
                if picture:
                    message["attachments"] = za.image(f"{api}/pictures/{picture}")
                kind = "user_send_image" if picture else "user_send_text"
                raw, headers = za.signed(za.event(kind, "7", message=message), OA_SECRET)
                return client.post("/channels/zalo", content=raw, headers=headers)
            event = bot_event(str(number), text, "7")
            return client.post("/channels/zalo-bot", json=event, headers={BOT_HEADER: BOT_SECRET})

        def texts() -> list[str]:
            if app == "zalo":
                return [sent["message"]["text"] for sent in zalo.sent]
            return [
                str(sent["text"]) for sent in (telegram.sent if app == "telegram" else zalo.sent)
            ]

        yield AppPerson(post, texts, app), client, settings


@pytest.mark.parametrize("app", ["telegram", "zalo", "zalo-bot"])
def test_a_person_of_an_app_is_answered_there(app: str, library: Library, tmp_path: Path) -> None:
    with person_of(app, library, tmp_path) as (person, client, settings):
        hoa = StaffClient(client, signed_in(settings, "hoa", "Trần Thị Hoa"))
        person.say("Cho tôi gặp cán bộ")
        person.expect("Anh/chị có đồng ý")
        # By the number of the choice, where the app has no buttons.
        person.say("1")
        person.expect(notices.FIRST)
        (number,) = hoa.waiting()
        assert "đồng ý lúc" in hoa.get(f"/{number}").text
        assert hoa.take(number)
        person.expect("Trần Thị Hoa đã nhận")
        person.say("Số tôi là 0912345678")
        until(lambda: "0912345678" in hoa.get(f"/{number}").text)
        said = len(person.texts())
        for text in ("Một", "Hai", "Ba"):
            assert hoa.answer(number, f"{text}: hồ sơ") == 303
        person.expect("Ba: hồ sơ")
        assert [text.split(":")[0] for text in person.texts()[said:]] == ["Một", "Hai", "Ba"]
        until(lambda: hoa.get(f"/{number}").text.count("đã gửi") == 4)
        if app == "zalo":
            seen = {**za.event("user_seen_message", "oa"), "recipient": {"id": "7"}}
            raw, headers = za.signed({**seen, "message": {"msg_ids": ["1"]}}, OA_SECRET)
            assert client.post("/channels/zalo", content=raw, headers=headers).status_code == 200
            until(lambda: hoa.get(f"/{number}").text.count("đã xem") == 4)
            assert "Zalo cho trả lời miễn phí thêm" in hoa.get(f"/{number}").text
        person.say("Thôi")
        person.expect(notices.STOPPED)
        person.say("chủ đề")
        person.expect(ANSWER.text)
        person.say("Xóa dữ liệu của tôi")
        person.expect("Tôi đã xóa")
        assert hoa.get(f"/{number}").status_code == 404


@pytest.mark.parametrize("app", ["telegram", "zalo"])
def test_a_picture_of_an_app_is_not_fetched_while_staff_attend(
    app: str, library: Library, tmp_path: Path
) -> None:
    with person_of(app, library, tmp_path) as (person, client, settings):
        hoa = StaffClient(client, signed_in(settings, "hoa", "Trần Thị Hoa"))
        person.say(wording.ASK)
        person.say(wording.AGREE)
        person.expect(notices.FIRST)
        (number,) = hoa.waiting()
        hoa.take(number)
        person.expect("Trần Thị Hoa đã nhận")
        # The app has no such picture: whoever fetched it would be refused.
        person.say("Còn hiệu lực không?", picture="gone.jpg")
        person.expect(notices.PICTURE_NOT_SEEN)
        shown = hoa.get(f"/{number}").text
        assert notices.PICTURE in shown
        assert "Còn hiệu lực không?" in shown
        person.say("Thôi")
        person.expect(notices.STOPPED)
        person.say("", picture="gone.jpg")
        person.expect(picture_notices.NOT_FETCHED)


def test_staff_who_write_in_zalo_itself_take_the_person_out_of_the_queue(
    library: Library, tmp_path: Path
) -> None:
    with person_of("zalo", library, tmp_path) as (person, client, settings):
        hoa = StaffClient(client, signed_in(settings, "hoa"))
        person.say(wording.ASK)
        person.say(wording.AGREE)
        person.expect(notices.FIRST)
        assert len(hoa.waiting()) == 1
        echo = za.event("oa_send_text", message={"text": "Để tôi", "msg_id": "e1"})
        event = {**echo, "sender": {"id": "oa", "admin_id": "9"}, "recipient": {"id": "7"}}
        raw, headers = za.signed(event, OA_SECRET)
        assert client.post("/channels/zalo", content=raw, headers=headers).status_code == 200
        assert hoa.waiting() == []
        assert "ngay trong ứng dụng" in client.get(f"{DESK}/1", headers=hoa._headers).text
