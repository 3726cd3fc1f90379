"""How long staff wait for the page of open questions: `python -m benchmarks.curated.open_questions [HELD]`.

Half of what is held was left unanswered, half judged wrong: the questions of `tests/evaluation/train`
and `tune`, each in three ways of typing. A page is opened first, again while nothing came, after one
more question and after one that was erased; and what is held is grouped, all at once and with one more.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from itertools import islice
from typing import Any

from sqlalchemy import insert
from starlette.testclient import TestClient

from benchmarks.measurement import timed
from benchmarks.report import write_report
from benchmarks.retrieval.spellings import SPELLINGS
from bot.accounts.accounts import Accounts
from bot.accounts.model import Role
from bot.accounts.sessions import Sessions
from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.operations.feedback import Feedback
from bot.operations.turn_journal import TurnJournal, TurnRecord
from bot.settings import read_settings
from bot.storage.opening import open_conversations
from bot.storage.tables import TURNS, VOTES
from bot.web.console.guard import COOKIE
from database import Database
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from knowledge.understanding import QuestionClusters
from training.answers import read_group

PAGE = "/quan-tri/cau-hoi"
HELD, TIMES = 10_000, 5
#: The limit asked for, milliseconds until the page is there after one more question.
MAX_MS = 300.0
#: Nobody types it.
PASSWORD = "mat-khau-rat-dai"


def asked(count: int) -> list[str]:
    """Return questions as people type them, all as asked before any in another way."""
    cases = [case for group in ("train", "tune") for case in read_group(group)]
    typed = (
        spelling(turn, f"{case.id} {number}")
        for spelling in SPELLINGS.values()
        for case in cases
        for number, turn in enumerate(case.turns)
    )
    return list(islice(typed, count))


def unanswered(question: str, conversation: str) -> dict[str, Any]:
    """Return the row of a question that is left unanswered now."""
    record = TurnRecord(time.time(), "t", conversation, "web", "not_found", "", "", 0.1, question)
    return asdict(record)


def judged_wrong(question: str, conversation: str) -> dict[str, Any]:
    """Return the row of a vote of now against the answer to a question."""
    vote = Feedback(conversation, "down", "", question, "đáp", "answered")
    return {**asdict(vote), "answer_hash": conversation, "given": time.time()}


def add_rows(database: Database, questions: list[str]) -> None:
    """Let every second question be left unanswered, and the others be judged wrong."""
    turns = [unanswered(text, f"c{n}") for n, text in enumerate(questions[::2])]
    votes = [judged_wrong(text, f"v{n}") for n, text in enumerate(questions[1::2])]
    with database.writing() as connection:
        connection.execute(insert(TURNS), turns)
        connection.execute(insert(VOTES), votes)


def page_ms(questions: list[str]) -> dict[str, float]:
    """Return how long the page takes, of an assistant without documents (ms)."""
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings({"THIDUA_VAR": folder})
        library = Library(Store(":memory:"), SeededEncoder())
        client = TestClient(create_app(settings, library, ScriptedDialogue({})))
        with closing(open_conversations(settings)) as database:
            add_rows(database, questions)
            staff = Accounts(database).add("an", "An", PASSWORD, [Role.VIEWER], [])
            session = Sessions(database).begin(staff.id, is_complete=True)
            headers = {"Cookie": f"{COOKIE}={session.key}"}

            def open_page() -> None:
                client.get(PAGE, headers=headers).raise_for_status()

            def come(number: int) -> None:
                with database.writing() as connection:
                    row = unanswered(f"{questions[number]} lần nữa", f"n{number}")
                    connection.execute(insert(TURNS), [row])

            def go(number: int) -> None:
                TurnJournal(database).forget(f"c{number}")

            return {
                "first_page_ms": _median_ms(open_page, _nothing, 1),
                "page_ms": _median_ms(open_page, _nothing),
                "page_after_one_more_ms": _median_ms(open_page, come),
                "page_after_one_less_ms": _median_ms(open_page, go),
            }


def _nothing(_: int) -> None:
    """Let nothing come."""


def grouping_ms(questions: list[str]) -> dict[str, float]:
    """Return how long all take to be grouped at once, and one more (ms)."""
    firsts = {question: float(number) for number, question in enumerate(questions)}
    clusters = QuestionClusters()

    def group() -> None:
        clusters.update(firsts)

    def come(number: int) -> None:
        firsts[f"{questions[number]} lần nữa"] = float(len(firsts))

    once = _median_ms(group, _nothing, 1)
    more = _median_ms(group, come)
    return {"group_all_ms": once, "group_one_more_ms": more, "ratio": round(once / more, 1)}


def _median_ms(
    work: Callable[[], None], before: Callable[[int], None], times: int = TIMES
) -> float:
    """Return the median time of some work, before which something else is done each time."""
    spent = []
    for number in range(times):
        before(number)
        spent.append(timed(work)[1] * 1000)
    return round(statistics.median(spent), 2)


def main() -> None:
    """Print the figures; a page that is slower after one more question makes the exit code 1."""
    questions = asked(int(sys.argv[1]) if len(sys.argv) > 1 else HELD)
    figures: dict[str, Any] = {"held": len(questions)}
    figures |= grouping_ms(questions) | page_ms(questions)
    write_report("open_questions", figures)
    sys.exit(figures["page_after_one_more_ms"] > MAX_MS)


if __name__ == "__main__":
    main()
