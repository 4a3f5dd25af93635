"""What kernels and terminals inherit from the Jupyter server: the address and token of MLflow."""

from __future__ import annotations

from collections.abc import MutableMapping

URI = "MLFLOW_TRACKING_URI"
TOKEN = "MLFLOW_TRACKING_TOKEN"  # noqa: S105, the variable's name
OWN = "SPANBOOK_EMBEDDED_URI"  # marks a tracking URI as ours, for a Jupyter started inside a Jupyter
BASIC = ("MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD")
PROXIES = ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")
LOOPBACK = "127.0.0.1"


def chosen_uri(environment: MutableMapping[str, str], configured: str) -> str | None:
    """The tracking server that the user chose: the environment's, else the setting's, else None.

    A Jupyter server started in a terminal of another one inherits that one's embedded address;
    this is no choice of the user's, and its server may end before this one.
    """
    inherited = environment.get(URI, "").strip()
    if inherited and inherited != environment.get(OWN):
        return inherited
    return configured.strip() or None


class KernelEnvironment:
    """Changes to the process environment that can be undone."""

    def __init__(self, environment: MutableMapping[str, str]) -> None:
        self._environment = environment
        self._before: dict[str, str | None] = {}

    def point_to_embedded(self, uri: str, token: str) -> None:
        """Kernels use our server. Basic credentials go, since MLflow would send them instead of the token."""
        for key in BASIC:
            self._set(key, None)
        for key, value in ((URI, uri), (TOKEN, token), (OWN, uri)):
            self._set(key, value)
        self._keep_loopback_off_proxies()

    def point_to(self, uri: str) -> None:
        """Kernels use the server at `uri`; the user's credentials stay as they are."""
        self._set(URI, uri)

    def restore(self) -> None:
        """Put everything back as it was."""
        while self._before:
            key, value = self._before.popitem()
            self._write(key, value)

    def _keep_loopback_off_proxies(self) -> None:
        """Python and Deno send even 127.0.0.1, with its token, to a proxy that NO_PROXY does not exempt."""
        if not any(self._environment.get(key) for key in PROXIES):
            return
        for key in ("no_proxy", "NO_PROXY"):
            exempt = [host for host in self._environment.get(key, "").split(",") if host]
            if LOOPBACK not in exempt and "*" not in exempt:
                self._set(key, ",".join([*exempt, LOOPBACK]))

    def _set(self, key: str, value: str | None) -> None:
        self._before.setdefault(key, self._environment.get(key))
        self._write(key, value)

    def _write(self, key: str, value: str | None) -> None:
        if value is None:
            self._environment.pop(key, None)
        else:
            self._environment[key] = value
