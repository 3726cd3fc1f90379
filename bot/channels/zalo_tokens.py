"""The tokens of a Zalo Official Account: kept in the database, replaced in pairs, by one at a time.

A refresh token works once, so that a new pair is on disk before it is used: else both are lost.
Token rules: docs/kenh.md.
https://developers.zalo.me/docs/official-account/bat-dau/xac-thuc-va-uy-quyen-cho-ung-dung-new
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import math
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, NoReturn

import httpx
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.parameters import ACCEPT_PAUSES, TOKEN_REFRESH_SHARE
from bot.delivery.retries import retry_until_success
from bot.errors import DeliveryFailed
from bot.storage.leases import Leases
from bot.storage.tables import TOKENS
from database import Database, insert_into, reason_of

LOG = logging.getLogger(__name__)
#: Zalo's own error codes, as numbers or strings; anything else was written by something before it.
ERROR_CODE = re.compile(r"-?\d{1,9}")
RATE_LIMITED = "-32"


@dataclass(frozen=True)
class TokenPair:
    """An access token and the refresh token for the next pair.

    `until` is when the access token ends, `due` when it is to be replaced (seconds since 1970).
    `origin` is the hash of the refresh token that the operator gave, from which the pair has come;
    empty where that is not known. The names are those of the columns.
    """

    access: str
    refresh: str
    until: float
    due: float
    origin: str = ""

    def __repr__(self) -> str:
        return f"TokenPair(until={self.until:.0f})"


#: The row of the only account there is.
NAME = "zalo"
IS_ONLY = TOKENS.c.name == NAME
COLUMNS = [TOKENS.c[name] for name in ("access", "refresh", "until", "due", "origin")]


class TokenRecord:
    """The pair that is kept; its calls are short and may come from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self) -> TokenPair | None:
        """Return the pair, None before there is one."""
        rows = self._database.rows(select(*COLUMNS).where(IS_ONLY))
        return TokenPair(*rows[0]) if rows else None

    def save(self, tokens: TokenPair) -> None:
        """Replace the pair; it is on disk when this returns."""
        with self._database.writing() as connection:
            connection.execute(update(TOKENS).where(IS_ONLY).values(asdict(tokens)))

    def begin(self, tokens: TokenPair) -> None:
        """Begin with a pair, unless what is kept has come from it or its origin is not known.

        In one step: another process may have begun with it, and replaced it, a moment before.
        """
        row = asdict(tokens)
        with self._database.writing() as connection:
            unknown = update(TOKENS).where(IS_ONLY, TOKENS.c.origin == "")
            connection.execute(unknown.values(origin=tokens.origin))
            new = insert_into(connection, TOKENS).values(name=NAME, **row)
            is_other = TOKENS.c.origin != tokens.origin
            key = [TOKENS.c.name]
            connection.execute(
                new.on_conflict_do_update(index_elements=key, set_=row, where=is_other)
            )


class TokenStore:
    """Returns access tokens that are valid; several callers wait for one replacement."""

    def __init__(
        self,
        record: TokenRecord,
        leases: Leases,
        app_id: str,
        app_secret: str,
        client: httpx.AsyncClient,
        *,
        oauth: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._record, self._app_id, self._app_secret = record, app_id, app_secret
        self._client, self._oauth, self._clock = client, oauth, clock
        self._leases, self._tokens = leases, record.load()
        #: Why Zalo gives no token any more, for the operator; empty while it does.
        self.refusal = ""

    def bootstrap(self, refresh_token: str) -> None:
        """Begin with the refresh token that the operator has given, unless it was begun with.

        Where a version before this one began, what is kept counts as having come from it.
        """
        if refresh_token:
            origin = hashlib.sha256(refresh_token.encode()).hexdigest()
            self._record.begin(TokenPair("", refresh_token, 0.0, 0.0, origin))
            self._tokens = self._record.load()

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
        if self._is_good(rejected):
            return self._present().access
        try:
            async with self._leases.hold("token", NAME):
                kept = await asyncio.to_thread(self._record.load)
                if kept != self._tokens:
                    # Another assistant has replaced it, or was given a new one, meanwhile.
                    self._tokens, self.refusal = kept, ""
                if not self._is_good(rejected):
                    self._tokens = await self._replace(self._present())
                return self._present().access
        except SQLAlchemyError as error:
            raise DeliveryFailed(f"token: {reason_of(error)}") from error

    def _present(self) -> TokenPair:
        if self.refusal or self._tokens is None:
            raise DeliveryFailed(self.refusal or "no refresh token", final=True)
        return self._tokens

    def _is_good(self, rejected: str) -> bool:
        tokens = self._tokens
        if tokens is None or not tokens.access or tokens.access == rejected:
            return False
        return self._clock() < tokens.due

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
        new = replace(
            tokens,
            access=reply["access_token"],
            refresh=reply["refresh_token"],
            until=now + life,
            due=now + TOKEN_REFRESH_SHARE * life,
        )
        await self._keep(new)
        return new

    async def _keep(self, tokens: TokenPair) -> None:
        """Put a pair on disk, again and again until that is done: the one before is spent."""

        def report(error: BaseException, _: float) -> None:
            LOG.error("zalo: a pair of tokens cannot be kept: %s", reason_of(error))

        keeping = retry_until_success(ACCEPT_PAUSES, SQLAlchemyError, report)
        await keeping(asyncio.to_thread, self._record.save, tokens)

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


def _lifetime(seconds: Any) -> float:
    """Return for how many seconds a token is good, 0 where Zalo's word on it cannot be read.

    The new pair must be kept even so: the old refresh token is spent.
    """
    try:
        life = float(seconds)
    except (TypeError, ValueError):
        return 0.0
    return life if math.isfinite(life) and life > 0 else 0.0
