"""traceparent out and in: two processes' worth of spans in one trace."""

from mlflow.tracing import (
    get_tracing_context_headers_for_http_request,
    set_tracing_context_from_http_request_headers,
)


def run(mlflow, keep):
    with mlflow.start_span("client") as client, mlflow.start_span("request") as request:
        headers = get_tracing_context_headers_for_http_request()
    keep("both sides", client.trace_id)
    mlflow.flush_trace_async_logging()  # it is over: what follows is as in another process
    last = mlflow.get_last_active_trace_id()

    with (
        set_tracing_context_from_http_request_headers({"Traceparent": headers["traceparent"]}),
        mlflow.start_span("server", span_type="AGENT") as server,
    ):
        server.set_inputs({"q": 1})
        with mlflow.start_span("work") as work:
            work.set_outputs(2)
    same = server.trace_id == client.trace_id and server.parent_id == request.span_id
    try:
        with set_tracing_context_from_http_request_headers({}):
            refused = False
    except Exception:
        refused = True
    return {
        "same trace": same,
        "header": headers["traceparent"][:-2]
        == f"00-{client.trace_id.removeprefix('tr-')}-{request.span_id}-",
        "no active span": get_tracing_context_headers_for_http_request(),
        "no header raises": refused,
        "last stays": mlflow.get_last_active_trace_id() == last,
    }
