"""`/danh-hieu`: the awards of the national law, and a page for each with its money reckoned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.web.public.parameters import MAX_NAME
from bot.web.public.queries import RECIPIENTS, day_of, recipient_of, text_of
from bot.web.public.reading import PublicReading, Turn
from bot.web.public.rendering import notice, page

PATH = "/danh-hieu"


def add_awards(
    routes: APIRouter, reading: PublicReading, today: Callable[[], date], turn: Turn
) -> None:
    """Add the list of awards and their pages."""

    @routes.get(PATH, dependencies=[turn])
    def awards(request: Request) -> Response:
        """List the awards, or those that a name may mean."""
        typed = text_of(request.query_params, "q", MAX_NAME)
        asked = day_of(request.query_params)
        groups = reading.awards(asked or today(), typed)
        values = {
            "title": "Danh hiệu thi đua, hình thức khen thưởng",
            "typed": typed,
            "asked": asked,
            "day": asked or today(),
            "groups": groups,
            "summary": _summary(typed, sum(len(group.awards) for group in groups)),
        }
        return page(request, "awards.html", values)

    @routes.get(f"{PATH}/{{award_id}}")
    def award(request: Request, award_id: str) -> Response:
        """Show all about one award on a day."""
        asked, recipient = day_of(request.query_params), recipient_of(request.query_params)
        of_whom = RECIPIENTS[recipient][0] if recipient else None
        sheet = reading.award(award_id, asked or today(), of_whom)
        if sheet is None:
            sentence = "Không có danh hiệu, hình thức khen thưởng nào ở địa chỉ này."
            return notice(request, 404, "Không tìm thấy", sentence)
        values = {
            "title": sheet.name,
            "sheet": sheet,
            "asked": asked,
            "recipient": recipient,
            "recipients": [(key, name) for key, (_, name) in RECIPIENTS.items()],
        }
        return page(request, "award.html", values)


def _summary(typed: str, count: int) -> str:
    if not typed:
        return f"{count} danh hiệu, hình thức khen thưởng."
    if not count:
        return f"Không có danh hiệu, hình thức khen thưởng nào tên là “{typed}”."
    return f"{count} danh hiệu, hình thức khen thưởng có thể là “{typed}”."
