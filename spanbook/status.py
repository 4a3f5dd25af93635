"""`<base_url>spanbook/status`: the tracking server's state as JSON, for those who are logged in."""

from __future__ import annotations

from dataclasses import asdict

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

from . import __version__
from .backend import Backend
from .proxy import ROUTE


class BackendHandler(APIHandler):
    """What the routes about the tracking server share."""

    auth_resource = "spanbook"

    def initialize(self, backend: Backend) -> None:
        """Called by tornado with the route's arguments."""
        self._backend = backend


class StatusHandler(BackendHandler):
    """GET → `Status` and how to reach the server through Jupyter. No credential in it."""

    @web.authenticated
    @authorized
    def get(self) -> None:
        """The state now."""
        self.finish(
            {
                **asdict(self._backend.status),
                "spanbook_version": __version__,
                "proxy_url": url_path_join(self.base_url, ROUTE) + "/",
            }
        )
