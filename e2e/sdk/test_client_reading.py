"""Traces that Python wrote, read by the SDK; and the SDK's text of a trace, read by Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import mlflow
import pytest
from mlflow.entities import Feedback, SpanEvent, SpanType, Trace
from mlflow.entities.span import Link

ODD_VALUES = {
    "exact": 2**62 + 1,
    "floats": [1.0, 1e-7, 1.5e300, -0.0, 123456789012345.6],
    "not a number": float("nan"),
    "text": 'é\u0007"\\\ud83d\ude00\u2028 7',
    "nothing": None,
    "nested": {"list": [[], {}, [True, "1"]]},
}

TEXT_OF = "print((await mlflow.getTrace(given.trace, { silent: false })).toJSONString());"


def write_trace(values: Any = 1) -> str:
    """A trace with what a trace may have."""
    with mlflow.start_span("root", span_type=SpanType.AGENT) as root:
        root.set_inputs(values)
        mlflow.update_current_trace(tags={"stage": "draft"}, metadata={"mlflow.trace.session": "s"})
        with mlflow.start_span("child", span_type="OWN_TYPE") as child:
            child.set_outputs([values])
            child.set_attribute("deep", {"values": values})
            child.add_event(SpanEvent("event", attributes={"n": 3, "text": "x", "many": [1, 2]}))
            child.add_link(Link(f"tr-{'ab' * 16}", "cd" * 8, {"kind": "retry"}))
        with pytest.raises(ValueError, match="no"), mlflow.start_span("broken"):
            raise ValueError("no")
    return root.trace_id


def as_read_by(text: str) -> dict[str, Any]:
    """What Python holds of a JSON text of a trace; NaN is made equal to itself."""
    return json.loads(json.dumps(Trace.from_json(text).to_dict()), parse_constant=str)


@pytest.mark.parametrize("values", [ODD_VALUES, 7, "text", [None, False], {}, -(2**63), "12", 0.5])
def test_a_trace_of_python_is_written_as_python_writes_it(values: Any, run: Callable[..., Any]):
    trace_id = write_trace(values)
    theirs = mlflow.get_trace(trace_id).to_json()
    ours = run(TEXT_OF, trace=trace_id)
    assert json.loads(ours, parse_constant=str) == json.loads(theirs, parse_constant=str)
    assert as_read_by(ours) == as_read_by(theirs)


def test_python_reads_what_json_stringify_writes(run: Callable[..., Any]):
    trace_id = write_trace(ODD_VALUES)
    ours = run("print(JSON.stringify(await mlflow.getTrace(given.trace)));", trace=trace_id)
    assert as_read_by(ours) == as_read_by(mlflow.get_trace(trace_id).to_json())


def test_the_sdk_reads_what_python_writes_as_text(run: Callable[..., Any]):
    text = mlflow.get_trace(write_trace(ODD_VALUES)).to_json()
    ours = run("print(mlflow.Trace.fromJSON(given.text).toJSONString());", text=text)
    assert json.loads(ours, parse_constant=str) == json.loads(text, parse_constant=str)


def test_the_sdk_reads_traces_of_mlflow_2_as_python_does(run: Callable[..., Any]):
    ids = {"trace_id": f"0x{'ab' * 16}", "span_id": f"0x{'1a' * 8}"}
    times = {"start_time": 1_700_000_000_000_000_001, "end_time": 1_700_000_000_250_000_003}
    attributes = {"mlflow.traceRequestId": '"tr-1"', "mlflow.spanInputs": '{"a": 1}'}
    root = {
        "name": "root",
        "context": ids,
        "parent_id": None,
        **times,
        **{"status_code": "OK", "status_message": ""},
        "attributes": attributes,
        "events": [{"name": "e", "timestamp": 1_700_000_000_000_000_005, "attributes": {"k": 1}}],
    }
    child = {
        **root,
        "name": "child",
        "context": {**ids, "span_id": f"0x{'2b' * 8}"},
        "parent_id": ids["span_id"],
        **{"status_code": "ERROR", "status_message": "no"},
    }
    info = {
        "request_id": "tr-1",
        "experiment_id": "1",
        **{"timestamp_ms": 1_700_000_000_000, "execution_time_ms": 250, "status": "OK"},
        **{"request_metadata": {"mlflow.traceInputs": "{}"}, "tags": {"mlflow.traceName": "root"}},
        "assessments": [],
    }
    text = json.dumps({"info": info, "data": {"spans": [root, child], "request": "{}", "response": None}})
    ours = run("print(mlflow.Trace.fromJSON(given.text).toJSONString());", text=text)
    assert json.loads(ours) == json.loads(Trace.from_json(text).to_json())


def test_sessions_are_found_as_python_finds_them(run: Callable[..., Any]):
    ours = run(
        """
        for (const [sessionId, name] of [["a", "1"], ["it's", "2"], ["a", "3"], [undefined, "4"]]) {
          mlflow.withSpan(() => mlflow.updateCurrentTrace({ sessionId, modelId: "m" }), { name });
          await new Promise(resolve => setTimeout(resolve, 5));
        }
        const found = async options => (await mlflow.searchSessions(options)).map(({ id, traces }) =>
          [id, traces.map(trace => trace.data.spans[0]?.name ?? null)]);
        print([
          await found({ flush: true }), await found({ maxResults: 1 }), await found({ maxResults: 0 }),
          await found({ modelId: "m", includeSpans: false }), await found({ modelId: "other" }),
        ]);
        """
    )
    assert ours == [
        [["a", ["1", "3"]], ["it's", ["2"]]],
        [["a", ["1", "3"]]],
        [],
        [["a", [None, None]], ["it's", [None]]],
        [],
    ]
    theirs = mlflow.search_sessions(max_results=1)
    assert [[each.id, [trace.data.spans[0].name for trace in each]] for each in theirs] == ours[1]


def test_spans_tell_what_python_recorded(run: Callable[..., Any]):
    trace_id = write_trace({"question": "why", "big": 2**62 + 1})
    spans = run(
        """
        const trace = await mlflow.getTrace(given.trace);
        print(trace.data.spans.map(span => ({
          name: span.name, spanId: span.spanId, traceId: span.traceId, parentId: span.parentId,
          type: span.spanType, status: span.status,
          start: String(span.startTimeNs), end: String(span.endTimeNs), big: String(span.inputs?.big),
          events: span.events.map(event => [event.name, String(event.timestamp)]),
          links: span.links,
        })));
        """,
        trace=trace_id,
    )
    for span, theirs in zip(spans, mlflow.get_trace(trace_id).data.spans, strict=True):
        assert span == {
            "name": theirs.name,
            "spanId": theirs.span_id,
            "traceId": theirs.trace_id,
            "parentId": theirs.parent_id,
            "type": theirs.span_type,
            "status": {
                "statusCode": theirs.status.status_code.value,
                **({"description": theirs.status.description} if theirs.status.description else {}),
            },
            "start": str(theirs.start_time_ns),
            "end": str(theirs.end_time_ns),
            "big": str((theirs.inputs or {}).get("big", "undefined")),
            "events": [[event.name, str(event.timestamp)] for event in theirs.events],
            "links": [
                {"traceId": link.trace_id, "spanId": link.span_id, "attributes": link.attributes}
                for link in theirs.links
            ],
        }


def test_spans_and_assessments_are_found_as_python_finds_them(run: Callable[..., Any]):
    trace_id = write_trace()
    old = mlflow.log_feedback(trace_id=trace_id, name="score", value=0.25)
    mlflow.override_feedback(trace_id=trace_id, assessment_id=old.assessment_id, value=0.75)
    mlflow.log_expectation(trace_id=trace_id, name="answer", value={"a": [1, "é"]})
    theirs = mlflow.get_trace(trace_id)
    found = run(
        """
        const trace = await mlflow.getTrace(given.trace);
        const names = found => found.map(({ name }) => name);
        const values = found => found.map(({ value }) => value);
        print({
          string: names(trace.searchSpans({ name: "child" })),
          pattern: names(trace.searchSpans({ name: /o/ })),
          type: names(trace.searchSpans({ spanType: mlflow.SpanType.AGENT })),
          none: names(trace.searchSpans({ name: "child", spanType: mlflow.SpanType.AGENT })),
          valid: values(trace.searchAssessments()),
          all: values(trace.searchAssessments({ all: true })),
          feedback: values(trace.searchAssessments({ type: "feedback" })),
        });
        """,
        trace=trace_id,
    )
    assert found == {
        "string": ["child"],
        "pattern": ["root", "broken"],
        "type": ["root"],
        "none": [],
        "valid": [assessment.value for assessment in theirs.search_assessments()],
        "all": [assessment.value for assessment in theirs.search_assessments(all=True)],
        "feedback": [0.75],
    }


def test_python_reads_assessments_of_the_sdk(run: Callable[..., Any]):
    trace_id = write_trace()
    run(
        """
        const traceId = given.trace;
        const source = { sourceType: "LLM_JUDGE", sourceId: "gpt-4o" };
        const value = { a: 1, b: true };
        await mlflow.logFeedback({ traceId, name: "score", value, source, rationale: "so" });
        await mlflow.logFeedback({ traceId, error: new RangeError("boom"), metadata: { n: 1 } });
        await mlflow.logExpectation({ traceId, name: "answer", value: { a: [1, "é", null] } });
        const client = new mlflow.MlflowClient();
        const { assessmentId } = await client.logFeedback({ traceId, name: "typo", value: "no" });
        await client.updateAssessment(traceId, assessmentId, { name: "mended", value: "yes" });
        const ann = { sourceType: "human", sourceId: "ann" };
        await client.overrideFeedback({ traceId, assessmentId, value: "surely", source: ann });
        const gone = await client.logExpectation({ traceId, name: "gone", value: 1 });
        await client.deleteAssessment(traceId, gone.assessmentId);
        print(null);
        """,
        trace=trace_id,
    )
    assessments = mlflow.get_trace(trace_id).search_assessments(all=True)
    told = [(each.name, each.value, each.source.source_type, each.source.source_id) for each in assessments]
    assert told == [
        ("score", {"a": 1, "b": True}, "LLM_JUDGE", "gpt-4o"),
        ("feedback", None, "CODE", "default"),
        ("answer", {"a": [1, "é", None]}, "HUMAN", "default"),
        ("mended", "yes", "CODE", "default"),
        ("mended", "surely", "HUMAN", "ann"),
    ]
    score, failed, _, mended, surely = assessments
    assert isinstance(failed, Feedback)
    assert (score.rationale, failed.error_code, failed.metadata) == ("so", "RangeError", {"n": "1"})
    assert (mended.valid, surely.valid, surely.overrides) == (False, True, mended.assessment_id)
