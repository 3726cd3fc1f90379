"""An e-mail to those on duty: that someone waits, and where to look. Nothing of what was written."""

from __future__ import annotations

import logging
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

import aiosmtplib
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt

from bot.delivery.retries import Sleep
from bot.handover.parameters import MAIL_PAUSES, MAIL_TIMEOUT, MAIL_TRIES
from bot.setting_groups.handover import MailSettings

LOG = logging.getLogger(__name__)
SUBJECT = "Có {count} người đang chờ cán bộ trả lời"
BODY = (
    "Có {count} người đang chờ cán bộ trả lời qua trợ lý thi đua, khen thưởng"
    " (kể cả lời nhắn để lại ngoài giờ).\n\n"
    "Mở trang trực để nhận: {address}\n\n"
    "Thư này được gửi tự động; nội dung trao đổi không có trong thư.\n"
)
#: This machine, as a mail server is named there.
OWN_HOSTS = ("localhost", "127.0.0.1", "::1")
#: What a server that is away, or refuses, raises in aiosmtplib.
MAIL_ERRORS = (aiosmtplib.SMTPException, OSError, ValueError)


def begins_tls(server: SplitResult) -> bool | None:
    """Whether TLS must be begun (STARTTLS); None: where it is offered.

    A password goes to another machine under TLS or not at all: who stands between could hide the
    offer.
    """
    if server.scheme == "smtps":
        return False
    return True if server.password and server.hostname not in OWN_HOSTS else None


class Mailer:
    """Sends the e-mails through the server of the settings; `desk` is the address of staff's page."""

    def __init__(self, settings: MailSettings, desk: str, sleep: Sleep) -> None:
        self._settings, self._desk, self._sleep = settings, desk, sleep

    async def tell(self, count: int) -> bool:
        """Tell those on duty how many wait; whether the server took it."""
        retrying = AsyncRetrying(
            wait=MAIL_PAUSES,
            stop=stop_after_attempt(MAIL_TRIES),
            retry=retry_if_exception_type(MAIL_ERRORS),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            await retrying(self._send, self._message(count))
        except MAIL_ERRORS as error:
            # Not its words: they name the server and whom it was told.
            LOG.error("an e-mail to those on duty was not sent: %s", type(error).__name__)
            return False
        return True

    def _message(self, count: int) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._settings.sender
        message["To"] = ", ".join(self._settings.duty)
        message["Subject"] = SUBJECT.format(count=count)
        message.set_content(BODY.format(count=count, address=self._desk))
        return message

    async def _send(self, message: EmailMessage) -> None:
        server = urlsplit(self._settings.server.get_secret_value())
        # An address that names no port has its scheme's own.
        await aiosmtplib.send(
            message,
            hostname=server.hostname,
            port=server.port,
            username=unquote(server.username) if server.username else None,
            password=unquote(server.password) if server.password else None,
            use_tls=server.scheme == "smtps",
            start_tls=begins_tls(server),
            timeout=MAIL_TIMEOUT,
        )
