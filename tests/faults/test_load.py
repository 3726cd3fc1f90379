"""Under load and over kill -9: what was acknowledged is answered, in order (a short benchmark)."""

from __future__ import annotations

from benchmarks.channels import run


def test_a_killed_assistant_answers_all_it_acknowledged_in_order() -> None:
    figures = run(seconds=4, rate=25, kills=2)
    assert figures["messages"] == 200
    assert (figures["lost"], figures["out_of_order"]) == (0, 0), figures
    # Only parts that were on their way at that moment may come twice: no app takes a key of ours.
    # Two conversations in one moment are rare, more were not seen.
    assert int(str(figures["doubled"])) <= 4, figures
