"""A kernel that is shut down right after a cell: what its user saw is on the server."""

from __future__ import annotations

import mlflow
import pytest
from kernel import Kernel
from programs import DEFINE, IMPORT

TRACES = 30


def test_no_trace_is_lost_when_the_kernel_is_shut_down_after_a_cell(
    kernel: Kernel, mlflow_server, monkeypatch: pytest.MonkeyPatch
):
    for key, value in mlflow_server.environment.items():
        monkeypatch.setenv(key, value)
    kernel.run(f"{IMPORT}{DEFINE}await work('warm up');")
    cell = kernel.run(
        f"""
process.env.MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK = "{TRACES}";
for (let i = 0; i < {TRACES}; i++) {{ await work("trace " + i, 0); }}
""",
        settle=0,
    )
    kernel.shut_down()
    shown = [trace["trace_id"] for trace in cell.output.traces]
    assert len(shown) == TRACES
    stored = [trace_id for trace_id in shown if mlflow.get_trace(trace_id, flush=True) is not None]
    assert stored == shown
