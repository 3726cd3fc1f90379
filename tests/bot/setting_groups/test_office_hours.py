"""When people of the office are there: days, spans, holidays; what cannot be read is refused."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.errors import InvalidSetting
from bot.setting_groups.office_hours import (
    OfficeHours,
    describe_moment,
    parse_office_hours,
)
from bot.settings import read_settings
from bot.vietnam_time import VIETNAM

WEEK = "T2-T6 7:30-11:30 13:30-17:00; T7 8:00-11:30"
HOLIDAYS = "1/1, 2/9, 29/2, 5/2/2027-11/2/2027, 24/12/2026"


def moment(text: str) -> float:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM).timestamp()


@pytest.mark.parametrize(
    ("at", "is_open", "next_opening"),
    [
        ("30/11/2026 07:29", False, "7:30 thứ Hai 30/11"),
        ("30/11/2026 07:30", True, "13:30 thứ Hai 30/11"),
        ("30/11/2026 11:30", False, "13:30 thứ Hai 30/11"),
        ("30/11/2026 16:59", True, "7:30 thứ Ba 01/12"),
        ("05/12/2026 09:00", True, "7:30 thứ Hai 07/12"),
        ("06/12/2026 09:00", False, "7:30 thứ Hai 07/12"),
        ("24/12/2026 09:00", False, "7:30 thứ Sáu 25/12"),
        # New Year's Day comes every year, Tết when the office says.
        ("01/01/2027 09:00", False, "8:00 thứ Bảy 02/01"),
        ("01/01/2030 09:00", False, "7:30 thứ Tư 02/01"),
        ("04/02/2027 18:00", False, "7:30 thứ Sáu 12/02"),
        ("10/02/2027 09:00", False, "7:30 thứ Sáu 12/02"),
    ],
)
def test_hours(at: str, is_open: bool, next_opening: str) -> None:
    hours = parse_office_hours(WEEK, HOLIDAYS)
    assert hours.are_open(moment(at)) is is_open
    opening = hours.next_opening(moment(at))
    assert opening
    assert describe_moment(opening) == next_opening


def test_a_day_has_twenty_four_hours() -> None:
    hours = parse_office_hours("T2-CN 0:00-24:00")
    assert all(hours.are_open(moment(f"{day:02d}/11/2026 23:59")) for day in range(1, 8))


def test_without_hours_nobody_is_there() -> None:
    hours = parse_office_hours("", HOLIDAYS)
    assert not hours
    assert not OfficeHours()
    assert not hours.are_open(moment("30/11/2026 09:00"))
    assert hours.next_opening(moment("30/11/2026 09:00")) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            ("HOURS", value)
            for value in (
                "T2", "T8 7:00-8:00", "T6-T2 7:00-8:00", "T2 8:00-7:00", "T2 7:00-7:00", "T2 25:00-26:00",
                "T2 7-8", "2-6 7:30-11:30", "T2 7:00-24:01", "x" * 300,
            )
        ),
        *(
            ("HOLIDAYS", value)
            for value in ("31/2", "0/1", "1/13", "1/1/26", "5/2/2027-1/2/2027", "1/1/2026-1/1/2027", "Tết")
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_name(name: str, value: str) -> None:
    with pytest.raises(InvalidSetting, match=f"THIDUA_HANDOVER_{name} phải viết như"):
        read_settings({f"THIDUA_HANDOVER_{name}": value})


def test_settings_of_hand_over_are_read() -> None:
    settings = read_settings(
        {
            "THIDUA_HANDOVER_HOURS": f" {WEEK} ",
            "THIDUA_HANDOVER_HOLIDAYS": HOLIDAYS,
            "THIDUA_HANDOVER_LEASE_MINUTES": "7",
            "THIDUA_MAIL_SERVER": "smtp://truc:hush%2F@mail:587",
            "THIDUA_MAIL_SENDER": "tro-ly@a.vn",
            "THIDUA_MAIL_DUTY": " hoa@a.vn, nam@a.vn ",
        }
    )
    assert settings.handover.office_hours == parse_office_hours(WEEK, HOLIDAYS)
    assert settings.handover.lease_minutes == 7
    assert settings.mail.duty == ("hoa@a.vn", "nam@a.vn")
    assert settings.mail.is_on
    assert {"hush%2F", "hush/"} < set(settings.secrets)
    assert not read_settings({}).handover.office_hours
    assert not read_settings({"THIDUA_MAIL_SERVER": "smtp://mail"}).mail.is_on


@pytest.mark.parametrize(
    ("name", "value"),
    [("SENDER", "a@b\nBcc: c@d"), ("SENDER", "a"), ("DUTY", "a@b, c"), ("SERVER", "mail:587")],
)
def test_a_mail_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(InvalidSetting, match=f"THIDUA_MAIL_{name}"):
        read_settings({f"THIDUA_MAIL_{name}": value})
