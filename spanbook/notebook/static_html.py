"""The traces as HTML without script, style or attribute: what GitHub, nbconvert and others show."""

from __future__ import annotations

import html
from collections.abc import Sequence

from .records import SpanRecord, TraceRecord
from .words import duration, plural, short_line, told_of

MAX_ROWS = 200
MAX_INDENT = 24
TIMELINE = 24
LINE_END = "&#10;"  # none in the notebook's file: a trace is one line there, however many spans it has


def static_html(traces: Sequence[TraceRecord], more: int, display: str | None) -> str:
    """At most 200 spans over all traces; the rest is counted. Every text is escaped."""
    is_open = len(traces) + more == 1 and display != "collapsed"
    left = MAX_ROWS
    parts = []
    for trace in traces[:MAX_ROWS]:
        parts.append(_trace(trace, left, "<details open>" if is_open else "<details>"))
        left = max(0, left - len(trace.spans or []))
    hidden = more + max(0, len(traces) - MAX_ROWS)
    return "\n".join([*parts, *([f"<p>{plural(hidden, 'more trace')}</p>"] if hidden else [])])


def _trace(trace: TraceRecord, left: int, opening: str) -> str:
    status, name, *rest = (_escaped(word) for word in told_of(trace))
    title = " · ".join([status, f"<b>{name}</b>", *rest, f"<code>{_escaped(trace.trace_id)}</code>"])
    if not trace.spans:
        return f"<p>{title}</p>"
    return f"{opening}<summary>{title}</summary>{_spans(trace.spans, left)}</details>"


def _spans(spans: Sequence[SpanRecord], left: int) -> str:
    times = [time for span in spans for time in (span.start, span.end) if time is not None]
    extent = (min(times), max(times)) if times else (0, 0)
    rows = [_row(span, depth, extent) for span, depth in _in_order(spans)[:left]]
    head = _line("Start", "Duration", "Timeline", "Span")
    table = f"<pre><code>{LINE_END.join([head, *rows])}</code></pre>" if rows else ""
    hidden = len(spans) - len(rows)
    return table + (f"<p>{plural(hidden, 'more span')}</p>" if hidden else "")


def _in_order(spans: Sequence[SpanRecord]) -> list[tuple[SpanRecord, int]]:
    """A parent before its children, siblings by start; a span in a cycle stands for itself."""
    known = {span.span_id for span in spans}
    children: dict[str, list[SpanRecord]] = {}
    for span in spans:
        children.setdefault(span.parent_id if span.parent_id in known else "", []).append(span)
    for siblings in children.values():
        siblings.sort(key=lambda span: (span.start is None, span.start or 0))
    ordered: list[tuple[SpanRecord, int]] = []
    seen: set[int] = set()
    for root in [*children.get("", []), *spans]:
        waiting = [(root, 0)]
        while waiting:
            span, depth = waiting.pop()
            if id(span) not in seen:
                seen.add(id(span))
                ordered.append((span, depth))
                waiting.extend((child, depth + 1) for child in reversed(children.get(span.span_id, [])))
    return ordered


def _row(span: SpanRecord, depth: int, extent: tuple[int, int]) -> str:
    words = [span.name, "" if span.span_type == "UNKNOWN" else span.span_type, _error(span)]
    name = "  ".join(_escaped(word) for word in words if word)
    start = float("nan") if span.start is None else span.start
    end = float("nan") if span.end is None else span.end
    return _line(
        duration(start), duration(end - start), _bar(span, extent), "  " * min(depth, MAX_INDENT) + name
    )


def _line(start: str, length: str, bar: str, span: str) -> str:
    return f"{start:>9}  {length:>9}  {bar:<{TIMELINE}}  {span}"


def _bar(span: SpanRecord, extent: tuple[int, int]) -> str:
    """Where the span lies in its trace: at least one block, to the end of the trace while it runs."""
    first, last = extent
    if span.start is None or last <= first:
        return ""
    start, end = (
        int((time - first) / (last - first) * TIMELINE + 0.5)
        for time in (span.start, last if span.end is None else span.end)
    )
    start = min(start, TIMELINE - 1)
    return " " * start + "█" * max(1, end - start)


def _error(span: SpanRecord) -> str:
    if span.status != 2:
        return ""
    return f"ERROR: {span.status_message}" if span.status_message else "ERROR"


def _escaped(text: str) -> str:
    return html.escape(short_line(text)).replace("&#x27;", "&#39;")
