"""tracing.context, update_current_trace, the switches, sampling."""

import mlflow.exceptions


def raises(call):
    try:
        call()
    except (mlflow.exceptions.MlflowException, ValueError):
        return True
    return False


def run(mlflow, keep):
    @mlflow.trace
    def work(x):
        return x

    with mlflow.tracing.context(
        metadata={"a": "outer", "b": "outer"}, tags={"t": "outer"}, session_id="chat-1", user="ann"
    ):
        with mlflow.tracing.context(metadata={"b": "inner"}, tags={"u": "inner"}):
            work(1)
            keep("nested scopes", mlflow.get_last_active_trace_id())
        with mlflow.tracing.context(enabled=False):
            last = mlflow.get_last_active_trace_id()
            work(2)
            with mlflow.start_span("off") as off:
                off_id = off.trace_id
            unseen = mlflow.get_last_active_trace_id() == last
            with mlflow.tracing.context(enabled=True):
                work(3)
                keep("on again", mlflow.get_last_active_trace_id())
        with mlflow.start_span("changed") as span:
            mlflow.update_current_trace(
                tags={"t": "own"},
                metadata={"a": "own"},
                session_id="chat-2",
                user="bob",
                client_request_id="request-7",
                request_preview="asked",
                response_preview="told",
                model_id="m-1",
                state="ERROR",
            )
            errors = [
                raises(lambda: mlflow.update_current_trace(state="DONE")),
                raises(lambda: mlflow.update_current_trace(request_preview=1)),
            ]
        keep("updated", span.trace_id)
    work(4)
    keep("outside", mlflow.get_last_active_trace_id())

    @mlflow.trace(sampling_ratio_override=0.0)
    def unsampled():
        return work(5)

    last = mlflow.get_last_active_trace_id()
    results = [unsampled()]
    mlflow.tracing.disable()
    results.append(work(6))
    mlflow.tracing.enable()
    still = mlflow.get_last_active_trace_id() == last
    work(7)
    keep("after the switch", mlflow.get_last_active_trace_id())

    def hide(span):
        span.set_inputs({"x": "***"})
        span.set_attribute("seen", True)

    def fail(_span):
        raise RuntimeError("never")

    with mlflow.tracing.configure(span_processors=[fail, hide]):
        work("secret")
    keep("redacted", mlflow.get_last_active_trace_id())
    work("open")
    keep("not redacted", mlflow.get_last_active_trace_id())
    return {
        "nothing while off": unseen,
        "id while off": off_id,
        "errors": errors,
        "results": results,
        "no trace of it": still,
        "update without trace raises": raises(lambda: mlflow.update_current_trace(tags={"a": "b"})),
    }
