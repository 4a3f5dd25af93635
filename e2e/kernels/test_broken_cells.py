"""Cells that throw or are interrupted before, in and after a span, and one that awaits for long: each keeps
its traces, the next has its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from kernel import MIME_TYPE, Cell, Kernel
from programs import DEFINE, IMPORT

PLACES = ["before", "in", "after"]
SETUP = f"{IMPORT}{DEFINE}await work('setup');"
WAIT = 21  # seconds; while this cell runs in a kernel of its own, the other tests run


@pytest.fixture(scope="module", autouse=True)
def waiting(start_kernel: Callable[..., Kernel]) -> tuple[Kernel, Cell]:
    """A cell that awaits for long, and its kernel."""
    kernel = start_kernel()
    kernel.run(SETUP)
    return kernel, kernel.begin(f"await work('waiting', {WAIT * 1000});")


@pytest.fixture(scope="module", autouse=True)
def _set_up(kernel: Kernel) -> None:
    assert kernel.run(SETUP).output.names == ["setup"]


def check_next(kernel: Kernel) -> None:
    """The next cell is a cell as any other: its trace is its own, of one span, and runs in no span."""
    cell = kernel.run("await work('next'); console.log(mlflow.getCurrentActiveSpan() ?? 'no span');")
    assert (cell.status, cell.text("stdout").split("\n")[0]) == ("ok", "no span")
    assert cell.output.names == ["next"]
    assert cell.output.traces[0]["spans"]["count"] == 1


def display_types(cell: Cell) -> list[str]:
    return [kind for kind, _ in cell.shown]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("wait", ["", "await sleep(20);"], ids=["at once", "later"])
def test_a_cell_that_throws(kernel: Kernel, place: str, wait: str):
    throw = f"{wait} throw new Error('{place}');"
    cell = kernel.fail(
        {
            "before": f"if (true) {{ {throw} }} await work('span');",
            "in": f"await mlflow.withSpan(async () => {{ {throw} }}, {{ name: 'span' }});",
            "after": f"await work('span'); {throw}",
        }[place]
    )
    if place == "before":
        assert cell.outputs == []
    else:
        assert (cell.output.names, cell.output.trace_states) == (
            ["span"],
            ["ERROR" if place == "in" else "OK"],
        )
        assert display_types(cell) == ["display_data"]
    check_next(kernel)


@pytest.mark.parametrize("place", PLACES)
def test_a_cell_that_awaits_is_interrupted(kernel: Kernel, place: str):
    """tslab gives the cell up, Deno cannot; in both the code runs on, and its traces stand in its cell."""
    cell = kernel.interrupt(
        {
            "before": "await sleep(700); await work('span');",
            "in": "await work('span', 700);",
            "after": "await work('span'); await sleep(700);",
        }[place],
        after=0.3,
    )
    if kernel.name == "tslab":
        assert cell.status == "error"
    else:
        assert cell.status == "ok"
        assert cell.text("stderr").count("Deno cannot stop a cell") == 1
    check_next(kernel)
    kernel.listen(0.4)
    assert (cell.output.names, cell.output.trace_states) == (["span"], ["OK"])


LOOP = "{ const begun = Date.now(); while (Date.now() - begun < 900); }"


@pytest.mark.parametrize("place", PLACES)
def test_a_cell_that_does_not_await_is_interrupted(kernel: Kernel, place: str):
    """tslab stops it on the spot, without `finally`; the spans that it was in end as interrupted."""
    span = "{ name: 'span' }"
    inner = f"mlflow.withSpan(() => {LOOP}, {{ name: 'inner' }})"
    cell = kernel.interrupt(
        {
            "before": f"{LOOP} mlflow.withSpan(() => 1, {span});",
            "in": f"mlflow.withSpan(() => {{ {inner}; }}, {span});",
            "after": f"mlflow.withSpan(() => 1, {span}); {LOOP}",
        }[place],
        after=0.3,
    )
    check_next(kernel)
    if kernel.name == "deno":
        assert cell.status == "ok"
        assert (cell.output.names, cell.output.trace_states) == (["span"], ["OK"])
        return
    assert cell.status == "error"
    if place == "before":
        assert cell.outputs == []
        return
    assert (cell.output.names, cell.output.trace_states) == (["span"], ["ERROR" if place == "in" else "OK"])
    if place == "in":
        assert cell.output.traces[0]["spans"]["status"] == "22"


def test_a_traced_function_that_was_stopped_can_be_called_again(kernel: Kernel):
    kernel.run(f"""
var isSlow = true;
var nested = mlflow.trace(function nested() {{ if (isSlow) {LOOP} return 'done'; }});
var outer = mlflow.trace(function outer() {{ return nested(); }});
""")
    cell = kernel.interrupt("outer();", after=0.3)
    again = kernel.run("isSlow = false; outer();")
    assert cell.output.trace_states == ["ERROR" if kernel.name == "tslab" else "OK"]
    assert (again.output.names, again.output.trace_states) == (["outer"], ["OK"])
    assert again.output.traces[0]["spans"]["count"] == 2
    check_next(kernel)


def test_an_interrupt_between_cells_is_harmless(kernel: Kernel):
    kernel.interrupt("1;", after=0.3)
    check_next(kernel)


def test_a_cell_that_awaits_for_long_shows_its_running_trace_and_stays_quiet(waiting: tuple[Kernel, Cell]):
    kernel, cell = waiting
    kernel.finish(cell)
    states = [state[MIME_TYPE]["traces"][0]["state"] for state in cell.output.states]
    assert cell.output.traces[0]["execution_duration_ms"] >= WAIT * 1000 - 50
    assert states[0] == "IN_PROGRESS"
    assert states[-1] == "OK"
    assert len(states) <= 4, "nothing changed meanwhile"
    check_next(kernel)
