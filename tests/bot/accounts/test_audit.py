"""The audit trail tells what differs, newest first, and has no way to be changed."""

from __future__ import annotations

from bot.accounts.actions import Action
from bot.accounts.audit import AuditEntry, AuditTrail
from bot.accounts.parameters import MAX_ENTRIES
from database import Database


def test_only_what_differs_is_told(conversations: Database) -> None:
    audit = AuditTrail(conversations, lambda: 5.0)
    audit.record(
        "lan",
        Action.ACCOUNT_CHANGED,
        "cho-don-2022",
        {"số": "1", "nơi": "A"},
        {"số": "2", "nơi": "A"},
    )
    audit.record("hoa", Action.DOCUMENT_REMOVED, "b", {"số": "3"})
    assert audit.entries() == [
        AuditEntry(2, 5.0, "hoa", Action.DOCUMENT_REMOVED, "b", {"số": "3"}, {}),
        AuditEntry(1, 5.0, "lan", Action.ACCOUNT_CHANGED, "cho-don-2022", {"số": "1"}, {"số": "2"}),
    ]
    assert [entry.who for entry in audit.entries(subject="b")] == ["hoa"]
    assert [entry.who for entry in audit.entries(before=2)] == ["lan"]


def test_an_entry_stands_or_falls_with_its_change(conversations: Database) -> None:
    audit = AuditTrail(conversations)
    try:
        with conversations.writing() as connection:
            audit.record("lan", Action.ACCOUNT_CHANGED, "a", connection=connection)
            raise KeyError
    except KeyError:
        pass
    assert audit.entries() == []


def test_a_page_is_bounded(conversations: Database) -> None:
    audit = AuditTrail(conversations)
    for _ in range(MAX_ENTRIES + 1):
        audit.record("lan", Action.SIGN_IN, "y")
    assert len(audit.entries()) == MAX_ENTRIES


def test_the_trail_has_no_way_to_change_what_it_holds() -> None:
    public = {name for name in vars(AuditTrail) if not name.startswith("_")}
    assert public == {"record", "entries"}
