"""A tracking server as the Jupyter server sees it: its address, and the credentials that go with it."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit

TRUE = {"true", "1"}  # what MLflow reads as true in a boolean variable


@dataclass(frozen=True)
class Target:
    """An HTTP tracking server. `url` is free of credentials; `headers` carry them and are not shown."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    validate_cert: bool = True
    ca_certs: str | None = None


def embedded_target(uri: str, token: str) -> Target:
    """The target of our own server."""
    return Target(uri, {"Authorization": f"Bearer {token}"})


def external_target(uri: str, environment: Mapping[str, str]) -> Target | None:
    """The target of somebody else's server, with the credentials MLflow's Python client would use.

    None when `uri` is no HTTP address (a database or `databricks`), which a browser cannot reach.
    """
    parts = urlsplit(uri)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    authority = parts.netloc.rpartition("@")[2]
    return Target(
        url=urlunsplit((parts.scheme, authority, parts.path.rstrip("/"), "", "")),
        headers=_authorization(parts.username, parts.password, environment),
        validate_cert=environment.get("MLFLOW_TRACKING_INSECURE_TLS", "").lower() not in TRUE,
        ca_certs=environment.get("MLFLOW_TRACKING_SERVER_CERT_PATH"),
    )


def _authorization(
    username: str | None, password: str | None, environment: Mapping[str, str]
) -> dict[str, str]:
    """Basic before Bearer, and the environment before the address, as in MLflow 3.17's rest_utils."""
    user = environment.get("MLFLOW_TRACKING_USERNAME") or unquote(username or "")
    secret = environment.get("MLFLOW_TRACKING_PASSWORD") or unquote(password or "")
    token = environment.get("MLFLOW_TRACKING_TOKEN")
    if user and secret:
        pair = base64.b64encode(f"{user}:{secret}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}
    return {"Authorization": f"Bearer {token}"} if token else {}


def without_credentials(uri: str) -> str:
    """`uri` as it may be shown: no user, password or query. Works for databases' addresses too."""
    return re.sub(r"//[^/@]*@", "//", uri).partition("?")[0]
