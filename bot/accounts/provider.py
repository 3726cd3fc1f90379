"""The office's own provider of identities: who someone is, by OpenID Connect.

The authorization code flow with PKCE (https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth,
RFC 7636, RFC 9700). What the provider says of itself and its keys is read anew each time: people
sign in a few times a day, and a changed key counts at once.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ClaimError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from bot.accounts.parameters import CLOCK_LEEWAY, MAX_SUBJECT, PROVIDER_TIMEOUT
from bot.accounts.sign_ons import SignOn
from bot.errors import ProviderUnavailable, SignInRefused
from bot.setting_groups.sign_on import SignOnSettings

LOG = logging.getLogger(__name__)
Claims = Mapping[str, Any]
METADATA_PATH = "/.well-known/openid-configuration"
SCOPES = "openid profile email"
#: Signatures by a key that the provider alone has: neither "none" nor one by a shared secret.
ALGORITHMS = [f"{family}{bits}" for family in ("RS", "PS", "ES") for bits in (256, 384, 512)]
AWAY = "Hệ thống đăng nhập của cơ quan chưa trả lời. Anh/chị thử lại sau ít phút."
REFUSED = "Không xác nhận được lượt đăng nhập của cơ quan. Anh/chị đăng nhập lại từ đầu."
ERROR_CODE = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True)
class Identity:
    """Who came: the account's name, and who they are at the provider for good."""

    name: str
    subject: str


class Provider:
    """The provider of the settings; `return_address` is where it sends people back to.

    `clock` tells seconds since 1970.
    """

    def __init__(
        self,
        settings: SignOnSettings,
        return_address: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._settings, self._return_address, self._clock = settings, return_address, clock

    async def address(self, sign_on: SignOn) -> str:
        """Return where someone signs in. Raise ProviderUnavailable."""
        async with self._client() as client:
            metadata = await self._metadata(client)
            address, _ = client.create_authorization_url(
                metadata["authorization_endpoint"],
                state=sign_on.state,
                nonce=sign_on.nonce,
                code_verifier=sign_on.verifier,
            )
        return str(address)

    async def identify(self, sign_on: SignOn, code: str) -> Identity:
        """Return who came back with a code.

        Raise SignInRefused where the provider does not say so, or not to us, now and for this
        sign-on; ProviderUnavailable where it does not answer.
        """
        async with self._client() as client:
            metadata = await self._metadata(client)
            try:
                token = await self._token(client, metadata, sign_on, code)
                keys = await _json(client, metadata["jwks_uri"])
                claims = self._verified(token, keys, sign_on.nonce)
                claims = await self._complete(client, metadata, claims)
                return self._identity(claims)
            except (AuthlibBaseError, JoseError, KeyError, TypeError, ValueError) as error:
                # Neither a token nor what it claims of a person stands in the log.
                LOG.warning("sign-on refused: %s", _kind(error))
                raise SignInRefused(REFUSED) from error

    def _client(self) -> AsyncOAuth2Client:
        settings = self._settings
        return AsyncOAuth2Client(
            client_id=settings.client_id,
            client_secret=settings.client_secret.get_secret_value() or None,
            scope=SCOPES,
            redirect_uri=self._return_address,
            code_challenge_method="S256",
            timeout=PROVIDER_TIMEOUT,
            trust_env=False,
        )

    async def _metadata(self, client: AsyncOAuth2Client) -> Claims:
        """Return what the provider says of itself (OpenID Connect Discovery 1.0, 4)."""
        issuer = self._settings.issuer
        metadata = await _json(client, f"{issuer}{METADATA_PATH}")
        # Its name is compared as it writes it; ours stands in the settings without a last slash.
        if str(metadata.get("issuer")).rstrip("/") != issuer:
            LOG.error("the provider of the settings calls itself by another name")
            raise ProviderUnavailable(AWAY)
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not isinstance(metadata.get(name), str):
                LOG.error("the provider does not name its %s", name)
                raise ProviderUnavailable(AWAY)
        return metadata

    async def _token(
        self, client: AsyncOAuth2Client, metadata: Claims, sign_on: SignOn, code: str
    ) -> Claims:
        methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if self._settings.client_secret and "client_secret_basic" not in methods:
            client.token_endpoint_auth_method = "client_secret_post"
        with _answering():
            token: Claims = await client.fetch_token(
                metadata["token_endpoint"], code=code, code_verifier=sign_on.verifier
            )
        return token

    def _verified(self, token: Claims, keys: Claims, nonce: str) -> Claims:
        """Return the claims of an ID token, checked (OpenID Connect Core 1.0, 3.1.3.7)."""
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        signed = jwt.decode(token["id_token"], KeySet.import_key_set(keys), registry=registry)  # type: ignore[arg-type]
        issuer, own = self._settings.issuer, self._settings.client_id
        options = {
            "iss": {"essential": True, "values": [issuer, f"{issuer}/"]},
            "aud": {"essential": True, "value": own},
            "sub": {"essential": True},
        }
        expected = {"nonce": nonce, "client_id": own, "access_token": token["access_token"]}
        claims = CodeIDToken(signed.claims, signed.header, options, expected)
        claims.validate(int(self._clock()), CLOCK_LEEWAY)
        return dict(claims)

    async def _complete(
        self, client: AsyncOAuth2Client, metadata: Claims, claims: Claims
    ) -> Claims:
        """Return the claims with those that the provider tells only when asked (5.3, 5.4)."""
        if self._settings.claim in claims or "userinfo_endpoint" not in metadata:
            return claims
        more = await _json(client, metadata["userinfo_endpoint"], withhold_token=False)
        if more.get("sub") != claims["sub"]:
            raise ValueError("these are another person's claims")
        return {**more, **claims}

    def _identity(self, claims: Claims) -> Identity:
        """Return whom claims are of. An e-mail address that is not verified is anybody's."""
        settings = self._settings
        name, subject = claims.get(settings.claim), claims["sub"]
        if not isinstance(name, str) or not 0 < len(subject) <= MAX_SUBJECT:
            raise ValueError("the claims name nobody")
        if settings.claim == "email" and claims.get("email_verified") is not True:
            raise ValueError("the e-mail address is not verified")
        return Identity(name.strip().lower(), f"{settings.issuer} {subject}")


async def _json(client: AsyncOAuth2Client, address: str, withhold_token: bool = True) -> Claims:
    """Return the object at an address of the provider. Raise ProviderUnavailable."""
    with _answering():
        response = await client.request("GET", address, withhold_token=withhold_token)
        response.raise_for_status()
        value = response.json()
        if not isinstance(value, dict):
            raise ValueError("this is no object")
    return value


@contextmanager
def _answering() -> Iterator[None]:
    """Raise ProviderUnavailable for whatever comes of a provider that is away or ill."""
    try:
        yield
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        LOG.error("the provider of identities does not answer: %s", type(error).__name__)
        raise ProviderUnavailable(AWAY) from error


def _kind(error: Exception) -> str:
    """Return what can be said of an error without a word of what was sent."""
    code = str(getattr(error, "error", ""))
    claim = error.claim if isinstance(error, ClaimError) else ""
    known = code if ERROR_CODE.fullmatch(code) else ""
    return " ".join(filter(None, (type(error).__name__, known, claim)))
