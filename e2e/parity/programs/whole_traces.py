"""log_trace, add_trace, get_trace, Trace.to_json."""

import warnings

import mlflow.exceptions

warnings.filterwarnings("ignore", category=FutureWarning)  # log_trace is deprecated


def raises(call):
    try:
        call()
    except mlflow.exceptions.MlflowException:
        return True
    return False


def run(mlflow, keep):
    keep(
        "logged",
        mlflow.log_trace(
            name="told later",
            request={"q": "rain?"},
            response="no",
            intermediate_outputs={"documents": ["a"]},
            tags={"t": "1"},
            start_time_ms=1_700_000_000_000,
            execution_time_ms=250,
        ),
    )
    keep("logged with attributes", mlflow.log_trace(request=1, response=2, attributes={"a": "b"}))

    with mlflow.start_span("service", span_type="AGENT") as service:
        service.set_inputs({"x": 1})
        mlflow.update_current_trace(
            tags={"both": "remote", "remote": "1"}, metadata={"m": "remote", "only": "2"}
        )
        with mlflow.start_span("part") as part:
            part.set_attribute("big", 2**60)
        service.set_outputs([2])
    remote = mlflow.get_trace(service.trace_id, flush=True)

    with mlflow.start_span("caller") as caller:
        mlflow.update_current_trace(tags={"both": "local"}, metadata={"m": "local"})
        mlflow.add_trace(remote.to_dict())
    keep("added to active", caller.trace_id)

    with (
        mlflow.start_span("target's trace") as outer,
        mlflow.start_span("target") as target,
        mlflow.start_span("not the target"),
    ):
        mlflow.add_trace(remote, target=target)
    keep("added to target", outer.trace_id)

    mlflow.add_trace(remote)
    keep("added alone", mlflow.get_last_active_trace_id())
    return {"no trace raises": raises(lambda: mlflow.add_trace("text"))}
