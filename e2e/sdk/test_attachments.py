"""Images and sounds in inputs and outputs: files beside the trace, with the references that Python writes."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import mlflow
import pytest
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository
from mlflow.tracing.attachments import Attachment
from mlflow.tracing.utils.artifact_utils import get_artifact_uri_for_trace

IMAGE = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256))).decode()
VALUES: dict[str, Any] = {
    "uri": f"data:image/png;base64,{IMAGE}",
    "text": "data:image/png;base64,no base64 at all",
    "openai": [
        {"type": "input_audio", "input_audio": {"data": IMAGE, "format": "mp3"}},
        {"type": "image_url", "image_url": {"url": f"data:image/jpeg;base64,{IMAGE}"}},
        {"b64_json": IMAGE},
        {"audio": {"data": IMAGE, "transcript": "hm"}},
        {"type": "image_generation_call", "result": IMAGE, "output_format": "webp"},
    ],
    "anthropic": {
        "type": "image",
        "source": {"type": "base64", "media_type": "image/gif", "data": IMAGE},
    },
    "bedrock": {"image": {"format": "png", "source": {"bytes": IMAGE}}},
    "gemini": {"inline_data": {"mime_type": "image/png", "data": IMAGE}},
    "long": 9007199254740993,
}
REFERENCE = re.compile(r"mlflow-attachment://[0-9a-f-]{36}\?[^\"]*")


def shape_of(value: Any) -> str:
    """The value without the ids in its references."""
    text = json.dumps(value)
    return re.sub(r"(//)[0-9a-f-]{36}|tr-[0-9a-f]{32}", r"\1#", text)


def references_in(value: Any) -> list[str]:
    return REFERENCE.findall(json.dumps(value))


def content_of(trace_id: str, reference: str) -> bytes:
    parts = Attachment.parse_ref(reference)
    assert parts is not None
    assert parts["trace_id"] == trace_id
    info = mlflow.get_trace(trace_id).info
    repository = get_artifact_repository(get_artifact_uri_for_trace(info))
    return repository.download_trace_attachment(str(parts["attachment_id"]))


def test_python_finds_the_files_and_the_references_that_it_writes_itself(run: Any) -> None:
    with mlflow.start_span("theirs") as span:
        span.set_inputs(VALUES)
    theirs = mlflow.get_trace(span.trace_id).data.spans[0].inputs
    trace_id = run(
        """
        const id = mlflow.withSpan(
            span => { span.setOutputs(given.values); return span.traceId; },
            { inputs: given.values }
        );
        await mlflow.flushTraces();
        print(id);
        """,
        values={**VALUES, "long": 0},
    )
    [ours] = mlflow.get_trace(trace_id).data.spans
    assert shape_of(ours.inputs) == shape_of({**theirs, "long": 0})
    found = references_in([ours.inputs, ours.outputs])
    assert len(found) == 2 * len(references_in(theirs)) == len(set(found))
    assert {content_of(trace_id, each) for each in found} == {base64.b64decode(IMAGE)}


def test_an_attachment_is_stored_even_when_data_uris_stay_where_they_are(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_TRACE_EXTRACT_ATTACHMENTS", "false")
    trace_id, reference, shown = run(
        """
        const content = new Uint8Array([1, 2, 3]);
        const file = new mlflow.Attachment({ contentType: "application/pdf", content });
        const span = mlflow.startSpan({ inputs: { file, uri: given.uri } });
        span.end();
        await mlflow.flushTraces();
        print([span.traceId, file.ref(span.traceId), span.inputs]);
        """,
        uri=VALUES["uri"],
    )
    [stored] = mlflow.get_trace(trace_id).data.spans
    assert stored.inputs == {"file": reference, "uri": VALUES["uri"]}
    assert content_of(trace_id, reference) == b"\x01\x02\x03"
    assert shown["file"].startswith("data:application/pdf;")


def test_a_file_beyond_the_limit_is_replaced_by_a_message(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACE_MAX_ATTACHMENT_SIZE", "100")
    with mlflow.start_span("theirs") as span:
        span.set_inputs(VALUES["uri"])
    theirs = mlflow.get_trace(span.trace_id)
    ours = mlflow.get_trace(
        run(
            """
            mlflow.withSpan(span => { span.setInputs(given.uri); }, { name: "theirs" });
            await mlflow.flushTraces();
            print(mlflow.getLastActiveTraceId());
            """,
            uri=VALUES["uri"],
        )
    )
    for trace in (theirs, ours):
        [stored] = trace.data.spans
        assert stored.inputs == "[Attachment too large: 264 bytes exceeds 100 bytes limit]"
        assert [event.name for event in stored.events] == ["exception"]
        assert (trace.info.state, stored.status.status_code) == ("ERROR", "ERROR")
