"""What a tool may be given: each argument with its bounds and the words that a model reads of it."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.delivery.parameters import MAX_TEXT
from bot.mcp.parameters import MAX_ID, MAX_PASSAGES, MAX_POSITION
from bot.web.parameters import MAX_QUERY
from bot.web.public.parameters import FIRST_DAY, FIRST_YEAR, LAST_DAY, LAST_YEAR, MAX_NAME
from knowledge.law import Recipient

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _day(value: object) -> date:
    """Return a day; pydantic alone would take numbers and times for one, too."""
    day = date.fromisoformat(value) if isinstance(value, str) and ISO_DAY.fullmatch(value) else None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"must be a day, YYYY-MM-DD, from {FIRST_DAY} to {LAST_DAY}")
    return day


Question = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_TEXT,
        description="Câu hỏi bằng tiếng Việt, đứng một mình được: nêu rõ nơi, năm, danh hiệu.",
    ),
]
Query = Annotated[
    str, Field(min_length=1, max_length=MAX_QUERY, description="Điều cần tìm, bằng tiếng Việt.")
]
Place = Annotated[
    str, Field(max_length=MAX_NAME, description="Chỉ văn bản của nơi này, ví dụ “Bắc Giang”.")
]
Kind = Annotated[
    str, Field(max_length=MAX_NAME, description="Chỉ loại văn bản này, ví dụ “Kế hoạch”.")
]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR, description="Chỉ văn bản của năm này.")]
Day = Annotated[
    date,
    BeforeValidator(_day),
    Field(description="Hỏi cho ngày này (YYYY-MM-DD); không có thì cho hôm nay."),
]
Limit = Annotated[int, Field(ge=1, le=MAX_PASSAGES, description="Nhiều nhất bấy nhiêu đoạn.")]
DocumentId = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_ID,
        description="Mã văn bản (`document_id`), như các công cụ khác cho biết.",
    ),
]
PassageNumber = Annotated[
    int,
    Field(
        ge=0,
        le=MAX_POSITION,
        description="Số của đoạn cần đánh dấu: phần sau `#p` trong địa chỉ của nguồn.",
    ),
]
Start = Annotated[
    int,
    Field(
        ge=0,
        le=MAX_POSITION,
        description="Đọc từ vị trí này của toàn văn; lấy `end` của lần trước để đọc tiếp.",
    ),
]
AwardName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_NAME,
        description="Tên, tên viết tắt (“CSTĐCS”) hoặc mã của danh hiệu, hình thức khen thưởng.",
    ),
]
Whom = Annotated[
    Recipient,
    Field(description="Chỉ tính tiền thưởng cho cá nhân, tập thể hay hộ gia đình."),
]
