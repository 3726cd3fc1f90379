"""What staff read for each action of the audit trail."""

from __future__ import annotations

from collections.abc import Mapping

ACTION_NAMES: Mapping[str, str] = {
    "sign-in": "đăng nhập",
    "sign-in refused": "đăng nhập bị từ chối",
    "sign-in by provider": "đăng nhập bằng tài khoản cơ quan",
    "sign-in by provider refused": "đăng nhập bằng tài khoản cơ quan bị từ chối",
    "second factor set": "đăng ký mã hai lớp",
    "second factor reset": "bỏ mã hai lớp",
    "password changed": "đổi mật khẩu của mình",
    "password reset": "đặt mật khẩu mới cho tài khoản",
    "account added": "thêm tài khoản",
    "account changed": "sửa tài khoản",
    "account locked": "khóa tài khoản",
    "account unlocked": "mở lại tài khoản",
    "account reset": "đặt lại mật khẩu và mã hai lớp",
    "single sign-on set": "chuyển sang tài khoản cơ quan",
    "handover taken": "nhận cuộc trò chuyện",
    "handover given back": "trả cuộc trò chuyện lại cho trợ lý",
    "handover read": "đọc cuộc trò chuyện của đồng nghiệp",
    "handover read masked": "đọc cuộc trò chuyện của đồng nghiệp, số đã che",
}


def action_name(action: str) -> str:
    """Return what staff read for an action; one without a name stands for itself."""
    return ACTION_NAMES.get(action, action)
