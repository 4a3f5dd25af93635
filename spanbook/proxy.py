"""`<base_url>spanbook/mlflow/`: the tracking server behind Jupyter's own address and login.

The browser sends Jupyter's credentials and gets MLflow's answers. MLflow's credentials are added
here and never reach the browser; Jupyter's never reach MLflow, which may be somebody else's server.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote, urlencode

from jupyter_server_proxy.handlers import ProxyHandler, RewritableResponse
from tornado import web
from tornado.httputil import HTTPHeaders

from .backend import Backend, Status

ROUTE = "spanbook/mlflow"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
NO_ANSWER = {500, 599}  # what the base class raises for a refused connection and for a time limit
UNAUTHORIZED = 401
RENDERER_PAGE = "notebook-trace-renderer/index.html"

# Everything else stays here: Jupyter's cookies, tokens, XSRF value, host, origin and referring page.
FORWARDED_HEADERS = (
    *("Accept", "Accept-Language", "Content-Type", "Content-Encoding", "User-Agent", "Range"),
    *("If-Match", "If-Modified-Since", "If-None-Match", "If-Range"),
    *("X-Mlflow-Experiment-Id", "X-Mlflow-Run-Id"),
)
# A cookie of MLflow's would become one of Jupyter's; and asked for MLflow's password, a browser would
# put up its own form, hold the request back meanwhile, and send to Jupyter what was typed.
DROPPED_RESPONSE_HEADERS = (
    *("Set-Cookie", "Set-Cookie2", "Clear-Site-Data", "Service-Worker-Allowed"),
    *("WWW-Authenticate", "Proxy-Authenticate"),
)


def wants_patience(status: Status) -> bool:
    """Whether there is no tracking server to be asked at the moment."""
    return status.state in ("starting", "failed")


def tell_why_not(handler: web.RequestHandler, status: Status) -> None:
    """Answer that nobody can be asked, and why."""
    if status.state == "starting":
        handler.set_header("Retry-After", "2")
    if status.state == "external":
        tell(handler, 501, "This tracking server has no HTTP address.")
    else:
        tell(handler, 503, status.message)


def not_let_in(why: object) -> str:
    """For a person: whoever asks has no part in it, the credentials are those of the Jupyter server."""
    return f"The tracking server does not let Jupyter in ({why}). Check its credentials."


def tell(handler: web.RequestHandler, code: int, message: str) -> None:
    """One line for a person, in place of an answer of the tracking server's."""
    handler.set_status(code)
    handler.set_header("Content-Type", "text/plain; charset=utf-8")
    handler.finish(message + "\n")


class TrackingProxyHandler(ProxyHandler):
    """Forwards one request to the backend's target. Jupyter's login is checked by the base class."""

    def __init__(self, *args: Any, backend: Backend, **kwargs: Any) -> None:
        super().__init__(*args, rewrite_response=[self._keeper(), _mend_renderer_page], **kwargs)
        self.proxy_base = ROUTE
        self._backend = backend

    async def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Refuse the anonymous, and other sites' pages that ride on the user's cookie."""
        await super().prepare(*args, **kwargs)
        if self._finished or self.request.method in SAFE_METHODS:
            return
        # MLflow's own check knows only localhost: it would refuse a hub's pages, and lets anybody
        # post to /v1/traces. So the origin is judged here, by Jupyter's rules, and not forwarded.
        if not self.check_origin():
            raise web.HTTPError(403, "cross-origin request blocked")

    async def http_get(self, path: str) -> None:
        """GET, called by the base class when no web socket is asked for."""
        await self._forward(path)

    def head(self, path: str) -> Awaitable[None]:
        """HEAD; the other methods alike."""
        return self._forward(path)

    post = put = delete = patch = options = head

    async def open(self, *_: str) -> None:
        """MLflow's pages use no web socket, so none is let through."""
        self.close(1008, "no web sockets here")

    async def _forward(self, path: str) -> None:
        target = self._backend.target
        if target is None or wants_patience(self._backend.status):
            tell_why_not(self, self._backend.status)
            return
        self._target = target
        try:
            await self.proxy("localhost", 0, "/" + path)  # get_client_uri puts the target in their place
        except (OSError, web.HTTPError) as error:
            if isinstance(error, web.HTTPError) and error.status_code not in NO_ANSWER:
                raise
            self.log.warning("Spanbook: the tracking server does not answer: %s", error)
            tell(self, 502, "The tracking server does not answer.")

    def get_client_uri(self, _protocol: str, _host: str, _port: int, proxied_path: str) -> str:
        """The target's address for `proxied_path`; Jupyter's `token` argument is taken out."""
        path = quote(proxied_path, safe="/:@!$&'()*+,;=~")
        arguments = [
            (key, value)
            for key, values in self.request.query_arguments.items()
            if key != "token"
            for value in values
        ]
        return self._target.url + path + (f"?{urlencode(arguments)}" if arguments else "")

    def proxy_request_headers(self) -> HTTPHeaders:
        """What the tracking server is told about the request, and its credentials."""
        headers = HTTPHeaders()
        for name in FORWARDED_HEADERS:
            if name in self.request.headers:
                headers[name] = self.request.headers[name]
        headers.update(self._target.headers)
        return headers

    def proxy_request_options(self) -> dict[str, Any]:
        """The base class's time limits, and the user's wishes about certificates."""
        target = self._target
        options = {
            **super().proxy_request_options(),
            "validate_cert": target.validate_cert,
            "allow_nonstandard_methods": True,  # MLflow's DELETE of a tag has a body
        }
        return {**options, "ca_certs": target.ca_certs} if target.ca_certs else options

    def _keeper(self) -> Callable[[RewritableResponse, str], None]:
        """Stops the tracking server from acting on Jupyter's own origin."""

        def keep_inside(response: RewritableResponse, path: str) -> None:  # noqa: ARG001 -- asked for by name
            if response.code == UNAUTHORIZED:
                response.code, response.body = 502, f"{not_let_in('status 401')}\n".encode()
                response.headers["Content-Type"] = "text/plain; charset=utf-8"
            for name in DROPPED_RESPONSE_HEADERS:
                if name in response.headers:
                    del response.headers[name]
            # The server may be somebody else's, an artifact some user's file. Opened as pages they must not
            # run as pages of Jupyter's.
            response.headers["Content-Security-Policy"] = f"{self.content_security_policy}; sandbox"

        return keep_inside


def _mend_renderer_page(response: RewritableResponse, path: str) -> None:
    """MLflow's notebook renderer names its scripts from the root of the host; we live deeper."""
    if path.endswith(RENDERER_PAGE) and response.body:
        up = "../" * (path.count("/") - 1)
        response.body = response.body.replace(b'<base href="/">', f'<base href="{up}">'.encode()).replace(
            b'src="/static-files/', b'src="static-files/'
        )
