"""Traces that no server has taken outlive their kernel: the next one sends what a killed one left."""

from __future__ import annotations

import json
import os
import signal
import stat
import time
from collections.abc import Callable
from pathlib import Path

import mlflow
import psutil
import pytest
from kernel import MIME_TYPE, Cell, Kernel
from programs import DEFINE, IMPORT

SETUP = f"{IMPORT}{DEFINE}"
NOBODY = "http://127.0.0.1:9"  # the port of "discard", where nobody listens
SECONDS = 60  # for the next kernel to send what was left: 0.2 s are needed


@pytest.fixture(autouse=True)
def _python_asks_the_same_server(mlflow_server, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in mlflow_server.environment.items():
        monkeypatch.setenv(key, value)


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "spool"


def start_away(start_kernel: Callable[..., Kernel], spool: Path, **environment: str) -> Kernel:
    """A kernel whose server, the one that Jupyter starts, is not there."""
    away = {"MLFLOW_TRACKING_URI": NOBODY, "SPANBOOK_EMBEDDED_URI": NOBODY}
    return start_kernel(**away, SPANBOOK_SPOOL_DIR=str(spool), **environment)


def start_there(start_kernel: Callable[..., Kernel], spool: Path, mlflow_server) -> Kernel:
    """The next kernel, whose server has come back at another port."""
    kernel = start_kernel(SPANBOOK_SPOOL_DIR=str(spool), SPANBOOK_EMBEDDED_URI=mlflow_server.uri)
    kernel.run(IMPORT)
    return kernel


def kill(kernel: Kernel) -> None:
    """`kill -9`, of the kernel itself and not of what started it."""
    parent = psutil.Process(kernel.pid)
    for process in [*parent.children(recursive=True), parent]:
        os.kill(process.pid, signal.SIGKILL)


def entries(spool: Path) -> list[Path]:
    return sorted(spool.glob("*/*.spool"))


def ids_of(cell: Cell) -> list[str]:
    return [trace["trace_id"] for output in cell.outputs for trace in output.traces]


def check_stored(trace_ids: list[str], spool: Path) -> None:
    """The server has each trace, once and whole, and nothing waits any more."""
    deadline = time.monotonic() + SECONDS
    while entries(spool) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert entries(spool) == []
    stored = [mlflow.get_trace(trace_id) for trace_id in trace_ids]
    assert [trace and (trace.info.state, len(trace.data.spans)) for trace in stored] == [("OK", 1)] * len(
        trace_ids
    )


def test_traces_outlive_a_kernel_that_is_killed_right_after_its_reply(
    start_kernel: Callable[..., Kernel], spool: Path, mlflow_server
):
    first = start_away(start_kernel, spool)
    importing = first.run(f"{SETUP} await work('in the importing cell', 0);", settle=0)
    cell = first.run("for (let i = 0; i < 30; i++) await work(`work ${i}`, 0);", settle=0)
    kill(first)
    assert importing.status == cell.status == "ok"
    assert {stat.S_IMODE(path.stat().st_mode) for path in entries(spool)} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in [spool, *spool.iterdir()]} == {0o700}
    assert not any(mlflow_server.token.encode() in path.read_bytes() for path in entries(spool))
    following = start_there(start_kernel, spool, mlflow_server)
    check_stored(ids_of(importing) + ids_of(cell), spool)
    sent = following.run(f"{DEFINE} await work('sent at once', 0);")
    assert sent.text("stderr") == ""
    check_stored(ids_of(sent), spool)


def test_an_output_says_how_many_of_its_traces_wait_until_the_server_has_them(
    start_kernel: Callable[..., Kernel], spool: Path, mlflow_server
):
    kernel = start_away(start_kernel, spool)
    kernel.run(SETUP, settle=0)
    cell = kernel.run("for (let i = 0; i < 3; i++) await work(`work ${i}`, 0);", settle=0)
    waiting = cell.output.data[MIME_TYPE]["waiting"]
    assert (waiting["count"], waiting["server"]) == (3, NOBODY)
    assert cell.text("stderr") == ""
    kernel.run(f"mlflow.setTrackingUri({json.dumps(mlflow_server.uri)});")
    deadline = time.monotonic() + SECONDS
    while "waiting" in cell.output.data[MIME_TYPE] and time.monotonic() < deadline:
        kernel.listen(0.1)
    assert "waiting" not in cell.output.data[MIME_TYPE]
    check_stored(ids_of(cell), spool)


def test_traces_of_a_cell_that_throws_outlive_a_restart(
    start_kernel: Callable[..., Kernel], spool: Path, mlflow_server
):
    kernel = start_away(start_kernel, spool)
    kernel.run(SETUP)
    cell = kernel.run("await work('traced', 0); throw new Error('the cell');", settle=0)
    kernel.restart()
    assert cell.status == "error"
    start_there(start_kernel, spool, mlflow_server)
    check_stored(ids_of(cell), spool)


def test_nothing_is_written_when_the_spool_is_off(start_kernel: Callable[..., Kernel], spool: Path):
    kernel = start_away(start_kernel, spool, SPANBOOK_SPOOL="off")
    cell = kernel.run(f"{SETUP} await work('in memory', 0);")
    assert (cell.status, len(ids_of(cell)), spool.exists()) == ("ok", 1, False)
