"""One program in MLflow's Python SDK and in ours, one real server: Python reads the same from both."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import mlflow
import pytest
from mlflow.entities import Span, Trace

HERE = Path(__file__).parent
# Node finds the package `spanbook` from a folder of the workspace.
WORKSPACE = HERE.parents[1]

# What says which machine, user and program made the trace, and what the server adds of its own.
OWN_METADATA = ("mlflow.source.", "mlflow.user", "mlflow.trace.size", "mlflow.trace.infoFinalized")
# The id of the trace; and the name of the function, which Python leaves out for generators.
OWN_ATTRIBUTES = ("mlflow.traceRequestId", "mlflow.spanFunctionName")
OWN_TAGS = ("mlflow.artifactLocation", "mlflow.trace.spansLocation")
EXPERIMENTS = [f"parity {language} {uuid.uuid4()}" for language in ("python", "typescript")]
# The value that the server unquotes when Python writes it: "a text in quotes" comes back without them.
QUOTED = 9
NAMES = [
    "nested",
    "caught",
    "uncaught",
    "async",
    "stream",
    "manual",
    "nothing",
    "chat shaped",
    "long",
    *(f"value {index}" for index in range(16) if index != QUOTED),
]


def run(command: list[str], environment: dict[str, str]) -> dict[str, str]:
    finished = subprocess.run(
        command,
        cwd=WORKSPACE,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def pairs(mlflow_server) -> dict[str, tuple[Trace, Trace]]:
    """Name of a part of the program -> what Python read of Python's trace, and of ours."""
    node = shutil.which("node")
    assert node is not None
    uri, environment = mlflow_server.uri, mlflow_server.environment
    theirs = run([sys.executable, str(HERE / "parity_program.py"), uri, EXPERIMENTS[0]], environment)
    ours = run([node, str(HERE / "parity_program.mjs"), uri, EXPERIMENTS[1]], environment)
    assert theirs.keys() == ours.keys()
    return {name: (mlflow.get_trace(theirs[name]), mlflow.get_trace(ours[name])) for name in theirs}


def without(values: dict[str, Any], prefixes: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if not key.startswith(prefixes)}


def event_of(event: Any) -> tuple[str, dict[str, Any]]:
    return event.name, without(event.attributes, ("exception.stacktrace",))


def tree_of(trace: Trace) -> list[dict[str, Any]]:
    """Everything that the spans say besides times and ids, children in the order of their starts."""

    def below(parent: Span | None) -> list[dict[str, Any]]:
        children = [each for each in trace.data.spans if each.parent_id == (parent and parent.span_id)]
        return [
            {
                "name": span.name,
                "type": span.span_type,
                "inputs": span.inputs,
                "outputs": span.outputs,
                "status": (span.status.status_code, span.status.description),
                "attributes": without(span.attributes, OWN_ATTRIBUTES),
                "events": [event_of(event) for event in span.events],
                "children": below(span),
            }
            for span in sorted(children, key=lambda each: each.start_time_ns)
        ]

    return below(None)


@pytest.mark.parametrize("name", NAMES)
def test_spans_read_the_same(pairs: dict[str, tuple[Trace, Trace]], name: str) -> None:
    theirs, ours = pairs[name]
    assert tree_of(ours) == tree_of(theirs)


@pytest.mark.parametrize("name", NAMES)
def test_trace_info_reads_the_same(pairs: dict[str, tuple[Trace, Trace]], name: str) -> None:
    theirs, ours = (trace.info for trace in pairs[name])
    assert ours.state == theirs.state
    assert ours.client_request_id == theirs.client_request_id
    assert ours.request_preview == theirs.request_preview
    assert ours.response_preview == theirs.response_preview
    assert without(ours.tags, OWN_TAGS) == without(theirs.tags, OWN_TAGS)
    assert without(ours.trace_metadata, OWN_METADATA) == without(theirs.trace_metadata, OWN_METADATA)
    assert ours.token_usage == theirs.token_usage


@pytest.mark.parametrize("name", NAMES)
def test_times_hold_together(pairs: dict[str, tuple[Trace, Trace]], name: str) -> None:
    _, trace = pairs[name]
    [root] = [span for span in trace.data.spans if span.parent_id is None]
    assert trace.info.request_time == root.start_time_ns // 1_000_000
    for span in trace.data.spans:
        assert root.start_time_ns <= span.start_time_ns <= span.end_time_ns <= root.end_time_ns
        for event in span.events:
            assert span.start_time_ns <= event.timestamp <= span.end_time_ns


def test_an_exception_keeps_its_stack(pairs: dict[str, tuple[Trace, Trace]]) -> None:
    _, trace = pairs["uncaught"]
    for span in trace.data.spans:
        [event] = span.events
        assert "page 10" in event.attributes["exception.stacktrace"]
        assert "parity_program.mjs" in event.attributes["exception.stacktrace"]


def test_a_text_in_quotes_keeps_them(pairs: dict[str, tuple[Trace, Trace]]) -> None:
    theirs, ours = pairs[f"value {QUOTED}"]
    assert ours.data.spans[0].outputs == '"quoted"'
    assert theirs.data.spans[0].outputs == "quoted", (
        "MLflow keeps the quotes now: compare this value like the others"
    )


def test_functions_are_named(pairs: dict[str, tuple[Trace, Trace]]) -> None:
    _, ours = pairs["nested"]
    names = [span.get_attribute("mlflow.spanFunctionName") for span in ours.data.spans]
    assert sorted(names) == ["answer", "chat", "retrieve"]


def test_search_finds_what_was_stored(pairs: dict[str, tuple[Trace, Trace]]) -> None:
    _, ours = pairs["nested"]
    experiment = mlflow.get_experiment_by_name(EXPERIMENTS[1])
    for condition in (
        "tags.stage = 'draft'",
        "metadata.`mlflow.trace.session` = 'session-1'",
        "name = 'answer'",
        "span.type = 'RETRIEVER'",
    ):
        found = mlflow.search_traces(
            locations=[experiment.experiment_id], filter_string=condition, return_type="list"
        )
        assert [trace.info.trace_id for trace in found] == [ours.info.trace_id], condition
