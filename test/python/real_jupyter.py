"""Starts, watches and ends real Jupyter servers, each in folders of its own."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

BASE_URL = "/user/bob/"
START_SECONDS = 150  # MLflow took 80 s on a busy machine
INHERITED = ("MLFLOW_", "JUPYTER", "JPY_", "SPANBOOK_")


@dataclass
class Jupyter:
    """A running Jupyter server."""

    process: subprocess.Popen[bytes]
    port: int
    token: str
    home: Path
    log_file: Path
    python: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{BASE_URL}"

    @property
    def login(self) -> dict[str, str]:
        return {"Authorization": f"token {self.token}"}

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    def get(self, path: str, **options: Any) -> requests.Response:
        return requests.get(self.url + path, headers=self.login, timeout=30, **options)

    def post(self, path: str, **options: Any) -> requests.Response:
        return requests.post(self.url + path, headers=self.login, timeout=30, **options)

    def status(self) -> dict[str, Any]:
        return self.get("spanbook/status").json()

    def wait_until_up(self) -> Jupyter:
        eventually(lambda: _answers(f"{self.url}api", self.process), START_SECONDS, self.log_file)
        return self

    def wait_for_state(self, *states: str) -> dict[str, Any]:
        eventually(lambda: self.status()["state"] in states, START_SECONDS, self.log_file)
        return self.status()

    def wait_until_ready(self) -> Jupyter:
        assert self.wait_for_state("ready", "failed")["state"] == "ready", self.status()
        return self

    def server_token(self) -> str:
        (token,) = (self.home / "run").glob("*/token")
        return token.read_text()

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(30)


def _answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, "Jupyter ended"
    try:
        return requests.get(url, timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


def eventually(condition: Callable[[], Any], seconds: float, log: Path | None = None) -> None:
    """Wait until `condition()` is true; fail with the end of `log` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            tail = log.read_text()[-3000:] if log else ""
            pytest.fail(f"not so within {seconds} s\n{tail}")
        time.sleep(0.1)


def processes_of(home: Path) -> dict[int, str]:
    """Id → command line of the processes that work in the data folder: the guardian and MLflow's."""
    return {
        process.pid: " ".join(process.info["cmdline"])
        for process in psutil.process_iter(["cwd", "cmdline"])
        if process.info["cmdline"] and process.info["cwd"] == str(home)
    }


def clean_environment(**changes: str) -> dict[str, str]:
    """The environment without what would steer Jupyter, MLflow or Spanbook."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(INHERITED)}
    return {**kept, **changes}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def launch(folder: Path, *options: str, python: str = sys.executable, **environment: str) -> Jupyter:
    """Start a Jupyter server with its data, configuration and runtime files below `folder`."""
    number = secrets.token_hex(2)
    (folder / "notebooks").mkdir(parents=True, exist_ok=True)
    port, token, log = free_port(), secrets.token_hex(16), folder / f"jupyter-{number}.log"
    command = [python, "-m", "jupyter_server", "--allow-root", "--no-browser", "--ip=127.0.0.1"]
    command += [f"--port={port}", f"--ServerApp.base_url={BASE_URL}", f"--IdentityProvider.token={token}"]
    command += [f"--ServerApp.root_dir={folder / 'notebooks'}", *options]
    folders = {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "XDG_STATE_HOME": str(folder / "state"),
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=clean_environment(**folders, **environment), stdout=output, stderr=output
        )
    return Jupyter(process, port, token, folder / "data" / "spanbook", log, python)
