"""The encoder, the index and the store go bad: told as unavailable, never as not found.

What can be mended without a person is.
"""

from __future__ import annotations

import random
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.app import create_app
from bot.dialogue.answers import Answer
from bot.dialogue.dialogue import ScriptedDialogue, UserMessage
from bot.errors import DialogueUnavailable
from bot.operations.backup import backup, restore
from bot.settings import Settings, read_settings
from indexer.pipeline import index_sources
from knowledge.library import Library
from knowledge.search import BundledEncoder, SeededEncoder, VectorIndex
from knowledge.search.embedded.vector_index import IndexLimits
from knowledge.search.onnx_model import FOLDER
from knowledge.storage import Store, copy_store, prepare_copy, replace_store
from tests.conftest import STARTER
from tests.faults.tally import REPEATS, Tally

TIMES = range(REPEATS)
SEARCHED = "Sở Nội vụ được giao việc gì ở Bắc Giang?"
FACT = "Chủ đề thi đua năm 2022 của Bắc Giang?"


class Away(ScriptedDialogue):
    """The knowledge answers in its place: what is tried here is the knowledge."""

    async def ask(self, message: UserMessage) -> list[Answer]:
        raise DialogueUnavailable("gone")

    async def ready(self) -> bool:
        return True


def ask(client: TestClient, text: str) -> dict[str, Any]:
    (answer,) = client.post("/api/messages", json={"conversation": "c", "text": text}).json()[
        "answers"
    ]
    return dict(answer)


def state(client: TestClient) -> str:
    return str(client.get("/ready").json()["parts"]["knowledge"]["state"])


@pytest.fixture
def place(tmp_path: Path) -> tuple[Settings, Path]:
    settings = read_settings(
        {"THIDUA_VAR": str(tmp_path / "var"), "THIDUA_STORE": str(tmp_path / "knowledge.db")}
    )
    store = Store(settings.store)
    index_sources(Library(store, BundledEncoder()), [STARTER])
    store.close()
    return settings, tmp_path


def test_encoder_fails_to_load(place: tuple[Settings, Path], tally: Tally) -> None:
    settings, folder = place
    weights = folder / "encoder"
    for time in TIMES:
        shutil.copytree(FOLDER, weights, dirs_exist_ok=True)
        whole = (weights / "onnx" / "model.onnx").read_bytes()
        (weights / "onnx" / "model.onnx").write_bytes(whole[: len(whole) * time // 10])
        library = Library(Store(settings.store), BundledEncoder(weights))
        with TestClient(create_app(settings, library, Away({})), client=("127.0.0.1", 1)) as client:
            assert state(client) == "failing"
            assert client.get("/ready").status_code == 503
            assert client.get("/api/search", params={"q": "thi đua"}).status_code == 503
            # What stands as a fact needs no encoder.
            fact, searched = ask(client, FACT), ask(client, SEARCHED)
            assert "mục tiêu kép" in fact["text"]
            assert searched["status"] in ("answered", "unavailable")
            (weights / "onnx" / "model.onnx").write_bytes(whole)
            assert state(client) == "ok"
            assert client.get("/api/search", params={"q": "thi đua"}).json()["hits"]
            tally.count_statuses([fact["status"], searched["status"], ask(client, FACT)["status"]])


def test_store_spoilt_while_serving(place: tuple[Settings, Path], tally: Tally) -> None:
    settings, folder = place
    copy = folder / "copy"
    backup(settings, copy, copy_store)
    for time in TIMES:
        library = Library(Store(settings.store), BundledEncoder())
        with TestClient(create_app(settings, library, Away({})), client=("127.0.0.1", 1)) as client:
            spoil(settings.store, time)
            asked = [
                client.post("/api/messages", json={"conversation": "c", "text": FACT})
                for _ in range(3)
            ]
            asked += [
                client.get("/api/documents"),
                client.get("/api/documents/bac-giang-2022"),
                client.get("/documents/bac-giang-2022"),
            ]
            assert {reply.status_code for reply in asked} <= {200, 503}
            statuses = [reply.json()["answers"][0]["status"] for reply in asked[:3]]
            assert set(statuses) <= {"answered", "unavailable"}
        # Put back as an operator would.
        for name in (settings.store, Path(f"{settings.store}-wal"), Path(f"{settings.store}-shm")):
            name.unlink(missing_ok=True)
        restore(settings, copy, prepare_copy, replace_store)
        library = Library(Store(settings.store), BundledEncoder())
        with TestClient(create_app(settings, library, Away({})), client=("127.0.0.1", 1)) as client:
            assert state(client) == "ok"
            after = ask(client, FACT)
            assert "mục tiêu kép" in after["text"]
        tally.count_statuses([*statuses, after["status"]])


def spoil(path: Path, seed: int) -> None:
    """Write noise over the middle of a file, behind the back of who has it open."""
    noise, size = random.Random(seed), path.stat().st_size
    with path.open("r+b") as file:
        for _ in range(40):
            file.seek(noise.randrange(4096, size - 512))
            file.write(noise.randbytes(512))


def test_index_spoilt(tmp_path: Path, tally: Tally) -> None:
    store, encoder, folder = Store(tmp_path / "s.db"), SeededEncoder(), tmp_path / "index"
    index_sources(Library(store, encoder, folder), [STARTER])
    ids = store.embedded_passages(encoder.name)

    def opened() -> VectorIndex:
        limits = IndexLimits(min_filed=10)
        index = VectorIndex(encoder.dimension, folder, store.state.generation, encoder.name, limits)
        index.sync(ids, partial(store.iter_vectors, encoder.name))
        return index

    vector = encoder.encode_queries([SEARCHED])[0]
    whole = opened().search(vector, 10)
    assert len(whole) == 10
    for time in TIMES:
        files = list(folder.iterdir())
        assert files
        for file in files:
            if time % 3 == 0:
                file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
            elif file.stat().st_size > 5000:
                spoil(file, time)
            else:
                file.write_bytes(b"{")
        found = opened().search(vector, 10)
        assert found == whole
        tally.count_statuses(["answered"])
