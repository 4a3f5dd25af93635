"""Which traces stand under which cell."""

from __future__ import annotations

import time
import uuid
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .bundle import fitting
from .records import TraceRecord, record_of
from .searches import Search

if TYPE_CHECKING:
    from mlflow.entities import Trace

REMEMBERED = 100
"""Cells that a late trace can still be shown under."""


@dataclass
class Cell:
    """The traces of one execution of a cell, by id, in the order in which they are shown."""

    started_ms: int = field(default_factory=lambda: int(time.time() * 1000))
    made: dict[str, Trace] = field(default_factory=dict)
    found: dict[str, Trace] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    """Ids of the traces that the user's own code displayed: they are not shown twice."""
    display_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    is_shown: bool = False
    search: Search | None = None
    """The last search that did not read all that there was."""

    def take(self, trace: Trace) -> bool:
        """Keep a trace that was made; false when it stood here already as it is now."""
        before = self.made.get(trace.info.trace_id)
        self.made[trace.info.trace_id] = trace
        return before is None or _extent(before) != _extent(trace)

    def searched(self, search: Search) -> None:
        """Keep how a search goes on; reading it to its end takes back what was kept of it."""
        if search.page_token is not None:
            self.search = search
        elif search.is_of(self.search):
            self.search = None

    def records(self, max_made: int, max_bytes: int) -> tuple[list[TraceRecord], list[str]]:
        """What is shown, and the ids of what is only counted: made ones have a limit, found ones a budget."""
        made = [trace for key, trace in self.made.items() if key not in self.asked]
        found = [trace for key, trace in self.found.items() if key not in self.asked and key not in self.made]
        records = [record_of(trace) for trace in made[:max_made]]
        records += fitting([record_of(trace) for trace in found], max_bytes)
        return records, [trace.info.trace_id for trace in made[max_made:]]


class Cells:
    """The cell that runs, and those before it that stand in the notebook."""

    def __init__(self) -> None:
        self._before: deque[Cell] = deque(maxlen=REMEMBERED)
        self.current = Cell()

    def start(self) -> None:
        """What was gathered between two cells, and could not be shown, is shown under the next."""
        before = self.current
        made, found, search = (
            ({}, {}, None) if before.is_shown else (before.made, before.found, before.search)
        )
        self._before.append(before)
        self.current = Cell(made=made, found=found, search=search)

    def of(self, trace: Trace) -> Cell:
        """The cell in which the trace started, if it has an output to be updated; else the one that runs."""
        started = trace.info.request_time
        for cell in reversed([*self._before, self.current]):
            if cell.started_ms <= started:
                return cell if cell.is_shown else self.current
        return self.current


def _extent(trace: Trace) -> list[int | None]:
    """What changes while a trace runs: its spans and their ends."""
    return [span.end_time_ns for span in trace.data.spans]


def traces_in(value: object) -> list[Trace]:
    """The traces in what a search gave: a list of them, or a table that holds each as JSON."""
    from mlflow.entities import Trace

    column = value["trace"] if hasattr(value, "columns") and "trace" in value.columns else value
    items: Iterable[object] = column if isinstance(column, Iterable) else []
    parsed = (Trace.from_json(item) if isinstance(item, str) else item for item in items)
    return [item for item in parsed if isinstance(item, Trace)]


def by_id(traces: Sequence[Trace]) -> dict[str, Trace]:
    """The last of each id."""
    return {trace.info.trace_id: trace for trace in traces}
