"""The tokens of a Zalo Official Account: kept on disk, replaced in pairs, by one at a time.

A refresh token works once, so that a new pair is on disk before it is used: else both are lost.
Token rules: docs/kenh.md.
https://developers.zalo.me/docs/official-account/bat-dau/xac-thuc-va-uy-quyen-cho-ung-dung-new
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
import os
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

import httpx

from bot.channels.parameters import TOKEN_REFRESH_SHARE
from bot.errors import DeliveryFailed

LOG = logging.getLogger(__name__)
#: Zalo's own error codes, as numbers or strings; anything else was written by something before it.
ERROR_CODE = re.compile(r"-?\d{1,9}")
RATE_LIMITED = "-32"


@dataclass(frozen=True)
class TokenPair:
    """An access token and the refresh token for the next pair.

    `until` is when the access token ends, `due` when it is to be replaced (seconds since 1970). The
    names are those in the file.
    """

    access: str
    refresh: str
    until: float
    due: float

    def __repr__(self) -> str:
        return f"TokenPair(until={self.until:.0f})"


class TokenStore:
    """Returns access tokens that are valid; several callers wait for one replacement."""

    def __init__(
        self,
        path: Path,
        app_id: str,
        app_secret: str,
        client: httpx.AsyncClient,
        *,
        oauth: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._path, self._app_id, self._app_secret = path, app_id, app_secret
        self._client, self._oauth, self._clock = client, oauth, clock
        self._lock = asyncio.Lock()
        self._tokens = _load(path)
        #: Why Zalo gives no token any more, for the operator; empty while it does.
        self.refusal = ""

    def bootstrap(self, refresh_token: str) -> None:
        """Begin with the refresh token that the operator was given, unless a pair is kept."""
        if self._tokens is None and refresh_token:
            self._save(TokenPair("", refresh_token, 0.0, 0.0))

    @property
    def summary(self) -> str:
        """How the tokens stand, in a few words for the operator and without the tokens."""
        if self.refusal:
            return self.refusal
        if self._tokens is None:
            return "chưa có refresh token"
        hours = (self._tokens.until - self._clock()) / 3600
        return f"token còn {hours:.1f} giờ" if hours > 0 else "token chờ làm mới"

    @property
    def seconds_left(self) -> float:
        """For how many seconds the access token is good; 0 without one."""
        return max(0.0, self._tokens.until - self._clock()) if self._tokens else 0.0

    async def access_token(self, rejected: str = "") -> str:
        """Return an access token, a new one where the present one is due or was `rejected`.

        However many found a token rejected, it is replaced once. Raise DeliveryFailed where there
        is none.
        """
        async with self._lock:
            tokens = self._tokens
            if self.refusal or tokens is None:
                raise DeliveryFailed(self.refusal or "no refresh token", final=True)
            is_due = not tokens.access or self._clock() >= tokens.due
            if is_due or tokens.access == rejected:
                tokens = await self._replace(tokens)
            return tokens.access

    async def _replace(self, tokens: TokenPair) -> TokenPair:
        try:
            status, reply = await self._request(tokens.refresh)
        except (httpx.HTTPError, ValueError, RecursionError) as error:
            # The old token may still be good; if not, the send says so and the next try asks again.
            if tokens.access and self._clock() < tokens.until:
                return tokens
            raise DeliveryFailed(f"token: {type(error).__name__}") from error
        if not (
            isinstance(reply, dict) and reply.get("access_token") and reply.get("refresh_token")
        ):
            self._raise_for(status, reply)
        life, now = _lifetime(reply.get("expires_in")), self._clock()
        due = now + TOKEN_REFRESH_SHARE * life
        replacement = TokenPair(reply["access_token"], reply["refresh_token"], now + life, due)
        self._save(replacement)
        return replacement

    async def _request(self, refresh_token: str) -> tuple[int, Any]:
        form = {
            "app_id": self._app_id, "refresh_token": refresh_token, "grant_type": "refresh_token",
        }  # fmt: skip
        response = await self._client.post(
            f"{self._oauth}/v4/oa/access_token",
            data=form,
            headers={"secret_key": self._app_secret},
        )
        return response.status_code, response.json()

    def _raise_for(self, status: int, reply: Any) -> NoReturn:
        """Raise DeliveryFailed: for good where Zalo itself refuses the token, else to wait."""
        code = reply.get("error") if isinstance(reply, dict) else None
        is_own_code = isinstance(code, (int, str)) and ERROR_CODE.fullmatch(str(code))
        if not is_own_code or str(code) == RATE_LIMITED or status >= 500:
            # A proxy's page, an empty answer, too many at once: no word of Zalo's on the token.
            raise DeliveryFailed("token: asked to wait")
        self.refusal = f"refresh token bị từ chối ({code}): cần cấp quyền lại"
        LOG.error("zalo: %s", self.refusal)
        raise DeliveryFailed(self.refusal, final=True)

    def _save(self, tokens: TokenPair) -> None:
        """Replace the file in one step: written beside it, flushed to the disk, renamed over it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(asdict(tokens), file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)
        self._tokens = tokens


def _lifetime(seconds: Any) -> float:
    """Return for how many seconds a token is good, 0 where Zalo's word on it cannot be read.

    The new pair must be kept even so: the old refresh token is spent.
    """
    try:
        life = float(seconds)
    except (TypeError, ValueError):
        return 0.0
    return life if math.isfinite(life) and life > 0 else 0.0


def _load(path: Path) -> TokenPair | None:
    if not path.exists():
        return None
    try:
        return TokenPair(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        LOG.error("%s cannot be read; a new refresh token is needed", path.name)
        return None
