"""`spanbook server restart`: the embedded server starts again, and who uses it stays."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jupyter_server.serverapp import list_running_servers

from ..instances import ask_for_restart, running
from .user_error import UserError

TIMEOUT_SECONDS = 10.0


def restart(home: Path) -> None:
    """Have the server on `home` start again, or, where it has failed, the Jupyter servers that use one.

    Returns at once. Raises UserError when nobody uses one.
    """
    found = running(home)
    if found is not None:
        ask_for_restart(found.folder)
    elif not [server for server in _failed_ones() if _restarts(server)]:
        raise UserError("the embedded MLflow server does not run; to start it: spanbook server start")


def _failed_ones() -> Iterator[dict[str, Any]]:
    """The Jupyter servers of this user whose tracking server has failed."""
    for server in list_running_servers():
        status = _ask(server, "status", "GET")
        if status is not None and status.get("state") == "failed":
            yield server


def _restarts(server: dict[str, Any]) -> bool:
    return _ask(server, "restart", "POST") is not None


def _ask(server: dict[str, Any], route: str, method: str) -> dict[str, Any] | None:
    """The answer of Spanbook's `route` on a Jupyter server; None without one."""
    headers = {"Authorization": f"token {server.get('token', '')}"}
    url = f"{server['url']}spanbook/{route}"
    request = urllib.request.Request(url, headers=headers, method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310
            return json.loads(response.read())
    except (OSError, ValueError):
        return None
