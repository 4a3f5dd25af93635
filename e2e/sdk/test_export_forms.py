"""What a reader takes along from the view, read by Python's MLflow and stored by its server."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from pathlib import Path

import mlflow
import pytest
from mlflow.entities import Trace

HERE = Path(__file__).parent
FIXTURES = HERE.parents[1] / "test" / "fixtures" / "traces"
TRACES = sorted(path for path in FIXTURES.glob("*.json") if ".rest." not in path.name)


def forms_of(text: str) -> dict[str, str]:
    """The trace as the view writes it: `mlflow` and `otlp`."""
    command = ["node", str(HERE / "export_forms.mjs")]
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def facts_of(span: mlflow.entities.Span) -> dict:
    microseconds = [time // 1000 for time in (span.start_time_ns, span.end_time_ns)]
    return {
        "ids": (span.span_id, span.parent_id, span.trace_id),
        "name": span.name,
        "type": span.span_type,
        "status": (span.status.status_code, span.status.description),
        "duration": microseconds[1] - microseconds[0],
        "inputs": span.inputs,
        "outputs": span.outputs,
        "attributes": span.attributes,
        "events": [(event.name, event.attributes) for event in span.events],
        "links": [link.to_dict() for link in span.links],
    }


@pytest.mark.parametrize("path", TRACES, ids=lambda path: path.stem)
def test_python_reads_the_mlflow_form(path: Path) -> None:
    text = path.read_text()
    before, after = Trace.from_json(text), Trace.from_json(forms_of(text)["mlflow"])
    assert after.info.to_dict() == before.info.to_dict()
    for ours, theirs in zip(after.data.spans, before.data.spans, strict=True):
        facts, wanted = facts_of(ours), facts_of(theirs)
        # A bundle keeps microseconds: start and duration are each rounded down.
        assert abs(facts.pop("duration") - wanted.pop("duration")) <= 1
        assert facts == wanted
        assert abs(ours.start_time_ns - theirs.start_time_ns) < 1000


def test_the_server_stores_the_otlp_form(mlflow_server, experiment_id: str) -> None:
    big = 2**63 - 1
    with mlflow.start_span("root", span_type="AGENT") as root:
        root.set_inputs({"big": big, "text": "[not json", "none": None})
        root.set_attributes({"n": big, "deep": {"list": [1, 2.5, "x", {"y": True}]}, "half": 1.5})
        with mlflow.start_span("tool") as tool:
            tool.set_outputs("[1, 2]")
    before = mlflow.get_trace(root.trace_id)
    # As a new trace: the server refuses a second one of the same id.
    other = f"{int(root.trace_id.removeprefix('tr-'), 16) ^ 1:032x}"
    form = forms_of(before.to_json())["otlp"]
    post_spans(mlflow_server, experiment_id, form, root.trace_id.removeprefix("tr-"), other)
    after = mlflow.get_trace(f"tr-{other}")
    assert [span.name for span in after.data.spans] == ["root", "tool"]
    for ours, theirs in zip(after.data.spans, before.data.spans, strict=True):
        assert ours.inputs == theirs.inputs
        assert ours.outputs == theirs.outputs
        assert ours.span_type == theirs.span_type
        own = {"mlflow.traceRequestId"}
        kept = {key: value for key, value in theirs.attributes.items() if key not in own}
        assert {key: ours.attributes.get(key) for key in kept} == kept


def post_spans(server, experiment_id: str, form: str, old: str, new: str) -> None:
    request = urllib.request.Request(
        f"{server.uri}/v1/traces",
        data=form.replace(f'"{old}"', f'"{new}"').encode(),
        headers={
            "content-type": "application/json",
            "x-mlflow-experiment-id": experiment_id,
            "authorization": f"Bearer {server.token}",
        },
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 200
