"""The folder of finished traces that wait for a server, as the SDK writes it (src/sdk/export/spool).

Each process has a folder of its own in it. What dead processes left is taken over by renaming it: only one
process succeeds, for the others it is not there any more.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from .home import private_folder
from .spool_entry import MAX_HEADER, Address, CorruptEntry, read_address
from .spool_place import is_in_use, new_folder_name

ASIDE = "aside"  # entries that are not to be sent again: refused, or not to be read
DRAFT = ".tmp"  # of a process that died while it wrote; its cell never had a reply


def spool_root(environment: Mapping[str, str]) -> Path:
    """SPANBOOK_SPOOL_DIR, else in the user's folder for state, as private-folder.ts has it."""
    own = environment.get("SPANBOOK_SPOOL_DIR")
    return Path(own) if own else _state_folder(environment) / "spanbook" / "spool"


def _state_folder(environment: Mapping[str, str]) -> Path:
    if environment.get("XDG_STATE_HOME"):
        return Path(environment["XDG_STATE_HOME"])
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path.home() / ".local" / "state"


class Spool:
    """This process's part of the spool. `on_corrupt` is told which entry was set aside, and why."""

    def __init__(self, root: Path, on_corrupt: Callable[[Path, str], None]) -> None:
        self._root = root
        self._on_corrupt = on_corrupt
        self._own: Path | None = None
        self._number = 0

    def left(self, is_wanted: Callable[[Address], bool]) -> Iterator[Path]:
        """Takes over entries of dead processes one by one, the oldest folder first, and gives each."""
        for folder in _sorted(self._root):
            if folder.name != ASIDE and self._is_left(folder):
                for path in _sorted(folder):
                    entry = self._take(path, is_wanted)
                    if entry is not None:
                        yield entry
                with suppress(OSError):  # something is left in it
                    folder.rmdir()

    def own(self) -> list[Path]:
        """Entries that were taken over before and not sent, oldest first."""
        return _sorted(self._own) if self._own else []

    def replace(self, path: Path, parts: list[bytes]) -> None:
        """Put several entries in place of one. Raises OSError."""
        for content in parts:
            self._write(content)
        path.unlink()

    def set_aside(self, path: Path, kind: str) -> Path:
        """Keep an entry where nobody sends it; gives its new path. Raises OSError."""
        target = private_folder(self._root / ASIDE) / f"{path.stem}.{kind}{path.suffix}"
        path.rename(target)
        return target

    def show_life(self) -> None:
        """For other computers that share the folder and cannot ask whether this process runs."""
        if self._own:
            with suppress(OSError):
                os.utime(self._own)

    def close(self) -> None:
        """Leave nothing behind when there is nothing to leave."""
        with suppress(OSError):
            if self._own:
                self._own.rmdir()

    def _is_left(self, folder: Path) -> bool:
        try:
            return folder.is_dir() and not is_in_use(folder.name, folder.stat().st_mtime)
        except OSError:
            return False

    def _take(self, path: Path, is_wanted: Callable[[Address], bool]) -> Path | None:
        """The entry's new path; None when it is another process's, nobody's, or not for our server."""
        try:
            if path.suffix == DRAFT:
                path.unlink()
                return None
            with path.open("rb") as file:
                address = read_address(file.readline(MAX_HEADER))
            if not is_wanted(address):
                return None
            return path.rename(self._own_folder() / path.name)
        except CorruptEntry as error:
            self.set_corrupt_aside(path, str(error))
        except FileNotFoundError:
            pass  # another process was faster
        return None

    def set_corrupt_aside(self, path: Path, reason: str) -> None:
        """The same for an entry that cannot be read, which is told to `on_corrupt`."""
        with suppress(FileNotFoundError):
            self._on_corrupt(self.set_aside(path, "corrupt"), reason)

    def _write(self, content: bytes) -> None:
        """A new entry, complete as soon as it has its name, for its owner alone."""
        self._number += 1
        name = f"{_base36(int(time.time() * 1000)):0>9}-{os.getpid()}-{self._number:06}.spool"
        draft = self._own_folder() / f"{name}{DRAFT}"
        fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(fd, "wb") as file:
            file.write(content)
        draft.rename(draft.with_suffix(""))

    def _own_folder(self) -> Path:
        """Made when it is first needed."""
        if self._own is None or not self._own.is_dir():
            private_folder(self._root)
            self._own = private_folder(self._root / new_folder_name())
        return self._own


def _sorted(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits
