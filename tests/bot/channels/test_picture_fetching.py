"""A picture is asked of its app's own hosts alone; what else an event names is not asked at all."""

from __future__ import annotations

import asyncio
import gzip
import logging
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels import picture_fetching
from bot.channels.parameters import ZALO_PICTURE_HOSTS
from bot.channels.picture_fetching import PictureFetcher
from bot.errors import DeliveryFailed, RefusedPicture
from bot.pictures import notices
from bot.pictures.parameters import MAX_PICTURE_BYTES
from tests.bot.channels.harness import PLAN, post_bot_event, post_event, zalo, zalo_bot
from tests.peers import zalo as za
from tests.peers.serving import served

API = "https://openapi.zalo.me"


def sent(content: bytes, **headers: str) -> httpx.Response:
    """Return a response whose body comes over the line."""
    return httpx.Response(200, stream=httpx.ByteStream(content), headers=headers)


def fetch(
    address: Any, answer: httpx.Response | Exception | None = None
) -> tuple[bytes, list[str]]:
    """Fetch from a web in which every address gives one answer; return it and who was asked."""
    asked: list[str] = []

    def web(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        if isinstance(answer, Exception):
            raise answer
        return answer or sent(PLAN)

    async def scene() -> bytes:
        async with httpx.AsyncClient(transport=httpx.MockTransport(web)) as client:
            return await PictureFetcher(client, API, ZALO_PICTURE_HOSTS).fetch(address)

    return asyncio.run(scene()), asked


@pytest.mark.parametrize(
    "address",
    [
        "https://photo-stal-24.zdn.vn/jpg/1.jpg",
        "https://f59-zpg-r.ZDN.vn/1/2.jpg",
        "https://zdn.vn/1.jpg",
        "https://openapi.zalo.me/1.jpg",
    ],
)
def test_the_apps_own_hosts_are_asked(address: str) -> None:
    content, asked = fetch(address)
    assert content == PLAN
    assert len(asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://photo.zdn.vn/1.jpg", "https://photo.zdn.vn:8443/1.jpg", "https://evilzdn.vn/1.jpg", "https://zdn.vn.evil.com/1.jpg",
        "https://user@photo.zdn.vn/1.jpg", "https://photo.zdn.vn@evil.com/1.jpg", "https://photo.zdn.vn\\@evil.com/1.jpg",
        "https://evil.com/photo.zdn.vn", "https://evil.com#.zdn.vn", "https://evil.com?.zdn.vn", "https://zdn.vn%2eevil.com/", "//photo.zdn.vn/1.jpg",
        "http://127.0.0.1:8000/metrics", "http://[::1]/", "http://169.254.169.254/latest/meta-data", "http://openapi.zalo.me/1.jpg",
        "file:///etc/passwd", "ftp://photo.zdn.vn/1.jpg", "data:image/png;base64,AAAA", "", "x" * 2000, "https://", "\x00", "https://photo.zdn.vn:99999/1.jpg",
    ],
)  # fmt: skip
def test_no_one_else_is_asked(address: str) -> None:
    asked: list[str] = []

    def web(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, content=PLAN)

    async def scene() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(web)) as client:
            with pytest.raises(RefusedPicture, match="không tải được"):
                await PictureFetcher(client, API, ZALO_PICTURE_HOSTS).fetch(address)

    asyncio.run(scene())
    assert asked == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(302, headers={"Location": "http://127.0.0.1/"}), RefusedPicture),
        (httpx.Response(404), RefusedPicture),
        (httpx.Response(403), RefusedPicture),
        (httpx.Response(429), DeliveryFailed),
        (httpx.Response(503), DeliveryFailed),
        (httpx.ConnectError("https://token.example"), DeliveryFailed),
        (httpx.ReadTimeout("https://token.example"), DeliveryFailed),
    ],
)
def test_a_redirect_is_not_followed_and_an_app_that_is_away_is_asked_again(
    answer: httpx.Response | Exception, error: type[Exception]
) -> None:
    with pytest.raises(error) as failed:
        fetch("https://photo.zdn.vn/1.jpg", answer)
    assert "token" not in str(failed.value)


def test_what_is_too_large_or_packed_is_not_taken() -> None:
    with pytest.raises(RefusedPicture, match="lớn quá"):
        fetch("https://a.zdn.vn/1", sent(bytes(MAX_PICTURE_BYTES + 1)))
    packed = gzip.compress(bytes(50_000_000))
    content, _ = fetch("https://a.zdn.vn/1", sent(packed, **{"Content-Encoding": "gzip"}))
    assert content == packed


def test_a_server_that_trickles_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    class Trickle(httpx.AsyncByteStream):
        async def __aiter__(self) -> Any:
            yield b"a"
            await asyncio.Event().wait()

    monkeypatch.setattr(picture_fetching, "MAX_PICTURE_FETCH_SECONDS", 0.05)
    with pytest.raises(DeliveryFailed, match="TimeoutError"):
        fetch("https://a.zdn.vn/1", httpx.Response(200, stream=Trickle()))


@pytest.mark.parametrize("attachments", [None, [], [5], [{}], [{"payload": 5}], [{"payload": {"url": 5}}], {"url": "x"}])  # fmt: skip
def test_an_event_without_an_address_is_told_what_is_read(tmp_path: Path, attachments: Any) -> None:
    with zalo(tmp_path) as harness:
        message = {"msg_id": "m1", "attachments": attachments}
        assert post_event(harness, za.event("user_send_image", message=message)).status_code == 200
        harness.settle()
        assert harness.texts()[0].startswith("Tôi chỉ đọc được tin nhắn chữ và ảnh")


def test_another_host_in_a_signed_event_is_not_asked_and_the_operator_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere = za.Zalo(pictures={"a.jpg": PLAN})
    with served(za.app_of(elsewhere)) as other, zalo(tmp_path) as harness:
        message = {"msg_id": "m1", "attachments": za.image(f"{other}/pictures/a.jpg")}
        post_event(harness, za.event("user_send_image", message=message))
        harness.settle()
        assert harness.texts() == [notices.NOT_FETCHED]
        assert "another's host was not fetched: 127.0.0.1" in caplog.text
        caplog.clear()
        # Nor by a redirect of its own.
        harness.peer.moved_to = f"{other}/pictures/a.jpg"
        harness.show("2", "a.jpg")
    assert harness.texts()[1:] == [notices.NOT_FETCHED]


def test_an_app_that_was_away_is_asked_again(tmp_path: Path) -> None:
    with zalo_bot(tmp_path) as harness:
        harness.pictures["plan.jpg"] = PLAN
        harness.peer.statuses = [503]
        harness.show("1", "plan.jpg")
        assert harness.texts()[0].startswith("Trong ảnh: Kế hoạch 15.")


def test_both_names_of_a_picture_s_address_are_read(tmp_path: Path) -> None:
    with zalo_bot(tmp_path) as harness:
        harness.pictures["plan.jpg"] = PLAN
        person = {"id": "7", "is_bot": False}
        for key, name in (("1", "photo"), ("2", "photo_url")):
            address = f"{harness.registry.channels['zalo-bot']._pictures._api}/pictures/plan.jpg"  # type: ignore[attr-defined]
            message = {"from": person, "chat": {"id": "7"}, "message_id": key, name: address}
            post_bot_event(harness, {"event_name": "message.image.received", "message": message})
        harness.settle()
        assert harness.texts().count("Tóm tắt: đoàn kết.") == 2


def test_no_address_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot")
    with zalo_bot(tmp_path) as harness:
        harness.peer.statuses = [503] * 9
        harness.show("1", "secret-name.jpg")
    assert "secret-name" not in caplog.text
