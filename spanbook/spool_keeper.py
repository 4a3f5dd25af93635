"""Sends what ended kernels left in the spool, while Jupyter runs; a kernel that starts does the same."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from logging import Logger
from pathlib import Path

from .environment import OWN
from .spool import Spool, spool_root
from .spool_entry import Address, CorruptEntry, read_entry, single_entries
from .spool_sender import Away, NotNow, RefusedTraces, SpoolSender
from .tracking import Target, without_credentials

LOOK_SECONDS = 60.0  # between looks: a kernel may be killed at any time
WAIT_SECONDS = 1.0  # between questions whether the server has started
OFF = "off"


class SpoolKeeper:
    """A daemon thread. Nothing here raises into Jupyter; a look at an empty spool costs next to nothing."""

    def __init__(self, target: Callable[[], Target | None], log: Logger) -> None:
        """`target` gives the server that may be asked now."""
        self._target = target
        self._log = log
        self._said: set[str] = set()
        self._stopped = threading.Event()
        self._spool = Spool(spool_root(os.environ), self._corrupt)

    def start(self) -> None:
        """Look now, and then again and again; returns at once."""
        if os.environ.get("SPANBOOK_SPOOL", "").strip().lower() != OFF:
            threading.Thread(target=self._run, name="spanbook-spool", daemon=True).start()

    def stop(self) -> None:
        """What is under way may still arrive; it stays on disk until it has."""
        self._stopped.set()
        self._spool.close()

    def _run(self) -> None:
        while not self._stopped.is_set():
            target = self._target()
            if target is None:
                self._stopped.wait(WAIT_SECONDS)
                continue
            try:
                self._send_all(target)
            except (Away, OSError) as error:
                self._say(f"traces in {spool_root(os.environ)} wait for {target.url}: {error}")
            self._stopped.wait(LOOK_SECONDS)

    def _send_all(self, target: Target) -> None:
        """Takes over one entry at a time: what is not sent yet stays for a kernel that starts meanwhile."""
        sender, tried = SpoolSender(target), set[Path]()
        self._spool.show_life()
        self._send_own(sender, tried)
        for _ in self._spool.left(lambda address: is_for(address, target)):
            self._send_own(sender, tried)

    def _send_own(self, sender: SpoolSender, tried: set[Path]) -> None:
        """An entry that is divided leaves others, which have their turn."""
        while waiting := [path for path in self._spool.own() if path not in tried]:
            if self._stopped.is_set():
                return
            tried.add(waiting[0])
            self._send(sender, waiting[0])

    def _send(self, sender: SpoolSender, path: Path) -> None:
        content = path.read_bytes()
        try:
            address, traces = read_entry(content)
            sender.send(address, traces)
        except CorruptEntry as error:
            self._spool.set_corrupt_aside(path, str(error))
        except RefusedTraces as error:
            self._refused(path, content, error)
        except Away:
            raise
        except NotNow as error:
            self._say(f"traces in {path} wait: {error}")
        else:
            path.unlink()
            self._log.info("Spanbook: sent %d traces that an ended kernel had left.", len(traces))

    def _refused(self, path: Path, content: bytes, error: RefusedTraces) -> None:
        """The one that the server does not want is set aside alone."""
        parts = single_entries(content)
        if parts:
            self._spool.replace(path, parts)
        else:
            aside = self._spool.set_aside(path, "refused")
            self._log.warning("Spanbook: the server refuses a trace (%s); it is kept in %s.", error, aside)

    def _corrupt(self, path: Path, reason: str) -> None:
        self._log.warning("Spanbook: traces on disk cannot be read (%s); they are kept in %s.", reason, path)

    def _say(self, message: str) -> None:
        """Once a cause."""
        if message not in self._said:
            self._said.add(message)
            self._log.warning("Spanbook: %s", message)


def is_for(address: Address, target: Target) -> bool:
    """Whether an entry goes to this server; any other must not get its credentials."""
    embedded = os.environ.get(OWN)
    is_own = embedded is not None and without_credentials(embedded) == target.url
    return address.tracking_uri == target.url or (address.is_embedded and is_own)
