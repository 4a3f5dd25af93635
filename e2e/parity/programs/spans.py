"""start_span, start_span_no_context, and what a span can be told."""

from mlflow.entities import Link, SpanEvent


def run(mlflow, keep):
    with mlflow.start_span("linked") as linked:
        pass
    keep("linked", linked.trace_id)

    with mlflow.start_span("told", span_type="AGENT", attributes={"model": "m"}) as span:
        span.set_inputs({"nested": {"list": [1, None, "ž"]}, "zero": 0})
        span.set_attribute("one", 1.5)
        span.set_attributes({"two": [True], "one": 2})
        span.set_span_type("MEMORY")
        span.add_event(SpanEvent("token", timestamp=1_700_000_000_000_000_001, attributes={"n": 1}))
        span.add_link(Link(trace_id=linked.trace_id, span_id=linked.span_id))
        span.set_outputs("")
    keep("told", span.trace_id)

    with mlflow.start_span("described", log_level="WARNING", description="what it does") as span:
        pass
    keep("described", span.trace_id)

    with mlflow.start_span("failed") as span:
        span.record_exception(ValueError("bad value"))
        with mlflow.start_span("status") as child:
            child.set_status("ERROR")
    keep("failed", span.trace_id)

    root = mlflow.start_span_no_context(
        "no context", inputs=1, tags={"t": "1"}, metadata={"m": "2"}, span_type="TASK"
    )
    seen = mlflow.get_current_active_span() is None
    child = mlflow.start_span_no_context("child", parent_span=root, attributes={"x": "y"})
    child.end(outputs=[1], attributes={"z": 1}, status="ERROR")
    root.end(outputs={"a": 1})
    keep("no context", root.trace_id)

    with mlflow.start_span("ambient") as outer:
        mlflow.start_span_no_context("inner").end()
    keep("ambient parent", outer.trace_id)
    return {
        "not active": seen,
        "none active": mlflow.get_current_active_span() is None,
        "no trace": mlflow.get_active_trace_id() is None,
        "last": mlflow.get_last_active_trace_id() == outer.trace_id,
        "last, local": mlflow.get_last_active_trace_id(thread_local=True) == outer.trace_id,
    }
