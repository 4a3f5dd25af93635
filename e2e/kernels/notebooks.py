"""The example notebooks, as nbclient runs and saves them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from kernel import MIME_TYPE, SECONDS
from nbclient import NotebookClient

from bundle import spans_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

Notebook = nbformat.NotebookNode
Bundle = dict[str, Any]


def executed(name: str, environment: dict[str, str]) -> Notebook:
    """The example of that name after "Run All"; its kernel has that environment beside ours."""
    with pytest.MonkeyPatch.context() as patch:
        for key, value in {**environment, "NO_COLOR": "1"}.items():
            patch.setenv(key, value)
        notebook = nbformat.read(EXAMPLES / f"{name}.ipynb", as_version=4)
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            startup_timeout=SECONDS,
            resources={"metadata": {"path": str(EXAMPLES)}},
        )
        client.execute()
    return notebook


def outputs_of(cell: Notebook) -> list[dict[str, Any]]:
    """The outputs of ours."""
    return [output for output in cell.get("outputs", []) if MIME_TYPE in output.get("data", {})]


def traces_of(cell: Notebook) -> list[Bundle]:
    """The traces in them."""
    return [trace for output in outputs_of(cell) for trace in output["data"][MIME_TYPE]["traces"]]


def counts_of(notebook: Notebook) -> dict[str, list[int]]:
    """Of each cell of code how many traces each output of ours has."""
    return {
        cell.id: [len(output["data"][MIME_TYPE]["traces"]) for output in outputs_of(cell)]
        for cell in notebook.cells
        if cell.cell_type == "code"
    }


def complaints_of(notebook: Notebook) -> list[str]:
    """What cells wrote to `stderr`, and their errors."""
    return [
        str(output)
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.get("name") == "stderr" or output.output_type == "error"
    ]


def cell_named(notebook: Notebook, cell_id: str) -> Notebook:
    """The cell of that id."""
    return next(cell for cell in notebook.cells if cell.id == cell_id)


def tree_of(trace: Bundle) -> list[str]:
    """Names and types of the spans in the order in which they started, indented by depth."""
    spans = sorted(spans_of(trace), key=lambda span: span.start)
    parents = {span.span_id: span.parent_id for span in spans}

    def depth(span_id: str | None) -> int:
        return 0 if span_id is None else 1 + depth(parents[span_id])

    return [f"{'  ' * depth(span.parent_id)}{span.name} {span.span_type}" for span in spans]
