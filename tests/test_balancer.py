"""The balancer's configuration, in the real program: who is asked, who is not, and what it says of people."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request, Response

from bot.ports import LOOPBACK, free_port
from bot.settings import ROOT
from tests.peers.serving import served
from tests.servers import is_listening
from tests.waiting import until

CONFIGURATION = ROOT / "deploy" / "cluster" / "haproxy.cfg"


class Behind:
    """A server behind the balancer, which may be ready, or only alive, or ended."""

    def __init__(self, name: str) -> None:
        self.name, self.is_ready, self.port = name, True, free_port()
        self._running = ExitStack()
        self._running.enter_context(served(self._app(), self.port))

    def _app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/ready")
        def ready() -> Response:
            return Response(status_code=200 if self.is_ready else 503)

        @app.get("/health")
        def alive() -> Response:
            return Response()

        @app.get("/asked")
        def asked(request: Request) -> dict[str, str]:
            return {"by": self.name, "for": ", ".join(request.headers.getlist("X-Forwarded-For"))}

        return app

    def end(self) -> None:
        """End it; its port refuses connections from then on."""
        self._running.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificate")
    words = "req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -keyout key.pem -out made.pem"
    subprocess.run(["openssl", *words.split()], cwd=folder, check=True, capture_output=True)
    both = (folder / "made.pem").read_text() + (folder / "key.pem").read_text()
    (folder / "both.pem").write_text(both, encoding="utf-8")
    return folder / "both.pem"


@contextmanager
def balancer(folder: Path, certificate: Path, servers: list[Behind]) -> Iterator[httpx.Client]:
    """Run the configuration at ports of its own; give a client of its address."""
    http, https = free_port(), free_port()
    text = CONFIGURATION.read_text(encoding="utf-8")
    text = text.replace(":8080", f"{LOOPBACK}:{http}").replace(":8443", f"{LOOPBACK}:{https}")
    (folder / "haproxy.cfg").write_text(text, encoding="utf-8")
    addresses = {f"ASSISTANT_{n}": f"{LOOPBACK}:{it.port}" for n, it in enumerate(servers, 1)}
    environment = {**os.environ, **addresses, "CERTIFICATE": str(certificate),
                   "ADMIN": str(folder / "admin.sock")}  # fmt: skip
    command = ["haproxy", "-f", str(folder / "haproxy.cfg")]
    subprocess.run([*command, "-c", "-q"], env=environment, check=True)
    with (
        subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process,
        httpx.Client(base_url=f"https://{LOOPBACK}:{https}", verify=False, trust_env=False) as client,
    ):  # fmt: skip
        try:
            until(lambda: is_listening(https))
            yield client
        finally:
            process.terminate()


@pytest.fixture
def pair() -> Iterator[list[Behind]]:
    if not shutil.which("haproxy"):
        pytest.skip("haproxy is not there")
    servers = [Behind("first"), Behind("second")]
    yield servers
    for server in servers:
        server.end()


def asked(client: httpx.Client, **headers: str) -> dict[str, str]:
    reply = client.get("/asked", headers=headers)
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def names(client: httpx.Client) -> set[str]:
    """Return who answered of eight requests."""
    return {asked(client)["by"] for _ in range(8)}


def test_only_who_is_ready_is_asked(pair: list[Behind], tmp_path: Path, certificate: Path) -> None:
    with balancer(tmp_path, certificate, pair) as client:
        assert names(client) == {"first", "second"}
        pair[0].is_ready = False
        until(lambda: names(client) == {"second"})
        # Nobody is: who is alive can still say so, or answer alone.
        pair[1].is_ready = False
        until(lambda: names(client) == {"first", "second"})
        pair[0].is_ready = True
        until(lambda: names(client) == {"first"})


def test_who_is_ended_costs_no_request(
    pair: list[Behind], tmp_path: Path, certificate: Path
) -> None:
    with balancer(tmp_path, certificate, pair) as client:
        assert names(client) == {"first", "second"}
        pair[0].end()
        assert names(client) == {"second"}


def test_who_is_drained_is_asked_no_more_until_told(
    pair: list[Behind], tmp_path: Path, certificate: Path
) -> None:
    with balancer(tmp_path, certificate, pair) as client:
        order(tmp_path, "set server ready/assistant-1 state drain")
        assert names(client) == {"second"}
        order(tmp_path, "set server ready/assistant-1 state ready")
        until(lambda: names(client) == {"first", "second"})


def order(folder: Path, command: str) -> None:
    """Say something to the balancer's socket, as an operator does."""
    with socket.socket(socket.AF_UNIX) as admin:
        admin.connect(str(folder / "admin.sock"))
        admin.sendall(f"{command}\n".encode())
        assert admin.recv(1000).strip() == b""


def test_what_people_say_of_themselves_is_replaced(
    pair: list[Behind], tmp_path: Path, certificate: Path
) -> None:
    with balancer(tmp_path, certificate, pair) as client:
        assert asked(client, **{"X-Forwarded-For": "203.0.113.9"})["for"] == LOOPBACK
        assert client.get("/metrics").status_code == 403
        plain = httpx.get(f"http://{LOOPBACK}:{plain_port(tmp_path)}/asked", trust_env=False)
        assert (plain.status_code, plain.headers["Location"][:8]) == (302, "https://")


def plain_port(folder: Path) -> str:
    found = re.search(r"bind \S+:(\d+)\n", (folder / "haproxy.cfg").read_text(encoding="utf-8"))
    assert found
    return found[1]
