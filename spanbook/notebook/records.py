"""MLflow's traces as what a bundle tells of them: one meaning, whatever form MLflow gives it in."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .json_text import json_text_of, string_in, valid_json_text

if TYPE_CHECKING:
    from mlflow.entities import Trace

PAYLOADS = ("inputs", "outputs", "attributes", "events", "links")
"""The columns that may be cut to fit the budget."""

OWN_COLUMN = {"mlflow.spanType", "mlflow.spanInputs", "mlflow.spanOutputs", "mlflow.traceRequestId"}
TYPE_OF_OPERATION = {
    "chat": "CHAT_MODEL",
    "generate_content": "LLM",
    "text_completion": "LLM",
    "embeddings": "EMBEDDING",
    "execute_tool": "TOOL",
    "create_agent": "AGENT",
    "invoke_agent": "AGENT",
}
STATUS_DIGIT = {
    "STATUS_CODE_UNSET": 0,
    "UNSET": 0,
    "STATUS_CODE_OK": 1,
    "OK": 1,
    "STATUS_CODE_ERROR": 2,
    "ERROR": 2,
}
STATES = {"OK", "ERROR", "IN_PROGRESS"}


@dataclass
class SpanRecord:
    """One span: times in microseconds since the start of its trace, payloads as JSON text."""

    span_id: str
    parent_id: str
    name: str
    span_type: str
    start: int | None
    end: int | None
    status: int
    status_message: str
    payloads: dict[str, str] = field(default_factory=dict)
    truncated: dict[str, int] = field(default_factory=dict)
    """Full length in UTF-8 bytes of the payloads that were cut, by column."""


@dataclass
class TraceRecord:
    """One trace: `info` as it stands in the bundle, and its spans; None when only the info is known."""

    info: dict[str, Any]
    spans: list[SpanRecord] | None

    @property
    def trace_id(self) -> str:
        return self.info["trace_id"]

    @property
    def name(self) -> str:
        root = next((span.name for span in self.spans or [] if not span.parent_id), None)
        return self.info.get("tags", {}).get("mlflow.traceName") or root or self.trace_id


def record_of(trace: Trace) -> TraceRecord:
    """The record of a trace of any MLflow 3; without spans, as a search may ask, it is its info alone."""
    given = trace.to_dict()
    spans = (given.get("data") or {}).get("spans") or []
    origin = _origin(spans)
    info = _info(given["info"], origin)
    return TraceRecord(info, [_span(span, origin) for span in spans] or None)


def _origin(spans: list[Mapping[str, Any]]) -> int | None:
    """The start of the root, exact to the nanosecond: the info has milliseconds only."""
    ids = {span.get("span_id") for span in spans}
    roots = [span for span in spans if span.get("parent_span_id") not in ids]
    starts = [span.get("start_time_unix_nano") for span in roots or spans]
    return min((int(start) for start in starts if start), default=None)


def _info(given: Mapping[str, Any], origin: int | None) -> dict[str, Any]:
    location = (given.get("trace_location") or {}).get("mlflow_experiment") or {}
    state = given.get("state") or given.get("status")
    start = (
        origin if origin is not None else _nanoseconds(given.get("request_time") or given.get("timestamp_ms"))
    )
    info = {
        "trace_id": given.get("trace_id") or given.get("request_id") or "",
        "experiment_id": location.get("experiment_id") or given.get("experiment_id"),
        "start_time_unix_nano": None if start is None else str(start),
        "execution_duration_ms": _milliseconds(given),
        "state": state if state in STATES else "STATE_UNSPECIFIED",
        "client_request_id": given.get("client_request_id"),
        "request_preview": given.get("request_preview"),
        "response_preview": given.get("response_preview"),
        "trace_metadata": {**(given.get("request_metadata") or {}), **(given.get("trace_metadata") or {})},
        "tags": dict(given.get("tags") or {}),
        "assessments": [json_text_of(assessment) for assessment in given.get("assessments") or []],
    }
    return {key: value for key, value in info.items() if value not in (None, {}, [])}


def _milliseconds(given: Mapping[str, Any]) -> float | None:
    for key in ("execution_duration_ms", "execution_time_ms"):
        if given.get(key) is not None:
            return given[key]
    duration = given.get("execution_duration")
    return round(float(duration[:-1]) * 1e6) / 1e3 if isinstance(duration, str) else duration


def _nanoseconds(time: str | int | None) -> int | None:
    if time is None:
        return None
    if isinstance(time, str):
        time = round(datetime.fromisoformat(time.replace("Z", "+00:00")).timestamp() * 1000)
    return int(time) * 1_000_000


def _span(given: Mapping[str, Any], origin: int | None) -> SpanRecord:
    texts = {
        key: value if isinstance(value, str) else json_text_of(value)
        for key, value in (given.get("attributes") or {}).items()
    }
    status = given.get("status") or {}
    payloads = {
        "inputs": texts.get("mlflow.spanInputs"),
        "outputs": texts.get("mlflow.spanOutputs"),
        "attributes": _rest(texts),
        "events": _events(given.get("events") or [], origin),
        "links": _links(given.get("links") or []),
    }
    return SpanRecord(
        span_id=_normal_id(given.get("span_id") or ""),
        parent_id=_known_id(given.get("parent_span_id") or ""),
        name=given.get("name") or "",
        span_type=_type_of(texts),
        start=_since(origin, given.get("start_time_unix_nano")),
        end=_since(origin, given.get("end_time_unix_nano")),
        status=STATUS_DIGIT.get(status.get("code", ""), 0),
        status_message=status.get("message") or "",
        payloads={column: text for column, text in payloads.items() if text is not None},
    )


def _type_of(texts: Mapping[str, str]) -> str:
    kind = string_in(texts.get("openinference.span.kind")) or ""
    operation = string_in(texts.get("gen_ai.operation.name")) or ""
    return (
        string_in(texts.get("mlflow.spanType")) or kind.upper() or TYPE_OF_OPERATION.get(operation, "UNKNOWN")
    )


def _rest(texts: Mapping[str, str]) -> str | None:
    members = [
        f"{json_text_of(key)}:{valid_json_text(text)}" for key, text in texts.items() if key not in OWN_COLUMN
    ]
    return f"{{{','.join(members)}}}" if members else None


def _events(events: list[Mapping[str, Any]], origin: int | None) -> str | None:
    told = [
        {
            "name": event.get("name") or "",
            "time": _since(origin, event.get("time_unix_nano")),
            "attributes": event.get("attributes") or {},
        }
        for event in events
    ]
    return json_text_of(told) if told else None


def _links(links: list[Mapping[str, Any]]) -> str | None:
    told = [
        {
            "trace_id": _trace_id(link.get("trace_id") or ""),
            "span_id": _normal_id(link.get("span_id") or ""),
            "attributes": link.get("attributes") or {},
        }
        for link in links
    ]
    return json_text_of(told) if told else None


def _since(origin: int | None, time: int | str | None) -> int | None:
    """Whole microseconds; MLflow writes 0 for a time that it does not know."""
    return None if origin is None or not time or not int(time) else (int(time) - origin) // 1000


def _known_id(given: str) -> str:
    """The id; nothing for OpenTelemetry's ids of nothing, which are all zeros."""
    normal = _normal_id(given)
    return normal if normal.strip("0") else ""


def _trace_id(given: str) -> str:
    normal = _normal_id(given)
    return f"tr-{normal}" if re.fullmatch("[0-9a-f]{32}", normal) else normal


def _normal_id(given: str) -> str:
    """Lower-case hexadecimal digits, whether it came as such, with `0x`, or as base64; others as they are."""
    if re.fullmatch("[A-Za-z0-9+/]{11}=|[A-Za-z0-9+/]{22}==", given):
        return base64.b64decode(given).hex()
    found = re.fullmatch("(?:0x)?((?:[0-9a-fA-F]{16}){1,2})", given)
    return found[1].lower() if found else given
