"""Keeping an output within its budget: the largest payloads are cut first, the tree never is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .json_text import string_bytes, utf8_bytes
from .records import PAYLOADS, SpanRecord, TraceRecord

HEAD = 256  # characters of a cut payload that stay: enough to tell which value it was
MEMBER = 22  # bytes of a payload besides its text: indentation, `"12345": `, comma, line end
RECORD = 14  # bytes of the record of a cut: `12345:1048576 `


@dataclass
class _Payload:
    span: SpanRecord
    column: str
    bytes: int

    @property
    def text(self) -> str:
        return self.span.payloads[self.column]

    def keep(self, head: str) -> int:
        """Cut to the head, to nothing when it is empty; returns the bytes that this frees."""
        self.span.truncated.setdefault(self.column, utf8_bytes(self.text))
        if head:
            self.span.payloads[self.column] = head
        else:
            del self.span.payloads[self.column]
        before, self.bytes = self.bytes, (_cost(head) if head else RECORD)
        return before - self.bytes


def payload_bytes(traces: Sequence[TraceRecord]) -> int:
    """What the payloads of these traces take in a notebook file."""
    return sum(payload.bytes for payload in _payloads(traces))


def cut_payloads(traces: Sequence[TraceRecord], over: int) -> None:
    """Free `over` bytes, or as many as there are: first all but a head of the largest, then the heads too."""
    largest_first = sorted(_payloads(traces), key=lambda payload: -payload.bytes)
    for payload in largest_first:
        head = payload.text[:HEAD]
        if over > 0 and len(head) < len(payload.text) and payload.bytes > _cost(head):
            over -= payload.keep(head)
    for payload in largest_first:
        if over > 0 and payload.bytes > RECORD:
            over -= payload.keep("")


def _payloads(traces: Sequence[TraceRecord]) -> Iterator[_Payload]:
    for trace in traces:
        for column in PAYLOADS:
            for span in trace.spans or []:
                if column in span.payloads:
                    yield _Payload(span, column, string_bytes(span.payloads[column]) + MEMBER)


def _cost(head: str) -> int:
    return string_bytes(head) + MEMBER + RECORD
