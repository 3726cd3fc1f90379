"""How an answer of the office's own stands, in the words of the console and of the command line."""

from __future__ import annotations

#: What was done with an answer last.
STATES = {"draft": "bản nháp", "approved": "đã duyệt", "withdrawn": "đã rút"}
#: Why an answer is not told, as people read it.
STANDINGS = {
    "told": "đang dùng",
    "draft": "bản nháp, chờ duyệt",
    "withdrawn": "đã rút",
    "not_yet": "chưa đến ngày áp dụng",
    "over": "hết thời gian áp dụng",
    "expired": "hết hạn",
    "document_gone": "không dùng được: văn bản nguồn không còn trong kho",
    "words_gone": "không dùng được: lời trích không còn nguyên văn trong văn bản nguồn",
}
