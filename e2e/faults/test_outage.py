"""Servers that die, come back, and hang while programs write to them."""

from __future__ import annotations

import random
import signal
import time

import pytest
from load import Told
from server import Server
from world import World


def test_traces_of_a_killed_program_are_sent_by_the_next_one(world: World):
    world.door.shut()
    killed = world.load(Told("killed", traces=50, spans=3, flush_seconds=0))
    killed.wait_until_kept()
    killed.end()
    world.door.open()
    world.let_next_send()
    world.check_all_stored()


def test_a_server_that_is_away_for_a_while_gets_each_trace(world: World):
    load = world.load(Told(traces=80, per_second=80))
    load.wait_until_made(30)
    world.door.shut()
    load.wait_until_made(80)
    world.door.open()
    assert load.wait()["pending"] == 0
    world.check_all_stored()


@pytest.mark.slow
def test_a_server_that_is_killed_again_and_again_gets_each_of_200_traces_a_second(
    own_world: World, server: Server, request: pytest.FixtureRequest
):
    rate = request.config.getoption("--per-second")
    load = own_world.load(Told(traces=60 * rate, per_second=rate))
    chance, end = random.Random(9), time.monotonic() + 60
    while time.monotonic() < end:
        time.sleep(chance.uniform(0.5, 6))
        server.kill()
        time.sleep(chance.uniform(0, 2))
        server.start().wait_until_up()
    assert load.wait()["pending"] == 0
    own_world.let_next_send()  # a busy machine starts a server later than the program's repetitions end
    own_world.check_all_stored()


@pytest.mark.slow
def test_a_server_that_hangs_for_40_seconds_gets_each_trace(own_world: World, server: Server):
    load = own_world.load(Told(traces=2000, per_second=50))
    time.sleep(3)
    server.signal(signal.SIGSTOP)
    time.sleep(40)
    server.signal(signal.SIGCONT)
    assert load.wait()["pending"] == 0
    own_world.check_all_stored()
