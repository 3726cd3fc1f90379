"""A stand-in for an office's OpenID Connect provider, for what a real one would never say.

The flow itself is proven against a real provider in `test_single_sign_on.py`. It has no sign-in page:
whoever is sent to it is the person of `claims`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT, SECRET = "thidua", "hush-s3cret-of-the-office"


@dataclass
class OpenId:
    """What the provider knows, and how it is to misbehave."""

    address: str = ""
    #: Who signs in, beside what every ID token says; None leaves a claim out.
    claims: dict[str, Any] = field(
        default_factory=lambda: {"sub": "person-1", "preferred_username": "lan"}
    )
    userinfo: dict[str, Any] = field(default_factory=dict)
    #: How ID tokens are signed: "RS256", "none", "HS256" by the client's secret, "other" key.
    signing: str = "RS256"
    #: Path → what is said there instead: a status and a body.
    instead: dict[str, tuple[int, str]] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    #: Code → the request that it was given for.
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    #: What was issued, so that a test may look for it where it must not stand.
    issued: list[str] = field(default_factory=list)


def app_of(peer: OpenId) -> FastAPI:
    """Return the provider as an app."""
    app = FastAPI()

    @app.middleware("http")
    async def misbehave(request: Request, call_next: Any) -> Response:
        if request.url.path in peer.instead:
            status, body = peer.instead[request.url.path]
            return Response(body, status, media_type="application/json")
        response: Response = await call_next(request)
        return response

    @app.get("/.well-known/openid-configuration")
    def metadata() -> JSONResponse:
        names = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "keys", "userinfo_endpoint": "me"}  # fmt: skip
        addresses = {name: f"{peer.address}/{path}" for name, path in names.items()}
        algorithms = ["RS256", "HS256", "none"]
        return JSONResponse(
            {
                "issuer": peer.address,
                **addresses,
                "id_token_signing_alg_values_supported": algorithms,
            }
        )

    @app.get("/auth")
    def authorize(request: Request) -> RedirectResponse:
        asked, code = dict(request.query_params), secrets.token_urlsafe(16)
        peer.codes[code] = asked
        peer.issued.append(code)
        query = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{query}", 303)

    @app.post("/token")
    async def token(request: Request) -> JSONResponse:
        async with request.form() as form:
            given = {name: str(value) for name, value in form.items()}
        asked = peer.codes.pop(given.get("code", ""), None)
        if asked is None or not _is_proved(request, given, asked):
            return JSONResponse({"error": "invalid_grant", "error_description": "hush"}, 400)
        access = secrets.token_urlsafe(16)
        signed = _signed(peer, asked)
        peer.issued += [access, signed]
        return JSONResponse({"access_token": access, "token_type": "Bearer", "id_token": signed})

    @app.get("/keys")
    def keys() -> JSONResponse:
        return JSONResponse(KeySet([peer.key]).as_dict(private=False))

    @app.get("/me")
    def userinfo(request: Request) -> JSONResponse:
        assert request.headers["authorization"].removeprefix("Bearer ") in peer.issued
        return JSONResponse(peer.userinfo)

    return app


def _is_proved(request: Request, given: dict[str, str], asked: dict[str, str]) -> bool:
    """Whether a code is asked for by who knows the secret and PKCE's verifier."""
    basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
    digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return (
        request.headers.get("authorization") == f"Basic {basic}"
        and asked["code_challenge_method"] == "S256"
        and asked["code_challenge"] == challenge
        and asked["redirect_uri"] == given.get("redirect_uri")
    )


def _signed(peer: OpenId, asked: dict[str, str]) -> str:
    """Return an ID token."""
    now = int(time.time())
    usual = {
        "iss": peer.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"],
    }  # fmt: skip
    claims = {name: value for name, value in {**usual, **peer.claims}.items() if value is not None}
    if peer.signing == "none":
        return f"{_base64({'alg': 'none'})}.{_base64(claims)}."
    if peer.signing == "HS256":
        return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
    key = peer.key if peer.signing == "RS256" else RSAKey.generate_key(2048, {"kid": "1"})
    return jwt.encode({"alg": "RS256", "kid": "1"}, claims, key)


def _base64(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
