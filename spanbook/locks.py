"""File locks that tell who is alive.

The operating system drops a lock the moment its last holder is gone, however it ended: SIGKILL
included. So a lock says "alive" without process ids, which are reused, or signals, which can be
missed. Locks belong to the open file, so a child that inherits the descriptor keeps holding it.
"""

from __future__ import annotations

import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where the embedded server does not run
    fcntl = None  # type: ignore[assignment]

SUPPORTED = fcntl is not None


class FileLock:
    """A lock on `path`, which is created (0600) when missing. Free until one of the methods takes it."""

    def __init__(self, path: Path) -> None:
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)

    def try_exclusive(self) -> bool:
        """Take the lock for this holder alone; False when anyone else holds it."""
        return self._try(fcntl.LOCK_EX)

    def try_shared(self) -> bool:
        """Take the lock beside other sharers; False when somebody holds it alone."""
        return self._try(fcntl.LOCK_SH)

    def wait_shared(self) -> None:
        """Block until nobody holds the lock alone."""
        fcntl.flock(self.fd, fcntl.LOCK_SH)

    def close(self) -> None:
        """Let go, unless a child inherited the descriptor. Safe to call twice."""
        fd, self.fd = self.fd, -1
        if fd >= 0:
            os.close(fd)

    def _try(self, operation: int) -> bool:
        try:
            fcntl.flock(self.fd, operation | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
