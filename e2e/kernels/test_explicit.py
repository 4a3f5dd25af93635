"""Traces that the user asks to see: returned, given to the kernel's display call, or to `mlflow.display`."""

from __future__ import annotations

import pytest
from kernel import MIME_TYPE, Cell, Kernel
from programs import DEFINE, IMPORT

# Stored traces in `stored`, made in an earlier cell; what reads them leaves no output there.
FETCH = """
var read = (span: any) => mlflow.getTrace(span, { flush: true });
var stored: any[] = [];
for (const name of ["one", "two", "three"]) {
  await work(name);
  stored.push(await read(mlflow.getLastActiveTraceId()!));
}
"""


@pytest.fixture(scope="module", autouse=True)
def _stored_traces(kernel: Kernel) -> None:
    cell = kernel.run(f"{IMPORT}{DEFINE}{FETCH}")
    assert cell.status == "ok", cell.text("stderr")
    assert cell.output.names == ["one", "two", "three"]


def results(cell: Cell) -> list[str]:
    return [m["msg_type"] for m in cell.messages if m["msg_type"] == "execute_result"]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("stored[0];", ["one"]),
        ("[stored[0], stored[2]];", ["one", "three"]),
        ("mlflow.display(stored[1]);", ["two"]),
        ("mlflow.display(stored); await sleep(1); 'value';", ["one", "two", "three"]),
        ("mlflow.display(stored[0]); mlflow.display(stored[1]); stored[0];", ["one", "two"]),
    ],
)
@pytest.mark.parametrize("switch", ["", "mlflow.tracing.disableNotebookDisplay();"])
def test_a_trace_is_shown_once_whether_the_display_is_on_or_off(
    kernel: Kernel, code: str, names: list[str], switch: str
):
    try:
        if switch:
            kernel.run(switch)
        cell = kernel.run(code)
    finally:
        kernel.run("mlflow.tracing.enableNotebookDisplay();")
    assert (cell.status, cell.text("stderr")) == ("ok", "")
    assert cell.output.names == names
    assert list(cell.output.data) == [MIME_TYPE, "text/html", "text/plain"]
    assert cell.output.traces[0]["spans"]["count"] == 1


def test_the_environment_does_not_stop_an_explicit_display(kernel: Kernel):
    cell = kernel.run(
        "process.env.SPANBOOK_DISPLAY = 'off'; await work('hidden'); mlflow.display(stored[0]);"
    )
    kernel.run("delete process.env.SPANBOOK_DISPLAY;")
    assert cell.output.names == ["one"]


def test_a_trace_that_was_made_and_returned_is_shown_once(kernel: Kernel):
    cell = kernel.run("await work('made'); await read(mlflow.getLastActiveTraceId()!);")
    assert cell.output.names == ["made"]
    assert results(cell) == []


def test_the_kernels_own_display_call_shows_traces(kernel: Kernel):
    if kernel.name == "tslab":
        # It takes one MIME type at a time, and data by its type alone.
        cell = kernel.run(f"""
import * as tslab from "tslab";
tslab.display.raw("{MIME_TYPE}", (stored[0] as any)[Symbol.for("Jupyter.display")]()["{MIME_TYPE}"]);
""")
        assert cell.output.names == ["one"], cell.text("stderr")
        return
    one, several = (
        kernel.run("await Deno.jupyter.display(stored[0]);"),
        kernel.run("await Deno.jupyter.display(stored);"),
    )
    assert one.output.names == ["one"]
    assert several.output.names == ["one", "two", "three"]


def test_deno_finds_the_data_by_its_symbol(kernel: Kernel):
    cell = kernel.run("console.log(Object.keys((stored[0] as any)[Symbol.for('Jupyter.display')]()).join());")
    assert cell.text("stdout").strip() == f"{MIME_TYPE},text/html,text/plain"
    assert cell.outputs == []


def test_printing_a_trace_is_one_short_line_and_shows_nothing(kernel: Kernel):
    cell = kernel.run("console.log(stored[0]); console.log([stored[1]]); var nothing = 1;")
    lines = cell.text("stdout").strip().splitlines()
    assert lines[0].startswith("Trace(traceId=tr-")
    assert lines[0].endswith(")")
    assert len(lines) == 2
    assert len(lines[0]) < 60
    assert cell.outputs == []


@pytest.mark.parametrize("value", ["[stored[0], 1];", "({ deep: { trace: stored[0] } });", "[];", "null;"])
def test_other_values_show_as_ever(kernel: Kernel, value: str):
    cell = kernel.run(value)
    assert cell.status == "ok"
    if kernel.name == "deno" or "stored[0], 1" not in value:
        assert cell.outputs == []


def test_what_is_no_trace_is_refused_and_nothing_is_accepted(kernel: Kernel):
    cell = kernel.run("""
try { mlflow.display("text" as any); } catch (error) { console.log(String(error)); }
mlflow.display(null); mlflow.display([]); mlflow.display(undefined);
""")
    assert cell.text("stdout").startswith("TypeError: display: expected a Trace or a list of them, found")
    assert cell.outputs == []


def test_a_trace_that_cannot_be_shown_breaks_nothing(kernel: Kernel):
    cell = kernel.run("""
var broken = Object.create(stored[0], { toRecord: { value() { throw new Error("no record"); } } });
mlflow.display(broken);
broken;
""")
    assert cell.status == "ok"
    assert cell.outputs == []
    assert cell.text("stderr").count("no record") == 1
