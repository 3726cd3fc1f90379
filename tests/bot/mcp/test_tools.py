"""What each tool returns: a text with its sources, and the same as JSON."""

from __future__ import annotations

from typing import Any

import pytest

from bot.mcp.parameters import MAX_PIECE
from knowledge.library import Library
from tests.bot.mcp.calling import PAGES, call, text_of


def structured(result: Any) -> dict[str, Any]:
    assert not result.is_error, text_of(result)
    return dict(result.structured_content)


def test_a_question_is_answered_with_its_sources(starter: Library) -> None:
    result = call(starter, "hoi", text="Tỷ lệ che phủ rừng của Chợ Đồn năm 2022?")
    answer = structured(result)
    assert answer["status"] == "answered"
    (citation,) = answer["citations"]
    assert citation["document_id"] == "cho-don-2022"
    assert citation["url"] == f"{PAGES}/documents/cho-don-2022#p27"
    document = starter.document("cho-don-2022")
    assert citation["quote"] == document.text[citation["start"] : citation["end"]]
    for part in ("80,5%", "15/KH-UBND", "26/01/2022", "UBND huyện Chợ Đồn", citation["url"]):
        assert part in text_of(result)


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("Chủ đề thi đua của Cà Mau?", "not_found", "Tôi chưa có văn bản nào về tỉnh Cà Mau."),
        ("Chủ đề thi đua?", "clarify", "?"),
        ("!!!", "chat", "Anh/chị gõ điều cần hỏi"),
    ],
)
def test_what_is_not_answered_is_told_as_to_people(
    starter: Library, text: str, status: str, words: str
) -> None:
    result = call(starter, "hoi", text=text)
    answer = structured(result)
    assert (answer["status"], answer["citations"]) == (status, [])
    assert words in text_of(result)
    assert all(f"- {button['title']}" in text_of(result) for button in answer["buttons"])


@pytest.mark.parametrize(
    ("day", "money"), [("2025-03-15", "702.000 đồng"), ("2026-11-21", "759.000 đồng")]
)
def test_an_answer_holds_for_the_day_asked_about(starter: Library, day: str, money: str) -> None:
    answer = call(starter, "hoi", text="ldtt thuong bao nhieu", as_of=day)
    sheet = call(starter, "danh_hieu", award="lđtt", as_of=day, recipient="individual")
    assert structured(answer)["as_of"] == structured(sheet)["as_of"] == day
    assert money in text_of(answer)
    assert money in text_of(sheet)


def test_a_search_tells_each_passage_with_document_number_day_place_and_address(
    starter: Library,
) -> None:
    result = call(starter, "tim", query="diện tích rừng trồng mới", limit=1)
    (passage,) = structured(result)["passages"]
    assert {
        name: passage[name] for name in ("document_id", "number", "issued", "place", "passage")
    } == {
        "document_id": "cho-don-2022",
        "number": "15/KH-UBND",
        "issued": "2022-01-26",
        "place": "Chỉ tiêu thi đua năm 2022",
        "passage": 26,
    }
    assert passage["url"] == f"{PAGES}/documents/cho-don-2022#p26"
    for part in (passage["document"], passage["place"], passage["text"], passage["url"]):
        assert part in text_of(result)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"place": "ninh binh"}, {"Ninh Bình"}),
        ({"place": "Huyện Chợ Đồn", "year": 2022, "kind": "Kế hoạch"}, {"Chợ Đồn"}),
        ({"place": "Atlantis"}, set()),
        ({"year": 1999}, set()),
        ({"kind": "Không có loại này"}, set()),
    ],
)
def test_a_search_keeps_to_what_is_asked(
    starter: Library, given: dict[str, Any], found: set[str]
) -> None:
    result = structured(call(starter, "tim", query="phong trào thi đua", **given))
    places = {starter.document(one["document_id"]).place for one in result["passages"]}
    assert places == found
    assert result["status"] == ("found" if found else "not_found")


def test_a_document_is_read_piece_by_piece_to_its_end(starter: Library) -> None:
    for document in starter.documents():
        read, piece = "", {"end": 0, "length": 1}
        while piece["end"] < piece["length"]:
            piece = structured(
                call(starter, "van_ban", document_id=document.id, start=piece["end"])
            )
            assert len(piece["text"]) <= MAX_PIECE
            read += piece["text"]
        assert read == document.text
        assert piece["url"] == f"{PAGES}/documents/{document.id}"


def test_the_marked_passage_stands_in_its_surroundings(starter: Library) -> None:
    for passage in starter.passages("cho-don-2022"):
        result = call(starter, "van_ban", document_id="cho-don-2022", passage=passage.number)
        piece = structured(result)
        marked = piece["marked"]
        words = piece["text"][marked["start"] - piece["start"] : marked["end"] - piece["start"]]
        assert f"⟦{words}⟧" in text_of(result)
        assert words == starter.document("cho-don-2022").text[passage.start : passage.end]
        assert piece["url"].endswith(f"#p{passage.number}")


def test_a_document_says_whether_it_holds_on_a_day(decree: Library) -> None:
    before = call(decree, "van_ban", document_id="nd-152-2025", as_of="2025-06-30")
    after = call(decree, "van_ban", document_id="nd-152-2025", as_of="2026-11-21")
    assert structured(before)["validity"] != structured(after)["validity"]
    assert all(line in text_of(after) for line in structured(after)["validity"])


@pytest.mark.parametrize(
    ("award", "ids"),
    [
        ("cstđcs", {"cstd-co-so"}),
        ("cstd-co-so", {"cstd-co-so"}),
        ("Lao động tiên tiến", {"ldtt"}),
        ("chiến sĩ thi đua", {"cstd-toan-quoc", "cstd-bo-tinh", "cstd-co-so"}),
    ],
)
def test_a_name_means_an_award_or_is_asked_back(
    starter: Library, award: str, ids: set[str]
) -> None:
    result = call(starter, "danh_hieu", award=award)
    told = structured(result)
    if len(ids) == 1:
        assert {told["sheet"]["id"]} == ids
        sources = [one["source"] for part in told["sheet"]["sections"] for group in part["groups"] for one in group["statements"]]  # fmt: skip
        assert sources
        assert all(source["name"] in text_of(result) for source in sources if source)
    else:
        assert (told["status"], told["sheet"]) == ("clarify", None)
        assert {one["id"] for one in told["choices"]} == ids
        assert all(f": {one}" in text_of(result) for one in ids)
