"""Traces that a cell reads from the server: one output lists them, each once."""

from __future__ import annotations

import time

import pytest
from kernel import MIME_TYPE, Cell, Kernel
from programs import DEFINE, IMPORT

COUNT = 12


@pytest.fixture(scope="module")
def ids(kernel: Kernel) -> list[str]:
    """A new experiment with some traces, oldest first."""
    name = f"found-{kernel.name}-{time.time_ns()}"
    cell = kernel.run(f"""{IMPORT}{DEFINE}
mlflow.setExperiment("{name}");
for (let i = 0; i < {COUNT}; i++) {{ await work("trace " + i, 2); }}
await mlflow.flushTraces();
var last = mlflow.getLastActiveTraceId()!;
var client = new mlflow.MlflowClient();
""")
    assert cell.status == "ok", cell.text("stderr")
    assert cell.output.data[MIME_TYPE]["more"] == COUNT - 10
    assert len(cell.output.data[MIME_TYPE]["more_ids"].split()) == COUNT - 10
    found = kernel.run(
        "(await mlflow.searchTraces({ orderBy: ['timestamp_ms ASC'] })).map(t => t.traceId).join();"
    )
    return [trace["trace_id"] for trace in found.output.traces]


def ids_of(cell: Cell) -> list[str]:
    return [trace["trace_id"] for trace in cell.output.traces]


def test_a_search_lists_all_that_it_found_with_their_spans(kernel: Kernel, ids: list[str]):
    assert len(set(ids)) == COUNT
    cell = kernel.run("var found = await mlflow.searchTraces({ orderBy: ['timestamp_ms ASC'] });")
    assert (cell.status, cell.text("stderr")) == ("ok", "")
    assert ids_of(cell) == ids
    assert cell.output.names == [f"trace {i}" for i in range(COUNT)]
    assert all(trace["spans"]["count"] == 1 for trace in cell.output.traces)
    assert "more" not in cell.output.data[MIME_TYPE]


def test_a_search_that_stops_keeps_how_it_goes_on(kernel: Kernel, ids: list[str]):
    cell = kernel.run("await mlflow.searchTraces({ orderBy: ['timestamp_ms ASC'], maxResults: 5 });")
    search = cell.output.data[MIME_TYPE]["search"]
    assert ids_of(cell) == ids[:5]
    assert search["order_by"] == ["timestamp_ms ASC"]
    assert len(search["experiment_ids"]) == 1
    assert search["page_token"]
    assert set(search) == {"experiment_ids", "order_by", "page_token"}


@pytest.mark.parametrize(
    "code",
    [
        "await mlflow.searchTraces(QUERY);",
        "var run = async () => (await mlflow.searchTraces(QUERY)).length; await run();",
        "var all = async () => { for await (const t of mlflow.iterateTraces(QUERY)) void t; }; await all();",
        "await client.searchTraces(QUERY);",
        "await mlflow.searchTraces(QUERY); await mlflow.searchTraces(QUERY);",
        "await mlflow.searchTraces(QUERY); await client.getTrace(last); mlflow.display(found[0]);",
    ],
)
def test_however_a_search_runs_each_trace_stands_once_in_one_output(
    kernel: Kernel, ids: list[str], code: str
):
    query = "{ orderBy: ['timestamp_ms ASC'], maxResults: 100 }"
    cell = kernel.run(code.replace("QUERY", query))
    assert (cell.status, cell.text("stderr")) == ("ok", "")
    assert ids_of(cell) == ids
    results = [m for m in cell.messages if m["msg_type"] == "execute_result"]
    assert all("trace" not in m["content"]["data"].get("text/plain", "") for m in results)
    assert len(cell.text("stdout")) < 40


def test_a_trace_that_was_made_and_found_in_one_cell_stands_once(kernel: Kernel, ids: list[str]):
    assert ids
    cell = kernel.run(
        """
await work('fresh');
await mlflow.searchTraces({ flush: true, maxResults: 1, orderBy: ['timestamp_ms DESC'] });
await client.getTrace(mlflow.getLastActiveTraceId()!, { flush: true });
"""
    )
    assert cell.output.names == ["fresh"]


def test_a_search_without_spans_lists_infos(kernel: Kernel, ids: list[str]):
    cell = kernel.run("await mlflow.searchTraces({ includeSpans: false, maxResults: 3 });")
    assert ids
    assert len(cell.output.traces) == 3
    assert all("spans" not in trace for trace in cell.output.traces)


def test_a_search_that_finds_nothing_shows_nothing(kernel: Kernel, ids: list[str]):
    cell = kernel.run("await mlflow.searchTraces({ filterString: \"tags.none = 'there'\" });")
    assert ids
    assert cell.status == "ok"
    assert cell.outputs == []


def test_the_client_shows_the_trace_that_it_gets_and_the_plain_function_does_not(
    kernel: Kernel, ids: list[str]
):
    by_client = kernel.run("var one = await client.getTrace(last);")
    quiet = kernel.run("var two = await client.getTrace(last, { display: false });")
    plain = kernel.run("var three = await mlflow.getTrace(last);")
    assert ids
    assert len(ids_of(by_client)) == 1
    assert (quiet.outputs, plain.outputs) == ([], [])


def test_traces_got_one_by_one_are_capped_and_counted(kernel: Kernel, ids: list[str]):
    cell = kernel.run(f"for (const id of {ids}) {{ await client.getTrace(id); }} 1;")
    assert ids_of(cell) == ids[:10]
    assert cell.output.data[MIME_TYPE]["more"] == COUNT - 10


def test_searches_keep_to_the_budget_and_count_the_rest(kernel: Kernel, ids: list[str]):
    cell = kernel.run("""
process.env.SPANBOOK_MAX_OUTPUT_BYTES = "8000";
await mlflow.searchTraces();
await sleep(1);
""")
    kernel.run("delete process.env.SPANBOOK_MAX_OUTPUT_BYTES;")
    shown = len(cell.output.traces)
    assert 1 < shown < COUNT
    assert cell.output.data[MIME_TYPE]["more"] == COUNT + 1 - shown
    assert ids


@pytest.mark.parametrize(
    ("off", "on"),
    [
        ("mlflow.tracing.disableNotebookDisplay();", "mlflow.tracing.enableNotebookDisplay();"),
        ("process.env.SPANBOOK_DISPLAY = 'off';", "delete process.env.SPANBOOK_DISPLAY;"),
    ],
)
def test_the_switches_stop_what_is_found(kernel: Kernel, ids: list[str], off: str, on: str):
    cell = kernel.run(f"{off} var quiet = await mlflow.searchTraces(); await client.getTrace(last); 1;")
    kernel.run(on)
    assert ids
    assert cell.status == "ok"
    assert cell.outputs == []
