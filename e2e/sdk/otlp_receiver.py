"""Starts the OTLP receiver of otlp_receiver.mjs, and reads what came with OpenTelemetry's own definitions."""

from __future__ import annotations

import base64
import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from google.protobuf.json_format import ParseDict
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span

SECONDS = 30


@dataclass(frozen=True)
class Arrival:
    """One request."""

    protocol: str
    path: str
    headers: dict[str, str]
    request: ExportTraceServiceRequest

    @property
    def spans(self) -> dict[str, Span]:
        """By name."""
        return {
            span.name: span
            for resource in self.request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        }

    @property
    def resource(self) -> dict[str, Any]:
        return attributes_of(self.request.resource_spans[0].resource)


def attributes_of(holder: Any) -> dict[str, Any]:
    """The attributes of a span, an event or a resource, each in its own type."""
    return {pair.key: value_of(pair) for pair in holder.attributes}


def value_of(pair: KeyValue) -> Any:
    value: AnyValue = pair.value
    kind = value.WhichOneof("value")
    return None if kind is None else getattr(value, kind)


class OtlpReceiver:
    """Runs until `close`."""

    def __init__(self) -> None:
        node = shutil.which("node")
        assert node, "node is not on PATH"
        self._process = subprocess.Popen(
            [node, str(Path(__file__).with_suffix(".mjs"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        ports = self._lines.get(timeout=SECONDS)
        self._http, self._grpc = ports["http"], ports["grpc"]

    def environment(self, protocol: str) -> dict[str, str]:
        """What sends traces here."""
        port = self._grpc if protocol == "grpc" else self._http
        return {
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}",
            "OTEL_EXPORTER_OTLP_PROTOCOL": protocol,
        }

    def take(self) -> Arrival:
        """The next request; waits for it."""
        return arrival_of(self._lines.get(timeout=SECONDS))

    def take_all(self) -> list[Arrival]:
        """The requests that have come."""
        return list(self._waiting())

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=SECONDS)

    def _waiting(self) -> Iterator[Arrival]:
        while not self._lines.empty():
            yield arrival_of(self._lines.get())

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._lines.put(json.loads(line))


def arrival_of(line: dict[str, Any]) -> Arrival:
    body = base64.b64decode(line["body"])
    if line["protocol"] == "http/json":
        request = ParseDict(with_base64_ids(json.loads(body)), ExportTraceServiceRequest())
    else:
        request = ExportTraceServiceRequest.FromString(body)
    return Arrival(line["protocol"], line["path"], line["headers"], request)


ID_FIELDS = {"traceId", "spanId", "parentSpanId"}


def with_base64_ids(value: Any) -> Any:
    """OTLP writes ids as hexadecimal digits, where protobuf's own JSON has base64."""
    if isinstance(value, list):
        return [with_base64_ids(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: base64.b64encode(bytes.fromhex(item)).decode() if key in ID_FIELDS else with_base64_ids(item)
        for key, item in value.items()
    }
