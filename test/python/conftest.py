"""Real Jupyter servers that end with their test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from real_jupyter import Jupyter, eventually, launch, processes_of


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Jupyter]]:
    """Starts Jupyter servers that share one data folder; all end with the test."""
    started: list[Jupyter] = []

    def start_one(*options: str, **rest: str) -> Jupyter:
        started.append(launch(tmp_path, *options, **rest))
        return started[-1].wait_until_up()

    yield start_one
    for jupyter in started:
        jupyter.end()
    eventually(lambda: not processes_of(tmp_path / "data" / "spanbook"), 30)


@pytest.fixture(scope="session")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """One Jupyter server with a ready MLflow, shared by the tests that leave it as it is."""
    running = launch(tmp_path_factory.mktemp("jupyter"), "--ServerApp.allow_remote_access=True")
    try:
        yield running.wait_until_up().wait_until_ready()
    finally:
        running.end()
