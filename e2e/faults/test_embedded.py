"""What befalls the machine under the embedded server: Jupyter works on, and says what to do."""

from __future__ import annotations

import json
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from real_jupyter import Jupyter, clean_environment, eventually, launch

pytestmark = pytest.mark.slow


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Jupyter]]:
    """Starts Jupyter servers that end with the test."""
    started: list[Jupyter] = []

    def start_one(**rest: str) -> Jupyter:
        started.append(launch(tmp_path, **rest))
        return started[-1].wait_until_up()

    yield start_one
    for jupyter in started:
        jupyter.end()


def python_on_disk(size: str, folder: Path) -> str:
    """A Python that finds an empty disk of that size at the data folder below `folder`."""
    home = folder / "data" / "spanbook"
    home.mkdir(parents=True)
    mount = f"mount -t tmpfs -o size={size},mode=0700 tmpfs {shlex.quote(str(home))}"
    program = folder / "python"
    program.write_text(
        f"#!/bin/sh\nexec unshare --map-root-user --mount"
        f' sh -c \'{mount} && exec {sys.executable} "$@"\' sh "$@"\n'
    )
    program.chmod(0o755)
    return str(program)


def spanbook(jupyter: Jupyter, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, for this Jupyter's folders."""
    folder = jupyter.home.parent.parent
    names = {"JUPYTER_DATA_DIR": "data", "JUPYTER_CONFIG_DIR": "config", "JUPYTER_RUNTIME_DIR": "runtime"}
    environment = clean_environment(**{name: str(folder / place) for name, place in names.items()})
    command = [sys.executable, "-m", "spanbook", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=240)


@pytest.mark.parametrize(
    ("size", "state"),
    [
        pytest.param("100k", "failed", id="no room for a database"),
        pytest.param("1m", "ready", id="no room for traces"),
    ],
)
def test_a_full_disk_is_named_and_jupyter_works_on(start, tmp_path: Path, size: str, state: str):
    jupyter = start(python=python_on_disk(size, tmp_path))
    eventually(lambda: "The disk is full" in jupyter.status()["message"], 150, jupyter.log_file)
    status = jupyter.status()
    assert status["state"] == state
    assert "Free some space" in status["message"]
    assert status["message"] in jupyter.log
    assert jupyter.get("api/contents").status_code == 200
    findings = json.loads(spanbook(jupyter, "doctor", "--json").stdout)
    assert any("The disk is full" in finding["what"] for finding in findings)


def test_a_server_whose_port_was_taken_meanwhile_says_that_kernels_must_restart(start):
    jupyter = start().wait_until_ready()
    before = jupyter.status()["tracking_uri"]
    assert spanbook(jupyter, "server", "stop", "--force").returncode == 0
    jupyter.wait_for_state("failed")
    with socket.socket() as thief:
        thief.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        thief.bind(("127.0.0.1", urlsplit(before).port))
        thief.listen()
        assert jupyter.post("spanbook/restart").status_code == 202
        assert "Restart the kernels" in jupyter.status()["message"]
        after = jupyter.wait_until_ready().status()["tracking_uri"]
    assert after != before
    assert jupyter.get("spanbook/mlflow/version").status_code == 200


def test_a_database_that_is_damaged_is_replaced_and_the_server_restarted_without_jupyter(
    start, tmp_path: Path
):
    home = tmp_path / "data" / "spanbook"
    home.mkdir(parents=True, mode=0o700)
    (home / "mlflow.db").write_bytes(os.urandom(100_000))
    jupyter = start()
    assert "The trace database is damaged" in jupyter.wait_for_state("failed")["message"]
    (home / "mlflow.db").rename(home / "damaged.db")
    again = spanbook(jupyter, "server", "restart")
    assert again.returncode == 0, again.stderr
    assert jupyter.wait_until_ready().get("spanbook/mlflow/version").status_code == 200
