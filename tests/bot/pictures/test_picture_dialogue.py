"""A picture in a conversation: refused in a sentence, answered, gone on with, and then gone."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from bot.delivery.limits import RateLimiter
from bot.dialogue.answers import Answer, plain_answer
from bot.dialogue.dialogue import Dialogue, ScriptedDialogue, UserMessage
from bot.errors import DialogueUnavailable, RefusedPicture
from bot.pictures import notices
from bot.pictures.picture_dialogue import START_AGAIN, PictureDialogue
from bot.pictures.picture_reader import JPEG, PNG, PictureReading, ScriptedReader, require_picture
from tests.answers import make_answer

HELD, OTHER, BLANK = PNG + b"held", PNG + b"other", JPEG + b"blank"
SUMMARY, PLAN = make_answer("Tóm tắt."), make_answer("Trong ảnh: Kế hoạch 15.")
READINGS = {
    HELD: PictureReading(PLAN, "Tóm tắt Kế hoạch 15"),
    OTHER: PictureReading(make_answer("Trong ảnh: Chỉ thị 7.")),
}
SCRIPT = {
    "Tóm tắt Kế hoạch 15": SUMMARY,
    "Ai ký?": make_answer("Bà Lan."),
    "chủ đề là gì?": plain_answer("clarify", "Của đâu?", None),
    START_AGAIN: plain_answer("chat", "Mời anh/chị.", None),
}


class Noting(ScriptedDialogue):
    """Notes what it is asked."""

    def __init__(self) -> None:
        super().__init__(SCRIPT)
        self.asked: list[str] = []

    async def ask(self, message: UserMessage) -> list[Answer]:
        assert message.picture is None
        self.asked.append(message.text)
        return await super().ask(message)


class Away(ScriptedDialogue):
    async def ask(self, message: UserMessage) -> list[Answer]:
        raise DialogueUnavailable("gone")


class Slow(ScriptedReader):
    """Reads until it is let go."""

    def __init__(self) -> None:
        super().__init__(READINGS)
        self.is_reading, self.go = asyncio.Event(), asyncio.Event()

    async def read(self, picture: bytes, as_of: date) -> PictureReading:
        self.is_reading.set()
        await self.go.wait()
        return await super().read(picture, as_of)


def talk(dialogue: Dialogue, *said: tuple[str, bytes | None], limit: int = 99) -> list[list[str]]:
    """Say things one after another in one conversation; return the texts of the answers to each."""

    async def scene() -> list[list[str]]:
        pictures = PictureDialogue(dialogue, ScriptedReader(READINGS), RateLimiter(limit))
        turns = [
            await pictures.ask(UserMessage("c", text, picture=picture)) for text, picture in said
        ]
        return [[answer.text for answer in answers] for answers in turns]

    return asyncio.run(scene())


@pytest.mark.parametrize(
    ("text", "picture", "answers"),
    [
        ("", HELD, ["Trong ảnh: Kế hoạch 15.", "Tóm tắt."]),
        ("Ai ký?", HELD, ["Trong ảnh: Kế hoạch 15.", "Tóm tắt.", "Bà Lan."]),
        # What was written to it is no question: nothing is said of that.
        ("đây ạ", HELD, ["Trong ảnh: Kế hoạch 15.", "Tóm tắt."]),
        ("", OTHER, ["Trong ảnh: Chỉ thị 7."]),
        ("Ai ký?", OTHER, ["Trong ảnh: Chỉ thị 7.", "Bà Lan."]),
        ("", BLANK, [notices.NO_TEXT]),
        ("Ai ký?", b"<svg/>", [notices.WRONG_TYPE]),
        ("", b"", [notices.BROKEN]),
    ],
)
def test_what_a_picture_is_answered_with(text: str, picture: bytes, answers: list[str]) -> None:
    assert talk(Noting(), (text, picture)) == [answers]


def test_a_dialogue_that_is_away_does_not_take_the_reading() -> None:
    assert talk(Away({}), ("Ai ký?", HELD)) == [["Trong ảnh: Kế hoạch 15."]]


def test_after_a_text_that_is_not_held_a_question_without_a_subject_is_told_so_once() -> None:
    dialogue = Noting()
    turns = talk(dialogue, ("", OTHER), ("chủ đề là gì?", None), ("chủ đề là gì?", None))
    assert turns[1] == [f"{notices.NOT_KEPT}\nCủa đâu?"]
    assert turns[2] == ["Của đâu?"]
    # What was spoken of before must not be taken for the picture's text.
    assert dialogue.asked[0] == START_AGAIN


@pytest.mark.parametrize(
    "said",
    [
        [("", OTHER), ("Ai ký?", None)],
        [("", HELD), ("chủ đề là gì?", None)],
        [("", OTHER), ("", HELD), ("chủ đề là gì?", None)],
        [("", BLANK), ("chủ đề là gì?", None)],
    ],
)
def test_else_nothing_is_said_of_the_picture(said: list[tuple[str, bytes | None]]) -> None:
    assert notices.NOT_KEPT not in talk(Noting(), *said)[-1][0]


def test_so_many_pictures_a_minute() -> None:
    assert talk(Noting(), ("", OTHER), ("", OTHER), limit=1)[1] == [notices.TOO_MANY]


def test_of_a_person_one_picture_at_a_time_and_nobody_else_waits() -> None:
    async def scene() -> list[str]:
        reader = Slow()
        pictures = PictureDialogue(Noting(), reader, RateLimiter(99))
        first = asyncio.create_task(pictures.ask(UserMessage("c", "", picture=HELD)))
        await reader.is_reading.wait()
        (busy,) = await pictures.ask(UserMessage("c", "", picture=OTHER))
        other = asyncio.create_task(pictures.ask(UserMessage("d", "", picture=OTHER)))
        (asked,) = await pictures.ask(UserMessage("c", "Ai ký?"))
        reader.go.set()
        return [busy.text, asked.text, (await first)[0].text, (await other)[0].text]

    assert asyncio.run(scene()) == [
        notices.BUSY, "Bà Lan.", "Trong ảnh: Kế hoạch 15.", "Trong ảnh: Chỉ thị 7.",
    ]  # fmt: skip


def test_a_message_shows_no_picture() -> None:
    assert "held" not in repr(UserMessage("c", "", picture=HELD))


@pytest.mark.parametrize(
    ("content", "is_picture"),
    [
        (JPEG, True), (PNG, True), (b"RIFF\x00\x00\x00\x00WEBPVP8 ", True), (b"RIFF\x00\x00\x00\x00WAVE", False),
        (b"GIF89a", False), (b"%PDF-1.7", False), (b"PK\x03\x04", False), (b"<svg xmlns=", False),
    ],
)  # fmt: skip
def test_a_picture_is_told_by_its_content(content: bytes, is_picture: bool) -> None:
    if is_picture:
        require_picture(content)
    else:
        with pytest.raises(RefusedPicture, match="JPEG, PNG và WebP"):
            require_picture(content)
