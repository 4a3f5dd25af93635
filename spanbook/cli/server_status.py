"""Whether the embedded server runs, and where: what `spanbook server status` says."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ..environment import chosen_uri
from ..home import log_path
from ..instances import Running, running
from ..probe import Refused, Unreachable, read_version
from ..tracking import embedded_target, without_credentials


@dataclass(frozen=True)
class ServerStatus:
    """What `status --json` prints. No credential in it."""

    running: bool
    ready: bool
    tracking_uri: str | None
    mlflow_version: str | None
    pid: int | None
    started: float | None
    """Seconds since 1970."""
    data_dir: str
    log: str
    external: str | None
    """The server that MLFLOW_TRACKING_URI chooses instead."""


def read_status(home: Path) -> ServerStatus:
    """The state of the embedded server on `home`. Blocks up to 10 s when it runs and does not answer."""
    found = running(home)
    version = _version_of(found)
    external = chosen_uri(os.environ, "")
    return ServerStatus(
        running=found is not None,
        ready=version is not None,
        tracking_uri=found and found.uri,
        mlflow_version=version,
        pid=found and found.pid,
        started=found and found.started,
        data_dir=str(home),
        log=str(log_path(home)),
        external=None if external is None else without_credentials(external),
    )


def _version_of(found: Running | None) -> str | None:
    if found is None:
        return None
    try:
        return read_version(embedded_target(found.uri, found.token))
    except (Refused, Unreachable):
        return None
