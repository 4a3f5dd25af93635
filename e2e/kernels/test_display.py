"""Which output a cell's traces make: the raw messages of both kernels."""

from __future__ import annotations

import pytest
from kernel import MIME_TYPE, Kernel
from programs import DEFINE, IMPORT


@pytest.fixture(scope="module", autouse=True)
def _import_and_trace_in_the_first_cell(kernel: Kernel) -> None:
    first, second = kernel.run_all([f"{IMPORT}{DEFINE}await work('imported');", "await work('next');"])
    assert first.output.names == ["imported"], "the importing cell shows its own trace"
    assert second.output.names == ["next"]


def test_a_cell_shows_one_output_with_three_mime_types(kernel: Kernel):
    cell = kernel.run("await work('answer', 5);")
    assert cell.status == "ok"
    assert cell.text("stderr") == ""
    assert list(cell.output.data) == [MIME_TYPE, "text/html", "text/plain"]
    assert cell.output.names == ["answer"]
    assert "<script" not in cell.output.data["text/html"]
    assert cell.output.data["text/plain"].startswith("OK  answer")


def test_a_cell_without_traces_shows_nothing_of_ours(kernel: Kernel):
    cell = kernel.run("const two = 1 + 1;")
    assert cell.status == "ok"
    assert cell.outputs == []


def test_all_traces_of_a_cell_share_its_output_in_the_order_of_their_start(kernel: Kernel):
    cell = kernel.run("await work('first'); await sleep(300); await work('second');")
    assert cell.output.names == ["first", "second"]
    assert cell.output.trace_states == ["OK", "OK"]


def test_traces_at_the_same_time_stand_in_the_order_of_their_start(kernel: Kernel):
    cell = kernel.run("await Promise.all([work('slow', 60), work('fast', 5)]);")
    assert cell.output.names == ["slow", "fast"]
    assert cell.output.trace_states == ["OK", "OK"]


def test_concurrent_spans_hang_under_their_own_parents(kernel: Kernel):
    cell = kernel.run("""
await mlflow.withSpan(
  () => Promise.all(["a", "b"].map(name =>
    mlflow.withSpan(async () => { await sleep(5); await work(name + "-child", 5); }, { name }))),
  { name: "root" });
""")
    spans = cell.output.traces[0]["spans"]
    names = [spans["names"][int(i)] for i in spans["name"].split()]
    parents = [int(i) for i in spans["parents"].split()]
    tree = {name: names[parent] if parent >= 0 else None for name, parent in zip(names, parents, strict=True)}
    assert tree == {"root": None, "a": "root", "b": "root", "a-child": "a", "b-child": "b"}


def test_running_a_cell_again_makes_a_new_output(kernel: Kernel):
    first, second = (kernel.run("await work('again');") for _ in range(2))
    assert first.output.names == second.output.names == ["again"]
    assert first.output.display_id != second.output.display_id
    assert first.output.traces[0]["trace_id"] != second.output.traces[0]["trace_id"]


def test_a_cell_that_throws_shows_its_traces_and_the_next_cell_its_own(kernel: Kernel):
    failing = kernel.fail("await work('before'); throw new Error('cell');")
    inside = kernel.fail("await fail('inside');")
    after = kernel.run("await work('after');")
    assert failing.output.names == ["before"]
    assert (inside.output.names, inside.output.trace_states) == (["inside"], ["ERROR"])
    assert after.output.names == ["after"]


@pytest.mark.parametrize(
    "thrown", ["'text'", "null", "undefined", "{ code: 7 }", "new (class extends Error {})()"]
)
def test_whatever_a_cell_throws_ends_its_output(kernel: Kernel, thrown: str):
    failing = kernel.fail(f"await work('before'); throw {thrown};")
    after = kernel.run("await work('after');")
    assert failing.output.names == ["before"]
    assert after.output.names == ["after"]


def test_an_error_that_the_cell_catches_does_not_divide_its_output(kernel: Kernel):
    cell = kernel.run("""try { await fail('caught'); } catch (error) {
  console.log(error instanceof Error, error instanceof TypeError); }
console.log(new RangeError() instanceof Error, ({} as any) instanceof Error);
await sleep(30);
await work('after');
""")
    assert cell.text("stdout").split()[:4] == ["true", "true", "true", "false"]
    assert cell.output.names == ["caught", "after"]
    assert cell.output.trace_states == ["ERROR", "OK"]


def test_a_trace_that_outlives_its_cell_updates_the_output_of_its_own_cell(kernel: Kernel):
    late, other = kernel.run_all(
        ["void work('late', 900);", "await work('other'); await sleep(20);"], settle=1.5
    )
    assert late.output.states[0][MIME_TYPE]["traces"][0]["state"] == "IN_PROGRESS"
    assert (late.output.names, late.output.trace_states) == (["late"], ["OK"])
    assert other.output.names == ["other"]


def test_a_trace_that_starts_after_its_cell_joins_the_output_of_its_own_cell(kernel: Kernel):
    cell, other = kernel.run_all(
        [
            "void sleep(150).then(() => work('background')); await work('own');",
            "await sleep(300); await work('other');",
        ],
        settle=0.8,
    )
    assert cell.output.names == ["own", "background"]
    assert other.output.names == ["other"]


def test_a_trace_still_open_when_its_cell_throws_is_finished_in_that_cell(kernel: Kernel):
    failing = kernel.fail("void work('open', 1200); throw new Error('cell');")
    after = kernel.run("await work('after');")
    kernel.listen(1.5)
    assert (failing.output.names, failing.output.trace_states) == (["open"], ["OK"])
    assert after.output.names == ["after"]


def test_a_long_trace_grows_live_with_at_most_five_updates_a_second(kernel: Kernel):
    cell = kernel.run("""
await mlflow.withSpan(async () => {
  for (let i = 0; i < 100; i++) { await work('step', 10); }
}, { name: 'long' });
""")
    counts = [state[MIME_TYPE]["traces"][0]["spans"]["count"] for state in cell.output.states]
    ended = [
        sum(duration != "-" for duration in state[MIME_TYPE]["traces"][0]["spans"]["duration"].split())
        for state in cell.output.states
    ]
    progress = list(zip(counts, ended, strict=True))
    assert len(set(progress)) == len(progress), "each update shows more"
    assert (counts, ended) == (sorted(counts), sorted(ended))
    assert (counts[-1], ended[-1]) == (101, 101)
    assert ended[0] < counts[0], "the trace itself and its last step run"
    sent = [m["header"]["date"].timestamp() for m in cell.messages if m["msg_type"].endswith("display_data")]
    assert len(sent) >= 5
    # The first and the last one come with the cell's start and end, the others by a timer of 200 ms. How far
    # apart two are cannot be asked: their times are those of another thread, late where the machine is busy.
    assert len(sent) <= cell.output.traces[0]["execution_duration_ms"] / 200 + 2


def test_an_output_holds_ten_traces_and_counts_the_others(kernel: Kernel):
    cell = kernel.run("for (let i = 0; i < 12; i++) { await work('trace ' + i); }")
    assert cell.output.names == [f"trace {i}" for i in range(10)]
    assert cell.output.data[MIME_TYPE]["more"] == 2


def test_the_display_can_be_switched_off_and_on(kernel: Kernel):
    off, still_off, on = kernel.run_all(
        [
            "mlflow.tracing.disableNotebookDisplay(); await work('off');",
            "await work('still off');",
            "mlflow.tracing.enableNotebookDisplay(); await work('on');",
        ]
    )
    assert (off.outputs, still_off.outputs) == ([], [])
    assert on.output.names == ["on"]


def test_a_trace_that_started_while_the_display_was_off_stays_hidden_when_it_is_on_again(kernel: Kernel):
    within, off, on = kernel.run_all(
        [
            """
mlflow.tracing.disableNotebookDisplay();
var hidden = work("hidden", 100);
mlflow.tracing.enableNotebookDisplay();
await work("shown"); await hidden; await sleep(250);
""",
            "mlflow.tracing.disableNotebookDisplay(); var alsoHidden = work('hidden', 300); 1;",
            "mlflow.tracing.enableNotebookDisplay(); await work('shown'); await alsoHidden; await sleep(9);",
        ]
    )
    assert within.output.names == ["shown"]
    assert off.outputs == []
    assert on.output.names == ["shown"]


def test_an_output_that_stands_is_brought_to_its_end_when_the_display_is_switched_off(kernel: Kernel):
    within, open_cell, off = kernel.run_all(
        [
            """
var started = work("started", 600);
await sleep(350);
mlflow.tracing.disableNotebookDisplay();
await work("hidden"); await started;
mlflow.tracing.enableNotebookDisplay();
""",
            "var alsoStarted = work('started', 300); 1;",
            "mlflow.tracing.disableNotebookDisplay(); await work('hidden'); await alsoStarted;",
        ]
    )
    kernel.run("mlflow.tracing.enableNotebookDisplay();")
    assert (within.output.names, within.output.trace_states) == (["started"], ["OK"])
    assert (open_cell.output.names, open_cell.output.trace_states) == (["started"], ["OK"])
    assert off.outputs == []


def test_the_environment_switches_the_display_and_its_mode(kernel: Kernel):
    cells = kernel.run_all(
        [
            f"process.env.SPANBOOK_DISPLAY = '{mode}'; await work('{mode}');"
            for mode in ("off", "expanded", "collapsed", "")
        ]
    )
    assert cells[0].outputs == []
    assert [cell.output.data[MIME_TYPE].get("display") for cell in cells[1:]] == [
        "expanded",
        "collapsed",
        None,
    ]


def test_an_output_keeps_to_its_budget(kernel: Kernel):
    cell = kernel.run("""
process.env.SPANBOOK_MAX_OUTPUT_BYTES = "5000";
mlflow.withSpan(span => { span.setInputs({ text: "x".repeat(100_000) }); }, { name: "large" });
delete process.env.SPANBOOK_MAX_OUTPUT_BYTES;
""")
    spans = cell.output.traces[0]["spans"]
    assert len(spans["inputs"]["0"]) < 5000
    assert int(spans["truncated"]["inputs"].split(":")[1]) > 100_000


def test_a_second_copy_of_the_package_does_not_display_twice(kernel: Kernel):
    load = {
        "deno": """var { createRequire } = await import("node:module");
var copy = createRequire(process.cwd() + "/cell.js")("spanbook");""",
        "tslab": """var copy = require(require.resolve("spanbook").replace(".cjs", ".js"));""",
    }[kernel.name]
    cell = kernel.run(f"{load} await copy.withSpan(() => work('inner'), {{ name: 'outer' }});")
    assert cell.status == "ok", cell.text("stderr")
    assert cell.output.names == ["outer"]
    assert cell.output.traces[0]["spans"]["count"] == 2
