"""The e-mail to those on duty, through a real mail server: once for each who waits, nothing of theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from pydantic import SecretStr

from bot.handover.desk import Upkeep
from bot.handover.mail import Mailer, begins_tls
from bot.ports import LOOPBACK, free_port
from bot.setting_groups.handover import MailSettings
from bot.storage.leases import OwnLeases
from tests.bot.handover.office import LEASE, Office


@dataclass
class Mailbox:
    """Keeps what a mail server takes; refuses so many first."""

    refuses: int = 0
    envelopes: list[Envelope] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuses:
            self.refuses -= 1
            return "451 try again"
        self.envelopes.append(envelope)
        return "250 OK"

    @property
    def messages(self) -> list[EmailMessage]:
        contents = [envelope.content for envelope in self.envelopes]
        return [message_from_bytes(content, policy=policy.default) for content in contents]  # type: ignore[arg-type, misc]


@contextmanager
def mail_server(mailbox: Mailbox, password: str = "") -> Iterator[str]:
    """Run a mail server; give its address."""

    def check(*arguments: object) -> AuthResult:
        given = arguments[-1]
        is_right = isinstance(given, LoginPassword) and given.password == password.encode()
        # Not handled: the server itself is to answer, 235 or 535.
        return AuthResult(success=is_right, handled=False)

    options = {"authenticator": check, "auth_require_tls": False} if password else {}
    controller = Controller(mailbox, hostname=LOOPBACK, port=free_port(), **options)
    controller.start()
    try:
        yield f"{controller.hostname}:{controller.port}"
    finally:
        controller.stop()


async def no_pause(_: float) -> None:
    await asyncio.sleep(0)


def mailer(server: str) -> Mailer:
    settings = MailSettings(
        server=SecretStr(server), sender="tro-ly@a.vn", duty=("hoa@a.vn", "nam@a.vn")
    )
    return Mailer(settings, "https://a.vn/quan-tri/truc", no_pause)


def test_those_on_duty_are_told_once_of_each_who_waits(office: Office) -> None:
    mailbox = Mailbox()
    with mail_server(mailbox) as address:
        teller = mailer(f"smtp://{address}")
        office.upkeep(teller)
        assert mailbox.messages == []
        for who in ("a", "b"):
            office.wait_for_staff(who)
            office.say("chuyện rất riêng", who)
        for _ in range(2):
            office.upkeep(teller)
        (message,) = mailbox.messages
        assert message["Subject"] == "Có 2 người đang chờ cán bộ trả lời"
        assert mailbox.envelopes[0].rcpt_tos == ["hoa@a.vn", "nam@a.vn"]
        text = message.get_content()
        assert "https://a.vn/quan-tri/truc" in text
        assert "riêng" not in text
        # One that staff left is waiting anew.
        office.take(office.handover("a").id)
        office.now += LEASE
        office.upkeep(teller)
        assert len(mailbox.messages) == 2


def test_a_server_that_asks_for_a_password_gets_it(office: Office) -> None:
    mailbox = Mailbox()
    office.wait_for_staff()
    with mail_server(mailbox, "mật/khẩu") as address:
        office.upkeep(mailer(f"smtp://truc:sai@{address}"))
        assert mailbox.messages == []
        office.upkeep(mailer(f"smtp://truc:m%E1%BA%ADt%2Fkh%E1%BA%A9u@{address}"))
    assert len(mailbox.messages) == 1


@pytest.mark.parametrize(
    ("address", "begins"),
    [
        ("smtp://a:b@mail:587", True),
        ("smtp://mail", None),
        ("smtp://a:b@127.0.0.1:25", None),
        ("smtps://a:b@mail", False),
    ],
)
def test_a_password_goes_to_another_machine_under_tls_only(
    address: str, begins: bool | None
) -> None:
    assert begins_tls(urlsplit(address)) is begins


def test_a_server_that_never_answers_keeps_nobody_from_the_queue(office: Office) -> None:
    office.wait_for_staff("waiting")
    office.take(office.wait_for_staff("left"))
    connections = 0

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await reader.read()
        writer.close()

    async def look_after() -> None:
        server = await asyncio.start_server(silent, LOOPBACK, 0)
        port = server.sockets[0].getsockname()[1]
        upkeep = Upkeep(
            office.database, office.attending, office.outgoing, office.hours,
            mailer(f"smtp://{LOOPBACK}:{port}"),
            attendants=lambda: office.attendants, leases=OwnLeases(), clock=lambda: office.now, sleep=no_pause,
        )  # fmt: skip
        running = asyncio.create_task(upkeep.run())
        while not connections:
            await asyncio.sleep(0)
        # Only now have staff gone away: the server holds on to the e-mail meanwhile.
        office.now += LEASE
        while office.handover("left").state != "waiting":
            await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        server.close()

    office.run(look_after())
    assert connections == 1


def test_what_no_server_takes_is_told_at_another_look(office: Office) -> None:
    office.wait_for_staff()
    office.upkeep(mailer(f"smtp://{LOOPBACK}:{free_port()}"))
    mailbox = Mailbox(refuses=4)
    with mail_server(mailbox) as address:
        office.upkeep(mailer(f"smtp://{address}"))
        assert mailbox.messages == []
        office.upkeep(mailer(f"smtp://{address}"))
    assert len(mailbox.messages) == 1
