"""Traces in Arize Phoenix, which takes OTLP and is not MLflow; run by `npm run test:otlp-receiver`."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"  # from here Node finds the built package
SECONDS = 120  # Phoenix starts in 17 s when nothing else runs

PROGRAM = """
import * as mlflow from "spanbook";
const ask = mlflow.trace(async question => {
  await mlflow.withSpan(span => {
    span.setAttribute("temperature", 0.5);
    span.setAttribute("max_tokens", 256);
    span.addEvent({ name: "first token", attributes: { after: 12 } });
    return 42;
  }, { name: "call", spanType: mlflow.SpanType.LLM });
  mlflow.updateCurrentTrace({ tags: { channel: "mail" }, sessionId: "s-1", user: "ada" });
  try {
    mlflow.withSpan(() => { throw new RangeError("too far"); }, { name: "fail" });
  } catch {}
  return { answer: "because" };
}, { name: "ask" });
await ask("why");
const traceId = mlflow.getLastActiveTraceId();
console.log(JSON.stringify({ traceId, ...(await mlflow.flushTraces()) }));
"""


@dataclass(frozen=True)
class Phoenix:
    """A running Phoenix."""

    http: str
    grpc: str

    def spans(self, trace_id: str) -> dict[str, dict[str, Any]]:
        """The spans of a trace by name, once they can be read: Phoenix stores in the background."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            answer = requests.get(
                f"{self.http}/v1/projects/default/spans", params={"limit": 100}, timeout=SECONDS
            )
            answer.raise_for_status()
            found = [it for it in answer.json()["data"] if it["context"]["trace_id"] == trace_id]
            if len(found) == 3:
                return {span["name"]: span for span in found}
            time.sleep(0.5)
        raise AssertionError(f"Phoenix has not the spans of {trace_id}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def phoenix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phoenix]:
    folder = tmp_path_factory.mktemp("phoenix")
    http, grpc = free_port(), free_port()
    variables = {
        "PHOENIX_WORKING_DIR": str(folder),
        "PHOENIX_HOST": "127.0.0.1",
        "PHOENIX_PORT": str(http),
        "PHOENIX_GRPC_PORT": str(grpc),
        "PHOENIX_TELEMETRY_ENABLED": "false",
    }
    log = folder / "phoenix.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [os.environ["PHOENIX"], "serve"], env={**os.environ, **variables}, stdout=output, stderr=output
        )
    try:
        wait_until_up(f"http://127.0.0.1:{http}/healthz", process, log)
        yield Phoenix(f"http://127.0.0.1:{http}", f"http://127.0.0.1:{grpc}")
    finally:
        process.terminate()
        process.wait(timeout=SECONDS)


def wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            if requests.get(url, timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.5)
    raise AssertionError(log.read_text())


def run_program(environment: dict[str, str]) -> dict[str, Any]:
    node = shutil.which("node")
    assert node, "node is not on PATH"
    ended = subprocess.run(
        [node, "--input-type=module", "-"],
        input=PROGRAM,
        **{"capture_output": True, "text": True, "timeout": SECONDS, "cwd": EXAMPLES},
        env={**os.environ, **environment},
    )
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stderr
    return json.loads(ended.stdout)


@pytest.mark.parametrize(
    ("protocol", "compression"), [("http/protobuf", "none"), ("http/protobuf", "gzip"), ("grpc", "gzip")]
)
def test_phoenix_shows_what_was_sent(protocol: str, compression: str, phoenix: Phoenix):
    result = run_program(
        {
            "OTEL_EXPORTER_OTLP_ENDPOINT": phoenix.grpc if protocol == "grpc" else phoenix.http,
            "OTEL_EXPORTER_OTLP_PROTOCOL": protocol,
            "OTEL_EXPORTER_OTLP_COMPRESSION": compression,
            "OTEL_SERVICE_NAME": "support-bot",
        }
    )
    trace_id = result.pop("traceId").removeprefix("tr-")
    assert result == {"sent": 1, "kept": 0, "failed": 0, "dropped": 0, "pending": 0, "errors": []}
    spans = phoenix.spans(trace_id)
    root, call, fail = spans["ask"], spans["call"], spans["fail"]
    assert root["parent_id"] is None
    assert call["parent_id"] == fail["parent_id"] == root["context"]["span_id"]
    assert (root["status_code"], fail["status_code"]) == ("OK", "ERROR")
    assert fail["status_message"] == "RangeError: too far"
    assert root["start_time"] <= call["start_time"] <= call["end_time"] <= root["end_time"]
    attributes = root["attributes"]
    assert json.loads(attributes["mlflow.spanInputs"]) == {"question": "why"}
    assert json.loads(attributes["mlflow.spanOutputs"]) == {"answer": "because"}
    assert attributes["session.id"] == "s-1"
    assert attributes["user.id"] == "ada"
    assert attributes["mlflow.traceTag.channel"] == "mail"
    assert (call["attributes"]["temperature"], call["attributes"]["max_tokens"]) == (0.5, 256)
    assert call["attributes"]["mlflow.spanType"] == "LLM"
    assert [event["name"] for event in call["events"]] == ["first token"]
    assert fail["events"][0]["attributes"]["exception.type"] == "RangeError"


def test_a_protocol_that_phoenix_does_not_take_is_reported(phoenix: Phoenix):
    """Phoenix answers JSON by 415."""
    variables = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": phoenix.http,
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/json",
        "MLFLOW_LOGGING_LEVEL": "error",
    }
    result = run_program(variables)
    assert (result["sent"], result["failed"]) == (0, 1)
    assert "415" in result["errors"][0]
