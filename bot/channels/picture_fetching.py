"""A picture is fetched from its app's own hosts and from nowhere else, within limits.

Its address comes with an event, and whoever could put one there must not make this machine ask
others (SSRF): the host is looked at, a redirect is not followed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

import httpx

from bot.channels.parameters import MAX_PICTURE_FETCH_SECONDS
from bot.errors import DeliveryFailed, RefusedPicture
from bot.pictures import notices
from bot.pictures.parameters import MAX_PICTURE_BYTES

LOG = logging.getLogger(__name__)
#: Bytes as they are: what is packed could unpack to anything.
HEADERS = {"Accept-Encoding": "identity"}
TRY_LATER = 429


class PictureFetcher:
    """Fetches from an app's API server, and by https from the `hosts` and those below them."""

    def __init__(self, client: httpx.AsyncClient, api: str, hosts: Sequence[str] = ()) -> None:
        self._client, self._api, self._hosts = client, httpx.URL(api), tuple(hosts)

    async def fetch(self, address: str) -> bytes:
        """Return the bytes at an address.

        Raise RefusedPicture where they must not or cannot be had, DeliveryFailed where the app is
        away.
        """
        url = self._own_url(address)
        try:
            async with asyncio.timeout(MAX_PICTURE_FETCH_SECONDS):
                async with self._client.stream(
                    "GET", url, headers=HEADERS, follow_redirects=False
                ) as response:
                    _require_ok(response)
                    return await _read_bounded(response)
        except (httpx.HTTPError, TimeoutError) as error:
            # Without its words: they may hold the address, which may hold a token.
            raise DeliveryFailed(f"picture: {type(error).__name__}") from None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _own_url(self, address: str) -> httpx.URL:
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, TypeError):
            raise RefusedPicture(notices.NOT_FETCHED) from None
        if not self._is_own(url):
            LOG.warning("a picture on another's host was not fetched: %s", url.host)
            raise RefusedPicture(notices.NOT_FETCHED)
        return url

    def _is_own(self, url: httpx.URL) -> bool:
        if url.userinfo:
            return False
        api = self._api
        if (url.scheme, url.host, url.port) == (api.scheme, api.host, api.port):
            return True
        below = any(url.host == host or url.host.endswith(f".{host}") for host in self._hosts)
        return below and url.scheme == "https" and url.port is None


def _require_ok(response: httpx.Response) -> None:
    if response.status_code >= 500 or response.status_code == TRY_LATER:
        raise DeliveryFailed(f"picture: HTTP {response.status_code}")
    if response.status_code != httpx.codes.OK:
        raise RefusedPicture(notices.NOT_FETCHED)


async def _read_bounded(response: httpx.Response) -> bytes:
    content = bytearray()
    async for chunk in response.aiter_raw():
        content += chunk
        if len(content) > MAX_PICTURE_BYTES:
            raise RefusedPicture(notices.TOO_LARGE)
    return bytes(content)
