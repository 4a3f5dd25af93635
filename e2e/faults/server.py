"""An MLflow server that is killed, stopped and started again while programs write to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import requests
from real_jupyter import START_SECONDS, clean_environment, free_port


class Server:
    """`mlflow server` on SQLite: the same data and the same address after each start."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.uri = f"http://127.0.0.1:{self._port}"

    def start(self) -> Server:
        """Begins to start; does not wait until it answers."""
        command = [sys.executable, "-m", "mlflow", "server", "--host=127.0.0.1", f"--port={self._port}"]
        command += ["--workers=1", f"--backend-store-uri=sqlite:///{self._folder / 'mlflow.db'}"]
        command += [f"--artifacts-destination={self._folder / 'artifacts'}"]
        variables = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "MLFLOW_DISABLE_TELEMETRY": "true"}
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                command,
                env=clean_environment(**variables),
                stdout=log,
                stderr=log,
                start_new_session=True,  # it has a child, and both get each signal
            )
        return self

    def wait_until_up(self) -> Server:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, (self._folder / "server.log").read_text()[-3000:]
            time.sleep(0.1)
        return self

    def kill(self) -> None:
        """As a crash of the machine does: whatever it was writing stays half-written."""
        self.signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()
        self._process = None

    def signal(self, number: signal.Signals) -> None:
        """To the server and its worker; nothing when it does not run."""
        if self._process is not None:
            os.killpg(self._process.pid, number)

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.uri}/health", timeout=5).status_code == 200
        except requests.RequestException:
            return False
