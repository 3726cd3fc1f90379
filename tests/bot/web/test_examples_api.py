"""Examples over HTTP: groups for who may be asking."""

from __future__ import annotations

from starlette.testclient import TestClient


def test_examples_are_given_by_who_may_be_asking(client: TestClient) -> None:
    groups = client.get("/api/examples").json()["groups"]
    assert [group["audience"] for group in groups] == ["citizen", "official", "staff"]
    assert all(group["title"] and 2 < len(group["questions"]) <= 4 for group in groups)
