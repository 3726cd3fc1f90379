"""What a person typed is cleaned before anything is kept, and checked before anything is asked."""

from __future__ import annotations

import re
import unicodedata

from bot.delivery.notices import EMPTY, TOO_LONG
from bot.delivery.parameters import MAX_TEXT
from bot.delivery.personal_data import mask

#: Controls, invisible characters and marks that turn the reading direction.
HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)

#: "xóa dữ liệu của tôi", without marks, and nothing else: "huyện xóa dữ liệu của tôi chưa" is a
#: question.
ERASURE_REQUEST = re.compile(
    r"(?:hay |vui long |lam on |cho toi )?(?:xoa|huy) (?:het |toan bo |tat ca )?"
    r"(?:du lieu|tin nhan|lich su|thong tin)(?: chat| hoi thoai| ca nhan)?"
    r"(?: cua (?:toi|em|minh|con))(?: di| giup toi| nhe)?"
)


def clean_text(text: str) -> str:
    """Return the text composed (NFC), without hidden characters, its personal data masked."""
    return mask(tidy_text(text))


def tidy_text(text: str) -> str:
    """Return the text composed (NFC), without hidden characters, its personal data as it was typed."""
    # Half a surrogate pair is no text: no database and no app takes it.
    encodable = text.encode("utf-8", "ignore").decode()
    return HIDDEN.sub("", unicodedata.normalize("NFC", encodable)).strip()


def without_marks(text: str) -> str:
    """Return a text in small letters without Vietnamese marks."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def is_erasure_request(text: str) -> bool:
    """Whether someone asks for what is kept of them to be erased, and for nothing else."""
    words = without_marks(text).strip(" .!/").split()
    return bool(ERASURE_REQUEST.fullmatch(" ".join(words)))


def refusal_for(text: str) -> str | None:
    """Return why a text cannot be answered, as a sentence for its writer; None where it can."""
    if not any(character.isalnum() for character in text):
        return EMPTY
    return TOO_LONG if len(text) > MAX_TEXT else None
