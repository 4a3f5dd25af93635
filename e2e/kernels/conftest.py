"""One kernel of each kind for a test module, connected to the real MLflow server."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(Path(__file__).parent))  # kernel.py

from kernel import Kernel  # noqa: E402, needs the path above

EXAMPLES = ROOT / "examples"  # from here both kernels find the built package
KERNELS = ["deno", "tslab"]
# A file is one worker's: these, begun last, would leave the others without work.
LONGEST = {
    "test_repetitions",
    "test_display",
    "test_shutdown",
    "test_broken_cells",
    "test_explicit",
    "test_spool",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.stem not in LONGEST)


@pytest.fixture(scope="session", autouse=True)
def _built_sdk() -> None:
    built = ROOT / "packages" / "sdk" / "dist" / "index.js"
    assert built.exists(), "the SDK is not built: npm run build:sdk"


@pytest.fixture(scope="module", params=KERNELS)
def kernel_name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def start_kernel(kernel_name: str, mlflow_server) -> Iterator[Callable[..., Kernel]]:
    """Starts kernels of the kind under test; all end with the module."""
    started: list[Kernel] = []

    def start(**environment: str) -> Kernel:
        started.append(Kernel(kernel_name, EXAMPLES, {**mlflow_server.environment, **environment}))
        return started[-1]

    yield start
    for kernel in started:
        kernel.close()


@pytest.fixture(scope="module")
def kernel(start_kernel: Callable[..., Kernel]) -> Kernel:
    """A kernel in which nothing has run yet when the module's first test begins."""
    return start_kernel()
