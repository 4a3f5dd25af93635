"""Each function in MLflow's Python SDK and in ours, one real server: Python reads the same from both."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import mlflow
import pytest
from mlflow.entities import Run, Span, SpanEvent, Trace

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in (HERE / "programs").glob("*.mjs"))

# What says which machine, user and program made the trace, and what the server adds of its own.
OWN_METADATA = ("mlflow.source.", "mlflow.user", "mlflow.trace.size", "mlflow.trace.infoFinalized")
OWN_TAGS = ("mlflow.artifactLocation", "mlflow.trace.spansLocation")
# Internal to Python's SDK: how a given start or experiment gets to the exporter.
OWN_ATTRIBUTES = ("mlflow.traceRequestId", "mlflow.spanStartTimeNs", "mlflow.experimentId")

Results = Mapping[str, Mapping[str, Any]]


def run(command: list[str], environment: Mapping[str, str]) -> Results:
    finished = subprocess.run(
        command,
        cwd=HERE,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def both(mlflow_server) -> tuple[Results, Results]:
    """What the programs kept and told, Python's and ours; the traces are on the server."""
    node = shutil.which("node")
    assert node, "node is not on PATH"
    environment = {
        **mlflow_server.environment,
        "MLFLOW_ENABLE_ASYNC_TRACE_LOGGING": "false",
        "GIT_PYTHON_REFRESH": "quiet",
    }
    for name, value in mlflow_server.environment.items():
        os.environ[name] = value
    mlflow.set_tracking_uri(mlflow_server.uri)
    theirs = [sys.executable, "run_programs.py", mlflow_server.uri, "python", *NAMES]
    ours = [node, "run_programs.mjs", mlflow_server.uri, "typescript", *NAMES]
    return run(theirs, environment), run(ours, environment)


def without(values: Mapping[str, Any], prefixes: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if not key.startswith(prefixes)}


def event_attributes(event: SpanEvent) -> dict[str, Any]:
    """A chunk of a stream is JSON text: Python writes spaces into it, ours does not."""
    attributes = without(event.attributes, ("exception.stacktrace",))
    if "mlflow.chunk.value" in attributes:
        attributes["mlflow.chunk.value"] = json.loads(attributes["mlflow.chunk.value"])
    return attributes


class Reading:
    """What Python reads of one side's traces, without what differs from run to run."""

    def __init__(self, result: Mapping[str, Any]) -> None:
        self.traces: dict[str, Trace] = {
            label: mlflow.get_trace(trace_id) for label, trace_id in result["ids"].items()
        }
        missing = [label for label, trace in self.traces.items() if trace is None]
        assert not missing, f"not stored: {missing}"
        self._labels = {trace.info.trace_id: label for label, trace in self.traces.items()}
        runs = result["facts"].get("runs", {})
        self.runs: dict[str, Run] = {label: mlflow.get_run(run_id) for label, run_id in runs.items()}
        self._run_labels = {run_id: label for label, run_id in runs.items()}
        self.facts = {key: value for key, value in result["facts"].items() if key != "runs"}

    def tree(self, label: str) -> list[dict[str, Any]]:
        """Everything that the spans say besides times and ids, children in the order of their starts."""
        trace = self.traces[label]
        starts = {span.span_id: (span.start_time_ns, index) for index, span in enumerate(trace.data.spans)}

        def below(parent: Span | None) -> list[dict[str, Any]]:
            children = [each for each in trace.data.spans if each.parent_id == (parent and parent.span_id)]
            return [
                {**self._span(span), "children": below(span)}
                for span in sorted(children, key=lambda each: starts[each.span_id])
            ]

        return below(None)

    def _span(self, span: Span) -> dict[str, Any]:
        return {
            "name": span.name,
            "type": span.span_type,
            "inputs": span.inputs,
            "outputs": span.outputs,
            "status": (span.status.status_code, span.status.description),
            "attributes": without(span.attributes, OWN_ATTRIBUTES),
            "events": [(event.name, event_attributes(event)) for event in span.events],
            "links": [self._labels.get(link.trace_id) for link in span.links],
        }

    def info(self, label: str) -> dict[str, Any]:
        info = self.traces[label].info
        metadata = without(info.trace_metadata, OWN_METADATA)
        if "mlflow.sourceRun" in metadata:
            metadata["mlflow.sourceRun"] = self._run_labels[metadata["mlflow.sourceRun"]]
        experiment = mlflow.get_experiment(info.experiment_id).name.split(" ", 1)[1]
        return {
            "experiment": experiment,
            "state": info.state,
            "client request": info.client_request_id,
            "previews": (info.request_preview, info.response_preview),
            "tags": without(info.tags, OWN_TAGS),
            "metadata": metadata,
            "tokens": info.token_usage,
            "assessments": sorted(
                (
                    each.name,
                    each.source.source_type,
                    str(each.feedback and each.feedback.value),
                    str(each.expectation and each.expectation.value),
                    each.rationale,
                )
                for each in info.assessments
            ),
        }

    def run(self, label: str) -> dict[str, Any]:
        """A run, and the traces that a search by it finds."""
        found = self.runs[label]
        tags = without(found.data.tags, ("mlflow.user", "mlflow.source.", "mlflow.log-model"))
        if "mlflow.parentRunId" in tags:
            tags["mlflow.parentRunId"] = self._run_labels[tags["mlflow.parentRunId"]]
        traces = mlflow.search_traces(
            locations=sorted({trace.info.experiment_id for trace in self.traces.values()}),
            run_id=found.info.run_id,
            return_type="list",
        )
        return {
            "name": found.info.run_name,
            "status": found.info.status,
            "experiment": mlflow.get_experiment(found.info.experiment_id).name.split(" ", 1)[1],
            "tags": tags,
            "traces": sorted(self._labels[trace.info.trace_id] for trace in traces),
        }


@pytest.mark.parametrize("name", NAMES)
def test_python_reads_the_same_from_both(both: tuple[Results, Results], name: str) -> None:
    theirs, ours = (Reading(results[name]) for results in both)
    assert ours.facts == theirs.facts
    assert ours.traces.keys() == theirs.traces.keys()
    for label in theirs.traces:
        assert (label, ours.tree(label)) == (label, theirs.tree(label))
        assert (label, ours.info(label)) == (label, theirs.info(label))
    assert ours.runs.keys() == theirs.runs.keys()
    for label in theirs.runs:
        assert ours.run(label) == theirs.run(label)


def test_given_times_are_kept_to_the_nanosecond(both: tuple[Results, Results]) -> None:
    for results in both:
        trace = mlflow.get_trace(results["client_spans"]["ids"]["timed"])
        [span] = trace.data.spans
        assert (span.start_time_ns, span.end_time_ns) == (
            1_700_000_000_000_000_000,
            1_700_000_000_250_000_000,
        )
        assert trace.info.execution_duration == 250
