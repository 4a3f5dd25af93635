"""The example notebooks, executed in their kernels, and their traces read back by Python's MLflow."""

from __future__ import annotations

import json

import mlflow
import pytest
from mlflow.entities import SpanStatusCode, Trace
from notebooks import (
    EXAMPLES,
    Bundle,
    Notebook,
    cell_named,
    complaints_of,
    counts_of,
    executed,
    traces_of,
    tree_of,
)

from bundle import spans_of

STATUS = {0: SpanStatusCode.UNSET, 1: SpanStatusCode.OK, 2: SpanStatusCode.ERROR}
EXPECTED_TREE = [
    "answer CHAIN",
    "  retrieve RETRIEVER",
    "  chat CHAT_MODEL",
    "  gramsOfCoffee TOOL",
    "  chat CHAT_MODEL",
]


@pytest.fixture(scope="module")
def notebook(kernel_name: str, mlflow_server) -> Notebook:
    """The example after "Run All"."""
    return executed(f"quickstart-{kernel_name}", mlflow_server.environment)


@pytest.fixture
def read_back(mlflow_server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's MLflow talks to the same server."""
    for key, value in mlflow_server.environment.items():
        monkeypatch.setenv(key, value)
    monkeypatch.setattr(mlflow.tracking._tracking_service.utils, "_tracking_uri", None)


def all_traces(notebook: Notebook) -> list[Bundle]:
    return [trace for cell in notebook.cells for trace in traces_of(cell)]


def test_every_cell_succeeds_and_complains_of_nothing(notebook: Notebook):
    assert complaints_of(notebook) == []


def test_each_cell_that_makes_traces_shows_them_in_one_output(notebook: Notebook):
    assert counts_of(notebook) == {
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
    states = [trace["state"] for trace in all_traces(notebook)]
    assert states.count("ERROR") == 1
    assert states.count("OK") == len(states) - 1


def test_the_app_has_the_tree_that_the_text_promises(notebook: Notebook):
    (trace,) = traces_of(cell_named(notebook, "answer"))
    assert tree_of(trace) == EXPECTED_TREE


def test_concurrent_questions_overlap_under_their_common_span(notebook: Notebook):
    (trace,) = traces_of(cell_named(notebook, "one-trace"))
    answers = [span for span in spans_of(trace) if span.name == "answer"]
    assert len(answers) == 3
    assert max(span.start for span in answers) < min(span.end for span in answers)


@pytest.mark.usefixtures("read_back")
def test_python_reads_each_trace_as_the_notebook_shows_it(notebook: Notebook):
    traces = all_traces(notebook)
    assert len(traces) == 9
    for shown in traces:
        compare(shown, mlflow.get_trace(shown["trace_id"], flush=True))


@pytest.mark.usefixtures("read_back")
def test_the_trace_that_was_not_shown_is_stored(notebook: Notebook):
    experiment = mlflow.get_experiment_by_name("spanbook-quickstart")
    stored = mlflow.search_traces(locations=[experiment.experiment_id], return_type="list")
    hidden = {trace.info.trace_id for trace in stored} - {t["trace_id"] for t in all_traces(notebook)}
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
