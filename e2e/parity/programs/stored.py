"""Tags, assessments, search and deletion of stored and of running traces."""

import re


def run(mlflow, keep):
    client = mlflow.MlflowClient()

    @mlflow.trace(span_type="CHAIN")
    def chain(question):
        return [tool(word) for word in question.split()]

    @mlflow.trace(name="tool", span_type="TOOL")
    def tool(word):
        mlflow.set_trace_tag(mlflow.get_active_trace_id(), "running", word)
        return word.upper()

    chain("is it")
    trace_id = mlflow.get_last_active_trace_id()
    keep("tagged and assessed", trace_id)
    mlflow.flush_trace_async_logging()
    mlflow.set_trace_tag(trace_id, "stage", "final")
    mlflow.set_trace_tag(trace_id, "gone", "soon")
    mlflow.delete_trace_tag(trace_id, "gone")
    mlflow.log_feedback(trace_id=trace_id, name="good", value=True, rationale="it is")
    mlflow.log_feedback(trace_id=trace_id, name="score", value=0.5, metadata={"by": "hand"})
    mlflow.log_expectation(trace_id=trace_id, name="answer", value={"words": ["IS", "IT"]})

    trace = mlflow.get_trace(trace_id)
    ids = [client.start_trace("to delete").trace_id for _ in range(2)]
    for each in ids:
        client.end_trace(each)
    mlflow.flush_trace_async_logging()
    experiment = trace.info.experiment_id
    found = mlflow.search_traces(
        locations=[experiment], filter_string="tags.stage = 'final'", return_type="list"
    )
    return {
        "by name": len(trace.search_spans(name="tool")),
        "by expression": len(trace.search_spans(name=re.compile("oo"))),
        "by type": [span.name for span in trace.search_spans(span_type="CHAIN")],
        "by id": len(trace.search_spans(span_id=trace.data.spans[0].span_id)),
        "none": trace.search_spans(name="too"),
        "assessments": sorted((each.name, each.source.source_type) for each in trace.search_assessments()),
        "expectations": [each.name for each in trace.search_assessments(type="expectation")],
        "found": [each.info.trace_id == trace_id for each in found],
        "deleted": client.delete_traces(experiment_id=experiment, trace_ids=ids),
        "is gone": mlflow.get_trace(ids[0], silent=True) is None,
    }
