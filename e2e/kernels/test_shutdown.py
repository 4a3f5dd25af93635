"""A kernel that is ended right after a cell, by its user or by nbconvert: what was seen comes to the server,
if the machine is slow by the next kernel."""

from __future__ import annotations

import time
from collections.abc import Callable

import mlflow
import pytest
from kernel import SECONDS, Cell, Kernel
from programs import DEFINE, IMPORT

TRACES = 30
SETUP = f"{IMPORT}{DEFINE}await work('warm up'); await mlflow.flushTraces();"
THROW = "await work('traced'); throw new Error('the cell');"


@pytest.fixture(autouse=True)
def _python_asks_the_same_server(mlflow_server, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in mlflow_server.environment.items():
        monkeypatch.setenv(key, value)


def check_stored(cell: Cell, following: Kernel) -> None:
    """Each trace that the cell showed is on the server, ended, with its spans, once a next kernel traces."""
    following.run(IMPORT)
    shown = [trace["trace_id"] for trace in cell.output.traces]
    deadline = time.monotonic() + SECONDS
    while (found := states_of(shown)) != [("OK", 1)] * len(shown):
        assert time.monotonic() < deadline, found
        time.sleep(0.2)


def states_of(trace_ids: list[str]) -> list[tuple[str, int] | None]:
    """Of each trace on the server its state and the number of its spans."""
    stored = [mlflow.get_trace(trace_id, flush=True) for trace_id in trace_ids]
    return [trace and (trace.info.state, len(trace.data.spans)) for trace in stored]


def test_a_trace_is_not_lost_when_its_cell_throws_and_the_kernel_is_restarted(kernel: Kernel):
    kernel.run(SETUP)
    cell = kernel.run(THROW, settle=0)
    kernel.restart()
    assert (cell.status, cell.output.names) == ("error", ["traced"])
    check_stored(cell, kernel)


def test_no_trace_is_lost_when_the_kernel_is_shut_down_after_a_cell(
    kernel: Kernel, start_kernel: Callable[..., Kernel]
):
    kernel.run(SETUP)
    cell = kernel.run(
        f"""
process.env.MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK = "{TRACES}";
for (let i = 0; i < {TRACES}; i++) {{ await work("trace " + i, 0); }}
""",
        settle=0,
    )
    kernel.shut_down()
    assert len(cell.output.traces) == TRACES
    check_stored(cell, start_kernel())


def test_a_trace_is_not_lost_when_its_cell_throws_and_the_kernel_is_shut_down(
    start_kernel: Callable[..., Kernel],
):
    kernel = start_kernel()
    kernel.run(SETUP)
    cell = kernel.run(THROW, settle=0)
    kernel.shut_down()
    assert (cell.status, cell.output.names) == ("error", ["traced"])
    check_stored(cell, start_kernel())
