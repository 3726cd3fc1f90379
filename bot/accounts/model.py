"""Staff, their roles, and what each role lets one do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Permission = Literal["read", "edit", "publish", "attend", "administer"]


class Role(StrEnum):
    """What someone does here; one person may have several roles."""

    VIEWER = "xem"
    EDITOR = "bien-tap"
    APPROVER = "duyet"
    ATTENDANT = "truc"
    ADMINISTRATOR = "quan-tri"


#: What each role lets one do. To publish is not to edit: a second person looks at what is published.
ROLE_PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.VIEWER: frozenset({"read"}),
    Role.EDITOR: frozenset({"read", "edit"}),
    Role.APPROVER: frozenset({"read", "publish"}),
    Role.ATTENDANT: frozenset({"read", "attend"}),
    Role.ADMINISTRATOR: frozenset({"read", "administer"}),
}
ROLE_NAMES: Mapping[Role, str] = {
    Role.VIEWER: "xem",
    Role.EDITOR: "biên tập",
    Role.APPROVER: "duyệt",
    Role.ATTENDANT: "trực",
    Role.ADMINISTRATOR: "quản trị",
}


@dataclass(frozen=True)
class Staff:
    """Someone who works in the console; without places all places are theirs.

    `has_code` tells whether a second factor is set up, `is_active` whether they may sign in,
    `has_password` whether by a password: else it is by the office's own provider.
    """

    id: int
    name: str
    shown_name: str
    roles: frozenset[Role]
    places: frozenset[str] = frozenset()
    has_code: bool = False
    is_active: bool = True
    has_password: bool = True

    def may(self, permission: Permission) -> bool:
        """Whether one of their roles lets them do it."""
        return any(permission in ROLE_PERMISSIONS[role] for role in self.roles)

    def may_change(self, place: str | None) -> bool:
        """Whether what belongs to a place is theirs to change; what belongs to none is everybody's.

        So only staff of all places change it.
        """
        return not self.places or place in self.places

    def sees(self, place: str | None) -> bool:
        """Whether what belongs to a place is theirs to see; what belongs to none is everybody's."""
        return not self.places or place is None or place in self.places


def told(staff: Staff) -> dict[str, object]:
    """Return what the audit trail tells of an account."""
    return {
        "họ tên": staff.shown_name,
        "vai": [ROLE_NAMES[role] for role in sorted(staff.roles)],
        "nơi": sorted(staff.places),
        "mật khẩu": staff.has_password,
        "mã hai lớp": staff.has_code,
        "dùng được": staff.is_active,
    }
