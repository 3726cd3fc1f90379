"""Drafts are corrected by one person at a time and published by a second; all of it is written down."""

from __future__ import annotations

import io

import pytest

from bot.documents.edits import AddFact, ConfirmFacts, CorrectFact, CorrectMetadata, TakeOutFact
from bot.documents.listing import Filter
from bot.errors import (
    DraftConflict,
    InvalidEdit,
    InvalidUpload,
    SecondPersonNeeded,
    Superseded,
    UnknownRecord,
)
from knowledge.errors import UnknownVersion
from knowledge.storage import unpack
from tests.bot.documents.conftest import HOA, LAN, NAM, Place, staff


def edit(place: Place, draft_id: int, change: object, by: object = LAN) -> None:
    revision = place.drafts.get(draft_id).revision
    place.review.edit(draft_id, revision, change, by)  # type: ignore[arg-type]


def test_from_a_file_to_an_answer_and_a_correction_of_it(place: Place) -> None:
    draft = place.read()
    view = place.editor.view(place.drafts.content(draft))
    target = next(fact for fact in view.facts if fact.is_proposal)
    edit(place, draft.id, ConfirmFacts((target.number,)))
    place.publish(draft)
    assert place.said() == ["Tỷ lệ che phủ rừng đạt 41%."]
    assert place.drafts.all() == []
    (version,) = place.shelf.versions("ke-hoach-12")
    assert (version.by, version.edited_by) == ("Họ tên nam", "Họ tên lan")

    again = place.review.open("ke-hoach-12", NAM)
    fields = {"kind": "target", "name": target.name, "value": "hơn 41%", "quote": target.quote}
    edit(place, again, CorrectFact(target.number, fields), NAM)
    place.review.publish(again, 2, LAN)
    told = [fact.value for fact in place.library.facts("ke-hoach-12") if fact.kind == "target"]
    assert told == ["hơn 41%", "đạt 3% trở lên"]
    actions = [(entry.who, entry.action) for entry in place.audit.entries(subject="ke-hoach-12")]
    assert actions == [
        ("lan", "document.publish"), ("nam", "draft.edit"), ("nam", "draft.open"),
        ("nam", "document.publish"), ("lan", "draft.edit"), ("lan", "file.give"),
    ]  # fmt: skip
    changed = place.audit.entries(subject="ke-hoach-12")[1]
    assert "hơn 41%" in str(changed.after)
    assert "hơn 41%" not in str(changed.before)


def test_two_who_edit_at_once_never_lose_one_s_work_silently(place: Place) -> None:
    draft = place.read()
    place.review.edit(draft.id, 1, CorrectMetadata({"signer": "Trần Văn Minh"}), LAN)
    for change in (CorrectMetadata({"signer": "Lê Nam"}), TakeOutFact(0)):
        with pytest.raises(DraftConflict, match="Họ tên lan"):
            place.review.edit(draft.id, 1, change, NAM)
    for end in (place.review.discard, place.review.publish):
        with pytest.raises(DraftConflict):
            end(draft.id, 1, NAM)
    document = unpack(place.drafts.content(place.drafts.get(draft.id))).document
    assert document.signer == "Trần Văn Minh"


def test_who_edited_last_does_not_publish(place: Place) -> None:
    draft = place.read()
    with pytest.raises(SecondPersonNeeded):
        place.review.publish(draft.id, 1, LAN)
    edit(place, draft.id, CorrectMetadata({"signer": "Lê Nam"}), NAM)
    with pytest.raises(SecondPersonNeeded):
        place.review.publish(draft.id, 2, NAM)
    assert place.library.document_ids() == []
    place.review.publish(draft.id, 2, LAN)
    assert place.library.document_ids() == ["ke-hoach-12"]


@pytest.mark.parametrize(
    "change",
    [
        CorrectMetadata({"issued": "hôm qua"}),
        AddFact({"kind": "target", "name": "Bịa", "quote": "không có ở đâu"}),
        ConfirmFacts((99,)),
        CorrectMetadata({"place": "Hà Nội"}),
    ],
    ids=lambda change: str(change)[:30],
)
def test_what_cannot_be_changes_nothing(place: Place, change: object) -> None:
    draft = place.read(by=staff("ly", "Lục Nam"))
    with pytest.raises(InvalidEdit):
        edit(place, draft.id, change, staff("ly", "Lục Nam"))
    assert place.drafts.get(draft.id) == draft


def test_each_sees_their_own_places(place: Place) -> None:
    draft = place.read()
    with pytest.raises(UnknownRecord):
        place.review.draft(draft.id, HOA)
    with pytest.raises(UnknownRecord):
        place.review.publish(draft.id, 1, HOA)
    place.publish(draft)
    for change in (
        lambda: place.review.open("ke-hoach-12", HOA),
        lambda: place.review.withdraw("ke-hoach-12", "lý do", HOA),
        lambda: place.review.take_back("ke-hoach-12", 1, "lý do", HOA),
    ):
        with pytest.raises(UnknownRecord):
            change()
    assert place.list.find(Filter(), HOA).rows == ()
    assert [row.id for row in place.list.find(Filter(), NAM).rows] == ["ke-hoach-12"]


NATIONAL = "Quy định chung về thi đua\n\nTỷ lệ che phủ rừng đạt 41%. Bà con cùng làm.\n"


def test_who_has_places_reads_what_is_of_none_and_changes_nothing_of_it(place: Place) -> None:
    ly = staff("ly", "Lục Nam")
    draft = place.read(NATIONAL, "chung.txt")
    assert draft.place is None
    assert place.review.draft(draft.id, ly) == draft
    tries = [
        lambda: edit(place, draft.id, CorrectMetadata({"signer": "Lê Nam"}), ly),
        lambda: edit(place, draft.id, CorrectMetadata({"place": "Lục Nam"}), ly),
        lambda: place.review.publish(draft.id, 1, ly),
        lambda: place.review.discard(draft.id, 1, ly),
        lambda: place.review.rebase(draft.id, 1, ly),
    ]
    for change in tries:
        with pytest.raises(InvalidEdit, match="nơi mình phụ trách"):
            change()
    place.publish(draft)
    for change in (
        lambda: place.review.open("chung", ly),
        lambda: place.review.withdraw("chung", "lý do", ly),
        lambda: place.review.take_back("chung", 1, "lý do", ly),
        lambda: place.review.require_theirs("chung", ly),
    ):
        with pytest.raises(InvalidEdit, match="nơi mình phụ trách"):
            change()
    assert place.shelf.number_now("chung") == 1


def test_who_has_places_gives_nothing_to_another_or_to_all(place: Place) -> None:
    ly = staff("ly", "Lục Nam")
    draft = place.read()
    said = {"kind": "target", "name": "Rừng", "quote": "Tỷ lệ che phủ rừng đạt 41%"}
    for change in (CorrectMetadata({"place": ""}), AddFact({**said, "place": "Hà Nội"})):
        with pytest.raises(InvalidEdit, match="nơi mình phụ trách"):
            edit(place, draft.id, change, ly)
    edit(place, draft.id, AddFact({**said, "place": "Lục Nam"}), ly)
    edit(place, draft.id, AddFact({**said, "name": "Rừng Thủ đô", "place": "Hà Nội"}), NAM)
    # One who began a draft of no place may give it their own.
    own = place.read(NATIONAL, "chung.txt", ly)
    edit(place, own.id, CorrectMetadata({"place": "Lục Nam"}), ly)
    assert place.drafts.get(own.id).place == "Lục Nam"


def test_a_version_of_another_place_is_not_taken_back(place: Place) -> None:
    place.publish(place.read(NATIONAL, "chung.txt"))
    again = place.review.open("chung", LAN)
    edit(place, again, CorrectMetadata({"place": "Lục Nam"}))
    place.publish(place.drafts.get(again))
    with pytest.raises(InvalidEdit, match="nơi mình phụ trách"):
        place.review.take_back("chung", 1, "lý do", staff("ly", "Lục Nam"))
    assert place.shelf.number_now("chung") == 2


def test_a_publication_broken_off_before_the_draft_ended_is_made_once(place: Place) -> None:
    draft = place.read()
    # What the process had done when it was killed.
    place.shelf.publish(
        place.drafts.content(draft), by="Họ tên nam", editor="", note="",
        origin=f"draft:{draft.id}:1", expected=0,
    )  # fmt: skip
    place.publish(draft)
    assert len(place.shelf.versions("ke-hoach-12")) == 1
    assert place.drafts.all() == []


def test_what_was_published_meanwhile_is_not_replaced_unseen(place: Place) -> None:
    place.publish(place.read())
    draft_id = place.review.open("ke-hoach-12", LAN)
    edit(place, draft_id, CorrectMetadata({"signer": "Lê Nam"}))
    place.review.withdraw("ke-hoach-12", "nhầm", NAM)
    place.review.take_back("ke-hoach-12", 1, "không nhầm", NAM)
    with pytest.raises(Superseded):
        place.review.publish(draft_id, 2, NAM)
    place.review.rebase(draft_id, 2, LAN)
    place.review.publish(draft_id, 3, NAM)
    assert place.library.document("ke-hoach-12").signer == "Lê Nam"


def test_a_discarded_draft_takes_its_file_along_but_not_one_that_was_published(
    place: Place,
) -> None:
    draft = place.read()
    place.review.discard(draft.id, 1, LAN)
    assert place.uploads.kept_bytes() == 0
    with pytest.raises(UnknownRecord):
        place.drafts.get(draft.id)
    place.publish(place.read())
    again = place.review.open("ke-hoach-12", LAN)
    assert place.drafts.get(again).upload_id
    place.review.discard(again, 1, LAN)
    assert place.uploads.kept_bytes() > 0
    assert place.said()


def test_withdrawal_and_return_want_a_reason_and_are_written_down(place: Place) -> None:
    place.publish(place.read())
    with pytest.raises(InvalidEdit, match="lý do"):
        place.review.withdraw("ke-hoach-12", "  ", NAM)
    place.review.withdraw("ke-hoach-12", "theo công văn 5", NAM)
    assert place.said() == []
    (row,) = place.list.find(Filter(), NAM).rows
    assert (row.state, row.by) == ("withdrawn", "Họ tên nam")
    with pytest.raises(UnknownRecord):
        place.review.take_back("ke-hoach-12", 7, "x", NAM)
    place.review.take_back("ke-hoach-12", 1, "đã đính chính", LAN)
    assert place.said()
    assert [entry.action for entry in place.audit.entries(subject="ke-hoach-12")][:2] == [
        "document.take_back", "document.withdraw",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(), ["b", "a"]),
        (Filter(words="ke hoach THI dua 12/KH"), ["a"]),
        (Filter(words="không có"), []),
        (Filter(place="Lục Nam"), ["a"]),
        (Filter(year=2024), ["a"]),
        (Filter(year=1990), []),
        (Filter(state="draft"), ["b"]),
        (Filter(state="published"), ["a"]),
        (Filter(page=9), ["b", "a"]),
    ],
)
def test_the_list_is_filtered(place: Place, wanted: Filter, expected: list[str]) -> None:
    place.publish(place.read(name="a.txt"))
    place.read(
        "Thông báo của phường về việc thu gom rác thải sinh hoạt\n\nKính gửi bà con.", "b.txt"
    )
    assert [row.id for row in place.list.find(wanted, NAM).rows] == expected


def test_a_document_has_one_draft(place: Place) -> None:
    place.publish(place.read())
    assert place.review.open("ke-hoach-12", LAN) == place.review.open("ke-hoach-12", NAM)
    with pytest.raises(InvalidUpload, match="bản thảo"):
        place.intake.take("x.txt", io.BytesIO(b"chu khac"), LAN, document_id="ke-hoach-12")


def test_a_version_that_is_not_kept_is_not_shown(place: Place) -> None:
    place.publish(place.read())
    with pytest.raises(UnknownRecord):
        place.shelf.packed("ke-hoach-12", 5)
    with pytest.raises(UnknownVersion):
        place.library.versions.contents("ke-hoach-12", 5)
