"""The tokens of a Zalo Official Account: kept on disk, replaced as a pair, refreshed by one at a time.

A refresh token works once (channels page §1.7): the new pair is on disk before it is used, or both are lost.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from bot.errors import DeliveryFailed

LOG = logging.getLogger(__name__)
OAUTH = "https://oauth.zaloapp.com"
#: Refreshed when this share of its life is over.
SHARE_OF_LIFE = 0.8
RATE_LIMIT = -32


@dataclass(frozen=True)
class TokenPair:
    """A pair of tokens: `until` is when the access token ends, `due` when it is to be refreshed (seconds since 1970)."""

    access: str
    refresh: str
    until: float
    due: float

    def __repr__(self) -> str:
        return f"Tokens(until={self.until:.0f})"


class TokenStore:
    """Gives an access token that is valid; several callers wait for one refresh."""

    def __init__(
        self,
        path: Path,
        app_id: str,
        app_secret: str,
        client: httpx.AsyncClient,
        address: str = OAUTH,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._path, self._app_id, self._app_secret = path, app_id, app_secret
        self._client, self._address, self._clock = client, address, clock
        self._lock = asyncio.Lock()
        self._tokens = _read(path)
        #: Why Zalo gives no token any more, empty while it does.
        self.ended = ""

    def begin_with(self, refresh: str) -> None:
        """Take the refresh token that the operator was given, unless a newer pair is kept already."""
        if self._tokens is None and refresh:
            self._keep(TokenPair("", refresh, 0.0, 0.0))

    @property
    def state(self) -> str:
        """Say in a few words how things stand, without the tokens."""
        if self.ended:
            return self.ended
        if self._tokens is None:
            return "chưa có refresh token"
        hours = (self._tokens.until - self._clock()) / 3600
        return f"token còn {hours:.1f} giờ" if hours > 0 else "token chờ làm mới"

    @property
    def seconds_left(self) -> float:
        """Give for how many seconds the access token is good, 0 without one."""
        return max(0.0, self._tokens.until - self._clock()) if self._tokens else 0.0

    async def access(self, worn: str = "") -> str:
        """Give a token; `worn` is one that Zalo no longer takes, so that it is refreshed once however many found out."""
        async with self._lock:
            tokens = self._tokens
            if self.ended or tokens is None:
                raise DeliveryFailed(self.ended or "no refresh token", final=True)
            if tokens.access == worn or not tokens.access or self._clock() >= tokens.due:
                tokens = await self._refreshed(tokens)
            return tokens.access

    async def _refreshed(self, tokens: TokenPair) -> TokenPair:
        form = {
            "app_id": self._app_id,
            "refresh_token": tokens.refresh,
            "grant_type": "refresh_token",
        }
        try:
            response = await self._client.post(
                f"{self._address}/v4/oa/access_token",
                data=form,
                headers={"secret_key": self._app_secret},
            )
            said = response.json()
        except (httpx.HTTPError, ValueError, RecursionError) as error:
            # The old token may still live; if not, the send tells, and the next try asks again.
            if tokens.access and self._clock() < tokens.until:
                return tokens
            raise DeliveryFailed(f"token: {type(error).__name__}") from error
        if (
            not isinstance(said, dict)
            or not said.get("access_token")
            or not said.get("refresh_token")
        ):
            code = said.get("error") if isinstance(said, dict) else None
            refused = isinstance(code, (int, str)) and re.fullmatch(r"-?\d{1,9}", str(code))
            if not refused or str(code) == str(RATE_LIMIT) or response.status_code >= 500:
                # No word of Zalo's own that the token is bad: a proxy's page, an empty answer, too many at once.
                raise DeliveryFailed("token: asked to wait")
            self.ended = f"refresh token bị từ chối ({code}): cần cấp quyền lại"
            LOG.error("zalo: %s", self.ended)
            raise DeliveryFailed(self.ended, final=True)
        life = float(said.get("expires_in", 0) or 0)
        fresh = TokenPair(
            said["access_token"],
            said["refresh_token"],
            self._clock() + life,
            self._clock() + SHARE_OF_LIFE * life,
        )
        self._keep(fresh)
        return fresh

    def _keep(self, tokens: TokenPair) -> None:
        """Replace the file at once and for good: written beside it, flushed, then renamed over it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(asdict(tokens), file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
        self._tokens = tokens


def _read(path: Path) -> TokenPair | None:
    if not path.exists():
        return None
    try:
        return TokenPair(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        LOG.error("%s cannot be read; a new refresh token is needed", path.name)
        return None
