"""Reads the spans of a bundle by docs/format.md: a second reader, independent of the TypeScript one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class BundleSpan:
    """One row; `start` and `end` in microseconds since the start of the trace."""

    span_id: str
    parent_id: str | None
    name: str
    span_type: str
    start: int
    end: int
    status: int
    status_message: str | None
    inputs: Any
    outputs: Any
    attributes: dict[str, Any]
    events: list[dict[str, Any]]


def spans_of(trace: dict[str, Any]) -> list[BundleSpan]:
    """The ended spans of a trace, none of them cut, in the bundle's order."""
    table = trace["spans"]
    assert "truncated" not in table, "a cut payload cannot be compared"
    ids = [table["ids"][at : at + 16] for at in range(0, len(table["ids"]), 16)]
    names = [table["names"][index] for index in numbers(table["name"])]
    types = [table["types"][index] for index in numbers(table["type"])]
    starts, durations = numbers(table["start"]), numbers(table["duration"])

    def payload(column: str, row: int, absent: Any = None) -> Any:
        text = table.get(column, {}).get(str(row))
        return absent if text is None else json.loads(text)

    return [
        BundleSpan(
            span_id=ids[row],
            parent_id=None if parent < 0 else ids[parent],
            name=names[row],
            span_type=types[row],
            start=starts[row],
            end=starts[row] + durations[row],
            status=int(table["status"][row]),
            status_message=table.get("status_messages", {}).get(str(row)),
            inputs=payload("inputs", row),
            outputs=payload("outputs", row),
            attributes=payload("attributes", row, {}),
            events=payload("events", row, []),
        )
        for row, parent in enumerate(numbers(table["parents"]))
    ]


def numbers(text: str) -> list[int]:
    """Integers separated by spaces."""
    return [int(number) for number in text.split()]
