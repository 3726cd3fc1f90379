"""What the hand-over itself says to a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.handover.parameters import MAX_PERSON_TEXT
from bot.setting_groups.office_hours import describe_moment

OFFER, OFFER_LATER = "Gặp cán bộ", "Nhắn cho cán bộ"
STOP_TITLE, MASKED_TITLE, AGREE_TITLE = "Thôi", "Gặp, vẫn che số", "Đồng ý"
CONSENT = (
    "Tôi chuyển cuộc trò chuyện này cho cán bộ. Cán bộ đọc được những gì anh/chị đã nhắn ở đây, với số "
    "điện thoại, số căn cước, số tài khoản đã che. Anh/chị có đồng ý để từ lúc cán bộ nhận, những số anh/chị "
    "nhắn không bị che nữa không?"
)
LEAVE = (
    "Bây giờ ngoài giờ làm việc. Anh/chị nhắn lại điều cần hỏi trong một tin ngay sau đây; "
    "cán bộ trả lời tại đây {when}."
)
LEFT = (
    "Tôi đã ghi lời nhắn. Cán bộ trả lời tại đây {when}. "
    "Trong lúc chờ, anh/chị vẫn hỏi tôi như thường."
)
CLOSED_WHILE_WAITING = (
    "Đã hết giờ làm việc mà chưa có cán bộ nhận, mong anh/chị thông cảm. Tôi giữ lời nhắn; cán bộ trả lời "
    "tại đây {when}. Trong lúc chờ, anh/chị vẫn hỏi tôi như thường."
)
NOBODY_LEFT = (
    "Hiện không còn cán bộ nào trực, mong anh/chị thông cảm. Tôi giữ lời nhắn; cán bộ trả lời tại đây "
    "{when}. Trong lúc chờ, anh/chị vẫn hỏi tôi như thường."
)
SOON = "khi làm việc trở lại"
WINDOW = " (ứng dụng này chỉ cho trả lời trong {days} ngày)"
FIRST = "Anh/chị là người chờ đầu tiên"
NOT_FIRST = "Trước anh/chị còn {ahead} người chờ"
QUEUED = (
    "Tôi đã chuyển. {place}; cán bộ sẽ trả lời ngay tại đây. Anh/chị cứ nhắn thêm, cán bộ sẽ đọc cả. "
    "Gõ “thôi” để quay lại hỏi tôi."
)
KEPT = "Tôi giữ tin này cho cán bộ. {place}. Gõ “thôi” để quay lại hỏi tôi."
TAKEN = "{name} đã nhận cuộc trò chuyện này và trả lời anh/chị từ bây giờ. Gõ “thôi” khi muốn dừng."
TAKEN_UNMASKED = " Từ giờ số điện thoại, số căn cước, số tài khoản anh/chị nhắn không bị che."
TAKEN_MASKED = " Số điện thoại, số căn cước, số tài khoản anh/chị nhắn vẫn bị che."
GIVEN_BACK = "Cán bộ đã trả lời xong. Anh/chị hỏi tiếp thì trợ lý tự động trả lời."
STOPPED = "Tôi đã dừng việc gặp cán bộ. Anh/chị hỏi tiếp thì tôi, trợ lý tự động, trả lời."
NOT_HANDED = "Vâng, tôi không chuyển. Anh/chị hỏi tiếp, tôi trả lời."
NOBODY = "Ở đây chưa có cán bộ trực trả lời. Anh/chị liên hệ {contact}."
CROWDED = (
    "Từ mạng anh/chị đang dùng đã có nhiều cuộc trò chuyện chờ cán bộ, nên tôi chưa chuyển thêm được. "
    "Anh/chị thử lại sau giúp tôi."
)
#: Of a picture, which nobody keeps: staff are told only that there was one.
PICTURE_NOT_SEEN = (
    "Ảnh không được lưu lại nên cán bộ chỉ biết là anh/chị đã gửi ảnh. "
    "Cần cán bộ biết điều gì trong ảnh, anh/chị nhắn bằng chữ giúp tôi."
)
PICTURE_KEPT = PICTURE_NOT_SEEN + " {place}. Gõ “thôi” để quay lại hỏi tôi."
LEAVE_WORDS = (
    "Ảnh không được lưu lại nên chưa thay lời nhắn được. Anh/chị nhắn điều cần hỏi bằng chữ, trong một "
    "tin ngay sau đây; cán bộ trả lời tại đây {when}."
)
TOO_LONG = (
    f"Tin của anh/chị dài quá {MAX_PERSON_TEXT:,} ký tự nên cán bộ chỉ đọc được phần đầu. "
    "Anh/chị nhắn tiếp phần còn lại trong tin khác giúp tôi."
).replace(",", ".", 1)
#: What staff see in the conversation.
CUT = "\n(Tin còn dài; người hỏi đã được báo là phần sau bị bỏ.)"
PERSON_STOPPED = "Người hỏi đã dừng cuộc trò chuyện với cán bộ."
NO_TEXT = "(Người hỏi gửi ảnh, tệp hoặc tiếng nói; ở đây chưa xem được.)"
PICTURE = "(Người hỏi gửi một ảnh; ảnh không được lưu lại nên ở đây không xem được.)"
ANSWERED_ELSEWHERE = "Đồng nghiệp đã trả lời ngay trong ứng dụng."
#: What staff read of one that has ended: by whom, and who answers now.
ENDED: Mapping[str, str] = {
    "staff": "{name} đã trả cuộc trò chuyện này cho trợ lý; trợ lý tự động trả lời tiếp.",
    "person": "Người hỏi đã dừng cuộc trò chuyện với cán bộ; trợ lý tự động trả lời tiếp.",
    "app": "Đồng nghiệp trả lời người hỏi ngay trong ứng dụng; cuộc trò chuyện ở đây đã kết thúc.",
}
ENDED_OTHERWISE = "Cuộc trò chuyện đã kết thúc; trợ lý tự động trả lời tiếp."
WAITS_AGAIN = (
    "Đã quá lâu không mở nên cuộc trò chuyện này về lại hàng chờ: anh/chị nhận lại rồi trả lời."
)
ANOTHER_S = "{name} đang trả lời cuộc trò chuyện này."


def ended(by: str, name: str) -> str:
    """Return what staff read of one that has ended; `name` is who of staff had it last."""
    return ENDED.get(by, ENDED_OTHERWISE).format(name=name or "Cán bộ")


def when(opening: datetime | None, window_days: int | None) -> str:
    """Return when staff answer, in words."""
    told = f"từ {describe_moment(opening)}" if opening else SOON
    return told + (WINDOW.format(days=window_days) if window_days else "")


def place_in_queue(ahead: int) -> str:
    """Return how many wait before a person, in words."""
    return NOT_FIRST.format(ahead=ahead) if ahead else FIRST
