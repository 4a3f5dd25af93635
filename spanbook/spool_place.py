"""Which processes the folders of the spool belong to (src/sdk/export/spool/process-place.ts)."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MAX_SILENCE = (
    15 * 60.0
)  # seconds; a process that cannot be asked, and gave no sign of life for so long, is dead
UNKNOWN = "0"  # stands for what the system does not tell
NAME = re.compile(r"(\d+)-(\d+)-(\w+)-(\w+)-\w+", re.ASCII)
ENDED = ("Z", "X")  # also one whose parent has not asked about its end yet


@dataclass(frozen=True)
class ProcessPlace:
    """A process; its number alone is used again by the next one."""

    pid: int
    start: str
    """When it began, in ticks since the computer did."""
    place: str
    """The computer, and on Linux the container: processes of another one cannot be asked."""
    boot: str
    """What the computer was started as last."""


def new_folder_name() -> str:
    """A new name for a folder of this process: `<pid>-<start>-<place>-<boot>-<random>`."""
    own = _own_place()
    return f"{own.pid}-{own.start}-{own.place}-{own.boot}-{secrets.token_hex(4)}"


def is_in_use(folder_name: str, last_sign: float) -> bool:
    """Whether a folder belongs to a process that still runs; also true for a name that is none of ours.

    `last_sign` is in seconds since 1970.
    """
    match = NAME.fullmatch(folder_name)
    if match is None:
        return True
    pid, start, place, boot = match.groups()
    here, is_silent = _own_place(), time.time() - last_sign > MAX_SILENCE
    if place != here.place:
        return not is_silent
    if boot != here.boot:
        return False
    if start == UNKNOWN:
        return not is_silent and _may_run(int(pid))
    return _start_of(int(pid)) == start


@cache
def _own_place() -> ProcessPlace:
    namespace = _told(lambda: str(Path("/proc/self/ns/pid").readlink()))
    boot = _told(lambda: Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii"))
    return ProcessPlace(
        pid=os.getpid(),
        start=_start_of(os.getpid()) or UNKNOWN,
        place=_short_hash(f"{socket.gethostname()} {namespace}"),
        boot=_short_hash(boot),
    )


def _start_of(pid: int) -> str | None:
    """Linux: field 22 of the process's line, counted behind its name, in which anything may stand."""
    line = _told(lambda: Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace"))
    state, *fields = line[line.rfind(")") + 2 :].split(" ")
    return None if state in ENDED or len(fields) < 19 else fields[18]


def _may_run(pid: int) -> bool:
    if os.name == "nt":
        return True  # there, asking by a signal would end it
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except OSError:
        return False
    return True


def _told(read: Callable[[], str]) -> str:
    try:
        return read().strip()
    except OSError:
        return ""


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
