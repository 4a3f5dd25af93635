"""Where the embedded server keeps its data, and how those files stay private."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir

LOG_KEEP_BYTES = 1_000_000  # a log above this size is set aside once, as mlflow.log.1, at the next start


class NotPrivate(Exception):
    """A data folder that another user owns; using it would hand traces over."""


def default_home() -> Path:
    """`spanbook` in Jupyter's data folder, e.g. `~/.local/share/jupyter/spanbook`."""
    return Path(jupyter_data_dir()) / "spanbook"


def private_folder(path: Path) -> Path:
    """Create `path` for its owner alone (0700), or tighten it. Raises NotPrivate, OSError."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    info = path.stat()
    if info.st_uid != os.getuid():
        raise NotPrivate(f"{path} belongs to another user")
    if stat.S_IMODE(info.st_mode) != 0o700:
        path.chmod(0o700)
    return path


def write_private(path: Path, text: str) -> None:
    """Write `text` to a new file that only its owner can read, in one step for readers."""
    draft = path.with_name(path.name + ".new")
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(fd, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


def open_log(home: Path) -> int:
    """Open the server's log for appending; returns a file descriptor. The last start's log is kept once."""
    log = log_path(home)
    if log.exists() and log.stat().st_size > LOG_KEEP_BYTES:
        log.replace(log.with_name("mlflow.log.1"))
    return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)


def log_path(home: Path) -> Path:
    """The log of MLflow and its guardian."""
    return home / "mlflow.log"
