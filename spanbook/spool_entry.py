"""The files of the spool: finished traces that wait for a server (src/sdk/export/spool/spool-entry.ts)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

VERSION = 1
MAX_HEADER = 1_000_000  # bytes that the first line never exceeds


class CorruptEntry(Exception):
    """An entry that was cut off, changed, or written by a later version."""


@dataclass(frozen=True)
class Address:
    """Where the traces of an entry are to go; no credential."""

    tracking_uri: str
    is_embedded: bool
    """For the server that Jupyter started: the next time it has another address."""
    experiment: Mapping[str, Any]
    run_id: str | None
    raw: Mapping[str, Any]
    """As it was read, for an entry that is written anew."""


@dataclass(frozen=True)
class WaitingTrace:
    """A finished trace as it travels."""

    trace_id: str
    spans: bytes
    """An OTLP protobuf request; several of them, one after the other, are a request too."""
    info: bytes | None
    """JSON for StartTraceV3, without the experiment."""
    inline: bytes | None
    """The spans to which the files belong, with the files in place: for a server that stores no files."""
    files: Mapping[str, bytes]


def read_address(line: bytes) -> Address:
    """Where an entry goes, of its first line. Raises CorruptEntry."""
    return _address(_header(line)["address"])


def read_entry(content: bytes) -> tuple[Address, list[WaitingTrace]]:
    """An entry, of all its bytes. Raises CorruptEntry, also when they are not those that were written."""
    line, _, body = content.partition(b"\n")
    header = _header(line)
    if len(body) != header.get("size") or _hash(body) != header.get("sha256"):
        raise CorruptEntry(f"{len(body)} of {header.get('size')} bytes, or others than were written")
    try:
        return _address(header["address"]), _traces(header["traces"], body)
    except (KeyError, TypeError, ValueError) as error:
        raise CorruptEntry(f"its first line cannot be read: {error!r}") from error


def entry_bytes(address: Address, traces: Sequence[WaitingTrace]) -> bytes:
    """The bytes of an entry."""
    parts = [[trace.spans, trace.info, trace.inline, *trace.files.values()] for trace in traces]
    body = b"".join(part for parts_of_trace in parts for part in parts_of_trace if part is not None)
    header = {
        "version": VERSION,
        "kind": "mlflow",
        "address": address.raw,
        "size": len(body),
        "sha256": _hash(body),
        "traces": [
            {
                "id": trace.trace_id,
                "parts": [-1 if part is None else len(part) for part in parts_of_trace],
                "files": list(trace.files),
            }
            for trace, parts_of_trace in zip(traces, parts, strict=True)
        ],
    }
    return json.dumps(header).encode() + b"\n" + body


def single_entries(content: bytes) -> list[bytes]:
    """An entry of several traces as entries of one each; none when there is but one. Raises CorruptEntry."""
    address, traces = read_entry(content)
    return [entry_bytes(address, [trace]) for trace in traces] if len(traces) > 1 else []


def _header(line: bytes) -> dict[str, Any]:
    try:
        header = json.loads(line)
    except ValueError as error:
        raise CorruptEntry("its first line cannot be read") from error
    known = isinstance(header, dict) and header.get("version") == VERSION and header.get("kind") == "mlflow"
    if not known or not isinstance(header.get("address"), dict):
        raise CorruptEntry("its first line cannot be read")
    return header


def _address(raw: Mapping[str, Any]) -> Address:
    uri, experiment = raw.get("trackingUri"), raw.get("experiment")
    if not isinstance(uri, str):
        raise CorruptEntry("its first line names no server")
    return Address(
        uri,
        raw.get("isEmbedded") is True,
        experiment if isinstance(experiment, dict) else {},
        raw.get("runId"),
        raw,
    )


def _traces(described: Sequence[Mapping[str, Any]], body: bytes) -> list[WaitingTrace]:
    offset, traces = 0, []
    for trace in described:
        parts: list[bytes | None] = []
        for length in trace["parts"]:
            parts.append(None if length < 0 else body[offset : offset + length])
            offset += max(length, 0)
        spans, info, inline, *files = parts
        named = {name: content or b"" for name, content in zip(trace["files"], files, strict=True)}
        traces.append(WaitingTrace(trace["id"], spans or b"", info, inline, named))
    return traces


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
