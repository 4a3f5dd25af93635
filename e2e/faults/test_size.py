"""Many traces at a time, and traces that are large."""

from __future__ import annotations

import pytest
from load import Told
from world import World

MB = 1_000_000


@pytest.mark.slow
@pytest.mark.parametrize(
    "told",
    [
        pytest.param(Told(traces=100, spans=100, concurrent=100), id="100 concurrent traces of 100 spans"),
        pytest.param(Told(spans=10_000), id="a trace of 10,000 spans"),
        pytest.param(Told(bytes=50 * MB), id="a span of 50 MB"),
    ],
)
def test_arrives_whole(world: World, told: Told):
    assert world.load(told).wait()["pending"] == 0
    world.check_all_stored()


@pytest.mark.slow
def test_a_span_of_50_mb_survives_a_kill_of_its_program(world: World):
    world.door.shut()
    killed = world.load(Told("killed", bytes=50 * MB, flush_seconds=0))
    killed.wait_until_kept()
    killed.end()
    world.door.open()
    world.load(Told("next", flush_seconds=0)).wait_until_kept()
    world.wait_until_sent()
    world.check_all_stored()
