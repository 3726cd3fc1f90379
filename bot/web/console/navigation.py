"""What the console's menu holds; everyone sees what they may use."""

from __future__ import annotations

from dataclasses import dataclass

from bot.accounts.model import Permission, Staff


@dataclass(frozen=True)
class Entry:
    """One entry of the menu."""

    title: str
    path: str
    permission: Permission


ENTRIES = (
    Entry("Văn bản", "/quan-tri/van-ban", "read"),
    Entry("Báo cáo", "/quan-tri/bao-cao", "read"),
    Entry("Câu hỏi chờ trả lời", "/quan-tri/cau-hoi", "read"),
    Entry("Câu trả lời của cơ quan", "/quan-tri/cau-hoi/tra-loi", "read"),
    Entry("Quy định của pháp luật", "/quan-tri/quy-dinh", "read"),
    Entry("Trực", "/quan-tri/truc", "attend"),
    Entry("Tài khoản", "/quan-tri/nguoi-dung", "administer"),
    Entry("Nhật ký thay đổi", "/quan-tri/nhat-ky", "administer"),
)


def entries_for(staff: Staff) -> tuple[Entry, ...]:
    """Return the entries that someone may use."""
    return tuple(entry for entry in ENTRIES if staff.may(entry.permission))
