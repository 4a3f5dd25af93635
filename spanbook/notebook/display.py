"""Shows the traces of a cell under it, in place of MLflow's own view."""

from __future__ import annotations

import functools
import logging
import os
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from .bundle import fitting
from .cells import Cell, Cells, by_id, traces_in
from .output import output_of
from .pending import pending_traces
from .records import TraceRecord, record_of
from .searches import Search, noted_pages, noting

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell
    from mlflow.entities import Trace

MAX_BYTES = 2_000_000
TRACE_TYPE = ("mlflow.entities.trace", "Trace")
ASK_PAGE = "_search_traces"  # of MLflow's TracingClient, in every MLflow 3

_logger = logging.getLogger(__name__)


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    """A display that fails must not fail the program that is traced."""

    @functools.wraps(method)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return method(*args, **kwargs)
        except Exception:
            _logger.warning("Spanbook cannot show these traces; they are stored all the same.", exc_info=True)
            return None

    return guarded


class NotebookDisplay:
    """The display of one IPython shell, from `start` to `stop`. What made it stays as it was after `stop`."""

    def __init__(self, shell: InteractiveShell) -> None:
        from mlflow.tracing.display import get_display_handler

        self._shell = shell
        self._handler = get_display_handler()
        self._cells = Cells()
        self._lock = threading.Lock()
        self._undo: list[Callable[[], None]] = []

    def start(self) -> None:
        """Take MLflow's place: in its handler, its searches, and the display of a trace."""
        import mlflow
        from mlflow.tracing.client import TracingClient

        self._replace(self._handler, "display_traces", self.made)
        self._replace(mlflow, "search_traces", self._searching(mlflow.search_traces))
        client = mlflow.MlflowClient
        self._replace(client, "search_traces", self._searching(client.search_traces))
        if hasattr(TracingClient, ASK_PAGE):
            self._replace(TracingClient, ASK_PAGE, noting(getattr(TracingClient, ASK_PAGE)))
        self._on("pre_run_cell", self._cell_starts)
        self._on("post_run_cell", self._cell_ends)
        formatter = self._shell.display_formatter.mimebundle_formatter
        formatter.for_type_by_name(*TRACE_TYPE, self._displayed)
        formatter.for_type(list, self._listed)
        self._undo.append(lambda: formatter.pop(".".join(TRACE_TYPE), None))
        self._undo.append(lambda: formatter.pop(list, None))

    def stop(self) -> None:
        """Give MLflow its own display back."""
        while self._undo:
            self._undo.pop()()

    @_guarded
    def made(self, traces: Sequence[Trace]) -> None:
        """Traces that ended, or were got one by one; a late one updates the output of its own cell."""
        if self._is_off():
            return
        with self._lock:
            for trace in traces:
                cell = self._cells.of(trace)
                if cell.take(trace) and cell.is_shown:
                    self._show(cell)

    @_guarded
    def show(self, traces: Sequence[Trace]) -> None:
        """An output of its own for these traces, whatever the switches say."""
        records = [record_of(trace) for trace in traces]
        self._publish(_output(records))
        self._cells.current.asked.update(by_id(traces))

    @_guarded
    def _found(self, result: object, pages: Sequence[Search]) -> None:
        if not self._is_off():
            cell = self._cells.current
            cell.found.update(by_id(traces_in(result)))
            for page in pages[-1:]:
                cell.searched(page)

    @_guarded
    def _displayed(self, trace: Trace, **_: Any) -> dict[str, Any]:
        """What IPython shows for a trace."""
        self._cells.current.asked.add(trace.info.trace_id)
        return _output([record_of(trace)])

    @_guarded
    def _listed(self, items: list[Any], **_: Any) -> dict[str, Any] | None:
        """What IPython shows for a list of traces, with the next page of a search; None for other lists."""
        from mlflow.entities import Trace

        if not items or not all(isinstance(item, Trace) for item in items):
            return None
        traces = by_id(items)
        cell = self._cells.current
        is_found = traces.keys() == cell.found.keys()
        cell.asked.update(traces)
        records = fitting([record_of(trace) for trace in traces.values()], _max_bytes())
        return _output(records, search=cell.search if is_found else None)

    def _searching(self, search: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(search)
        def searching(*args: Any, **kwargs: Any) -> Any:
            with noted_pages() as pages:
                result = search(*args, **kwargs)
            self._found(result, pages)
            return result

        return searching

    def _cell_starts(self, *_: Any) -> None:
        with self._lock:
            self._cells.start()

    @_guarded
    def _cell_ends(self, *_: Any) -> None:
        with self._lock:
            cell = self._cells.current
            if not self._is_off():
                cell.made = {**by_id(pending_traces(cell.started_ms)), **cell.made}
            self._show(cell)

    def _show(self, cell: Cell) -> None:
        from mlflow.environment_variables import MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK as MAX_TRACES

        records, more_ids = cell.records(MAX_TRACES.get(), _max_bytes())
        if records:
            transient = {"display_id": cell.display_id}
            output = _output(records, more_ids, cell.search)
            self._publish(output, transient=transient, update=cell.is_shown)
            cell.is_shown = True

    def _publish(self, data: dict[str, Any], **options: Any) -> None:
        self._shell.display_pub.publish(data, {}, **options)

    def _is_off(self) -> bool:
        return self._handler.disabled or _wanted() == "off"

    def _on(self, event: str, callback: Callable[..., None]) -> None:
        self._shell.events.register(event, callback)
        self._undo.append(lambda: self._shell.events.unregister(event, callback))

    def _replace(self, owner: Any, name: str, value: Any) -> None:
        own = vars(owner).get(name)
        setattr(owner, name, value)
        self._undo.append(lambda: delattr(owner, name) if own is None else setattr(owner, name, own))


def _output(
    records: Sequence[TraceRecord], more_ids: Sequence[str] = (), search: Search | None = None
) -> dict[str, Any]:
    wanted = _wanted()
    display = None if wanted == "off" else wanted
    return output_of(records, max_bytes=_max_bytes(), display=display, more_ids=more_ids, search=search)


def _wanted() -> str | None:
    """`expanded`, `collapsed` or `off`; None when the host may choose."""
    value = os.environ.get("SPANBOOK_DISPLAY", "").strip().lower()
    return value if value in {"expanded", "collapsed", "off"} else None


def _max_bytes() -> int:
    value = os.environ.get("SPANBOOK_MAX_OUTPUT_BYTES", "").strip()
    return int(value) if value.isdecimal() and int(value) > 0 else MAX_BYTES
