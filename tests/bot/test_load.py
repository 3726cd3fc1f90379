"""Under load and over `kill -9`: every message that was acknowledged is answered, in order (the benchmark, shorter)."""

from __future__ import annotations

from benchmarks.channels import run


def test_a_killed_assistant_answers_all_it_acknowledged_in_order() -> None:
    figures = run(seconds=4, rate=25, kills=2)
    assert figures["messages"] == 200
    assert (figures["lost"], figures["out_of_order"]) == (0, 0), figures
    # Only a part whose sending was under way at the very moment may come twice: no app lets repeats be told.
    assert int(str(figures["doubled"])) <= 2, figures
