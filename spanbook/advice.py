"""Plain words for what can go wrong with the embedded server: what happened, and what to do."""

from __future__ import annotations

import errno
import shutil
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path

from .locks import SUPPORTED

LOG_TAIL_LINES = 20
BYTES_A_LINE = 800  # how much of the log is read for one; uvicorn's and MLflow's are shorter
OLDEST_MLFLOW = (3, 6)  # the first whose server takes what the SDK writes
RESTART = "spanbook server restart"
OTHERWISE = "or set MLFLOW_TRACKING_URI to a tracking server that runs elsewhere"

DISK_FULL = "The disk is full. Free some space"
FULL_BYTES = 5_000_000  # with less MLflow cannot begin a database, nor say so in its log
NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
NOT_WRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}

# A line of MLflow's log that names the cause → what to do about it.
CAUSES = {
    "No space left on device": DISK_FULL,
    "database or disk is full": DISK_FULL,
    "file is not a database": "The trace database is damaged. Move mlflow.db out of the data folder",
    "malformed": "The trace database is damaged. Move mlflow.db out of the data folder",
    "Can't locate revision": (
        "The trace database was written by a newer MLflow. Upgrade with: pip install --upgrade mlflow"
    ),
    "out-of-date database schema": (
        "The trace database needs MLflow's upgrade. Run in the data folder: mlflow db upgrade sqlite:///mlflow.db"
    ),
    "FallbackAsyncAdaptedQueuePool": (
        "This MLflow does not work with SQLAlchemy 2.1. Run: pip install --upgrade mlflow"
    ),
    "Permission denied": "The data folder is not writable. Correct its permissions",
}


def missing_part(then: str = RESTART) -> str | None:
    """Why the embedded server cannot be tried at all, with the cure; None when it can.

    `then` is the command that tries it once that is mended.
    """
    if not SUPPORTED:
        return f"The embedded MLflow server runs on Linux and macOS. Use WSL, {OTHERWISE}."
    try:
        installed = version("mlflow")
    except PackageNotFoundError:
        install = 'pip install "spanbook[mlflow]"'
        return (
            f"MLflow is not installed beside Jupyter. Run: {install} and {then}, {OTHERWISE}. "
            "Traces are still drawn under their cells."
        )
    if tuple(int(part) for part in installed.split(".")[:2]) < OLDEST_MLFLOW:
        upgrade = "pip install --upgrade mlflow"
        return f"MLflow {installed} is too old; 3.6 is the oldest. Run: {upgrade} and {then}, {OTHERWISE}."
    if not entry_points(group="mlflow.app", name="spanbook"):
        return "Spanbook is not installed completely. Run: pip install --force-reinstall --no-deps spanbook"
    return None


def log_tail(log: Path, lines: int = LOG_TAIL_LINES) -> list[str]:
    """The last lines of `log`; empty when there is none."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - lines * BYTES_A_LINE))
            return file.read().decode("utf-8", "replace").splitlines()[-lines:]
    except OSError:
        return []


def explain_start(error: Exception, home: Path) -> str:
    """Why the embedded server cannot be started at all, with the cure where it is known."""
    if isinstance(error, OSError) and error.errno in NO_SPACE:
        return f"{DISK_FULL}, then run: {RESTART}. The data folder is {home}."
    if isinstance(error, OSError) and error.errno in NOT_WRITABLE:
        return (
            f"The data folder {home} is not writable ({error.strerror}: {error.filename}). "
            "Correct its permissions, or start JupyterLab with JUPYTER_DATA_DIR set to a folder of yours."
        )
    return f"The embedded MLflow server cannot start: {error}. Its data folder is {home}."


def is_full(home: Path) -> bool:
    """Whether the disk of the data folder has no space left for traces."""
    try:
        return shutil.disk_usage(home).free < FULL_BYTES
    except OSError:
        return False


def explain_end(lines: list[str], home: Path) -> str:
    """Why MLflow ended, from the last lines of its log, with the cure."""
    text = "\n".join(lines)
    known = [DISK_FULL] if is_full(home) else [cure for sign, cure in CAUSES.items() if sign in text]
    if known:
        return f"{known[0]}, then run: {RESTART}. The data folder is {home}."
    return (
        f"MLflow ended by itself. Its log {home / 'mlflow.log'} says why; then run: {RESTART}, {OTHERWISE}."
    )
