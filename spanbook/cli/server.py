"""`spanbook server`: the embedded MLflow server, as the Jupyter servers of this user share it."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..advice import RESTART, explain_end, explain_start, log_tail, missing_part
from ..home import default_home, log_path, open_log, private_folder
from ..instances import Running, is_asked_to_restart, running
from .keeper import kept_by
from .restart import restart
from .server_status import ServerStatus, read_status
from .user_error import UserError

START_SECONDS = 180.0  # 10 s on an idle machine, 80 s seen on a busy one
STOP_SECONDS = 15.0  # the guardian gives MLflow 8 s
POLL_SECONDS = 0.3
START = "spanbook server start"
NOT_RUNNING = 3  # the exit code of `systemctl status` for a service that is stopped


def add_commands(commands: Any) -> None:
    """Add `server` and its subcommands to the parser."""
    parser = commands.add_parser("server", help="the embedded MLflow server")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data-dir", type=Path, default=default_home(), help="its data folder (%(default)s)")

    def add(name: str, run: Any, text: str) -> argparse.ArgumentParser:
        action = actions.add_parser(name, parents=[shared], help=text, description=text)
        action.set_defaults(run=run)
        return action

    status = add("status", _status, "say whether it runs, and where")
    status.add_argument("--json", action="store_true", help="print JSON")
    add("start", _start, "start it, to run until `spanbook server stop`")
    stop = add("stop", _stop, "stop it, unless a Jupyter server uses it")
    stop.add_argument("--force", action="store_true", help="stop it even then")
    add("restart", _restart, "start it again; the Jupyter servers that use it keep their kernels")
    log = add("log", _log, "print the end of its log")
    log.add_argument("-n", "--lines", type=int, default=50, help="how many lines (%(default)s)")
    add("path", _path, "print the folder that holds its database, artifacts and log")


def _status(options: argparse.Namespace) -> int:
    status = read_status(_home(options))
    if options.json:
        print(json.dumps(asdict(status), indent=2))
    else:
        print("\n".join(_lines_of(status)))
    return 0 if status.running else NOT_RUNNING


def _lines_of(status: ServerStatus) -> list[str]:
    problem = None if status.running else missing_part(then=START)
    lines = [problem or f"The embedded MLflow server {_state_of(status)}."]
    if status.tracking_uri:
        lines.append(
            f"  tracking URI  {status.tracking_uri} (open to this user's Jupyter servers and kernels)"
        )
        lines.append(f"  process       {status.pid}")
    lines.append(f"  data          {status.data_dir}")
    lines.append(f"  log           {status.log}")
    if status.external:
        lines.append(
            f"MLFLOW_TRACKING_URI is set: what starts from here traces to {status.external} instead."
        )
    return lines


def _state_of(status: ServerStatus) -> str:
    if not status.running:
        return f"does not run; JupyterLab starts it, or: {START}"
    if status.ready:
        return f"runs (MLflow {status.mlflow_version})"
    return "is starting, or does not answer"


def _start(options: argparse.Namespace) -> int:
    home = _home(options)
    problem = missing_part(then=START)
    if problem is not None:
        raise UserError(problem)
    try:
        private_folder(home)
    except OSError as error:
        raise UserError(f"{explain_start(error, home)} Or name another folder: --data-dir FOLDER") from error
    found = running(home)
    if found is None or kept_by(found) is None:
        print("Starting MLflow …", flush=True)
        _spawn_keeper(home)
    status = _wait_until_ready(home, lambda found: kept_by(found) is not None)
    print(f"MLflow {status.mlflow_version} runs at {status.tracking_uri}.")
    print("It runs until: spanbook server stop")
    return 0


def _spawn_keeper(home: Path) -> None:
    log = open_log(home)
    try:
        subprocess.Popen(
            [sys.executable, "-m", "spanbook.cli.keeper", str(home)],
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    finally:
        os.close(log)


def _wait_until_ready(home: Path, is_wanted: Callable[[Running], bool]) -> ServerStatus:
    """Wait for a server that is ready and `is_wanted`."""
    deadline = time.monotonic() + START_SECONDS
    has_run = False
    while time.monotonic() < deadline:
        found = running(home)
        may_be_it = found is not None and is_wanted(found)
        status = read_status(home)
        if status.ready and may_be_it:
            return status
        if has_run and not status.running:
            raise UserError(
                explain_end(log_tail(log_path(home)), home).replace(f"run: {RESTART}", "try again")
            )
        has_run = has_run or status.running
        time.sleep(POLL_SECONDS)
    raise UserError(f"MLflow was not ready after {START_SECONDS:.0f} s; its log: {log_path(home)}")


def _restart(options: argparse.Namespace) -> int:
    home = _home(options)
    restart(home)
    print("MLflow starts again …", flush=True)
    status = _wait_until_ready(home, lambda found: not is_asked_to_restart(found.folder))
    print(f"MLflow {status.mlflow_version} runs at {status.tracking_uri}.")
    return 0


def _stop(options: argparse.Namespace) -> int:
    home = _home(options)
    found = running(home)
    if found is None:
        print("The embedded MLflow server does not run.")
        return 0
    keeper = kept_by(found)
    if keeper is not None:
        os.kill(keeper, signal.SIGTERM)
    elif not options.force:
        raise _still_used()
    if options.force:
        os.kill(found.pid, signal.SIGTERM)
    if not _is_gone(home, found):
        raise _still_used()
    print("The embedded MLflow server has stopped.")
    return 0


def _still_used() -> UserError:
    return UserError(
        "a Jupyter server uses the embedded MLflow server, which ends with the last of them. "
        "To stop it now: spanbook server stop --force"
    )


def _is_gone(home: Path, stopped: Running) -> bool:
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline:
        found = running(home)
        if found is None or found.folder != stopped.folder:
            return True
        time.sleep(POLL_SECONDS)
    return False


def _log(options: argparse.Namespace) -> int:
    path = log_path(_home(options))
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            lines = deque(file, maxlen=max(0, options.lines))
    except FileNotFoundError:
        raise UserError(f"there is no log yet: {path}") from None
    sys.stdout.writelines(lines)
    return 0


def _path(options: argparse.Namespace) -> int:
    print(_home(options))
    return 0


def _home(options: argparse.Namespace) -> Path:
    return options.data_dir.expanduser().absolute()
