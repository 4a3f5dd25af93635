"""Finding, tagging, linking and deleting traces that Python wrote."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import mlflow
import pytest
from mlflow import MlflowClient


def write_traces(count: int, **tags: str) -> list[str]:
    """Traces of one span each, oldest first."""
    ids: list[str] = []
    for number in range(count):
        with mlflow.start_span(f"call {number}", span_type="TOOL") as span:
            span.set_outputs({"number": number})
            mlflow.update_current_trace(tags={**tags, "number": str(number)})
        ids.append(span.trace_id)
    return ids


SEARCH = "print((await mlflow.searchTraces(given.options)).map(trace => trace.traceId));"


@pytest.mark.parametrize(
    "options",
    [
        {"filterString": "tags.number = '3'"},
        {"filterString": "span.name = 'call 1' AND span.type = 'TOOL'"},
        {"filterString": "tags.number = 'none'"},
        {"orderBy": ["timestamp_ms ASC"], "maxResults": 3},
        {"includeSpans": False},
        {},
    ],
)
def test_a_search_finds_what_python_finds(options: dict[str, Any], run: Callable[..., Any]):
    write_traces(5)
    theirs = mlflow.search_traces(
        filter_string=options.get("filterString"),
        order_by=options.get("orderBy"),
        max_results=options.get("maxResults"),
        return_type="list",
    )
    assert run(SEARCH, options=options) == [trace.info.trace_id for trace in theirs]


def test_pages_together_hold_each_trace_once_with_its_spans(run: Callable[..., Any]):
    ids = write_traces(25)
    pages = run(
        """
        const client = new mlflow.MlflowClient();
        const pages = [];
        let pageToken;
        do {
          const page = await client.searchTraces({ locations: [given.id], maxResults: 10, pageToken });
          pages.push(page.map(trace => [trace.traceId, trace.data.spans[0].outputs.number]));
          pageToken = page.token;
        } while (pageToken !== undefined);
        print(pages);
        """
    )
    assert [len(page) for page in pages] == [10, 10, 5]
    found = {trace_id: number for page in pages for trace_id, number in page}
    assert found == {trace_id: number for number, trace_id in enumerate(ids)}


def test_an_iterator_passes_the_size_of_a_page(run: Callable[..., Any], experiment_id: str):
    ids = run(
        """
        for (let call = 0; call < 105; call++) mlflow.withSpan(() => call, { name: "call" });
        const { sent } = await mlflow.flushTraces();
        const ids = [];
        const search = mlflow.iterateTraces({ experimentNames: [given.name], includeSpans: false });
        for await (const { traceId } of search) ids.push(traceId);
        print(sent === 105 ? ids : sent);
        """,
        name=mlflow.get_experiment(experiment_id).name,
    )
    theirs = mlflow.search_traces(include_spans=False, return_type="list")
    assert ids == [trace.info.trace_id for trace in theirs]
    assert len(set(ids)) == 105


def test_traces_of_a_run_are_found_by_it(run: Callable[..., Any], experiment_id: str):
    linked, other = write_traces(2)
    with mlflow.start_run() as theirs:
        (inside,) = write_traces(1)
    ours = run(
        """
        const client = new mlflow.MlflowClient();
        const { info } = await client.createRun(given.id, { runName: "ours" });
        await client.linkTracesToRun([given.linked], info.runId);
        await client.setTerminated(info.runId);
        const idsOf = async runId => (await mlflow.searchTraces({ runId })).map(trace => trace.traceId);
        print({ run: info.runId, ours: await idsOf(info.runId), theirs: await idsOf(given.theirs) });
        """,
        linked=linked,
        theirs=theirs.info.run_id,
    )
    assert (ours["ours"], ours["theirs"]) == ([linked], [inside])
    found = mlflow.search_traces(run_id=ours["run"], return_type="list")
    assert [trace.info.trace_id for trace in found] == [linked]
    stored = MlflowClient().get_run(ours["run"]).info
    assert (stored.run_name, stored.status, stored.experiment_id) == ("ours", "FINISHED", experiment_id)
    assert other not in ours["ours"]


def test_tags_change_on_stored_and_on_running_traces(run: Callable[..., Any]):
    (stored,) = write_traces(1, old="1")
    running = run(
        """
        await mlflow.setTraceTag(given.stored, "new", "2");
        await mlflow.deleteTraceTag(given.stored, "old");
        const traceId = await mlflow.withSpan(async span => {
          await mlflow.setTraceTag(span.traceId, "while", "running");
          await mlflow.logFeedback({ traceId: span.traceId, value: true });
          return span.traceId;
        }, { name: "ours" });
        await mlflow.setTraceTag(traceId, "after", "its end");
        await mlflow.flushTraces();
        print(traceId);
        """,
        stored=stored,
    )
    tags = mlflow.get_trace(stored).info.tags
    assert tags["new"] == "2"
    assert "old" not in tags
    info = mlflow.get_trace(running).info
    assert (info.tags["while"], info.tags["after"]) == ("running", "its end")
    assert [feedback.value for feedback in info.assessments] == [True]


def test_deleting_follows_the_rules_of_python(run: Callable[..., Any], experiment_id: str):
    ids = write_traces(6)
    counts = run(
        """
        const client = new mlflow.MlflowClient();
        const experimentId = given.id;
        print([
          await client.deleteTraces({ experimentId, traceIds: [given.ids[5], "tr-unknown"] }),
          await client.deleteTraces({ experimentId, maxTimestampMillis: Date.now(), maxTraces: 2 }),
        ]);
        """,
        ids=ids,
    )
    assert counts == [1, 2]
    left = MlflowClient().search_traces(locations=[experiment_id], include_spans=False)
    assert {trace.info.trace_id for trace in left} == set(ids[2:5])


def test_a_trace_that_is_on_its_way_is_waited_for(run: Callable[..., Any]):
    found = run(
        """
        const call = mlflow.trace(function call() { return "answer"; });
        call();
        const flushed = await mlflow.getTrace(mlflow.getLastActiveTraceId(), { flush: true });
        call();
        const last = await mlflow.getLastActiveTrace();
        call();
        const all = await mlflow.searchTraces({ flush: true });
        print([flushed.data.spans[0].outputs, last.data.spans[0].outputs, all.length]);
        """
    )
    assert found == ["answer", "answer", 3]


def test_two_writers_do_not_disturb_a_search(run: Callable[..., Any]):
    ids = set(write_traces(20))
    writer = threading.Thread(target=write_traces, args=(10,))
    writer.start()
    found = run(SEARCH, options={})
    writer.join()
    assert len(found) == len(set(found))
    assert ids <= set(found)
