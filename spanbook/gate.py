"""The token gate in front of every route of the embedded MLflow server.

`mlflow server --app-name spanbook` calls `create_app` through the `mlflow.app` entry point. The gate
is plain ASGI, so it stands before FastAPI, Flask, static files and web sockets alike (docs/adr/0003).
"""

from __future__ import annotations

import hmac
import os
import signal
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from .locks import FileLock

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

RUN_FOLDER = "SPANBOOK_RUN_FOLDER"  # environment: the folder with this server's token and locks
SERVED = "served"  # this server came so far that its end is worth another start
MIN_TOKEN_LENGTH = 32
EXIT_GRACE_SECONDS = 5.0


class TokenGate:
    """Lets a request pass when it carries `Authorization: Bearer <token>`; answers 401 otherwise."""

    def __init__(self, app: App, token: str) -> None:
        self._app = app
        self._expected = b"Bearer " + token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI connection."""
        if scope["type"] == "lifespan" or self._is_open_to(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _refuse(send)

    def _is_open_to(self, scope: Scope) -> bool:
        sent = dict(scope["headers"]).get(b"authorization", b"")
        return hmac.compare_digest(sent, self._expected)


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain"), (b"www-authenticate", b"Bearer")]
    await send({"type": "http.response.start", "status": 401, "headers": headers})
    await send({"type": "http.response.body", "body": b"This MLflow server belongs to a Jupyter server.\n"})


def read_token(run_folder: Path) -> str:
    """The token of the server in `run_folder`. Raises RuntimeError when it is missing or short."""
    token = (run_folder / "token").read_text(encoding="utf-8").strip()
    if len(token) < MIN_TOKEN_LENGTH:
        raise RuntimeError(f"the token in {run_folder} is shorter than {MIN_TOKEN_LENGTH} characters")
    return token


def create_app() -> TokenGate:
    """Build MLflow's application behind the gate.

    A plain function, because MLflow recognises a factory by that. It also ties this process to its
    guardian: MLflow starts uvicorn as a child that would outlive a killed parent.
    """
    run_folder = Path(os.environ[RUN_FOLDER])
    _end_with_guardian(run_folder)
    token = read_token(run_folder)
    # MLflow's own module, not a public one; test/python runs it against the installed version.
    from mlflow.server.fastapi_app import app

    (run_folder / SERVED).touch(mode=0o600)
    return TokenGate(app, token)


def _end_with_guardian(run_folder: Path) -> None:
    alive = FileLock(run_folder / "alive")
    threading.Thread(target=_wait_and_exit, args=(alive,), name="spanbook-guardian", daemon=True).start()


def _wait_and_exit(alive: FileLock) -> None:
    alive.wait_shared()  # the guardian holds it alone as long as it lives
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(EXIT_GRACE_SECONDS)
    os._exit(1)
