"""Traces that Python's own client fails on: the SDK reads what there is, and the other traces in any case."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

import mlflow
import pytest
import requests

TOO_LONG = 2**63  # the server takes it inside JSON, and then cannot encode its answer


@pytest.fixture
def post(mlflow_server, experiment_id: str) -> Callable[[str, dict[str, Any]], None]:
    """Sends to the server what no client would."""
    headers = {
        "authorization": f"Bearer {mlflow_server.token}",
        "x-mlflow-experiment-id": experiment_id,
    }

    def send(path: str, body: dict[str, Any]) -> None:
        requests.post(f"{mlflow_server.uri}{path}", json=body, headers=headers, timeout=60).raise_for_status()

    return send


@pytest.fixture
def unencodable(post: Callable[..., None]) -> str:
    """A trace whose inputs hold an integer of more than 64 bits."""
    trace_id = uuid.uuid4().hex
    end = time.time_ns()
    span = {
        "traceId": trace_id,
        "spanId": trace_id[:16],
        "name": "too long",
        "startTimeUnixNano": str(end - 1_000_001),
        "endTimeUnixNano": str(end),
        "attributes": [
            {"key": "mlflow.spanInputs", "value": {"stringValue": f'{{"n": {TOO_LONG}}}'}},
        ],
    }
    post("/v1/traces", {"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]})
    return f"tr-{trace_id}"


@pytest.fixture
def spanless(post: Callable[..., None], experiment_id: str) -> str:
    """What a client that died on the way leaves behind: the info of a trace, and no spans."""
    trace_id = f"tr-{uuid.uuid4().hex}"
    info = {
        "trace_id": trace_id,
        "trace_location": {
            "type": "MLFLOW_EXPERIMENT",
            "mlflow_experiment": {"experiment_id": experiment_id},
        },
        "request_time": "2026-01-02T03:04:05.006Z",
        "state": "IN_PROGRESS",
    }
    post("/api/3.0/mlflow/traces", {"trace": {"trace_info": info}})
    return trace_id


def test_a_trace_that_the_server_cannot_encode_is_read_exactly(
    run: Callable[..., Any], unencodable: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")  # Python asks for four minutes otherwise
    assert mlflow.get_trace(unencodable, silent=True) is None
    found = run(
        "const { info, data } = await mlflow.getTrace(given.trace);"
        "print([info.state, data.spans.map(span => [span.name, String(span.inputs.n)])]);",
        trace=unencodable,
    )
    assert found == ["OK", [["too long", str(TOO_LONG)]]]


def test_damaged_traces_spoil_no_search(run: Callable[..., Any], unencodable: str, spanless: str):
    with mlflow.start_span("sound") as sound:
        pass
    found = run(
        """
        const warnings = [];
        console.warn = text => warnings.push(text);
        const traces = await mlflow.searchTraces();
        const names = traces.map(({ traceId, data }) => [traceId, data.spans.map(span => span.name)]);
        print({ names: Object.fromEntries(names), warnings });
        """
    )
    assert found["names"] == {sound.trace_id: ["sound"], unencodable: ["too long"], spanless: []}
    (warning,) = found["warnings"]
    assert spanless in warning
