"""The computer's clock is set while traces are open."""

from __future__ import annotations

from load import Told
from world import World


def test_a_clock_that_jumps_hours_loses_no_trace_and_makes_none_negative_or_long(world: World):
    load = world.load(Told(traces=40, spans=3, clock_hours=2))
    assert load.wait()["pending"] == 0
    world.check_all_stored()
    durations = [trace.info.execution_duration for trace in world.client.search_traces([world.experiment_id])]
    assert len(durations) == 40
    assert all(0 <= duration < 60_000 for duration in durations)
