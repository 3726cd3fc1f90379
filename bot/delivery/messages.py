"""Messages: what comes in from a channel and is checked at the door."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from bot.delivery.personal_data import mask
from bot.dialogue.messages import UserMessage
from bot.errors import InvalidMessage

LONGEST_TEXT = 2000
CONVERSATION = re.compile(r"[\w.:@-]{1,128}")
#: Controls, invisible signs and marks that turn the reading direction.
HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)

#: "xóa dữ liệu của tôi", marks or not: the person wants what is kept of them gone.
ERASE = re.compile(
    r"(?:hay |vui long |lam on |cho toi )?(?:xoa|huy) (?:het |toan bo |tat ca )?(?:du lieu|tin nhan|lich su|thong tin)(?: chat| hoi thoai| ca nhan)?(?: cua (?:toi|em|minh|con))(?: di| giup toi| nhe)?"
)
ERASED = "Tôi đã xóa những gì lưu về cuộc trò chuyện này của anh/chị: tin nhắn, ngữ cảnh và các lựa chọn. Anh/chị có thể hỏi lại từ đầu."
NOT_ERASED = "Hệ thống đang trục trặc nên dữ liệu của anh/chị CHƯA được xóa. Anh/chị vui lòng nhắn lại sau ít phút."
UNAVAILABLE = (
    "Hệ thống đang khởi động hoặc tạm gián đoạn nên tôi chưa tra cứu được. Anh/chị vui lòng hỏi lại sau ít phút."
)
EMPTY = "Tôi chưa thấy câu hỏi nào. Anh/chị gõ điều cần hỏi giúp tôi nhé."
TOO_LONG = f"Câu hỏi dài quá {LONGEST_TEXT:,} ký tự. Anh/chị hỏi ngắn lại giúp tôi nhé.".replace(",", ".", 1)


def parse_message(body: Any) -> UserMessage:
    """Check the body of a request; what is malformed is refused with a sentence."""
    if not isinstance(body, dict):
        raise InvalidMessage("Nội dung gửi lên phải là một đối tượng JSON.")
    conversation, text, day = body.get("conversation"), body.get("text"), body.get("as_of")
    if not isinstance(conversation, str) or not CONVERSATION.fullmatch(conversation):
        raise InvalidMessage("“conversation” phải là chuỗi 1–128 ký tự gồm chữ, số và . : @ _ -")
    if not isinstance(text, str):
        raise InvalidMessage("“text” phải là một chuỗi.")
    number = body.get("id", "")
    if not isinstance(number, str) or (number and not CONVERSATION.fullmatch(number)):
        raise InvalidMessage("“id” phải là chuỗi 1–128 ký tự gồm chữ, số và . : @ _ -")
    return UserMessage(conversation, clean_text(text), _day(day), number)


def clean_text(text: str) -> str:
    """Give the text composed (NFC), without controls, hidden signs and personal data: all that is kept has come through here."""
    return mask(HIDDEN.sub("", unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())).strip())


def is_erasure_request(text: str) -> bool:
    """Tell whether a message asks for what is kept of its writer to be erased, and nothing else."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))
    return bool(ERASE.fullmatch(" ".join(bare.replace("đ", "d").strip(" .!/").split())))


def refusal_for(text: str) -> str | None:
    """Say why a message cannot be answered, or nothing when it can."""
    if not any(letter.isalnum() for letter in text):
        return EMPTY
    return TOO_LONG if len(text) > LONGEST_TEXT else None


def _day(day: Any) -> date | None:
    if day is None:
        return None
    try:
        return date.fromisoformat(day)
    except (TypeError, ValueError) as error:
        raise InvalidMessage("“as_of” phải là một ngày dạng YYYY-MM-DD.") from error
