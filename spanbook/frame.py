"""MLflow's own pages in a frame of a notebook's page, kept apart from Jupyter.

A frame with Jupyter's address could do what the user can, run code in kernels included, and a
tracking server may be somebody else's. So the frame is sandboxed: it has an origin of its own, and
neither cookies nor storage. In their place its address carries a ticket, made for each start of
Jupyter, that opens the door to the tracking server and nothing else:

    <base_url>spanbook/mlflow/~<ticket>/<MLflow's version>/...
"""

from __future__ import annotations

import asyncio
import gzip
import hmac
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from jupyter_server_proxy.handlers import RewritableResponse
from tornado import web

from .assets import FOLDER, Assets
from .backend import Backend
from .probe import Refused, Unreachable, has_page, read_version
from .proxy import RENDERER_PAGE, ROUTE, TrackingProxyHandler, not_let_in, tell, tell_why_not, wants_patience

FRAME_ROUTE = "spanbook/frame"
TICKET_ROUTE = rf"{ROUTE}/~([^/]+)/([^/]+)/(.*)"
RENDERER_PATH = f"{FOLDER}lib/{RENDERER_PAGE}"
SANDBOX = "sandbox allow-scripts allow-forms allow-popups allow-modals allow-downloads"
ANCESTORS = "frame-ancestors"
METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE"
HEADERS = "Content-Type, X-Mlflow-Experiment-Id, X-Mlflow-Run-Id"
ASSET_CACHE = "private, max-age=604800, immutable"  # the address changes with MLflow's version
FIRST_ELEMENT = b"<head><script>" + Path(__file__).with_suffix(".js").read_bytes() + b"</script>"


def framed_by_self(policy: str) -> str:
    """The policy with this site's own pages among those that may have the page in a frame.

    JupyterHub forbids all frames. This one is sandboxed and opened by a ticket, so nobody is tricked by it.
    """
    rules = [rule.split() for rule in policy.split(";") if rule.strip()]
    ancestors = next((rule for rule in rules if rule[0].lower() == ANCESTORS), [ANCESTORS])
    others = [" ".join(rule) for rule in rules if rule is not ancestors]
    allowed = [place for place in ancestors[1:] if place.lower() not in ("'none'", "'self'")]
    return "; ".join([" ".join([ANCESTORS, "'self'", *allowed]), *others])


class Frames:
    """What the routes of the frames share: the ticket and MLflow's assets."""

    def __init__(self) -> None:
        self._ticket = secrets.token_urlsafe(32)
        self.assets = Assets()

    def address(self, base_url: str, version: str) -> str:
        """Where a frame finds MLflow `version`; ends in a slash."""
        return url_path_join(base_url, ROUTE, f"~{self._ticket}", version) + "/"

    def accept(self, ticket: str) -> bool:
        """Whether `ticket` is ours."""
        return hmac.compare_digest(ticket.encode(), self._ticket.encode())


class FrameHandler(JupyterHandler):
    """GET → where a frame of this user's page finds MLflow's pages, after a look whether they are there."""

    auth_resource = "spanbook"

    def initialize(self, backend: Backend, frames: Frames) -> None:
        """Called by tornado with the route's arguments."""
        self._backend = backend
        self._frames = frames

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """`{address, mlflow_version}`; a line of text with the reason when there are none."""
        target = self._backend.target
        if target is None or wants_patience(self._backend.status):
            tell_why_not(self, self._backend.status)
            return
        try:
            version = await asyncio.to_thread(read_version, target)
            has_renderer = await asyncio.to_thread(has_page, target, RENDERER_PATH)
        except Unreachable:
            tell(self, 502, "The tracking server does not answer.")
        except Refused as error:
            tell(self, 502, not_let_in(error))
        else:
            if has_renderer:
                address = self._frames.address(self.base_url, version)
                self.finish({"address": address, "mlflow_version": version})
            else:
                tell(self, 501, f"MLflow {version} has no view for notebooks. Upgrade the tracking server.")


class FramePageHandler(TrackingProxyHandler):
    """Forwards a request of a frame, whose ticket stands for the login."""

    def __init__(self, *args: Any, frames: Frames, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._frames = frames

    async def prepare(self) -> None:
        """No login, no cookie and no origin: who has the ticket was logged in."""
        ticket, version, path = self.path_args
        self.request.uri = (self.request.uri or "").replace(ticket, "…")  # Jupyter logs addresses
        if not self.check_host() or not self._frames.accept(ticket):
            raise web.HTTPError(403)
        self._version = version
        self.path_args = [path]
        self._jupyter_current_user = self.current_user = None

    async def http_get(self, path: str) -> None:
        """GET, from memory where it is an asset."""
        asset = self._frames.assets.find(self._version, "/" + path)
        if asset is None:
            await self._forward(path)
            return
        self.set_header("Content-Type", asset.content_type)
        self.set_header("Cache-Control", ASSET_CACHE)
        self.set_header("Access-Control-Allow-Origin", "null")
        self._send_zipped(asset.zipped)

    def options(self, _path: str) -> None:
        """The browser asks whether a page without an origin may ask."""
        self.set_status(204)
        self.set_header("Access-Control-Allow-Origin", "null")
        self.set_header("Access-Control-Allow-Methods", METHODS)
        self.set_header("Access-Control-Allow-Headers", HEADERS)
        self.finish()

    def _keeper(self) -> Callable[[RewritableResponse, str], None]:
        """Beside what the base class does: the rules of the frame, our script in pages, assets kept."""
        keep_inside = super()._keeper()

        def keep_in_frame(response: RewritableResponse, path: str) -> None:
            keep_inside(response, path)
            rules = framed_by_self(self.content_security_policy)
            response.headers["Content-Security-Policy"] = f"{rules}; {SANDBOX}"
            response.headers["Access-Control-Allow-Origin"] = "null"
            response.headers["Referrer-Policy"] = "no-referrer"
            if path == "/" or path.endswith(RENDERER_PAGE):
                response.headers["Cache-Control"] = "no-store"
                response.body = response.body.replace(b"<head>", FIRST_ELEMENT, 1)
            elif response.code == 200 and "Content-Encoding" not in response.headers and response.body:
                kind = response.headers.get("Content-Type", "")
                if self._frames.assets.keep(self._version, path, kind, response.body):
                    response.headers["Cache-Control"] = ASSET_CACHE

        return keep_in_frame

    def _send_zipped(self, zipped: bytes) -> None:
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(zipped)
        else:
            self.finish(gzip.decompress(zipped))
