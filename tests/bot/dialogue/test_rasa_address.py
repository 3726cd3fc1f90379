"""A Rasa's address: new for each assistant, agreed on where Rasa is started apart."""

from __future__ import annotations

from pathlib import Path

from bot.dialogue.parameters import DEFAULT_PORT
from bot.dialogue.rasa_address import address_apart, own_address, rasa_address
from bot.settings import Settings


def test_every_assistant_has_an_address_of_its_own(settings: Settings) -> None:
    first, second = rasa_address(settings), rasa_address(settings)
    assert first.secret != second.secret
    assert first.secret in first.url
    assert first.secret not in repr(first)


def test_a_port_that_is_set_is_taken(settings: Settings) -> None:
    own = settings.replace(dialogue_port=6000)
    assert own_address(own).port == address_apart(own).port == 6000


def test_an_assistant_and_its_dialogue_agree(settings: Settings, tmp_path: Path) -> None:
    """In a container only the assistant is told where to listen, and that Rasa is apart."""
    dialogue = settings.replace(var=tmp_path)
    assistant = dialogue.replace(host="0.0.0.0", dialogue="apart")
    assert rasa_address(assistant) == address_apart(dialogue)
    assert address_apart(dialogue).port == DEFAULT_PORT


def test_another_port_or_machine_secret_is_another_address(
    settings: Settings, tmp_path: Path
) -> None:
    assistant = settings.replace(var=tmp_path / "a")
    others = [assistant.replace(port=8001), assistant.replace(var=tmp_path / "b")]
    secrets = {address_apart(each).secret for each in [assistant, *others]}
    assert len(secrets) == 3
