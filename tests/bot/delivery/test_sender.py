"""How a part is sent: again while that is of use, at the pauses that the app asks for."""

from __future__ import annotations

from bot.errors import DeliveryFailed
from tests.bot.delivery.stage import Stage, play


def test_a_send_that_fails_is_tried_again_and_one_that_is_final_is_not() -> None:
    async def scene(stage: Stage) -> None:
        stage.channel.failures = [DeliveryFailed("a"), DeliveryFailed("b", retry_after=7.0)]
        await stage.accept("1", "một")
        await stage.gateway.join()
        stage.channel.failures = [DeliveryFailed("blocked", final=True)]
        await stage.accept("2", "hai")
        await stage.accept("3", "ba")
        await stage.gateway.join()

    stage = play(scene)
    assert stage.channel.sent == [("c", "Đáp: một"), ("c", "Đáp: ba")]
    assert stage.pauses == [1.0, 7.0]
    assert stage.inbox.waiting() == 0


def test_pauses_double_up_to_a_minute_and_an_app_may_ask_for_no_longer_one() -> None:
    async def scene(stage: Stage) -> None:
        failures = [*([DeliveryFailed("a")] * 8), DeliveryFailed("b", retry_after=3600.0)]
        stage.channel.failures = list(failures)
        await stage.accept("1", "một")
        await stage.gateway.join()

    stage = play(scene)
    assert stage.channel.sent == [("c", "Đáp: một")]
    assert stage.pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]


def test_why_a_part_did_not_go_out_is_known_until_one_does() -> None:
    async def scene(stage: Stage) -> None:
        stage.channel.failures = [DeliveryFailed("blocked", final=True)]
        await stage.accept("1", "một")
        await stage.gateway.join()
        assert stage.sender.failures == {"memory": "blocked"}
        await stage.accept("2", "hai")
        await stage.gateway.join()
        assert stage.sender.failures == {"memory": ""}

    play(scene)
