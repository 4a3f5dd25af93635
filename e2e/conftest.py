"""A real MLflow server, the one that our server extension starts, for every test below."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "test" / "python"))  # real_jupyter.py

from real_jupyter import launch  # noqa: E402, needs the path above


@dataclass(frozen=True)
class MlflowServer:
    """A tracking server and the token that it asks for."""

    uri: str
    token: str

    @property
    def environment(self) -> dict[str, str]:
        """What a kernel started by Jupyter would inherit."""
        return {"MLFLOW_TRACKING_URI": self.uri, "MLFLOW_TRACKING_TOKEN": self.token}


@pytest.fixture(scope="session", autouse=True)
def _state_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Traces that wait for a server, of kernels too, do not go to the folder of the user."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session")
def mlflow_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MlflowServer]:
    """The embedded server of a Jupyter server with our extension; both end with the session.

    `npm run test:postgres` names another one, which asks for no token.
    """
    if other := os.environ.get("SPANBOOK_TEST_TRACKING_URI"):
        yield MlflowServer(other, token="not asked for")
        return
    jupyter = launch(tmp_path_factory.mktemp("jupyter"))
    try:
        jupyter.wait_until_up().wait_until_ready()
        yield MlflowServer(jupyter.status()["tracking_uri"], jupyter.server_token())
    finally:
        jupyter.end()
