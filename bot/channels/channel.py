"""The seam of a messaging app. A channel must only know how to send text.

Everything richer degrades to it: choices become a numbered list, signs of typing are left out, an
app that cannot be asked for its webhook says where it is set.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.delivery.gateway import InboundMessage
from bot.delivery.message_parts import MessagePart, as_numbered_list
from bot.errors import InvalidSetting, RefusedPicture, Unauthorized
from bot.operations.health import ComponentStatus
from bot.operations.metrics import Metrics
from bot.pictures import notices

#: Puts a message on disk; whether it is new.
Accept = Callable[[InboundMessage], Awaitable[bool]]
#: Names the conversation with someone of an app ("zalo:7") so that nobody can tell who it is.
NameConversation = Callable[[str], str]


class Channel(ABC):
    """One messaging app; the defaults are those of an app that takes text and nothing else."""

    #: The name in the inbox, in `/channels/<name>`, in settings and figures.
    name: str
    #: The length of a text that the app takes, in UTF-16 units; a numbered list must fit behind it.
    max_length: int
    #: Whether the app is asked for its messages; else it posts them.
    polling: bool = False

    @abstractmethod
    async def send_text(self, address: Mapping[str, Any], text: str) -> None:
        """Send a text. Raise DeliveryFailed where it did not go out."""

    async def send(self, address: Mapping[str, Any], part: MessagePart) -> None:
        """Send a part; its choices as a numbered list where the app has no buttons."""
        await self.send_text(address, as_numbered_list(part))

    async def typing(self, address: Mapping[str, Any]) -> None:  # noqa: B027
        """Show that an answer is being written; by default the app has no such sign."""

    def lasting(self, address: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what of an address holds beyond the message that came from it: not its picture's."""
        return {name: value for name, value in address.items() if name != "picture"}

    async def picture(self, address: Mapping[str, Any]) -> bytes:
        """Return the picture that a message came with; its address names it under "picture".

        Raise RefusedPicture where it must not or cannot be had, DeliveryFailed where the app is
        away.
        """
        raise RefusedPicture(notices.NOT_FETCHED)

    def read(self, headers: Mapping[str, str], body: bytes) -> list[InboundMessage]:
        """Return the messages in a request of the app; names of `headers` are in lower case.

        Raise Unauthorized where it does not prove to be the app's, InvalidMessage where it cannot
        be read, Overloaded where it should come again.
        """
        raise Unauthorized("this channel takes no requests")

    async def poll(self, accept: Accept) -> None:  # noqa: B027
        """Ask the app for its messages until cancelled; called only with `polling`."""

    async def start(self) -> None:  # noqa: B027
        """Connect. Raise DeliveryFailed where the app is away: it is called again then."""

    async def stop(self) -> None:  # noqa: B027
        """Close the connections."""

    async def webhook(self) -> str:
        """Return where the app posts to, in words for an operator; empty where nowhere."""
        return "đặt trong trang quản trị của ứng dụng"

    async def set_webhook(self, url: str) -> None:
        """Have the app post to an address. Raise DeliveryFailed where it refuses."""
        raise InvalidSetting(
            f"Không đặt được webhook cho {self.name}: đặt trong trang quản trị của ứng dụng."
        )

    def status(self) -> ComponentStatus:
        """Return how the channel itself stands; what the app took is known to the registry."""
        return ComponentStatus("ok", "polling" if self.polling else "webhook")

    def register_gauges(self, metrics: Metrics) -> None:  # noqa: B027
        """Add the channel's own figures to those that an operator watches."""
