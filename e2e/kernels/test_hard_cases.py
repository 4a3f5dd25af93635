"""Cells that make many traces, clear their outputs, or whose kernel starts anew."""

from __future__ import annotations

import time

import pytest
from kernel import MIME_TYPE, Cell, Kernel
from programs import DEFINE, IMPORT

SETUP = f"{IMPORT}{DEFINE}await work('setup');"


@pytest.fixture(scope="module", autouse=True)
def _set_up(kernel: Kernel) -> None:
    assert kernel.run(SETUP).output.names == ["setup"]


def display_messages(cell: Cell) -> list[str]:
    types = [message["msg_type"] for message in cell.messages]
    return [kind for kind in types if kind in ("display_data", "update_display_data")]


def test_a_thousand_traces_make_one_small_output_and_cost_little(kernel: Kernel):
    loop = "for (let i = 0; i < 1000; i++) { mlflow.withSpan(() => i, { name: 'trace ' + i }); }"
    cell = kernel.run(f"var begun = performance.now(); {loop} console.log(performance.now() - begun);")
    assert cell.status == "ok"
    assert cell.output.names == [f"trace {i}" for i in range(10)]
    assert cell.output.data[MIME_TYPE]["more"] == 990
    assert "990 more traces" in cell.output.data["text/plain"]
    assert display_messages(cell)[0] == "display_data"
    assert len(display_messages(cell)) < 20
    assert float(cell.text("stdout").split()[0]) < 5000


def test_a_thousand_traces_can_all_be_shown(kernel: Kernel):
    cell = kernel.run("""
process.env.MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK = "1000";
for (let i = 0; i < 1000; i++) { mlflow.withSpan(() => i, { name: "trace " + i }); }
await sleep(1);
delete process.env.MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK;
""")
    assert cell.output.names == [f"trace {i}" for i in range(1000)]
    assert set(cell.output.trace_states) == {"OK"}
    assert "more" not in cell.output.data[MIME_TYPE]


def test_a_kernel_that_was_restarted_shows_traces_again(kernel: Kernel):
    kernel.run("void work('lost', 60_000);")
    kernel.restart()
    cell = kernel.run(SETUP)
    assert cell.status == "ok"
    assert cell.output.names == ["setup"]
    begun = time.monotonic()
    assert kernel.run("await work('fast');").output.names == ["fast"]
    assert time.monotonic() - begun < 10


def test_an_output_that_is_cleared_by_the_user_is_not_made_again(kernel: Kernel):
    """No message tells the kernel; a second `display_data` would stand twice where nothing was cleared."""
    cell = kernel.run("await work('long', 1200);", settle=0.6)
    assert display_messages(cell)[0] == "display_data"
    assert set(display_messages(cell)[1:]) == {"update_display_data"}
    assert cell.output.trace_states == ["OK"]


def test_an_output_that_the_code_clears_comes_back_by_the_end_of_the_cell(kernel: Kernel):
    if kernel.name == "tslab":
        names = kernel.run('import * as tslab from "tslab"; Object.keys(tslab).join();').text("stdout")
        assert "display" in names
        assert "clear" not in names.lower(), "its code cannot clear an output"
        return
    cell = kernel.run("""
await work("first");
for (let i = 0; i < 3; i++) {
  Deno.jupyter.broadcast("clear_output", { wait: true });
  console.log("step", i);
  await sleep(10);
}
await work("second");
""")
    assert cell.status == "ok"
    types = [m["msg_type"] for m in cell.messages]
    last_clear = len(types) - 1 - types[::-1].index("clear_output")
    after = [kind for kind in types[last_clear:] if kind.endswith("display_data")]
    assert after[0] == "display_data"
    assert after.count("display_data") == 1
    assert len({display_id for _, display_id in cell.shown}) == 1
    assert cell.output.names == ["first", "second"]
