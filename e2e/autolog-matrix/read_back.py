"""Reads traces back from MLflow, for the matrix of auto tracing: each as lines that can be compared."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import mlflow
from mlflow.entities import Span, Trace


def lines_of(trace: Trace) -> list[str]:
    """A line for each span, by depth and in the order in which they started."""
    children: dict[str | None, list[Span]] = {}
    for span in sorted(trace.data.spans, key=lambda span: span.start_time_ns):
        children.setdefault(span.parent_id, []).append(span)

    def below(parent: str | None, indent: str) -> list[str]:
        return [
            line
            for span in children.get(parent, [])
            for line in [indent + line_of(span), *below(span.span_id, f"{indent}  ")]
        ]

    return below(None, "")


def line_of(span: Span) -> str:
    """Name, type, and of the rest what does not differ between two runs."""
    usage = span.attributes.get("mlflow.chat.tokenUsage") or {}
    events = [event.name for event in span.events if not event.name.startswith(("mlflow.chunk", "new_token"))]
    facts = [
        f"{usage['total_tokens']} tokens" if usage.get("total_tokens") else "",
        said_in(span.outputs),
        "interrupted" if span.attributes.get("mlflow.stream.interrupted") else "",
        *events,
        "!" if span.status.status_code.value == "ERROR" else "",
    ]
    return ", ".join([f"{span.name} {span.span_type}", *[fact for fact in facts if fact]])


def said_in(outputs: Any) -> str:
    """What the fake models say, wherever it stands; else that there is an output."""
    text = json.dumps(outputs)
    said = re.search(r"(?i)echo: [\w ]+|sunny[\w ]*|get_weather", text)
    return f"“{said[0].strip()}”" if said else "" if outputs is None else "output"


def stored_in(experiment_id: str) -> list[Trace]:
    return mlflow.search_traces(locations=[experiment_id], return_type="list", max_results=500)


def main() -> None:
    """A line of standard input names an experiment; the answer is a line of JSON."""
    for line in sys.stdin:
        found = mlflow.get_experiment_by_name(line.strip())
        traces = stored_in(found.experiment_id) if found else []
        print(json.dumps({trace.info.trace_id: lines_of(trace) for trace in traces}), flush=True)


if __name__ == "__main__":
    main()
