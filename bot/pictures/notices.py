"""What is said to who sent a picture that is not answered: one sentence each, and what to do."""

from __future__ import annotations

from bot.pictures.parameters import MAX_PICTURE_BYTES

WRONG_TYPE = (
    "Tôi chỉ đọc được ảnh JPEG, PNG và WebP; tệp này không phải loại ảnh ấy. "
    "Anh/chị chụp hoặc lưu lại thành ảnh rồi gửi giúp tôi."
)
TOO_LARGE = (
    f"Ảnh lớn quá nên tôi không đọc (nhiều nhất {MAX_PICTURE_BYTES // 1_000_000} MB và "
    "49 triệu điểm ảnh). Anh/chị gửi ảnh nhỏ hơn giúp tôi."
)
BROKEN = (
    "Tôi không mở được ảnh này, có thể ảnh bị hỏng hoặc tải lên chưa trọn. "
    "Anh/chị gửi lại giúp tôi."
)
NO_TEXT = (
    "Tôi không đọc được chữ nào trong ảnh. "
    "Nếu là văn bản, anh/chị chụp thẳng, đủ sáng, rõ chữ rồi gửi lại giúp tôi."
)
TOO_SLOW = "Ảnh này tôi đọc quá lâu nên đã dừng. Anh/chị chụp riêng trang đầu của văn bản giúp tôi."
BUSY = "Tôi đang đọc ảnh trước của anh/chị; xong ảnh ấy, anh/chị gửi tiếp giúp tôi."
TOO_MANY = "Anh/chị gửi ảnh hơi nhanh. Anh/chị chờ khoảng một phút rồi gửi tiếp giúp tôi."
TOO_LONG_UPLOAD = "Ảnh tải lên quá lâu nên đã dừng. Anh/chị gửi ảnh nhỏ hơn giúp tôi."
NOT_FETCHED = "Tôi không tải được ảnh này từ ứng dụng. Anh/chị gửi lại giúp tôi."
SWITCHED_OFF = "Máy chủ này chưa đọc được ảnh. Anh/chị gõ câu hỏi giúp tôi nhé."
NOT_KEPT = (
    "Ảnh anh/chị vừa gửi không được lưu lại nên tôi không tra tiếp trong ảnh; "
    "cần hỏi thêm, anh/chị gửi lại ảnh hoặc nêu rõ văn bản."
)
