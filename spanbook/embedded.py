"""`<base_url>spanbook/restart` and `spanbook/log`: the embedded server, for those who are logged in."""

from __future__ import annotations

from dataclasses import asdict

from jupyter_server.auth.decorator import authorized
from tornado import web

from .backend import NotOurs
from .status import BackendHandler

LOG_LINES = 200


class RestartHandler(BackendHandler):
    """POST → 202 and the new `Status`; 409 with a message when the tracking server is not ours."""

    @web.authenticated
    @authorized
    def post(self) -> None:
        """Start the embedded server again; `spanbook/status` tells when it is ready."""
        try:
            self._backend.restart()
        except NotOurs as error:
            raise web.HTTPError(409, str(error)) from error
        self.set_status(202)
        self.finish(asdict(self._backend.status))


class LogHandler(BackendHandler):
    """GET → `{"lines": [...]}`: the end of the embedded server's log, oldest first; empty without one."""

    @web.authenticated
    @authorized
    def get(self) -> None:
        """The last 200 lines. No credential in them."""
        self.finish({"lines": self._backend.log_tail(LOG_LINES)})
