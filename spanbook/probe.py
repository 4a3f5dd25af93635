"""One question to a tracking server: which MLflow are you?"""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from http.client import HTTPException
from urllib.parse import urlsplit

from .tracking import Target

TIMEOUT_SECONDS = 10.0
NOT_FOUND = 404
LONGEST_VERSION = 50  # characters; what is longer is some web page


class Refused(Exception):
    """Somebody answered, but not as an MLflow server that takes our credentials; `status` is HTTP's."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class Unreachable(Exception):
    """Nobody answered in time."""


def read_version(target: Target) -> str:
    """MLflow's version by `GET /version`. Blocks up to 10 s. Raises Refused, Unreachable."""
    text = _read(target, "/version").decode("utf-8", "replace").strip()
    if not text[:1].isdigit() or len(text) > LONGEST_VERSION:
        raise Refused("the answer to /version is no version")
    return text


def has_page(target: Target, path: str) -> bool:
    """Whether the server has a page at `path`. Blocks up to 10 s. Raises Refused, Unreachable."""
    try:
        _read(target, path)
    except Refused as error:
        if error.status == NOT_FOUND:
            return False
        raise
    return True


def _read(target: Target, path: str) -> bytes:
    """The beginning of the answer to a GET."""
    request = urllib.request.Request(target.url + path, headers=dict(target.headers))  # noqa: S310
    try:
        with opener(target).open(request, timeout=TIMEOUT_SECONDS) as response:
            return response.read(LONGEST_VERSION + 1)
    except urllib.error.HTTPError as error:
        raise Refused(f"status {error.code}", error.code) from error
    except (OSError, HTTPException) as error:
        raise Unreachable(str(getattr(error, "reason", error))) from error


def opener(target: Target) -> urllib.request.OpenerDirector:
    """No redirects, which would carry the credentials elsewhere, and no proxy for this machine."""
    handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
    if urlsplit(target.url).hostname in ("127.0.0.1", "localhost"):
        handlers.append(urllib.request.ProxyHandler({}))
    if target.url.startswith("https:"):
        handlers.append(urllib.request.HTTPSHandler(context=_tls(target)))
    return urllib.request.build_opener(*handlers)


def _tls(target: Target) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=target.ca_certs)
    if not target.validate_cert:  # the user's MLFLOW_TRACKING_INSECURE_TLS
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None
