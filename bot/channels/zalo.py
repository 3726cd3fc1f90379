"""A Zalo Official Account (OpenAPI v3): signed events in, customer-service messages out.

What is known of the API, and how surely, stands in docs/kenh.md.
https://developers.zalo.me/docs/official-account
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any, Protocol

import httpx

from bot.channels.channel import Channel, NameConversation
from bot.channels.parameters import (
    ZALO_MAX_BUTTONS,
    ZALO_MAX_PAYLOAD,
    ZALO_MAX_TEXT,
    ZALO_MAX_TITLE,
    ZALO_PICTURE_HOSTS,
)
from bot.channels.picture_fetching import PictureFetcher
from bot.channels.zalo_events import (
    EventSignature,
    answered_by_staff,
    is_echo,
    read_message,
    who_has_read,
)
from bot.channels.zalo_tokens import TokenStore
from bot.delivery.gateway import InboundMessage
from bot.delivery.message_parts import MessagePart, as_numbered_list
from bot.delivery.parameters import NUMBERED_LIST_LENGTH
from bot.errors import DeliveryFailed, InvalidMessage
from bot.operations.health import ComponentStatus
from bot.operations.metrics import Metrics

LOG = logging.getLogger(__name__)


class Handovers(Protocol):
    """What is noted of people who are answered by staff."""

    def mute(self, conversation: str, seconds: float) -> None:
        """Leave a conversation for a while to someone of the account who answers it."""
        ...

    def see(self, conversation: str) -> None:
        """Note that the person has read what staff wrote."""
        ...


# Zalo's error codes (docs/kenh.md): what is done about each.
REFRESH_TOKEN = {-216, -220}
TRY_AGAIN = {-32, -200}
NO_BUTTONS = {-201, -209, -233}
TELL_OPERATOR = {-204, -205, -212, -219, -223, -224, -321}


class ZaloChannel(Channel):
    """One Official Account; `handover` is for how many seconds it is left to a person who wrote."""

    name = "zalo"
    max_length = ZALO_MAX_TEXT - NUMBERED_LIST_LENGTH

    def __init__(
        self,
        signature: EventSignature,
        tokens: TokenStore,
        client: httpx.AsyncClient,
        handovers: Handovers,
        name_conversation: NameConversation,
        *,
        api: str,
        handover: float,
    ) -> None:
        self._signature, self._tokens, self._client = signature, tokens, client
        self._handovers, self._name_conversation = handovers, name_conversation
        self._pictures = PictureFetcher(client, api, ZALO_PICTURE_HOSTS)
        self._api, self._handover = api, handover
        #: Whether the account may send buttons: known to be false once Zalo has refused one.
        self._has_buttons = True

    def status(self) -> ComponentStatus:
        """Failing once Zalo gives no token any more."""
        if self._tokens.refusal:
            return ComponentStatus("failing", self._tokens.refusal)
        return ComponentStatus("ok", f"webhook; {self._tokens.summary}")

    def register_gauges(self, metrics: Metrics) -> None:
        """Show for how long the access token is good: near 0 the account falls silent."""
        metrics.register_gauge(
            "zalo_token_seconds",
            "For how long Zalo's access token is good",
            lambda: self._tokens.seconds_left,
        )

    async def webhook(self) -> str:
        """Return where the operator sets it: Zalo has no call for it."""
        return "đặt trong trang quản trị của Zalo"

    async def stop(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def read(self, headers: Mapping[str, str], body: bytes) -> list[InboundMessage]:
        """Return the message of an event; probes and unknown events hold none."""
        if body.strip() in (b"", b"{}"):
            # Zalo's probe when a webhook is set: unsigned.
            return []
        try:
            event = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise InvalidMessage("no JSON") from error
        if not isinstance(event, dict):
            raise InvalidMessage("no Zalo event")
        self._signature.verify(headers, body, event)
        if is_echo(event):
            self._hand_over(answered_by_staff(event))
            return []
        if person := who_has_read(event):
            self._handovers.see(self._name_conversation(f"zalo:{person}"))
            return []
        message = read_message(event, body, self._name_conversation)
        return [message] if message else []

    def _hand_over(self, person: str) -> None:
        """Leave a person alone to whom someone of the account has written."""
        if person:
            self._handovers.mute(self._name_conversation(f"zalo:{person}"), self._handover)

    def lasting(self, address: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the person, without the question that is quoted and the picture that was sent."""
        return {name: value for name, value in super().lasting(address).items() if name != "quote"}

    async def picture(self, address: Mapping[str, Any]) -> bytes:
        """Return a picture from where its event says that it lies."""
        return await self._pictures.fetch(address["picture"])

    async def send_text(self, address: Mapping[str, Any], text: str) -> None:
        """Send a text, quoting the question where it is known."""
        self._raise_for(await self._post(address, {"text": text}))

    async def send(self, address: Mapping[str, Any], part: MessagePart) -> None:
        """Send a part, with buttons where the account may have them."""
        if part.choices and self._has_buttons:
            code = await self._post(address, _with_buttons(part))
            if code not in NO_BUTTONS:
                return self._raise_for(code)
            LOG.warning("zalo: this OA takes no buttons (%s); numbered lists from now on", code)
            self._has_buttons = False
        return await self.send_text(address, as_numbered_list(part))

    async def _post(self, address: Mapping[str, Any], message: dict[str, Any]) -> int:
        """Send a message and return Zalo's error code.

        A token that Zalo no longer takes is replaced and the message sent once more.
        """
        if address.get("quote") and "attachment" not in message:
            message = {**message, "quote_message_id": address["quote"]}
        body = {"recipient": _recipient(address), "message": message}
        token = await self._tokens.access_token()
        code = await self._call(body, token)
        if code in REFRESH_TOKEN:
            code = await self._call(body, await self._tokens.access_token(rejected=token))
        return code

    async def _call(self, body: dict[str, Any], token: str) -> int:
        url = f"{self._api}/v3.0/oa/message/cs"
        try:
            response = await self._client.post(url, json=body, headers={"access_token": token})
            if response.status_code >= 500 or response.status_code == 429:
                raise DeliveryFailed(f"HTTP {response.status_code}")
            return int(response.json()["error"])
        except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
            # It may have gone out: sending it again could say it twice.
            raise DeliveryFailed("no answer in time", final=True) from error
        except (httpx.HTTPError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise DeliveryFailed(f"unreachable: {type(error).__name__}") from error

    @staticmethod
    def _raise_for(code: int) -> None:
        if code == 0:
            return
        if code in TELL_OPERATOR:
            LOG.error("zalo: error %s: the OA's or the app's rights need the operator", code)
        raise DeliveryFailed(f"error {code}", final=code not in TRY_AGAIN)


def _recipient(address: Mapping[str, Any]) -> dict[str, Any]:
    if "anonymous" in address:
        return {"anonymous_id": address["anonymous"], "conversation_id": address["talk"]}
    return {"user_id": address["user"]}


def _with_buttons(part: MessagePart) -> dict[str, Any]:
    buttons = [
        {
            "title": choice.title[:ZALO_MAX_TITLE],
            "type": "oa.query.show",
            "payload": choice.payload[:ZALO_MAX_PAYLOAD],
        }
        for choice in part.choices[:ZALO_MAX_BUTTONS]
    ]
    return {"text": part.text, "attachment": {"type": "template", "payload": {"buttons": buttons}}}
