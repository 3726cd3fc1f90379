"""What waits for somebody in the console, by what their roles let them do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from bot.accounts.model import Staff
from bot.documents.listing import DocumentList
from bot.handover.desk import HandoverDesk
from bot.web.console.attending.queue import PREFIX
from bot.web.console.documents.desk import PATH
from bot.web.console.questions.answer_form import is_seen
from bot.web.console.questions.pages import ANSWERS, BROKEN, QUESTIONS, Desk
from bot.web.console.questions.ports import OfficeAnswer


@dataclass(frozen=True)
class Work:
    """So many things that wait for somebody, in words, and where they are seen to."""

    count: int
    words: str
    path: str


class WaitingWork:
    """Finds what waits for somebody: people first, then what others wait for, then their own."""

    def __init__(self, people: HandoverDesk, documents: DocumentList, questions: Desk) -> None:
        self._people, self._documents, self._questions = people, documents, questions

    async def of(self, staff: Staff) -> list[Work]:
        """Return what waits for somebody; nothing where nothing does."""
        found = []
        if staff.may("attend"):
            waiting = await self._people.waiting(staff.places)
            found.append(Work(waiting, "người đang chờ cán bộ", PREFIX))
        found += await asyncio.to_thread(lambda: list(self._written(staff)))
        return [one for one in found if one.count]

    def _written(self, staff: Staff) -> Iterator[Work]:
        answers = [one for one in self._questions.answers.all() if is_seen(staff, one)]
        if staff.may("publish"):
            drafts = self._documents.to_publish(staff)
            yield Work(len(drafts), "bản thảo văn bản chờ công bố", f"{PATH}?trang-thai=draft")
            told = [one for one in answers if one.state == "draft" and _may_approve(staff, one)]
            yield Work(len(told), "câu trả lời chờ duyệt", ANSWERS)
        if staff.may("edit"):
            failed = [file for file in self._documents.files(staff) if file.state == "failed"]
            yield Work(len(failed), "tệp chưa đọc được", f"{PATH}#tep")
            own = self._documents.edited_by(staff)
            yield Work(len(own), "bản thảo văn bản anh/chị đang sửa", f"{PATH}?trang-thai=draft")
            known = {wording for one in answers for wording in one.fields.wordings}
            groups = self._questions.questions.groups(staff)
            asked = [group for group in groups if group.text not in known]
            yield Work(len(asked), "nhóm câu hỏi chưa ai soạn câu trả lời", QUESTIONS)
        if staff.may("edit") or staff.may("publish"):
            urgent = [one for one in answers if one.is_ending or one.standing in BROKEN]
            yield Work(len(urgent), "câu trả lời sắp hết hạn hoặc mất nguồn", ANSWERS)


def _may_approve(staff: Staff, answer: OfficeAnswer) -> bool:
    """Whether an answer is somebody's to approve: another wrote it, for places of theirs."""
    places = answer.fields.places or (None,)
    return answer.author != staff.name and all(map(staff.may_change, places))
