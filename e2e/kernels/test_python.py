"""Python notebooks: `%load_ext spanbook` shows MLflow's own traces in our view, by the same rules."""

from __future__ import annotations

import pytest
from kernel import MIME_TYPE, Cell, Kernel

SETUP = """
%load_ext spanbook
import time, threading, mlflow, spanbook
mlflow.set_experiment("python-notebook")

@mlflow.trace(span_type="CHAIN")
def answer(question, seconds=0):
    with mlflow.start_span("search", span_type="RETRIEVER") as span:
        span.set_inputs({"q": question})
        time.sleep(seconds)
    return question.upper()
"""


@pytest.fixture(scope="module")
def kernel_name() -> str:
    return "python3"


@pytest.fixture(scope="module")
def ready(kernel: Kernel) -> Kernel:
    cell = kernel.run(SETUP)
    assert (cell.status, cell.outputs) == ("ok", []), cell.text("stderr")
    return kernel


def html_outputs(cell: Cell) -> list[str]:
    """Views of MLflow's own: frames onto its server."""
    return [
        message["content"]["data"]["text/html"]
        for message in cell.messages
        if "iframe" in message["content"].get("data", {}).get("text/html", "")
    ]


def test_a_traced_call_stands_under_its_cell_with_its_data(ready: Kernel):
    cell = ready.run("_ = answer('why?')")
    assert cell.output.names == ["answer"]
    spans = cell.output.traces[0]["spans"]
    assert (spans["names"], spans["types"]) == (["answer", "search"], ["CHAIN", "RETRIEVER"])
    assert spans["outputs"]["0"] == '"WHY?"'
    assert html_outputs(cell) == []
    assert "<script" not in cell.output.data["text/html"]
    assert cell.output.data["text/plain"].startswith("OK  answer")


def test_a_cell_that_raises_shows_the_trace_that_failed(ready: Kernel):
    cell = ready.run("with mlflow.start_span('broken'):\n    raise ValueError('no')")
    assert cell.status == "error"
    assert cell.output.trace_states == ["ERROR"]


def test_more_traces_than_are_shown_are_counted(ready: Kernel):
    cell = ready.run("for i in range(12): answer(str(i))")
    assert len(cell.output.traces) == 10
    assert cell.output.data[MIME_TYPE]["more"] == 2
    assert len(cell.output.data[MIME_TYPE]["more_ids"].split()) == 2


def test_a_trace_that_is_made_and_returned_stands_there_once(ready: Kernel):
    cell = ready.run("answer('once'); mlflow.get_trace(mlflow.get_last_active_trace_id(), flush=True)")
    assert cell.output.names == ["answer"]


@pytest.mark.parametrize(
    "search",
    [
        "found = mlflow.search_traces(max_results=3)",
        "found = mlflow.search_traces(max_results=3, return_type='list')",
        "found = mlflow.MlflowClient().search_traces("
        "[mlflow.get_experiment_by_name('python-notebook').experiment_id], max_results=3)",
    ],
)
def test_what_a_search_finds_is_listed(ready: Kernel, search: str):
    cell = ready.run(search)
    assert (cell.status, len(cell.output.traces)) == ("ok", 3), cell.text("stderr")


def test_a_search_that_stops_keeps_how_it_goes_on(ready: Kernel):
    cell = ready.run("""
with mlflow.start_run() as run:
    for i in range(5): answer(str(i))
found = mlflow.search_traces(run_id=run.info.run_id, order_by=['timestamp_ms ASC'], max_results=3, flush=True)
""")
    search = cell.output.data[MIME_TYPE]["search"]
    assert set(search) == {"experiment_ids", "filter", "order_by", "page_token"}
    assert search["order_by"] == ["timestamp_ms ASC"]
    assert "run_id" in search["filter"]
    rest = ready.run(
        f"found = mlflow.MlflowClient().search_traces({search['experiment_ids']!r}, {search['filter']!r}, 9, "
        f"{search['order_by']!r}, {search['page_token']!r})"
    )
    assert [trace["spans"]["outputs"]["0"] for trace in rest.output.traces] == ['"3"', '"4"']
    assert "search" not in rest.output.data[MIME_TYPE]


@pytest.mark.parametrize(
    "code",
    [
        "[*client.search_traces([experiment], max_results=2), *[]]",
        "client.search_traces([experiment], max_results=2)",
        "mlflow.search_traces(max_results=2, return_type='list', include_spans=False)",
    ],
)
def test_a_list_that_a_search_gave_stands_there_once_with_its_next_page(ready: Kernel, code: str):
    ready.run(
        "client = mlflow.MlflowClient(); experiment = mlflow.set_experiment('python-notebook').experiment_id"
    )
    cell = ready.run(code)
    assert len(cell.output.traces) == 2
    assert ("spans" in cell.output.traces[0]) == ("include_spans" not in code)
    assert cell.output.data[MIME_TYPE]["search"]["page_token"]


def test_a_search_that_is_read_to_its_end_has_no_next_page(ready: Kernel):
    cell = ready.run("for size in (1, None): found = mlflow.search_traces(max_results=size)")
    assert len(cell.output.traces) > 1
    assert "search" not in cell.output.data[MIME_TYPE]


def test_other_lists_look_as_ever(ready: Kernel):
    cell = ready.run("['a', {}, 1]")
    (shown,) = [m["content"]["data"] for m in cell.messages if m["msg_type"] == "execute_result"]
    assert shown == {"text/plain": "['a', {}, 1]"}


def test_a_trace_that_ends_after_its_cell_updates_the_output_of_its_own_cell(ready: Kernel):
    first = ready.run("""
answer('now')
thread = threading.Thread(target=lambda: answer('late', seconds=1.5))
thread.start(); time.sleep(0.1)
""")
    second = ready.run("thread.join()")
    assert second.outputs == []
    assert len(first.output.traces) == 2


def test_the_display_is_switched_off_and_on_as_mlflow_does(ready: Kernel):
    hidden = ready.run("mlflow.tracing.disable_notebook_display(); answer('hidden')")
    assert hidden.outputs == []
    asked = ready.run("trace = mlflow.get_trace(mlflow.get_last_active_trace_id(), flush=True)\ntrace")
    assert asked.output.names == ["answer"]
    several = ready.run("spanbook.display([trace, trace])")
    assert several.output.names == ["answer", "answer"]
    shown = ready.run("mlflow.tracing.enable_notebook_display(); answer('shown')")
    assert shown.output.names == ["answer"]


def test_unloading_brings_mlflows_own_view_back(ready: Kernel):
    last = "mlflow.get_trace(mlflow.get_last_active_trace_id(), flush=True)"
    unloaded = ready.run(f"%unload_ext spanbook\n{last}")
    assert unloaded.outputs == []
    assert len(html_outputs(unloaded)) >= 1
    again = ready.run("%load_ext spanbook\n_ = answer('ours')")
    assert again.output.names == ["answer"]
    assert html_outputs(again) == []


def test_the_environment_switches_it_off(start_kernel):
    kernel = start_kernel(SPANBOOK_DISPLAY="off")
    kernel.run(SETUP)
    cell = kernel.run("_ = answer('off')")
    assert (cell.status, cell.outputs, html_outputs(cell)) == ("ok", [], [])
