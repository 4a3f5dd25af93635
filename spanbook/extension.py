"""The Jupyter server extension: starts the tracking server and opens its routes."""

from __future__ import annotations

import atexit
from pathlib import Path
from typing import Any

from jupyter_server.extension.application import ExtensionApp
from traitlets import Unicode, default

from .backend import Backend
from .embedded import LogHandler, RestartHandler
from .frame import FRAME_ROUTE, TICKET_ROUTE, FrameHandler, FramePageHandler, Frames
from .home import default_home
from .proxy import ROUTE
from .spool_keeper import SpoolKeeper
from .status import StatusHandler
from .tab import TabHandler


class Spanbook(ExtensionApp):
    """Spanbook's server side. Whatever fails here is logged and shown; Jupyter goes on."""

    name = "spanbook"

    tracking_uri = Unicode(
        "",
        help="""The MLflow tracking server to use instead of the embedded one, e.g.
        https://mlflow.example.com. The environment variable MLFLOW_TRACKING_URI goes before it.""",
    ).tag(config=True)

    data_dir = Unicode(
        help="""Where the embedded MLflow server keeps its database, artifacts and log.""",
    ).tag(config=True)

    backend: Backend
    spool_keeper: SpoolKeeper

    @default("data_dir")
    def _default_data_dir(self) -> str:
        return str(default_home())

    def initialize_settings(self) -> None:
        """Called while Jupyter loads its extensions, so before any kernel can start."""
        self.backend = Backend(Path(self.data_dir).expanduser().absolute(), self.log)
        atexit.register(self.backend.stop)
        self.backend.start(self.tracking_uri)
        self.spool_keeper = SpoolKeeper(self.backend.usable_target, self.log)
        self.spool_keeper.start()

    def initialize_handlers(self) -> None:
        """Called after `initialize_settings`."""
        backend: dict[str, Any] = {"backend": self.backend}
        self.handlers.append(("spanbook/status", StatusHandler, backend))
        self.handlers.append(("spanbook/restart", RestartHandler, backend))
        self.handlers.append(("spanbook/log", LogHandler, backend))
        framed = {**backend, "frames": Frames()}
        self.handlers.append((FRAME_ROUTE, FrameHandler, framed))
        self.handlers.append((TICKET_ROUTE, FramePageHandler, framed))
        self.handlers.append((f"{ROUTE}/(.*)", TabHandler, framed))

    async def stop_extension(self) -> None:
        """Called when Jupyter ends in good order. Any other end drops our lease as well (guardian.py)."""
        self.spool_keeper.stop()
        self.backend.stop()
        atexit.unregister(self.backend.stop)
