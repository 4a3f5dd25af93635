"""The trace bundle of docs/format.md, as `src/bundle` writes it in TypeScript; a test compares the two."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .json_text import utf8_bytes, well_formed
from .payloads import cut_payloads, payload_bytes
from .records import PAYLOADS, SpanRecord, TraceRecord
from .searches import Search

MIME_TYPE = "application/vnd.spanbook.trace.v1+json"
VERSION = 1
MORE_IDS_SHARE = 0.02  # of the budget: room for ids of traces that are not in the bundle

Json = dict[str, Any]


def bundle_of(
    traces: Sequence[TraceRecord],
    *,
    max_bytes: int,
    display: str | None = None,
    more_ids: Sequence[str] = (),
    search: Search | None = None,
) -> Json:
    """A bundle of `max_bytes` at the most, if the trees alone are not over it; cuts the traces' payloads."""
    head = {
        "version": VERSION,
        "display": display,
        "more": len(more_ids) or None,
        "more_ids": _fitting(more_ids, int(max_bytes * MORE_IDS_SHARE)),
        "search": _texts_well_formed(search.members()) if search and search.page_token else None,
    }
    bare = [TraceRecord(trace.info, _without_payloads(trace.spans)) for trace in traces]
    tree = _written({**head, "traces": [_trace(trace) for trace in bare]})
    cut_payloads(traces, tree + payload_bytes(traces) - max_bytes)
    return _present({**head, "traces": [_trace(trace) for trace in traces]})


def fitting(traces: Sequence[TraceRecord], max_bytes: int) -> list[TraceRecord]:
    """The traces whole while their spans fit in half of the budget, the rest as rows without spans."""
    left = max_bytes // 2
    shown = []
    for trace in traces:
        left -= _written(_trace(TraceRecord({}, _without_payloads(trace.spans))))
        shown.append(trace if left >= 0 else TraceRecord(trace.info, None))
    return shown


def _written(wire: Json) -> int:
    """Bytes in a notebook file, which has one line a member, indented by one."""
    return utf8_bytes(json.dumps(_present(wire), indent=1, ensure_ascii=False))


def _without_payloads(spans: list[SpanRecord] | None) -> list[SpanRecord] | None:
    return spans and [SpanRecord(**{**vars(span), "payloads": {}, "truncated": {}}) for span in spans]


def _fitting(ids: Sequence[str], max_bytes: int) -> str | None:
    text = " ".join(trace_id for trace_id in ids if trace_id and not re.search(r"\s", trace_id))
    return text[: text.rfind(" ", 0, max_bytes + 1)] if len(text) > max_bytes else text or None


def _trace(record: TraceRecord) -> Json:
    spans = None if record.spans is None else _spans(record.spans)
    return _present({**_texts_well_formed(record.info), "spans": spans})


def _texts_well_formed(value: Any) -> Any:
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, Mapping):
        return {well_formed(key): _texts_well_formed(member) for key, member in value.items()}
    return [_texts_well_formed(item) for item in value] if isinstance(value, list) else value


def _spans(spans: Sequence[SpanRecord]) -> Json:
    row_of = {span.span_id: row for row, span in reversed(list(enumerate(spans)))}
    names, name = _indexed(well_formed(span.name) for span in spans)
    types, span_type = _indexed(well_formed(span.span_type) for span in spans)
    return _present(
        {
            "count": len(spans),
            "ids": _ids([well_formed(span.span_id) for span in spans]),
            "parents": " ".join(
                str(row_of.get(span.parent_id, -1) if span.parent_id else -1) for span in spans
            ),
            "orphans": _sparse(span.parent_id if span.parent_id not in row_of else "" for span in spans),
            "names": names,
            "name": name,
            "types": types,
            "type": span_type,
            "start": " ".join("-" if span.start is None else str(span.start) for span in spans),
            "duration": " ".join(_duration(span) for span in spans),
            "status": "".join(str(span.status) for span in spans),
            "status_messages": _sparse(span.status_message for span in spans),
            **{column: _sparse(span.payloads.get(column, "") for span in spans) for column in PAYLOADS},
            "truncated": _present({column: _cuts(spans, column) for column in PAYLOADS}) or None,
        }
    )


def _indexed(values: Iterable[str]) -> tuple[list[str], str]:
    """A dictionary in order of first use, and the column as indexes into it."""
    index_of: dict[str, int] = {}
    indexes = [index_of.setdefault(value, len(index_of)) for value in values]
    return list(index_of), " ".join(map(str, indexes))


def _ids(ids: list[str]) -> str | list[str]:
    return "".join(ids) if all(re.fullmatch("[0-9a-f]{16}", span_id) for span_id in ids) else ids


def _duration(span: SpanRecord) -> str:
    """`-` while the end is unknown, `@` and the end when only the start is."""
    if span.end is None:
        return "-"
    return f"@{span.end}" if span.start is None else str(span.end - span.start)


def _sparse(texts: Iterable[str]) -> Json | None:
    return {str(row): well_formed(text) for row, text in enumerate(texts) if text} or None


def _cuts(spans: Sequence[SpanRecord], column: str) -> str | None:
    return (
        " ".join(
            f"{row}:{span.truncated[column]}" for row, span in enumerate(spans) if column in span.truncated
        )
        or None
    )


def _present(members: Json) -> Json:
    return {key: value for key, value in members.items() if value is not None}
