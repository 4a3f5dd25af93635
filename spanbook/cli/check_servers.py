"""Checks of what runs, for `spanbook doctor`. None raises, and none shows a credential."""

from __future__ import annotations

import json
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jupyter_server.serverapp import list_running_servers

from ..advice import OLDEST_MLFLOW, missing_part
from ..environment import chosen_uri
from ..home import default_home
from ..instances import running
from ..probe import Refused, Unreachable, read_version
from ..tracking import Target, embedded_target, external_target, without_credentials
from .finding import Finding, number_of

FREE_BYTES = 200_000_000
TIMEOUT_SECONDS = 10.0
CURE_OF_CREDENTIALS = {
    "": "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN",
    "Basic": "correct MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD",
    "Bearer": "correct MLFLOW_TRACKING_TOKEN, or set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD",
}
"""By the kind that was sent; set where Jupyter is started, which adds them."""


def check_tracking_server() -> Iterator[Finding]:
    """The tracking server, external or embedded: is it there, and does it let us in?"""
    external = chosen_uri(os.environ, "")
    if external is not None:
        yield _external_finding(external)
        return
    problem = missing_part(then="jupyter lab")
    if problem is not None:
        yield Finding("fail", "The embedded MLflow server cannot start", problem)
        return
    yield from _embedded_findings(default_home())


def _external_finding(uri: str) -> Finding:
    shown = without_credentials(uri)
    target = external_target(uri, os.environ)
    if target is None:
        return Finding(
            "note", f"Tracking server {shown}: no HTTP address, so JupyterLab reads nothing from it"
        )
    return _answer_of(target, f"Tracking server {shown}")


def _embedded_findings(home: Path) -> Iterator[Finding]:
    found = running(home)
    if found is None:
        yield Finding("ok", f"Embedded MLflow {version('mlflow')}: starts with JupyterLab, data in {home}")
    else:
        yield _answer_of(embedded_target(found.uri, found.token), f"Embedded server {found.uri}")
    place = next(folder for folder in (home, *home.parents) if folder.exists())
    if not os.access(place, os.W_OK):
        yield Finding(
            "fail",
            f"The data folder {home} is not writable",
            "correct its owner and permissions, or set JUPYTER_DATA_DIR",
        )
    elif shutil.disk_usage(place).free < FREE_BYTES:
        yield Finding("fail", f"The disk of the data folder {home} is nearly full", "free some space")


def _answer_of(target: Target, what: str) -> Finding:
    try:
        found = read_version(target)
    except Refused as error:
        if "401" in str(error) or "403" in str(error):
            scheme = target.headers.get("Authorization", "").partition(" ")[0]
            what_is_wrong = (
                "refuses the credentials" if scheme else "asks for credentials, and there are none"
            )
            return Finding("fail", f"{what} {what_is_wrong} ({error})", CURE_OF_CREDENTIALS[scheme])
        return Finding("fail", f"{what} does not answer as MLflow ({error})", "correct MLFLOW_TRACKING_URI")
    except Unreachable as error:
        return Finding(
            "fail", f"{what} cannot be reached ({error})", "start it, or correct MLFLOW_TRACKING_URI"
        )
    if number_of(found) < OLDEST_MLFLOW:
        return Finding("fail", f"{what}: MLflow {found} is too old", "upgrade it to 3.6 or newer")
    return Finding("ok", f"{what}: MLflow {found}")


def check_running_servers() -> Iterator[Finding]:
    """Spanbook's routes on each Jupyter server of this user: loaded, and the tracking server behind them."""
    servers = list(list_running_servers())
    if not servers:
        yield Finding("note", "No Jupyter server runs, so its proxy was not tried", "jupyter lab")
    for server in servers:
        yield _proxy_finding(server)


def _proxy_finding(server: dict[str, Any]) -> Finding:
    url = str(server["url"])
    headers = {"Authorization": f"token {server.get('token', '')}"}
    request = urllib.request.Request(f"{url}spanbook/status", headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310
            status = json.loads(response.read())
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return Finding("fail", f"Jupyter at {url} runs without Spanbook", "restart that Jupyter server")
        return Finding("note", f"Jupyter at {url} does not let this command in (status {error.code})")
    except (OSError, ValueError) as error:
        return Finding("note", f"Jupyter at {url} does not answer ({getattr(error, 'reason', error)})")
    state = "fail" if status["state"] == "failed" else "ok"
    return Finding(state, f"Jupyter at {url}: {status['message']}")
