"""Spans for a collector in OpenTelemetry's conventions for generative AI: ours beside Python's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import mlflow
import pytest
from gen_ai_calls import CALLS
from mlflow.tracing.export.genai_semconv.translator import translate_span_to_genai
from otlp_receiver import OtlpReceiver, attributes_of

PROGRAM = """
for (const { name, type, inputs, outputs, attributes } of given.calls) {
  const span = mlflow.startSpan({ name, spanType: type, inputs, attributes });
  span.end({ outputs });
}
mlflow.withSpan(() => mlflow.updateCurrentTrace({ tags: { channel: "mail" } }), { name: "plain" });
mlflow.withSpan(() => 1, { name: "step", spanType: "CHAIN" });
await mlflow.flushTraces();
print(null);
"""


@pytest.fixture(scope="module")
def receiver() -> Iterator[OtlpReceiver]:
    started = OtlpReceiver()
    yield started
    started.close()


def values_of(attributes: dict[str, Any]) -> dict[str, Any]:
    """With what stands in JSON texts, and lists as lists."""
    return {key: value_of(value) for key, value in attributes.items()}


def value_of(value: Any) -> Any:
    if hasattr(value, "values") and not isinstance(value, dict):
        return [each.string_value for each in value.values]
    if isinstance(value, list):
        return [value_of(each) for each in value]
    if isinstance(value, dict):
        return {key: value_of(each) for key, each in value.items()}
    try:
        return value_of(json.loads(value)) if isinstance(value, str) else value
    except ValueError:
        return value


def theirs(given: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    span = mlflow.start_span_no_context(given["name"], given["type"], inputs=given["inputs"])
    span.end(outputs=given["outputs"], attributes=given["attributes"])
    told = translate_span_to_genai(span._span)
    attributes = {key: list(v) if isinstance(v, tuple) else v for key, v in told.attributes.items()}
    return told.name, told.kind.name, values_of(attributes)


def test_spans_are_translated_as_in_python(
    run: Any, receiver: OtlpReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in receiver.environment("http/protobuf").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MLFLOW_ENABLE_OTEL_GENAI_SEMCONV", "true")
    run(PROGRAM, calls=CALLS)
    monkeypatch.undo()
    # Python would put references to files that no collector has.
    monkeypatch.setenv("MLFLOW_TRACE_EXTRACT_ATTACHMENTS", "false")
    spans = list(receiver.take().request.resource_spans[0].scope_spans[0].spans)
    kinds = {0: "INTERNAL", 1: "INTERNAL", 3: "CLIENT"}
    ours = [(span.name, kinds[span.kind], values_of(attributes_of(span))) for span in spans]
    for given, found in zip(CALLS, ours[:-2], strict=True):
        name, kind, attributes = theirs(given)
        assert found[:2] == (name, kind)
        assert found[2] == attributes, given["name"]
    assert ours[-2:] == [
        ("plain", "INTERNAL", {"mlflow.traceTag.channel": "mail"}),
        ("step", "INTERNAL", {"gen_ai.operation.name": "CHAIN"}),
    ]
