"""The tools, one method each: an argument's bounds are its type's, a result's schema is what it returns."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Annotated, ParamSpec

from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.inbound_text import clean_text, refusal_for
from bot.delivery.notices import UNAVAILABLE
from bot.dialogue.answers import Answer, plain_answer
from bot.errors import InvalidQuery
from bot.mcp import arguments, wording
from bot.mcp.documents import found_passage, piece_of
from bot.mcp.parameters import DEFAULT_PASSAGES
from bot.mcp.results import AwardAnswer, AwardChoice, DocumentPiece, Found
from database import reason_of
from knowledge.answering import capitalize_first, document_label
from knowledge.errors import KnowledgeError, UnknownDocument
from knowledge.language import fold
from knowledge.law import Recipient
from knowledge.library import Library
from knowledge.model import Passage, Subject
from knowledge.reading import Reading

LOG = logging.getLogger(__name__)
#: What can go wrong with the knowledge while it is read: a spoilt store, a broken encoder.
READING_ERRORS = (KnowledgeError, SQLAlchemyError, OSError, RuntimeError)
Arguments = ParamSpec("Arguments")


def _told(tool: Callable[Arguments, CallToolResult]) -> Callable[Arguments, CallToolResult]:
    """Have what goes wrong become the tool's own error, in a sentence: nothing asked is logged."""

    @wraps(tool)
    def run(*args: Arguments.args, **given: Arguments.kwargs) -> CallToolResult:
        try:
            return tool(*args, **given)
        except (InvalidQuery, UnknownDocument) as error:
            return _failed(str(error))
        except READING_ERRORS as error:
            LOG.error("%s: %s", tool.__name__, reason_of(error))
            return _failed(UNAVAILABLE)

    return run


class Tools:
    """What other programs may ask of a library; `address` is where its documents' pages are."""

    def __init__(self, library: Library, address: str, today: Callable[[], date]) -> None:
        self._library, self._reading = library, Reading(library)
        self._address, self._today = address, today

    @_told
    def hoi(
        self, text: arguments.Question, as_of: arguments.Day | None = None
    ) -> Annotated[CallToolResult, Answer]:
        """Hỏi về thi đua, khen thưởng: chiến dịch thi đua của địa phương, luật, danh hiệu, tiền thưởng.

        Câu trả lời kèm nguồn. `status`: answered (có câu trả lời), nearest (chỉ có đoạn gần nhất),
        clarify (cần hỏi rõ hơn), not_found (văn bản đang có không nói). Không tự thêm điều nguồn không nói.
        """
        day, asked = as_of or self._today(), clean_text(text)
        if refusal := refusal_for(asked):
            return _result(refusal, plain_answer("chat", refusal, day))
        found, _ = self._library.answer(asked, Subject(), day)
        answer = self._with_addresses(Answer.model_validate(found.as_json()))
        return _result(wording.answer_text(answer), answer)

    @_told
    def tim(
        self,
        query: arguments.Query,
        place: arguments.Place = "",
        year: arguments.Year | None = None,
        kind: arguments.Kind = "",
        as_of: arguments.Day | None = None,
        limit: arguments.Limit = DEFAULT_PASSAGES,
    ) -> Annotated[CallToolResult, Found]:
        """Tìm các đoạn văn bản gần nhất với điều cần tìm, mỗi đoạn kèm văn bản, số, ngày, địa chỉ.

        Đoạn tìm được là đoạn gần nhất, chưa chắc trả lời điều cần tìm.
        """
        where = self._reading.place_held(clean_text(place))
        if where is None:
            nothing = Found(status="not_found", passages=[])
            return _result(wording.NO_PLACE.format(place=clean_text(place)), nothing)
        hits = self._library.search(
            clean_text(query), where or None, year, clean_text(kind) or None, limit, as_of
        )
        passages = [found_passage(hit, self._address) for hit in hits]
        text = wording.found_text(passages) or wording.NO_PASSAGE
        return _result(text, Found(status="found" if passages else "not_found", passages=passages))

    @_told
    def van_ban(
        self,
        document_id: arguments.DocumentId,
        passage: arguments.PassageNumber | None = None,
        start: arguments.Start = 0,
        as_of: arguments.Day | None = None,
    ) -> Annotated[CallToolResult, DocumentPiece]:
        """Đọc một văn bản: số, ngày, cơ quan, hiệu lực và một phần toàn văn.

        Có `passage` thì phần ấy bao quanh đoạn được đánh dấu; văn bản dài thì đọc tiếp bằng `start`.
        """
        document = self._library.document(document_id)
        day = as_of or self._today()
        validity = self._reading.document(document_id, day).validity
        marked = None if passage is None else self._passage(document_id, passage)
        piece = piece_of(document, validity, day, self._address, marked, start)
        return _result(wording.piece_text(piece, capitalize_first(document_label(document))), piece)

    @_told
    def danh_hieu(
        self,
        award: arguments.AwardName,
        as_of: arguments.Day | None = None,
        recipient: arguments.Whom | None = None,
    ) -> Annotated[CallToolResult, AwardAnswer]:
        """Xem một danh hiệu thi đua, hình thức khen thưởng theo luật vào một ngày.

        Tiêu chuẩn, danh hiệu cần có trước, thẩm quyền, hồ sơ, tiền thưởng, mỗi điều kèm nguồn.
        Tên có thể chỉ nhiều danh hiệu: khi ấy `status` là clarify và `choices` là các mã để chọn.
        """
        day, name = as_of or self._today(), clean_text(award)
        choices = self._awards(name, day)
        if not choices:
            raise InvalidQuery(wording.NO_AWARD.format(name=name))
        if len(choices) > 1:
            asked = AwardAnswer(status="clarify", as_of=day, sheet=None, choices=choices)
            return _result(wording.choices_text(choices), asked)
        return self._sheet(choices[0], day, recipient)

    def _sheet(self, award: AwardChoice, day: date, recipient: Recipient | None) -> CallToolResult:
        sheet = self._reading.award(award.id, day, recipient)
        assert sheet, "the list of awards names only those that there are"
        told = AwardAnswer(status="answered", as_of=day, sheet=sheet, choices=[])
        return _result(wording.sheet_text(sheet), told)

    def _awards(self, name: str, day: date) -> list[AwardChoice]:
        """Return the awards that a name may mean; the one alone whose id or whole name it is."""
        listed = [line for group in self._reading.awards(day, name) for line in group.awards]
        ids = [
            line for group in self._reading.awards(day) for line in group.awards if line.id == name
        ]
        whole = ids or [line for line in listed if fold(line.name) == fold(name)]
        chosen = whole if len(whole) == 1 else listed
        return [AwardChoice.model_validate(line, from_attributes=True) for line in chosen]

    def _passage(self, document_id: str, number: int) -> Passage:
        for passage in self._library.passages(document_id):
            if passage.number == number:
                return passage
        raise InvalidQuery(wording.NO_SUCH_PASSAGE.format(document_id=document_id, passage=number))

    def _with_addresses(self, answer: Answer) -> Answer:
        """Return an answer whose citations lead to pages that a program elsewhere can open."""
        cited = (
            one.model_copy(update={"url": self._address + one.url}) if one.url else one
            for one in answer.citations
        )
        return answer.model_copy(update={"citations": tuple(cited)})


def _result(text: str, value: BaseModel) -> CallToolResult:
    """Return a text and the same as JSON."""
    return CallToolResult(
        content=[TextContent(type="text", text=text)],
        structured_content=value.model_dump(mode="json"),
    )


def _failed(sentence: str) -> CallToolResult:
    """Return the protocol's error of a tool: what a model reads to ask otherwise."""
    return CallToolResult(content=[TextContent(type="text", text=sentence)], is_error=True)
