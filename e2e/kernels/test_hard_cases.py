"""Cells that make many traces, run long, are interrupted, or whose kernel starts anew."""

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


def test_an_output_that_is_cleared_meanwhile_is_not_made_again(kernel: Kernel):
    """Frontends drop updates of an output that is gone; only another `display_data` would bring it back."""
    cell = kernel.run("await work('long', 1500);", settle=0.6)
    messages = display_messages(cell)
    assert messages[0] == "display_data"
    assert messages.count("display_data") == 1
    assert "update_display_data" in messages
    assert cell.output.trace_states == ["OK"]


def test_a_cell_that_awaits_long_shows_its_running_trace_and_stays_quiet(kernel: Kernel):
    cell = kernel.run("await work('waiting', 4000);")
    states = [state[MIME_TYPE]["traces"][0]["state"] for state in cell.output.states]
    assert states[0] == "IN_PROGRESS"
    assert states[-1] == "OK"
    assert len(states) <= 4, "nothing changed meanwhile"


def test_an_interrupted_cell_keeps_its_trace_and_the_next_has_its_own(kernel: Kernel):
    if kernel.name == "deno":
        # Without a listener of the user's own, SIGINT ends Deno's kernel (denoland/deno#24491).
        kernel.run("import process from 'node:process'; process.on('SIGINT', () => undefined);")
    cell = kernel.interrupt("await work('before'); await work('interrupted', 2500);", after=1.0)
    after = kernel.run("await work('after'); await sleep(2500);")
    assert cell.status == ("ok" if kernel.name == "deno" else "error")
    assert cell.output.names == ["before", "interrupted"]
    assert cell.output.trace_states == ["OK", "OK"], "its code ran on"
    assert after.output.names == ["after"]


def test_a_kernel_that_was_restarted_shows_traces_again(kernel: Kernel):
    kernel.run("void work('lost', 60_000);")
    kernel.restart()
    cell = kernel.run(SETUP)
    assert cell.status == "ok"
    assert cell.output.names == ["setup"]
    begun = time.monotonic()
    assert kernel.run("await work('fast');").output.names == ["fast"]
    assert time.monotonic() - begun < 10
