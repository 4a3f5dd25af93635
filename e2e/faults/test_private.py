"""What waits on disk is for its owner alone, and holds no credential."""

from __future__ import annotations

import stat

from load import Told
from world import World

SECRET = "a-token-that-nobody-must-see"


def test_the_spool_is_closed_to_others_and_holds_no_credential(world: World):
    world.door.shut()
    world.load(Told(traces=20, flush_seconds=0), MLFLOW_TRACKING_TOKEN=SECRET).wait_until_kept()
    places = [world.spool, *world.spool.rglob("*")]
    files = [place for place in places if place.is_file()]
    assert {stat.S_IMODE(place.stat().st_mode) for place in places if place.is_dir()} == {0o700}
    assert {stat.S_IMODE(place.stat().st_mode) for place in files} == {0o600}
    assert not any(SECRET.encode() in place.read_bytes() for place in files)


def test_a_spool_that_leads_elsewhere_is_not_used_and_costs_no_trace(world: World):
    elsewhere = world.folder / "elsewhere"
    elsewhere.mkdir()
    world.spool.symlink_to(elsewhere)
    world.door.shut()
    load = world.load(Told(traces=20, spans=3))
    load.wait_until_made(20)
    world.door.open()
    assert load.wait()["pending"] == 0
    world.check_all_stored()
    assert list(elsewhere.iterdir()) == []
