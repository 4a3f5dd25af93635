"""Python's MLflow and the built SDK against one real server."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import mlflow
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(Path(__file__).parent))  # node_program.py

from node_program import run_program  # noqa: E402, needs the path above


@pytest.fixture(scope="session", autouse=True)
def _built_sdk() -> None:
    built = ROOT / "packages" / "sdk" / "dist" / "index.js"
    assert built.exists(), "the SDK is not built: npm run build:sdk"


@pytest.fixture(scope="session", autouse=True)
def _python_client(mlflow_server) -> Iterator[None]:
    """Python's MLflow writes to the same server, each trace before the call returns."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in mlflow_server.environment.items():
            patch.setenv(name, value)
        patch.setenv("MLFLOW_ENABLE_ASYNC_TRACE_LOGGING", "false")
        mlflow.set_tracking_uri(mlflow_server.uri)
        yield


@pytest.fixture
def experiment_id() -> str:
    """A new experiment, which is the active one of Python for the test."""
    return mlflow.set_experiment(f"test-{uuid.uuid4()}").experiment_id


@pytest.fixture
def run(mlflow_server, experiment_id: str) -> Callable[..., Any]:
    """Runs a program of the SDK with the test's experiment as the active one; `given.id` is its id."""

    def start(source: str, **values: Any) -> Any:
        environment = {**mlflow_server.environment, "MLFLOW_EXPERIMENT_ID": experiment_id}
        return run_program(source, environment, id=experiment_id, **values)

    return start
