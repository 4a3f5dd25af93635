"""Servers and worlds of the fault tests. Those marked `slow` run in `npm run test:faults` only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # server.py, world.py

from server import Server
from world import World


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak-minutes", type=float, default=1, help="how long the soak takes (default: 1)")
    parser.addoption(
        "--per-second", type=int, default=200, help="traces while a server is killed (default: 200)"
    )
    parser.addoption("--kills", type=int, default=50, help="how often a kernel is killed (default: 50)")


@pytest.fixture
def world(mlflow_server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """On the server that every test shares."""
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", mlflow_server.token)
    made = World(mlflow_server.uri, mlflow_server.environment, tmp_path)
    yield made
    made.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that belongs to the test, to be treated badly."""
    own = Server(tmp_path).start().wait_until_up()
    yield own
    own.kill()


@pytest.fixture
def own_world(server: Server, tmp_path: Path) -> Iterator[World]:
    """On the server that belongs to the test; programs reach it without a door."""
    made = World(server.uri, {}, tmp_path)
    made.tracking_uri = server.uri
    yield made
    made.close()
