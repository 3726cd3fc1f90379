"""What an answer of the office's own must be before it is kept, and before it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain

from knowledge.curated.parameters import (
    MAX_NAME,
    MAX_PLACES,
    MAX_QUOTED,
    MAX_SOURCES,
    MAX_TEXT,
    MAX_WORDING,
    MAX_WORDINGS,
    MIN_WORDING,
)
from knowledge.errors import InvalidAnswer
from knowledge.language import normalize, one_line
from knowledge.office import CuratedAnswer, CuratedSource
from knowledge.storage import TextOf, locate
from knowledge.web_address import NOT_AN_ADDRESS, is_source_address

#: Returns the names of the places that a wording names.
PlacesIn = Callable[[str], frozenset[str]]


def cleaned(answer: CuratedAnswer) -> CuratedAnswer:
    """Return an answer with its texts normalised, and each wording, place and source once."""
    wordings = (one_line(normalize(wording)) for wording in answer.wordings)
    places = (one_line(normalize(place)) for place in answer.places)
    return replace(
        answer,
        wordings=tuple(dict.fromkeys(filter(None, wordings))),
        text=normalize(answer.text).strip(),
        places=tuple(dict.fromkeys(filter(None, places))),
        sources=tuple(dict.fromkeys(answer.sources)),
        office=one_line(normalize(answer.office)),
        approver_name=one_line(normalize(answer.approver_name)),
    )


def checked(answer: CuratedAnswer, text_of: TextOf, places_in: PlacesIn) -> CuratedAnswer:
    """Return an answer fit to be kept, its sources where they stand. Raise InvalidAnswer."""
    answer = cleaned(answer)
    if reason := next(chain(_reasons(answer), _strange_places(answer, places_in)), None):
        raise InvalidAnswer(reason)
    return replace(answer, sources=tuple(_found(one, text_of) for one in answer.sources))


def check_approval(answer: CuratedAnswer, approver: str, day: date) -> None:
    """Raise InvalidAnswer where a person may not approve an answer, or not on this day."""
    if not approver.strip() or len(approver) > MAX_NAME:
        raise InvalidAnswer("Phải có tên người duyệt.")
    if approver.strip() == answer.author.strip():
        raise InvalidAnswer("Người duyệt phải là người khác người soạn.")
    if answer.expires is None:
        raise InvalidAnswer("Phải có ngày hết hạn trước khi duyệt.")
    if answer.last_day and answer.last_day < day:
        raise InvalidAnswer("Câu trả lời này đã hết hạn: anh/chị đặt ngày khác rồi duyệt.")


def _reasons(answer: CuratedAnswer) -> Iterator[str]:
    """Yield why an answer cannot be kept, one sentence each."""
    if not 1 <= len(answer.wordings) <= MAX_WORDINGS:
        yield f"Phải có từ 1 đến {MAX_WORDINGS} cách hỏi."
    if any(not MIN_WORDING <= len(one) <= MAX_WORDING for one in answer.wordings):
        yield f"Mỗi cách hỏi dài từ {MIN_WORDING} đến {MAX_WORDING} chữ cái."
    if not 1 <= len(answer.text) <= MAX_TEXT:
        yield f"Câu trả lời phải có lời, nhiều nhất {MAX_TEXT} chữ cái."
    if not 1 <= len(answer.sources) <= MAX_SOURCES:
        yield f"Phải có từ 1 đến {MAX_SOURCES} nguồn."
    if len(answer.places) > MAX_PLACES or any(len(one) > MAX_NAME for one in answer.places):
        yield f"Nhiều nhất {MAX_PLACES} nơi, mỗi tên nhiều nhất {MAX_NAME} chữ cái."
    names = (answer.author, answer.approver, answer.approver_name, answer.office)
    if not answer.author.strip() or max(map(len, names)) > MAX_NAME:
        yield f"Phải có tên người soạn; mỗi tên nhiều nhất {MAX_NAME} chữ cái."
    if answer.holds_from and answer.last_day and answer.last_day < answer.holds_from:
        yield "Ngày cuối phải sau ngày đầu."


def _strange_places(answer: CuratedAnswer, places_in: PlacesIn) -> Iterator[str]:
    """Yield for a wording that names a place where the answer does not hold that it does."""
    for wording in answer.wordings if answer.places else ():
        if others := sorted(places_in(wording).difference(answer.places)):
            yield (
                f"Cách hỏi “{wording}” nêu {', '.join(others)}, không thuộc nơi áp dụng"
                f" ({', '.join(answer.places)}): anh/chị sửa cách hỏi hoặc nơi áp dụng."
            )


def _found(source: CuratedSource, text_of: TextOf) -> CuratedSource:
    if not source.document_id:
        return _checked_address(source)
    if not source.quote.strip() or len(source.quote) > MAX_QUOTED:
        raise InvalidAnswer(f"Mỗi đoạn trích dài từ 1 đến {MAX_QUOTED} chữ cái.")
    found = locate(source, text_of)
    if isinstance(found, CuratedSource):
        return found
    if found == "document_gone":
        raise InvalidAnswer(f"Không có văn bản nào mang mã {source.document_id!r}.")
    raise InvalidAnswer(f"Đoạn trích không có nguyên văn trong văn bản {source.document_id}.")


def _checked_address(source: CuratedSource) -> CuratedSource:
    address, title = source.address.strip(), one_line(normalize(source.title))
    if len(title) > MAX_NAME or not is_source_address(address):
        raise InvalidAnswer(NOT_AN_ADDRESS)
    return CuratedSource(address=address, title=title)
