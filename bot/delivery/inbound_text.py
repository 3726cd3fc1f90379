"""The text that a person typed, cleaned and checked before anything else sees it."""

from __future__ import annotations

import re
import unicodedata

from bot.delivery.notices import EMPTY, TOO_LONG
from bot.delivery.parameters import MAX_TEXT
from bot.delivery.personal_data import mask

#: Controls, invisible signs and marks that turn the reading direction.
HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)

#: "xóa dữ liệu của tôi", marks or not: the person wants what is kept of them gone.
ERASE = re.compile(
    r"(?:hay |vui long |lam on |cho toi )?(?:xoa|huy) (?:het |toan bo |tat ca )?(?:du lieu|tin nhan|lich su|thong tin)(?: chat| hoi thoai| ca nhan)?(?: cua (?:toi|em|minh|con))(?: di| giup toi| nhe)?"
)


def clean_text(text: str) -> str:
    """Give the text composed (NFC), without controls, hidden signs and personal data: all that is kept has come through here."""
    return mask(
        HIDDEN.sub(
            "", unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())
        ).strip()
    )


def is_erasure_request(text: str) -> bool:
    """Tell whether a message asks for what is kept of its writer to be erased, and nothing else."""
    bare = "".join(
        sign
        for sign in unicodedata.normalize("NFD", text.lower())
        if not unicodedata.combining(sign)
    )
    return bool(ERASE.fullmatch(" ".join(bare.replace("đ", "d").strip(" .!/").split())))


def refusal_for(text: str) -> str | None:
    """Say why a message cannot be answered, or nothing when it can."""
    if not any(letter.isalnum() for letter in text):
        return EMPTY
    return TOO_LONG if len(text) > MAX_TEXT else None
