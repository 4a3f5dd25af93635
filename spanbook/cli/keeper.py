"""`python -m spanbook.cli.keeper`: keeps the embedded server for `spanbook server start`.

The server ends with its last user. This process is one that stays: it shares the server, as a
Jupyter server does, until it is told to end or the server is gone.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from ..home import write_private
from ..instances import Running, join_or_start
from ..locks import FileLock

POLL_SECONDS = 1.0


def kept_by(found: Running) -> int | None:
    """The process that keeps `found` running, or None when only Jupyter servers do."""
    path = found.folder / "keeper"
    if not path.exists():
        return None
    lock = FileLock(path)
    try:
        if lock.try_exclusive():
            return None  # its writer is gone, and with it the claim
        return int((found.folder / "keeper.pid").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    finally:
        lock.close()


def main(arguments: list[str]) -> int:
    """`arguments`: the data folder."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: ended.set())
    instance = join_or_start(Path(arguments[0]))
    claim = FileLock(instance.folder / "keeper")
    if claim.try_exclusive():
        write_private(instance.folder / "keeper.pid", str(os.getpid()))
        while instance.is_alive() and not ended.wait(POLL_SECONDS):
            pass
    instance.release()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
