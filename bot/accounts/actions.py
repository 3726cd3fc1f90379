"""Every action that the audit trail knows, and what staff read for it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum


class Action(StrEnum):
    """What somebody did, as the trail keeps it."""

    SIGN_IN = "sign-in"
    SIGN_IN_REFUSED = "sign-in refused"
    PROVIDER_SIGN_IN = "sign-in by provider"
    PROVIDER_SIGN_IN_REFUSED = "sign-in by provider refused"
    SECOND_FACTOR_SET = "second factor set"
    SECOND_FACTOR_RESET = "second factor reset"
    PASSWORD_CHANGED = "password changed"
    PASSWORD_RESET = "password reset"
    ACCOUNT_ADDED = "account added"
    ACCOUNT_CHANGED = "account changed"
    ACCOUNT_LOCKED = "account locked"
    ACCOUNT_UNLOCKED = "account unlocked"
    ACCOUNT_RESET = "account reset"
    SINGLE_SIGN_ON_SET = "single sign-on set"
    FILE_GIVEN = "file.give"
    FILE_RETRIED = "file.retry"
    FILE_REMOVED = "file.remove"
    DRAFT_OPENED = "draft.open"
    DRAFT_EDITED = "draft.edit"
    DRAFT_REBASED = "draft.rebase"
    DRAFT_DISCARDED = "draft.discard"
    DOCUMENT_PUBLISHED = "document.publish"
    DOCUMENT_WITHDRAWN = "document.withdraw"
    DOCUMENT_TAKEN_BACK = "document.take_back"
    DOCUMENT_REMOVED = "document.remove"
    ANSWER_SAVED = "answer saved"
    ANSWER_APPROVED = "answer approved"
    ANSWER_WITHDRAWN = "answer withdrawn"
    ANSWER_IMPORTED = "answer imported"
    RULE_VERIFIED = "rule verified"
    RULE_TAKEN_BACK = "rule taken back"
    HANDOVER_TAKEN = "handover taken"
    HANDOVER_GIVEN_BACK = "handover given back"
    HANDOVER_READ = "handover read"
    HANDOVER_READ_MASKED = "handover read masked"


ACTION_NAMES: Mapping[Action, str] = {
    Action.SIGN_IN: "đăng nhập",
    Action.SIGN_IN_REFUSED: "đăng nhập bị từ chối",
    Action.PROVIDER_SIGN_IN: "đăng nhập bằng tài khoản cơ quan",
    Action.PROVIDER_SIGN_IN_REFUSED: "đăng nhập bằng tài khoản cơ quan bị từ chối",
    Action.SECOND_FACTOR_SET: "đăng ký mã hai lớp",
    Action.SECOND_FACTOR_RESET: "bỏ mã hai lớp",
    Action.PASSWORD_CHANGED: "đổi mật khẩu của mình",
    Action.PASSWORD_RESET: "đặt mật khẩu mới cho tài khoản",
    Action.ACCOUNT_ADDED: "thêm tài khoản",
    Action.ACCOUNT_CHANGED: "sửa tài khoản",
    Action.ACCOUNT_LOCKED: "khóa tài khoản",
    Action.ACCOUNT_UNLOCKED: "mở lại tài khoản",
    Action.ACCOUNT_RESET: "đặt lại mật khẩu và mã hai lớp",
    Action.SINGLE_SIGN_ON_SET: "chuyển sang tài khoản cơ quan",
    Action.FILE_GIVEN: "tải tệp lên",
    Action.FILE_RETRIED: "cho đọc lại tệp",
    Action.FILE_REMOVED: "bỏ tệp",
    Action.DRAFT_OPENED: "mở bản thảo",
    Action.DRAFT_EDITED: "sửa bản thảo",
    Action.DRAFT_REBASED: "lấy bản đang công bố làm nền cho bản thảo",
    Action.DRAFT_DISCARDED: "bỏ bản thảo",
    Action.DOCUMENT_PUBLISHED: "công bố văn bản",
    Action.DOCUMENT_WITHDRAWN: "thu hồi văn bản",
    Action.DOCUMENT_TAKEN_BACK: "trở lại bản cũ của văn bản",
    Action.DOCUMENT_REMOVED: "bỏ hẳn văn bản",
    Action.ANSWER_SAVED: "lưu câu trả lời",
    Action.ANSWER_APPROVED: "duyệt câu trả lời",
    Action.ANSWER_WITHDRAWN: "rút câu trả lời",
    Action.ANSWER_IMPORTED: "nhập câu trả lời từ tệp",
    Action.RULE_VERIFIED: "xác nhận quy tắc đã đối chiếu",
    Action.RULE_TAKEN_BACK: "bỏ xác nhận đối chiếu quy tắc",
    Action.HANDOVER_TAKEN: "nhận cuộc trò chuyện",
    Action.HANDOVER_GIVEN_BACK: "trả cuộc trò chuyện cho trợ lý",
    Action.HANDOVER_READ: "đọc cuộc trò chuyện của đồng nghiệp",
    Action.HANDOVER_READ_MASKED: "đọc cuộc trò chuyện của đồng nghiệp, số đã che",
}


def action_name(action: str) -> str:
    """Return what staff read for an action; one of an older program stands for itself."""
    with suppress(ValueError):
        return ACTION_NAMES[Action(action)]
    return action
