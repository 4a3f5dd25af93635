"""Finds the running embedded server of this user, or starts one.

Jupyter servers of one user share one MLflow server. Each run has a folder `run/<id>` with its
token, its locks (guardian.py) and `record.json`; whichever Jupyter comes first starts it.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from . import __version__
from .gate import read_token
from .guardian import RESTART_ASKED, RESTART_COUNT
from .home import open_log, private_folder, write_private
from .locks import FileLock

START_LOCK_SECONDS = 5.0  # what the lock guards takes milliseconds; longer means a stopped process
ANY_PORT = 0  # a free one, of the system's choice
BACKLOG = 128  # connections that wait while MLflow imports itself


class DataInUse(Exception):
    """The data folder serves somebody that this process cannot join."""


@dataclass
class Instance:
    """A running embedded server and this process's share in it.

    It lives at least until `release`. Its port takes connections from the start, because the
    listening socket is made here and handed down to uvicorn as standard input: an early request
    waits instead of failing, the port cannot be busy, and no other user can take it meanwhile.
    """

    folder: Path
    port: int
    token: str
    adopted: bool
    _lease: FileLock
    _guardian: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        """The tracking URI, without the token."""
        return f"http://127.0.0.1:{self.port}"

    def is_alive(self) -> bool:
        """Whether the guardian, and so MLflow, still runs."""
        if self._guardian is not None:
            return self._guardian.poll() is None
        return _is_held(self.folder / "alive")

    def restarts(self) -> int:
        """How often MLflow was started again."""
        try:
            return int((self.folder / RESTART_COUNT).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return 0

    def release(self) -> None:
        """Give up the share; the last one to do so ends the server. Safe to call twice."""
        self._lease.close()


@dataclass(frozen=True)
class Running:
    """The embedded server of a data folder, seen by somebody who has no share in it."""

    folder: Path
    port: int
    token: str = field(repr=False)
    pid: int
    """The guardian's."""
    started: float
    """Seconds since 1970."""

    @property
    def uri(self) -> str:
        """The tracking URI, without the token."""
        return f"http://127.0.0.1:{self.port}"


def running(home: Path) -> Running | None:
    """The server that runs on `home`, if one does; takes no share in it, and changes nothing."""
    for folder in sorted((home / "run").glob("*")):
        record = _read_record(folder) if _is_held(folder / "alive") else None
        if record is None:
            continue
        try:
            token = read_token(folder)
        except FileNotFoundError:
            continue  # it has just ended
        return Running(folder, int(record["port"]), token, int(record["pid"]), float(record["started"]))
    return None


def ask_for_restart(folder: Path) -> None:
    """Have the guardian of a run folder start MLflow again, by the same address; it looks every 0.3 s."""
    write_private(folder / RESTART_ASKED, "")


def is_asked_to_restart(folder: Path) -> bool:
    """Whether the old MLflow may still answer after `ask_for_restart`."""
    return (folder / RESTART_ASKED).exists()


def join_or_start(home: Path, before: Instance | None = None) -> Instance:
    """Share the server that runs on `home`, or start one. Takes milliseconds; MLflow starts behind it.

    A new one takes the address and token of `before`, which has ended, so that kernels of that time find it.
    Raises DataInUse, home.NotPrivate, OSError.
    """
    private_folder(home)
    runs = private_folder(home / "run")
    start_lock = FileLock(home / "start.lock")
    try:
        _wait_for(start_lock)
        for folder in sorted(runs.iterdir()):
            instance = _adopt(folder)
            if instance is not None:
                return instance
        return _start(home, runs, before)
    finally:
        start_lock.close()


def _wait_for(start_lock: FileLock) -> None:
    deadline = time.monotonic() + START_LOCK_SECONDS
    while not start_lock.try_exclusive():
        if time.monotonic() > deadline:
            raise DataInUse("another Jupyter server holds the data folder's start lock")
        time.sleep(0.02)


def _adopt(folder: Path) -> Instance | None:
    """A share in the server of `folder`; None when it is gone (then so is the folder) or ending."""
    if not _is_held(folder / "alive"):
        shutil.rmtree(folder, ignore_errors=True)
        return None
    record = _read_record(folder)
    if record is None:
        return None
    if record["host"] != socket.gethostname():
        raise DataInUse(f"the data folder is in use by the machine {record['host']}")
    lease = FileLock(folder / "lease")
    if lease.try_shared():
        return Instance(folder, int(record["port"]), read_token(folder), adopted=True, _lease=lease)
    lease.close()
    return None


def _read_record(folder: Path) -> dict[str, Any] | None:
    """None when its starter was killed before it wrote one, or the guardian has just removed it."""
    try:
        return json.loads((folder / "record.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def _is_held(path: Path) -> bool:
    try:
        lock = FileLock(path)
    except FileNotFoundError:
        return False
    try:
        return not lock.try_shared()  # shared, so that two who look do not see each other
    finally:
        lock.close()


def _start(home: Path, runs: Path, before: Instance | None) -> Instance:
    folder = private_folder(runs / secrets.token_hex(4))
    token = before.token if before else secrets.token_urlsafe(32)
    write_private(folder / "token", token)
    lease, alive = FileLock(folder / "lease"), FileLock(folder / "alive")
    lease.try_shared()
    alive.try_exclusive()
    with _listen(before.port if before else ANY_PORT) as listener:
        port = listener.getsockname()[1]
        guardian = _spawn_guardian(home, folder, listener, alive)
    alive.close()  # the guardian inherited it and goes on holding it
    write_private(folder / "record.json", json.dumps(_record(guardian.pid, port), indent=2))
    return Instance(folder, port, token, adopted=False, _lease=lease, _guardian=guardian)


def _listen(port: int) -> socket.socket:
    """A socket that listens on `port`, or on another one when that is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Accepted connections inherit this. asyncio would set it only on a socket that it made itself.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.bind(("127.0.0.1", ANY_PORT))
    listener.listen(BACKLOG)
    return listener


def _spawn_guardian(
    home: Path, folder: Path, listener: socket.socket, alive: FileLock
) -> subprocess.Popen[bytes]:
    log = open_log(home)
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "spanbook.guardian", str(folder), str(listener.getsockname()[1])],
            cwd=home,
            stdin=listener.fileno(),
            stdout=log,
            stderr=log,
            pass_fds=[alive.fd],
            start_new_session=True,  # Ctrl+C in the terminal is Jupyter's, not MLflow's
        )
    finally:
        os.close(log)


def _record(pid: int, port: int) -> dict[str, object]:
    return {
        "pid": pid,
        "port": port,
        "host": socket.gethostname(),
        "started": time.time(),
        "mlflow": version("mlflow"),
        "spanbook": __version__,
    }
