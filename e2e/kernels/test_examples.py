"""The example notebooks, executed in their kernels, and their traces read back by Python's MLflow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import mlflow
import nbformat
import pytest
from kernel import MIME_TYPE, SECONDS
from mlflow.entities import SpanStatusCode, Trace
from nbclient import NotebookClient

from bundle import spans_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
STATUS = {0: SpanStatusCode.UNSET, 1: SpanStatusCode.OK, 2: SpanStatusCode.ERROR}
EXPECTED_TREE = """\
answer CHAIN
  retrieve RETRIEVER
  chat CHAT_MODEL
  gramsOfCoffee TOOL
  chat CHAT_MODEL"""

Notebook = nbformat.NotebookNode
Bundle = dict[str, Any]


@pytest.fixture(scope="module")
def notebook(kernel_name: str, mlflow_server) -> Notebook:
    """The example after "Run All", as nbclient saves it."""
    with pytest.MonkeyPatch.context() as environment:
        for key, value in {**mlflow_server.environment, "NO_COLOR": "1"}.items():
            environment.setenv(key, value)
        executed = nbformat.read(EXAMPLES / f"quickstart-{kernel_name}.ipynb", as_version=4)
        client = NotebookClient(
            executed,
            timeout=SECONDS,
            startup_timeout=SECONDS,
            resources={"metadata": {"path": str(EXAMPLES)}},
        )
        client.execute()
    return executed


@pytest.fixture
def read_back(mlflow_server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's MLflow talks to the same server."""
    for key, value in mlflow_server.environment.items():
        monkeypatch.setenv(key, value)
    monkeypatch.setattr(mlflow.tracking._tracking_service.utils, "_tracking_uri", None)


def outputs_of(cell: Notebook) -> list[dict[str, Any]]:
    return [output for output in cell.get("outputs", []) if MIME_TYPE in output.get("data", {})]


def traces_of(notebook: Notebook) -> list[Bundle]:
    return [
        trace
        for cell in notebook.cells
        for output in outputs_of(cell)
        for trace in output["data"][MIME_TYPE]["traces"]
    ]


def cell_named(notebook: Notebook, cell_id: str) -> Notebook:
    return next(cell for cell in notebook.cells if cell.id == cell_id)


def tree_of(trace: Bundle) -> str:
    """The spans in the order in which they started, indented by depth."""
    spans = sorted(spans_of(trace), key=lambda span: span.start)
    parents = {span.span_id: span.parent_id for span in spans}

    def depth(span_id: str | None) -> int:
        return 0 if span_id is None else 1 + depth(parents[span_id])

    return "\n".join(f"{'  ' * depth(span.parent_id)}{span.name} {span.span_type}" for span in spans)


def test_every_cell_succeeds_and_complains_of_nothing(notebook: Notebook):
    for cell in notebook.cells:
        streams = [output.text for output in cell.get("outputs", []) if output.get("name") == "stderr"]
        errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
        assert (streams, errors) == ([], []), cell.source


def test_each_cell_that_makes_traces_shows_them_in_one_output(notebook: Notebook):
    counts = {
        cell.id: [len(output["data"][MIME_TYPE]["traces"]) for output in outputs_of(cell)]
        for cell in notebook.cells
        if cell.cell_type == "code"
    }
    assert counts == {
        "import": [],
        "first-trace": [1],
        "retriever": [],
        "model": [1],
        "tool": [],
        "answer": [1],
        "three-traces": [3],
        "one-trace": [1],
        "failure": [1],
        "switch-off": [],
        "switch-on": [1],
    }


def test_every_trace_is_shown_as_ended(notebook: Notebook):
    states = [trace["state"] for trace in traces_of(notebook)]
    assert states.count("ERROR") == 1
    assert states.count("OK") == len(states) - 1


def test_the_app_has_the_tree_that_the_text_promises(notebook: Notebook):
    (trace,) = outputs_of(cell_named(notebook, "answer"))[0]["data"][MIME_TYPE]["traces"]
    assert tree_of(trace) == EXPECTED_TREE


def test_concurrent_questions_overlap_under_their_common_span(notebook: Notebook):
    (trace,) = outputs_of(cell_named(notebook, "one-trace"))[0]["data"][MIME_TYPE]["traces"]
    answers = [span for span in spans_of(trace) if span.name == "answer"]
    assert len(answers) == 3
    assert max(span.start for span in answers) < min(span.end for span in answers)


@pytest.mark.usefixtures("read_back")
def test_python_reads_each_trace_as_the_notebook_shows_it(notebook: Notebook):
    traces = traces_of(notebook)
    assert len(traces) == 9
    for shown in traces:
        compare(shown, mlflow.get_trace(shown["trace_id"], flush=True))


@pytest.mark.usefixtures("read_back")
def test_the_trace_that_was_not_shown_is_stored(notebook: Notebook):
    experiment = mlflow.get_experiment_by_name("spanbook-quickstart")
    stored = mlflow.search_traces(locations=[experiment.experiment_id], return_type="list")
    hidden = {trace.info.trace_id for trace in stored} - {t["trace_id"] for t in traces_of(notebook)}
    questions = [trace.info.request_preview for trace in stored if trace.info.trace_id in hidden]
    assert any("Is the fridge good for beans?" in question for question in questions)


def compare(shown: Bundle, stored: Trace | None) -> None:
    assert stored is not None, f"{shown['trace_id']} is not on the server"
    info = stored.info
    assert info.state.value == shown["state"]
    assert info.request_time == int(shown["start_time_unix_nano"]) // 1_000_000
    assert info.execution_duration == pytest.approx(shown["execution_duration_ms"], abs=1)
    assert shown["tags"].items() <= info.tags.items()
    assert shown["trace_metadata"].items() <= info.trace_metadata.items()
    spans = {span.span_id: span for span in stored.data.spans}
    rows = spans_of(shown)
    assert {row.span_id for row in rows} == set(spans)
    for row in rows:
        span = spans[row.span_id]
        assert (row.name, row.span_type, row.parent_id) == (span.name, span.span_type, span.parent_id)
        assert (row.inputs, row.outputs) == (span.inputs, span.outputs)
        assert STATUS[row.status] == span.status.status_code
        assert row.status_message == (span.status.description or None)
        origin = int(shown["start_time_unix_nano"])
        assert origin + row.start * 1000 == pytest.approx(span.start_time_ns, abs=1000)
        assert origin + row.end * 1000 == pytest.approx(span.end_time_ns, abs=2000)
        own = {"mlflow.spanType", "mlflow.spanInputs", "mlflow.spanOutputs", "mlflow.traceRequestId"}
        assert row.attributes == {k: v for k, v in span.attributes.items() if k not in own}
        assert [(event["name"], event["attributes"]) for event in row.events] == [
            (event.name, event.attributes) for event in span.events
        ]
        for event, stored_event in zip(row.events, span.events, strict=True):
            assert origin + event["time"] * 1000 == pytest.approx(stored_event.timestamp, abs=1000)


def test_a_notebook_is_committed_without_outputs_and_without_machine_paths(kernel_name: str):
    text = (EXAMPLES / f"quickstart-{kernel_name}.ipynb").read_text()
    cells = json.loads(text)["cells"]
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in cells)
    assert "/home" not in text
    assert str(EXAMPLES.parent) not in text
