"""What stands between a program and its server fails in every way that it can: each trace arrives, once."""

from __future__ import annotations

from itertools import cycle, islice

import pytest
from door import (
    is_delayed,
    is_refused,
    is_reset,
    is_reset_when_stored,
    is_truncated,
    passes,
)
from load import Told
from world import World

FAULTS = [
    is_reset,
    is_reset_when_stored,
    is_truncated,
    is_refused(500),
    is_refused(503, ("retry-after", "1")),
    is_refused(429),
]


def test_no_failure_of_a_request_loses_or_doubles_a_trace(world: World):
    world.door.faults = iter([*FAULTS, passes, is_reset, is_truncated])
    load = world.load(Told(traces=40, spans=3, per_second=40))
    assert load.wait()["pending"] == 0
    world.check_all_stored()


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_request_of_two_that_fails_loses_nothing(world: World, fault):
    world.door.faults = islice(cycle([fault, passes]), 200)
    load = world.load(Told(traces=500, spans=3, per_second=100))
    assert load.wait()["pending"] == 0
    world.check_all_stored()


@pytest.mark.slow
@pytest.mark.parametrize("timeout", ["120", "5"])
def test_answers_that_take_30_seconds_lose_nothing(world: World, timeout: str):
    world.door.faults = islice(cycle([passes, is_delayed(30)]), 10)
    load = world.load(Told(traces=300, spans=3, per_second=50), MLFLOW_HTTP_REQUEST_TIMEOUT=timeout)
    assert load.wait()["pending"] == 0
    world.check_all_stored()
