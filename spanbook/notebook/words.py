"""What one line tells of a trace, for hosts that know no bundle."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from .json_text import well_formed
from .records import TraceRecord

MAX_CHARACTERS = 200
_UNFIT = re.compile("[\\x00-\\x1f\\x7f-\\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
"""Ends of lines, control characters, and marks that turn the direction of all text behind them."""

_STATUS = {"OK": "OK", "ERROR": "ERROR", "IN_PROGRESS": "RUNNING"}


def plain_text(traces: Sequence[TraceRecord], more: int) -> str:
    """One line a trace: status, name, duration, spans, errors when any, id."""
    lines = ["  ".join([*told_of(trace), short_line(trace.trace_id)]) for trace in traces]
    return "\n".join([*lines, *([plural(more, "more trace")] if more else [])])


def told_of(trace: TraceRecord) -> list[str]:
    """Status, name, duration, and what is known and not zero of spans and errors."""
    spans = trace.spans
    errors = sum(span.status == 2 for span in spans or [])
    return [
        _STATUS.get(trace.info["state"], "UNKNOWN"),
        short_line(trace.name) or "unnamed trace",
        duration(trace.info.get("execution_duration_ms", math.nan) * 1000),
        *([] if spans is None else [plural(len(spans), "span")]),
        *([plural(errors, "error")] if errors else []),
    ]


def short_line(text: str) -> str:
    """The text on one line without control characters or lone surrogates, and cut where it is long."""
    line = _UNFIT.sub(" ", well_formed(text))
    return f"{line[:MAX_CHARACTERS]}…" if len(line) > MAX_CHARACTERS else line


def plural(count: int, noun: str) -> str:
    """`1 span`, `2 spans`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def duration(microseconds: float) -> str:
    """For people: three digits up to a minute, then minutes and seconds, or hours; a dash for NaN."""
    if not math.isfinite(microseconds):
        return "\u2013"
    if microseconds < 0:
        return f"\u2212{duration(-microseconds)}"
    if microseconds < 999.5:
        return f"{math.floor(microseconds + 0.5)} µs"
    if microseconds < 999_500:
        return f"{_three_digits(microseconds / 1e3)} ms"
    if microseconds < 59_950_000:
        return f"{_three_digits(microseconds / 1e6)} s"
    seconds = math.floor(microseconds / 1e6 + 0.5)
    minutes = seconds // 60
    return (
        f"{minutes} min {seconds % 60:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
    )


def _three_digits(value: float) -> str:
    digits = 2 if value < 9.995 else 1 if value < 99.95 else 0
    return f"{value:.{digits}f}"
