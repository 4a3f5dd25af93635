"""A long time of steady work."""

from __future__ import annotations

from statistics import median

import pytest
from load import Told
from world import World

PER_SECOND = 20
ALLOWED_GROWTH = 2_000_000  # bytes: code that is compiled late, and the noise of a sample


@pytest.mark.slow
def test_a_soak_loses_nothing_and_its_heap_stays_flat(world: World, request: pytest.FixtureRequest):
    minutes = request.config.getoption("--soak-minutes")
    load = world.load(Told(traces=int(minutes * 60 * PER_SECOND), spans=3, per_second=PER_SECOND))
    assert load.wait()["pending"] == 0
    world.check_all_stored()
    quarter = len(load.heaps) // 4
    assert median(load.heaps[-quarter:]) - median(load.heaps[quarter : 2 * quarter]) < ALLOWED_GROWTH
