"""The tracking server behind this Jupyter server, embedded or external, and its state."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from logging import Logger
from pathlib import Path
from typing import Literal

from .advice import (
    DISK_FULL,
    LOG_TAIL_LINES,
    RESTART,
    explain_end,
    explain_start,
    is_full,
    log_tail,
    missing_part,
)
from .environment import KernelEnvironment, chosen_uri
from .home import NotPrivate, log_path
from .instances import DataInUse, Instance, ask_for_restart, is_asked_to_restart, join_or_start
from .probe import Refused, Unreachable, read_version
from .tracking import Target, embedded_target, external_target, without_credentials

State = Literal["starting", "ready", "failed", "external"]

WATCH_SECONDS = 1.0
AGAIN = "MLflow is starting again; what kernels send meanwhile waits for it."
SLOW_START_SECONDS = 120.0  # 10 s on an idle machine, 80 s seen on a busy one


@dataclass(frozen=True)
class Status:
    """What may be shown of the tracking server; holds no credential.

    `tracking_uri` is None when there is none; `log` is filled when `state` is "failed".
    """

    state: State
    message: str
    tracking_uri: str | None = None
    mlflow_version: str | None = None
    log: tuple[str, ...] = ()


class NotOurs(Exception):
    """A tracking server that somebody else starts and stops."""


class Backend:
    """Chooses the tracking server once, points the kernels to it and watches it.

    `start` returns at once; MLflow warms up behind a daemon thread. Nothing here raises into Jupyter.
    """

    def __init__(self, home: Path, log: Logger) -> None:
        self.target: Target | None = None
        self._home = home
        self._log = log
        self._environment = KernelEnvironment(os.environ)
        self._instance: Instance | None = None
        self._stopped = threading.Event()
        self._status = Status("starting", "MLflow is starting.")

    @property
    def status(self) -> Status:
        """The state now."""
        return self._status

    def usable_target(self) -> Target | None:
        """The server that may be asked now; None while the embedded one starts, and when there is no HTTP."""
        return self.target if self._status.state in ("ready", "external") else None

    def start(self, configured_uri: str = "") -> None:
        """Use the server that the user chose by MLFLOW_TRACKING_URI or setting, else the embedded one."""
        uri = chosen_uri(os.environ, configured_uri)
        if uri is not None:
            self._use_external(uri)
        else:
            self._start_embedded()

    def restart(self) -> None:
        """Start the embedded server again, by the same address where that is free. Takes milliseconds.

        One that runs is shared, so it restarts for every Jupyter server. Raises NotOurs for an external one.
        """
        if self._status.state == "external":
            raise NotOurs(f"{self._status.message} Spanbook neither starts nor stops that server.")
        if self._instance is None or not self._instance.is_alive():
            self._start_embedded()
            return
        ask_for_restart(self._instance.folder)
        self._change(Status("starting", AGAIN, self._instance.uri))

    def log_tail(self, lines: int) -> list[str]:
        """The last `lines` lines of the embedded server's log, without its token."""
        token = self._instance.token if self._instance else None
        return [line.replace(token, "…") if token else line for line in log_tail(log_path(self._home), lines)]

    def _start_embedded(self) -> None:
        before = self._instance
        if before is not None:
            before.release()
        problem = missing_part()
        if problem is not None:
            self._fail(problem)
            return
        try:
            instance = join_or_start(self._home, before)
        except (DataInUse, NotPrivate, OSError, ValueError, KeyError, RuntimeError) as error:
            self._fail(explain_start(error, self._home))
            return
        self._use_embedded(instance)
        if before is not None and before.uri != instance.uri:
            moved = f"MLflow starts at another address: {before.uri} is taken. Restart the kernels that run."
            self._change(Status("starting", moved, instance.uri))

    def stop(self) -> None:
        """Give up the embedded server, which ends with its last user, and restore the environment."""
        self._stopped.set()
        self._environment.restore()
        if self._instance is not None:
            self._instance.release()

    def _use_external(self, uri: str) -> None:
        self._environment.point_to(uri)
        self.target = external_target(uri, os.environ)
        shown = without_credentials(uri)
        self._change(Status("external", f"Traces go to {shown}.", shown))
        if self.target is not None:
            self._in_background(self._ask_external, self.target)

    def _use_embedded(self, instance: Instance) -> None:
        self._instance = instance
        self.target = embedded_target(instance.uri, instance.token)
        self._environment.point_to_embedded(instance.uri, instance.token)
        how = "is shared with another Jupyter server" if instance.adopted else "is starting"
        self._change(Status("starting", f"MLflow {how}; its data are in {self._home}.", instance.uri))
        self._in_background(self._watch, instance, self.target)

    def _in_background(self, work: Callable[..., None], *arguments: object) -> None:
        threading.Thread(target=work, args=arguments, name="spanbook-backend", daemon=True).start()

    def _ask_external(self, target: Target) -> None:
        try:
            found = read_version(target)
            message = f"Traces go to {target.url} (MLflow {found})."
            self._change(Status("external", message, target.url, found))
        except (Refused, Unreachable) as error:
            message = f"Traces go to {target.url}, which does not answer as MLflow now: {error}."
            self._change(Status("external", message, target.url))

    def _watch(self, instance: Instance, target: Target) -> None:
        """Follow the embedded server from its start to its end."""
        begun, restarts = time.monotonic(), instance.restarts()
        while instance.is_alive():
            if instance.restarts() != restarts:
                begun, restarts = time.monotonic(), instance.restarts()
                self._change(Status("starting", AGAIN, instance.uri))
            if self._status.state == "starting" and not is_asked_to_restart(instance.folder):
                self._look(instance, target, begun)
            if self._status.state == "ready":
                self._tell_of_disk(self._status)
            if self._stopped.wait(WATCH_SECONDS):
                return
        if self._instance is instance:  # else it is started again already
            lines = self.log_tail(LOG_TAIL_LINES)
            self._fail(explain_end(lines, self._home), instance.uri, tuple(lines))

    def _tell_of_disk(self, ready: Status) -> None:
        """MLflow runs on while the disk is full, and stores nothing; kernels keep what it refuses."""
        full = f"{DISK_FULL}: MLflow stores nothing now. The data folder is {self._home}."
        if is_full(self._home):
            self._change(replace(ready, message=full))
        elif ready.message == full:
            self._change(replace(ready, message=f"MLflow {ready.mlflow_version} is ready again."))

    def _look(self, instance: Instance, target: Target, begun: float) -> None:
        try:
            found = read_version(target)
        except Refused as error:
            self._fail(f"MLflow refused its own token: {error}. Run: {RESTART}.", instance.uri)
        except Unreachable:
            if time.monotonic() - begun > SLOW_START_SECONDS and "slow" not in self._status.message:
                message = f"MLflow is slow to start; its log is {log_path(self._home)}."
                self._change(Status("starting", message, instance.uri))
        else:
            message = f"MLflow {found} is ready after {time.monotonic() - begun:.0f} s."
            self._change(Status("ready", message, instance.uri, found))

    def _fail(self, message: str, uri: str | None = None, log: tuple[str, ...] = ()) -> None:
        self._change(Status("failed", message, uri, log=log))

    def _change(self, status: Status) -> None:
        if self._stopped.is_set() or status == self._status:
            return
        self._status = status
        speak = self._log.warning if status.state == "failed" else self._log.info
        speak("Spanbook: %s", status.message)
