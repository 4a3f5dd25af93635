"""What a fault test has: a server, a door in front of it, programs that write through it."""

from __future__ import annotations

import time
import uuid
from pathlib import Path

from door import Door
from load import Load, Told, check_stored
from mlflow import MlflowClient

SECONDS = 1800  # for what waits on disk: on a busy machine a server stores three traces a second

# A second attempt comes soon: what is tested is that it comes.
SOON = {"MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR": "0.1", "MLFLOW_HTTP_REQUEST_BACKOFF_JITTER": "0.1"}


class World:
    """A server with an experiment of the test's own, a door in front of it, and a spool of all programs."""

    def __init__(self, server_uri: str, environment: dict[str, str], folder: Path) -> None:
        self.server_uri = server_uri
        self.client = MlflowClient(tracking_uri=server_uri)
        self.experiment_id = self.client.create_experiment(f"faults-{uuid.uuid4()}")
        self.door = Door(server_uri)
        self.tracking_uri = self.door.uri  # where programs write to
        self.folder = folder
        self.spool = folder / "spool"
        self._environment = environment
        self._loads: list[Load] = []

    @property
    def environment(self) -> dict[str, str]:
        """Of a program that writes through the door, with a spool of the test's own."""
        return {
            **self._environment,
            **SOON,
            "MLFLOW_TRACKING_URI": self.tracking_uri,
            "MLFLOW_EXPERIMENT_ID": self.experiment_id,
            "SPANBOOK_SPOOL_DIR": str(self.spool),
        }

    def load(self, told: Told, *start: str, **environment: str) -> Load:
        """Starts a program that makes traces."""
        self._loads.append(Load(told, self.folder, {**self.environment, **environment}, start))
        return self._loads[-1]

    def wait_until_sent(self, besides: str = "") -> None:
        """Until nothing waits on disk, but in the folder `besides`."""
        deadline = time.monotonic() + SECONDS
        while any(path.parent.name != besides for path in self.spool.rglob("*.spool")):
            assert time.monotonic() < deadline, [load.said for load in self._loads]
            time.sleep(0.1)

    def let_next_send(self) -> None:
        """A program that starts now sends what others left on disk; until nothing is left."""
        self.load(Told("next", flush_seconds=0)).wait_until_kept()
        self.wait_until_sent()

    def check_all_stored(self) -> None:
        """The verdict on the traces of all programs of the test."""
        check_stored(
            [trace for load in self._loads for trace in load.made], self.server_uri, self.experiment_id
        )

    def close(self) -> None:
        for load in self._loads:
            load.end()
        self.door.shut()
