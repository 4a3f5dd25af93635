"""What stands in a notebook that nbclient has run and saved."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from kernel import MIME_TYPE, SECONDS, TSLAB_PAUSE
from nbclient import NotebookClient
from programs import DEFINE, IMPORT

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


Run = Callable[..., list[list[list[tuple[str, str]]]]]


@pytest.fixture
def run_notebook(kernel_name: str, mlflow_server, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs cells after the importing one; gives of each cell its outputs, of each output its traces."""
    for key, value in mlflow_server.environment.items():
        monkeypatch.setenv(key, value)

    def run(*codes: str, pause: float = 0) -> list[list[list[tuple[str, str]]]]:
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(code) for code in (f"{IMPORT}{DEFINE}", *codes)],
            metadata={"kernelspec": {"name": kernel_name, "display_name": kernel_name}},
        )
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            startup_timeout=SECONDS,
            allow_errors=True,
            resources={"metadata": {"path": str(EXAMPLES)}},
        )
        # Between two cells it does not listen; papermill saves the notebook then.
        client.on_cell_complete = lambda **_: time.sleep(pause)
        # tslab runs no cell that comes within 200 ms of one that threw.
        client.on_cell_error = lambda **_: time.sleep(TSLAB_PAUSE)
        client.execute()
        return [shown_in(cell) for cell in notebook.cells[1:]]

    return run


def shown_in(cell: nbformat.NotebookNode) -> list[list[tuple[str, str]]]:
    bundles = [output.data[MIME_TYPE] for output in cell.outputs if MIME_TYPE in output.get("data", {})]
    return [[(trace.tags["mlflow.traceName"], trace.state) for trace in bundle.traces] for bundle in bundles]


def test_a_trace_that_ends_while_a_later_cell_runs_is_saved_whole(run_notebook: Run):
    first, _ = run_notebook("await work('own'); void work('late', 300);", "await sleep(900);")
    assert first == [[("own", "OK"), ("late", "OK")]]


def test_traces_that_end_between_two_cells_are_saved_whole(run_notebook: Run):
    *cells, last = run_notebook(
        "void work('a', 100);",
        "await work('d'); void work('b', 100); void work('c', 500);",
        "await work('failing'); throw new Error('cell');",
        "void work('e', 100);",
        "await sleep(300);",
        pause=0.3,
    )
    assert cells == [
        [[("a", "OK")]],
        [[("d", "OK"), ("b", "OK"), ("c", "OK")]],
        [[("failing", "OK")]],
        [[("e", "OK")]],
    ]
    assert last == []


def test_cells_that_run_quickly_keep_their_traces_however_late_these_end(run_notebook: Run):
    count = 25
    *cells, _ = run_notebook(
        *(f"await work('quick {i}'); void work('late {i}', {1 + i * 37 % 200});" for i in range(count)),
        "await sleep(500);",
        pause=0.01,
    )
    assert cells == [[[(f"quick {i}", "OK"), (f"late {i}", "OK")]] for i in range(count)]
