"""The traces that MLflow still holds in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlflow.entities import Trace


def pending_traces(since_ms: int) -> list[Trace]:
    """Traces that started since then and were not exported yet, as they are now, in the order of their start.

    MLflow tells its display of a trace when it exports it: since 3.17 up to five seconds after its end, which
    is too late for the cell that made it. It has no public way to ask, hence the look into its registry.
    """
    from mlflow.tracing.trace_manager import InMemoryTraceManager

    manager = InMemoryTraceManager.get_instance()
    found = []
    for trace_id in list(getattr(manager, "_traces", ())):
        with manager.get_trace(trace_id) as held:
            if held is not None and held.info.request_time >= since_ms:
                found.append(held.to_mlflow_trace())
    return sorted(found, key=lambda trace: trace.info.request_time)
