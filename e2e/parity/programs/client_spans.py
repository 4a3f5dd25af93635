"""MlflowClient: start_trace, start_span, end_span, end_trace."""

from mlflow import MlflowClient, MlflowException


def raises(call):
    try:
        call()
    except MlflowException:
        return True
    return False


def run(mlflow, keep):
    client = MlflowClient()
    root = client.start_trace(
        "by hand", span_type="CHAIN", inputs={"q": 1}, attributes={"a": [1]}, tags={"stage": "draft"}
    )
    child = client.start_span(
        "child",
        trace_id=root.trace_id,
        parent_id=root.span_id,
        span_type="TOOL",
        inputs=[1],
        attributes={"b": 2},
    )
    leaf = client.start_span("leaf", trace_id=root.trace_id, parent_id=child.span_id)
    client.end_span(root.trace_id, leaf.span_id, status="ERROR")
    client.end_span(root.trace_id, child.span_id, outputs={"n": 0}, attributes={"c": "d"})
    client.end_trace(root.trace_id, outputs="done", attributes={"e": True})
    keep("tree", root.trace_id)

    timed = client.start_trace("timed", start_time_ns=1_700_000_000_000_000_000)
    client.end_trace(timed.trace_id, status="ERROR", end_time_ns=1_700_000_000_250_000_000)
    keep("timed", timed.trace_id)

    with mlflow.start_span("fluent") as fluent:
        span = client.start_span("by hand", trace_id=fluent.trace_id, parent_id=fluent.span_id)
        seen = mlflow.get_current_active_span().name
        client.end_span(fluent.trace_id, span.span_id, outputs=1)
        within = raises(lambda: client.start_trace("refused"))
    keep("client under fluent", fluent.trace_id)

    outer = client.start_trace("outer")
    with mlflow.start_span("own trace") as own:
        pass
    client.end_trace(outer.trace_id)
    keep("fluent under client: outer", outer.trace_id)
    keep("fluent under client: own", own.trace_id)

    open_trace = client.start_trace("open")
    facts = {
        "active within": seen,
        "trace within fluent raises": within,
        "no parent raises": raises(
            lambda: client.start_span("x", trace_id=open_trace.trace_id, parent_id=None)
        ),
        "unknown parent raises": raises(
            lambda: client.start_span("x", trace_id=open_trace.trace_id, parent_id="1" * 16)
        ),
        "unknown span raises": raises(lambda: client.end_span(open_trace.trace_id, "1" * 16)),
        "unknown trace raises": raises(lambda: client.end_trace("tr-" + "1" * 32)),
        "finished trace raises": raises(lambda: client.end_trace(timed.trace_id)),
        "no-op trace raises": raises(lambda: client.end_trace("MLFLOW_NO_OP_SPAN_TRACE_ID")),
    }
    client.end_trace(open_trace.trace_id)
    return facts
