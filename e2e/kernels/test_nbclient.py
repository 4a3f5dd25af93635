"""What stands in a notebook that nbclient has run and saved."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from kernel import MIME_TYPE, SECONDS
from nbclient import NotebookClient
from programs import DEFINE, IMPORT

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def test_a_trace_that_ends_while_a_later_cell_runs_is_saved_whole(
    kernel_name: str, mlflow_server, monkeypatch: pytest.MonkeyPatch
):
    for key, value in mlflow_server.environment.items():
        monkeypatch.setenv(key, value)
    codes = [f"{IMPORT}{DEFINE}", "await work('own'); void work('late', 300);", "await sleep(900);"]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code) for code in codes],
        metadata={"kernelspec": {"name": kernel_name, "display_name": kernel_name}},
    )
    NotebookClient(
        notebook,
        timeout=SECONDS,
        startup_timeout=SECONDS,
        resources={"metadata": {"path": str(EXAMPLES)}},
    ).execute()
    bundles = [
        output.data[MIME_TYPE] for output in notebook.cells[1].outputs if MIME_TYPE in output.get("data", {})
    ]
    states = [
        [(trace.tags["mlflow.traceName"], trace.state) for trace in bundle.traces] for bundle in bundles
    ]
    assert states == [[("own", "OK"), ("late", "OK")]]
