"""The folder of waiting traces: shared, full, and not to be written."""

from __future__ import annotations

from pathlib import Path

import pytest
from load import Told
from real_jupyter import eventually, launch
from world import World

# The program's spool is a small or a read-only file system, in a namespace of its own: no right is needed.
MOUNT = 'mkdir -p $SPANBOOK_SPOOL_DIR && mount -t tmpfs -o {} tmpfs $SPANBOOK_SPOOL_DIR && exec "$@"'


def mounted(options: str) -> tuple[str, ...]:
    return ("unshare", "--map-root-user", "--mount", "sh", "-c", MOUNT.format(options), "sh")


def leave_of_three_killed_programs(world: World, traces: int) -> None:
    """Three programs keep so many traces each on disk, as no server is there, and are killed together."""
    world.door.shut()
    killed = [world.load(Told(f"killed {n}", traces=traces, spans=3, flush_seconds=0)) for n in range(3)]
    for load in killed:
        load.wait_until_kept()
    for load in killed:
        load.end()


def test_two_programs_take_over_what_three_left_and_nothing_is_sent_twice(world: World):
    leave_of_three_killed_programs(world, traces=20)
    world.door.open()
    for heir in [world.load(Told(f"heir {n}", flush_seconds=0)) for n in range(2)]:
        heir.wait_until_kept()
    world.wait_until_sent()
    world.check_all_stored()


def test_jupyter_sends_what_kernels_left_beside_kernels_that_do_and_nothing_is_sent_twice(
    world: World, tmp_path: Path
):
    leave_of_three_killed_programs(world, traces=5)
    left = sorted(world.spool.rglob("*.spool"))
    damaged = left[0].parent / "0-damaged.spool"
    damaged.write_bytes(left[0].read_bytes()[:-1])
    world.door.open()
    heir = world.load(Told("heir", flush_seconds=0))
    jupyter = launch(tmp_path / "jupyter", **world.environment)
    try:
        heir.wait_until_kept()
        world.wait_until_sent(besides="aside")
        eventually(lambda: "0-damaged.corrupt.spool" in jupyter.log + heir.said, 30)
    finally:
        jupyter.end()
    assert [path.name for path in world.spool.rglob("*.spool")] == ["0-damaged.corrupt.spool"]
    world.check_all_stored()


def test_jupyter_alone_sends_what_a_killed_kernel_left(world: World, tmp_path: Path):
    world.door.shut()
    killed = world.load(Told("killed", traces=20, spans=3, flush_seconds=0))
    killed.wait_until_kept()
    killed.end()
    world.door.open()
    jupyter = launch(tmp_path / "jupyter", **world.environment)
    try:
        world.wait_until_sent()
    finally:
        jupyter.end()
    assert not list(world.spool.iterdir()), "Jupyter leaves a folder behind"
    world.check_all_stored()


@pytest.mark.slow
def test_a_spool_that_is_read_only_is_said_once_and_loses_nothing_of_a_program_that_lives(world: World):
    world.door.shut()
    load = world.load(Told(traces=100), *mounted("ro"))
    load.wait_until_made(100)
    world.door.open()
    assert load.wait()["pending"] == 0
    world.check_all_stored()
    assert load.said.count("cannot be kept on disk") == 1, load.said


@pytest.mark.slow
def test_a_full_disk_is_said_once_and_what_it_costs_is_counted(world: World):
    """The memory holds 50 traces and the disk some more; the rest cannot be kept anywhere."""
    world.door.shut()
    load = world.load(
        Told(traces=400, bytes=1000),
        *mounted("size=64k"),
        MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE="50",
    )
    load.wait_until_made(400)
    world.door.open()
    flushed = load.wait()
    stored = world.client.search_traces([world.experiment_id], max_results=500)
    assert flushed["sent"] + flushed["dropped"] == 400, flushed
    assert len(stored) == flushed["sent"]
    assert 50 <= flushed["sent"] < 400, flushed
    assert load.said.count("ENOSPC") == 1, load.said
