"""What people type to be given to a person of the office, to agree, to stop: whole messages only.

Patterns run on text in small letters without marks, so that it does not matter how it is typed.
"Cán bộ nào được gặp Chủ tịch?" is a question for the assistant: only a message that asks for a person
and nothing else is read so.
"""

from __future__ import annotations

import re

from bot.delivery.inbound_text import without_marks

#: What the assistant's own buttons say.
ASK, AGREE = "Cho tôi gặp cán bộ", "Đồng ý, chuyển cho cán bộ"
MASKED, STOP = "Chuyển cho cán bộ, vẫn che số", "Thôi, không gặp cán bộ nữa"

#: Characters of a message that can be nothing but a request: what is longer asks something.
MAX_REQUEST = 120
WHO = (
    r"(?:(?:mot |1 |cac )?(?:anh |chi |anh chi |ong |ba |co |chu )?(?:can bo|nguoi that|nguoi phu trach|"
    r"nhan vien(?: tu van| ho tro)?|chuyen vien|tu van vien|tong dai vien|dieu phoi vien|"
    r"nguoi co tham quyen|con nguoi|nguoi truc|truc ban)(?: phu trach| truc| ho tro| tu van)?)"
)
MEET = r"(?:gap|noi chuyen|noi chuyen voi|noi voi|chat voi|trao doi voi|lien he|lien lac voi|ket noi voi|gap mat)"
PLEASE = (
    r"(?:(?:da |vang |thua |alo |a )?(?:ban |bot |ad |em |tro ly )?(?:oi )?)?"
    r"(?:(?:lam on|vui long|xin|hay|nho|giup)(?: cho| hay)? )?"
)
WANT = r"(?:(?:cho|de) (?:toi|em|minh|chau|con|tui) |(?:toi|em|minh|chau|con|tui) (?:muon|can|xin|phai|muon duoc|can duoc) |muon |can |xin |xin duoc )?"
END = r"(?: (?:di|voi|a|nhe|nha|duoc khong|co duoc khong|giup toi|giup em|giup|ngay|luon|bay gio|o day))*"
REQUEST = re.compile(
    rf"{PLEASE}{WANT}(?:duoc )?{MEET}(?: (?:voi|duoc))? {WHO}{END}"
    rf"|{PLEASE}{WANT}(?:chuyen|noi may|ket noi)(?: (?:toi|em|minh|cuoc tro chuyen(?: nay)?))?(?: (?:cho|sang|den|toi|voi|gap))* {WHO}{END}"
    rf"|(?:co|cho hoi co) (?:{WHO}|ai la nguoi that)(?: nao)?(?: o day| truc| dang truc)* khong{END}"
    rf"|(?:toi|em|minh) khong muon (?:noi chuyen|chat|hoi) (?:voi )?(?:may|bot|robot|tro ly)(?: nua)?{END}"
    rf"|gap nguoi{END}"
)
AGREEMENT = re.compile(
    r"(?:dong y|toi dong y|em dong y|vang|da|u|uh|um|ok|okay|oke|co|duoc|yes|nhat tri|vang dong y|"
    r"da dong y|da vang|dong y nhe|duoc nhe|dong y a|chuyen di|dong y chuyen cho can bo)"
)
MASKED_AGREEMENT = re.compile(
    r"(?:chuyen cho can bo van che so|van che so|che so|van che|khong dong y|toi khong dong y|khong)"
)
STOPPING = re.compile(
    r"(?:thoi|thoi nhe|thoi khong can|thoi khong can nua|thoi khong gap can bo nua|khong can nua|"
    r"toi khong can nua|khong can gap nua|khong gap nua|khong can gap can bo nua|khong gap can bo nua|"
    r"khong cho nua|toi khong cho nua|huy|huy bo|ket thuc|ket thuc nhe|dung|dung lai|hoi tro ly tiep)"
)
#: A stop that can be meant for nothing else: it is read so also while the assistant answers on.
CLEAR_STOPPING = re.compile(r"(?:thoi )?khong (?:can )?gap (?:can bo )?nua")


def is_request(text: str) -> bool:
    """Whether someone asks for a person, and for nothing else."""
    return len(text) <= MAX_REQUEST and bool(REQUEST.fullmatch(_bare(text)))


def is_agreement(text: str) -> bool:
    """Whether someone lets staff read their numbers from now on."""
    return bool(AGREEMENT.fullmatch(_bare(text)))


def is_masked_agreement(text: str) -> bool:
    """Whether someone wants a person, but their numbers masked as before."""
    return bool(MASKED_AGREEMENT.fullmatch(_bare(text)))


def is_stopping(text: str, *, clearly: bool = False) -> bool:
    """Whether someone wants no person any more; `clearly` where "thôi" may mean something else."""
    return bool((CLEAR_STOPPING if clearly else STOPPING).fullmatch(_bare(text)))


def _bare(text: str) -> str:
    """Return the words in small letters without marks and punctuation."""
    return " ".join(re.sub(r"[^\w\s]|_", " ", without_marks(text)).split())
