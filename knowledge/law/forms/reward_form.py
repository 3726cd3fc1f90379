"""The guided conversation on reward money: which award, for whom, decided on which day."""

from __future__ import annotations

import re
from datetime import date

from knowledge.answering import Context, Draft, message
from knowledge.errors import ImpossibleReport, UnclearReport
from knowledge.language import dates_in, fold, format_date, one_line
from knowledge.law.catalogue import catalogue
from knowledge.law.composers.guards import PRESENT_DECREE
from knowledge.law.composers.money import compose_money
from knowledge.law.composers.rules import RECIPIENT_NAMES
from knowledge.law.forms.form import Form, FormField, Values, read_award
from knowledge.law.model import FIRST_DAY, Recipient
from knowledge.law.question import LawQuestion, aspects, recipient_in
from knowledge.law.rewards import multiples_on

TODAY = re.compile(r"\b(hom nay|bay gio|hien nay|hien tai|ngay nay|luc nay|nay)\b")
STARTS = re.compile(
    r"\btinh (giup|ho|thu|cho|tien|xem|muc|ra)|may tinh|"
    r"(giup|muon|can|nho)( \w+){0,3} tinh\b|tinh( \w+){0,4} tien thuong"
)
AWARDS = (
    "Lao động tiên tiến", "Chiến sĩ thi đua cơ sở", "Bằng khen cấp tỉnh", "Giấy khen"
)  # fmt: skip


def _read_recipient(typed: str, day: date) -> str:
    recipient = recipient_in(fold(one_line(typed)))
    if recipient is None:
        raise UnclearReport(message("form_who"))
    return recipient


def _read_day(typed: str, day: date) -> str:
    """Return the day as YYYY-MM-DD; `day` stands for "hôm nay" and gives a missing year."""
    if TODAY.search(fold(one_line(typed))):
        return day.isoformat()
    mentions = dates_in(typed, day.year)
    if not mentions:
        raise UnclearReport(message("form_day"))
    if mentions[0].day < FIRST_DAY:
        raise ImpossibleReport(message("law_before", day=format_date(mentions[0].day)))
    return mentions[0].day.isoformat()


def _required_slots(values: Values) -> list[str]:
    award = values.get("reward_award")
    recipients = {row.recipient for row in catalogue().multiples if row.award == award}
    of_whom = ["reward_who"] if len(recipients) > 1 else []
    return ["reward_award", *of_whom, "reward_day"]


def _compose(context: Context, values: Values) -> Draft:
    day = date.fromisoformat(values.get("reward_day") or context.as_of.isoformat())
    award = catalogue().awards[values.get("reward_award") or ""]
    end = catalogue().texts[PRESENT_DECREE].span.end
    if not multiples_on(award.id, day) and end and day >= end:
        text = message("law_after", day=format_date(day))
        return Draft(text, status="not_found", day=day)
    law = LawQuestion(
        mentions=(),
        aspects=(aspects()["money"],),
        recipient=_recipient(values.get("reward_who")),
        day=day,
        carried=(award.id,),
    )
    return compose_money(context, law, [award])


def _recipient(value: str | None) -> Recipient | None:
    return next((recipient for recipient in RECIPIENT_NAMES if recipient == value), None)


REWARD_FORM = Form(
    name="reward_form",
    starts=STARTS,
    fields=(
        FormField("reward_award", "form_ask_award", AWARDS, read_award),
        FormField(
            "reward_who", "form_ask_who", ("Cá nhân", "Tập thể", "Hộ gia đình"), _read_recipient
        ),
        FormField("reward_day", "form_ask_day", ("Hôm nay",), _read_day),
    ),
    required_slots=_required_slots,
    compose=_compose,
)
