"""What the delivery itself says to a person: the sentences that no dialogue is asked for."""

from __future__ import annotations

from bot.delivery.parameters import MAX_TEXT

ERASED = (
    "Tôi đã xóa những gì lưu về cuộc trò chuyện này của anh/chị: tin nhắn, ngữ cảnh và các lựa chọn. "
    "Anh/chị có thể hỏi lại từ đầu."
)
NOT_ERASED = (
    "Hệ thống đang trục trặc nên dữ liệu của anh/chị CHƯA được xóa. "
    "Anh/chị vui lòng nhắn lại sau ít phút."
)
UNAVAILABLE = (
    "Hệ thống đang khởi động hoặc tạm gián đoạn nên tôi chưa tra cứu được. "
    "Anh/chị vui lòng hỏi lại sau ít phút."
)
EMPTY = "Tôi chưa thấy câu hỏi nào. Anh/chị gõ điều cần hỏi giúp tôi nhé."
TOO_LONG = (
    f"Câu hỏi dài quá {MAX_TEXT:,} ký tự. Anh/chị hỏi ngắn lại giúp tôi nhé.".replace(",", ".", 1)
)  # fmt: skip
TEXT_ONLY = (
    "Tôi chỉ đọc được tin nhắn chữ và ảnh chụp văn bản, chưa đọc được tệp hay nghe được giọng nói. "
    "Anh/chị gõ câu hỏi về thi đua, khen thưởng giúp tôi nhé, "
    "ví dụ: “Chủ đề thi đua năm nay là gì?”"
)
TOO_MANY_MESSAGES = (
    "Anh/chị nhắn hơi nhanh nên tôi chưa kịp trả lời hết. "
    "Anh/chị chờ khoảng một phút rồi hỏi tiếp giúp tôi nhé."
)
TOO_MANY_TURNS = (
    "Đang có rất đông người hỏi nên tôi chưa kịp trả lời. Anh/chị vui lòng hỏi lại sau ít giây."
)
TOO_MANY_WAITING = "Đang có quá nhiều tin nhắn chờ trả lời."
