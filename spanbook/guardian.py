"""`python -m spanbook.guardian`: runs one MLflow server for as long as a Jupyter server uses it.

Jupyter starts it in a session of its own. Each Jupyter server that uses MLflow shares the lock
`lease`; the guardian tries to take it alone, which succeeds once the last user is gone, by whatever
end. Then it ends MLflow's process group: SIGTERM, and SIGKILL after a deadline. An MLflow that had
served and ends by itself, or that the user wants restarted, is started again behind the same socket and
token: kernels need not know.

Three locks in the run folder and one beside it:
  lease         shared by every Jupyter server in use; taken alone by the guardian that ends
  alive         held by the guardian (inherited from its starter) until it is gone
  server.lock   held by the guardian that runs MLflow on this data folder, so there is one at a time
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from .database import upgrade_if_needed
from .gate import RUN_FOLDER, SERVED
from .home import write_private
from .locks import FileLock

POLL_SECONDS = 0.3
TERMINATE_SECONDS = 8.0  # an idle MLflow is gone in 1.3 s; one with queued requests may never go
WAIT_FOR_PREDECESSOR_SECONDS = 30.0
RESTARTS = 3
RESTARTS_WITHIN_SECONDS = 600.0
# Files in the run folder; no signals, which end a guardian that is not ready for them.
RESTART_COUNT = "restarts"  # how often MLflow was started again, for those who tell the user
RESTART_ASKED = "restart"  # made by who wants it started again, gone when the old one is

# What MLflow, uvicorn and Jupyter read from the environment must come from us alone.
SCRUBBED = ("MLFLOW_", "_MLFLOW_", "UVICORN_", "GUNICORN_", "OTEL_", "JUPYTER", "JPY_")


def server_environment(run_folder: Path) -> dict[str, str]:
    """The environment of the embedded server: the user's, without what would configure it otherwise."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(SCRUBBED)}
    kept["MLFLOW_SERVER_ENABLE_JOB_EXECUTION"] = "false"  # 8 more processes that tracing has no use for
    kept["MLFLOW_DISABLE_TELEMETRY"] = "true"
    kept[RUN_FOLDER] = str(run_folder)
    return kept


def server_command(port: int) -> list[str]:
    """The command line, relative to the data folder. It holds no secret: `ps` shows it to everybody."""
    return [
        *(sys.executable, "-m", "mlflow", "server", "--app-name", "spanbook", "--workers", "1"),
        *("--backend-store-uri", "sqlite:///mlflow.db", "--artifacts-destination", "./artifacts"),
        *("--host", "127.0.0.1", "--port", str(port)),
        # The listening socket is standard input: see Instance in instances.py.
        *("--uvicorn-opts", "--fd 0 --no-access-log"),
    ]


class Restarts:
    """Whether a server that ended may be started once more: three times in ten minutes, not more."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: list[float] = []

    def allow(self) -> bool:
        """Count one more, if it may be."""
        now = self._clock()
        self._times = [then for then in self._times if now - then < RESTARTS_WITHIN_SECONDS]
        if len(self._times) >= RESTARTS:
            return False
        self._times.append(now)
        return True


class Guardian:
    """One MLflow server and its end."""

    def __init__(self, run_folder: Path, port: int) -> None:
        self._run_folder = run_folder
        self._home = run_folder.parent.parent
        self._port = port
        self._lease = FileLock(run_folder / "lease")
        self._restarts = Restarts()
        self._started_again = 0
        self._stopping = False

    def stop(self, *_signal: object) -> None:
        """Ask for the end; a signal handler."""
        self._stopping = True

    def run(self) -> int:
        """Run to the end; returns the exit code."""
        server_lock = FileLock(self._home / "server.lock")
        if not self._wait_for(server_lock):
            return 1
        upgrade_if_needed(self._home, server_environment(self._run_folder))
        code = self._serve()
        while self._starts_again(code):
            code = self._serve()
        shutil.rmtree(self._run_folder, ignore_errors=True)
        return code or 0

    def _serve(self) -> int | None:
        """Run MLflow; returns its exit code if it ended by itself, and None when we ended it."""
        (self._run_folder / SERVED).unlink(missing_ok=True)
        # A session of its own, so that its group can be ended without ending the guardian first.
        server = subprocess.Popen(
            server_command(self._port),
            cwd=self._home,
            env=server_environment(self._run_folder),
            start_new_session=True,
        )
        while server.poll() is None and not self._is_over() and not self._is_asked():
            time.sleep(POLL_SECONDS)
        code = server.returncode
        if code is not None:
            _say(f"mlflow server ended by itself with exit code {code}")
        end_group(server)
        return code

    def _starts_again(self, code: int | None) -> bool:
        """Whether MLflow is to run once more after `_serve` gave `code`."""
        again = not self._is_over() and (self._is_asked() or (code is not None and self._may_restart()))
        if again:
            self._started_again += 1
            write_private(self._run_folder / RESTART_COUNT, str(self._started_again))
            (self._run_folder / RESTART_ASKED).unlink(missing_ok=True)
            _say("it is started again")
        return again

    def _may_restart(self) -> bool:
        """Not a server that never came to serve: it would fail again."""
        return (self._run_folder / SERVED).exists() and self._restarts.allow()

    def _is_asked(self) -> bool:
        return (self._run_folder / RESTART_ASKED).exists()

    def _is_over(self) -> bool:
        return self._stopping or self._lease.try_exclusive()

    def _wait_for(self, server_lock: FileLock) -> bool:
        deadline = time.monotonic() + WAIT_FOR_PREDECESSOR_SECONDS
        while not server_lock.try_exclusive():
            if self._is_over():
                return False
            if time.monotonic() > deadline:
                _say("another MLflow server still uses this data folder and does not end")
                return False
            time.sleep(POLL_SECONDS)
        return True


def end_group(server: subprocess.Popen[bytes]) -> None:
    """End every process of the server's group and wait until none is left."""
    deadline = time.monotonic() + TERMINATE_SECONDS
    sent = signal.SIGTERM
    while _signal_group(server.pid, sent):
        server.poll()  # reaps the group's leader, which would count as a member otherwise
        time.sleep(0.05)
        sent = signal.SIGKILL if time.monotonic() > deadline else 0


def _signal_group(group: int, number: int) -> bool:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS says so of a group that holds only zombies
        return False
    return True


def _say(text: str) -> None:
    print(f"spanbook: {text}", file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """`arguments`: the run folder and the port."""
    os.umask(0o077)
    guardian = Guardian(Path(arguments[0]), int(arguments[1]))
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, guardian.stop)
    return guardian.run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
