"""What a re-run of an unchanged notebook changes in its file."""

from __future__ import annotations

import re
import sys
from difflib import unified_diff
from pathlib import Path
from typing import Any

import nbformat
import pytest
from kernel import MIME_TYPE, Kernel
from nbformat import NotebookNode
from programs import DEFINE, IMPORT

# By the set-up; not in the virtual environment, as it would extend the user's JupyterLab.
sys.path.append(str(Path(__file__).resolve().parents[2] / ".setup" / "nbdime"))

from nbdime import diff, diff_notebooks

CELLS = [
    "await mlflow.withSpan(async () => { for (const name of ['read', 'think']) await work(name, 3); },"
    " { name: 'answer', attributes: { 'session.id': 's' } });",
    "for (let i = 0; i < 3; i++) await work('trace ' + i);",
]
TRACES = 4

# All that may change in a trace: one place for each kind of id, and one for each kind of time.
IDS = {"trace_id", "spans/ids"}
TIMES = {"start_time_unix_nano", "execution_duration_ms", "spans/start", "spans/duration"}


@pytest.fixture(scope="module")
def runs(kernel: Kernel) -> list[NotebookNode]:
    """The notebook after its first and after its second run."""
    kernel.run(IMPORT + DEFINE)
    return [run_notebook(kernel), run_notebook(kernel)]


def run_notebook(kernel: Kernel) -> NotebookNode:
    cells = [
        nbformat.v4.new_code_cell(
            code,
            id=f"cell{number}",
            outputs=[nbformat.v4.new_output("display_data", kernel.run(code).output.data)],
        )
        for number, code in enumerate(CELLS)
    ]
    return nbformat.v4.new_notebook(cells=cells)


def changed_places(entries: list[dict[str, Any]], path: str = "") -> set[str]:
    """The paths at which a diff of nbdime's ends, without places in lists and in texts."""
    places: set[str] = set()
    for entry in entries:
        here = f"{path}/{entry['key']}".lstrip("/") if isinstance(entry["key"], str) else path
        places |= changed_places(entry.get("diff", []), here) or {here}
    return places


def test_nbdime_finds_that_outputs_alone_have_changed(runs: list[NotebookNode]):
    assert changed_places(diff_notebooks(*runs)) == {"cells/outputs"}


def test_nbdime_finds_ids_and_times_changed_each_in_one_place(runs: list[NotebookNode]):
    for first, second in zip(*(notebook.cells for notebook in runs), strict=True):
        before, after = first.outputs[0].data, second.outputs[0].data
        assert changed_places(diff(before, after)) <= {f"{MIME_TYPE}/traces", "text/html", "text/plain"}
        for traces in zip(before[MIME_TYPE].traces, after[MIME_TYPE].traces, strict=True):
            changes = changed_places(diff(*traces))
            assert IDS <= changes <= IDS | TIMES


def test_git_shows_at_most_eight_changed_lines_a_trace(runs: list[NotebookNode]):
    first, second = (nbformat.writes(notebook).splitlines() for notebook in runs)
    added = [line for line in unified_diff(first, second, n=0) if re.match(r"\+(?!\+\+)", line)]
    assert 0 < len(added) <= 8 * TRACES
    assert len(added) < len(second) / 4
