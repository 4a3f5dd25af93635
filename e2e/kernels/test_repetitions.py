"""What is a race between threads of the kernel, again and again: the raw messages of cells queued at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from kernel import Cell, Kernel
from programs import DEFINE, IMPORT

TIMES = 50
FRESH = 3  # kernels for what happens once in a kernel


@pytest.fixture(scope="module", autouse=True)
def _set_up(kernel: Kernel) -> None:
    cell = kernel.run(f"{IMPORT}{DEFINE}await work('setup'); await mlflow.flushTraces();")
    assert cell.output.names == ["setup"]


def check_own(cell: Cell) -> None:
    """The cell has one output, added by one message that names the cell, and nothing else is added to it.

    Where the machine is slow updates come as well, also of cells before it whose traces wait for the server.
    """
    name = cell.output.display_id
    assert [shown for shown in cell.shown if shown[0] == "display_data"] == [("display_data", name)]
    assert cell.shown.index(("display_data", name)) == min(
        at for at, (_, other) in enumerate(cell.shown) if other == name
    )


def check_alone(cells: list[Cell], names: list[list[str]]) -> None:
    """All ended well, each with its own traces in an output of its own."""
    assert [cell.status for cell in cells] == ["ok"] * len(cells)
    assert [cell.output.names for cell in cells] == names
    assert [set(cell.output.trace_states) for cell in cells] == [{"OK"}] * len(cells)
    assert len({cell.output.display_id for cell in cells}) == len(cells)
    for cell in cells:
        check_own(cell)


def test_quick_cells(kernel: Kernel):
    codes = ["await work('quick {i}');", "mlflow.withSpan(() => {i}, {{ name: 'quick {i}' }});"]
    cells = kernel.run_all(codes[i % 2].format(i=i) for i in range(TIMES))
    check_alone(cells, [[f"quick {i}"] for i in range(TIMES)])


def test_a_trace_that_ends_in_a_later_cell(kernel: Kernel):
    cells = kernel.run_all(
        (f"void work('late {i}', {5 + i * 7 % 90}); await work('own {i}', {i % 9});" for i in range(TIMES)),
        settle=0.6,
    )
    check_alone(cells, [[f"late {i}", f"own {i}"] for i in range(TIMES)])
    known = {cell.output.display_id for cell in cells}
    assert {name for cell in cells for _, name in cell.shown} <= known


def test_a_cell_that_finds_a_trace_and_makes_one(kernel: Kernel):
    kernel.run("var found = (await mlflow.searchTraces({ maxResults: 1 }))[0]; found.traceId;")
    kernel.run(
        "mlflow.setExperiment('found-' + Date.now()); await work('stored');"
        " await mlflow.flushTraces({ throwOnFailure: true });"
    )
    search = "await mlflow.searchTraces({ maxResults: 1, orderBy: ['timestamp_ms ASC'] });"
    codes = [f"await work('made {i}'); {search}" for i in range(TIMES)]
    cells = [cell for at in range(0, TIMES, 10) for cell in kernel.run_all(codes[at : at + 10], settle=0.1)]
    check_alone(cells, [[f"made {i}", "stored"] for i in range(TIMES)])


def test_a_cell_that_throws_right_after_a_span(kernel: Kernel):
    codes = [f"await work('throws {i}'); throw new Error('cell {i}');" for i in range(TIMES)]
    if kernel.name == "deno":
        following = [f"await work('after {i}');" for i in range(TIMES)]
        cells = kernel.run_all(code for pair in zip(codes, following, strict=True) for code in pair)
        throwing, after = cells[::2], cells[1::2]
        check_alone(after, [[f"after {i}"] for i in range(TIMES)])
    else:
        # What is queued behind an error is not run, in the next 200 ms.
        throwing = []
        for code in codes:
            cell, aborted = kernel.run_all([code, "await work('aborted');"], settle=0.3)
            assert (aborted.status, aborted.shown) == ("abort", [])
            throwing.append(cell)
    assert [cell.status for cell in throwing] == ["error"] * TIMES
    assert [cell.output.names for cell in throwing] == [[f"throws {i}"] for i in range(TIMES)]
    for cell in throwing:
        check_own(cell)


def test_the_package_is_imported_in_the_second_cell(start_kernel: Callable[..., Kernel]):
    with ThreadPoolExecutor(FRESH) as pool:
        kernels = list(pool.map(lambda _: start_kernel(), range(FRESH)))
    for kernel in kernels:
        cells = kernel.run_all(
            [
                "var before = 1;",
                f"{IMPORT}{DEFINE}await work('importing'); void work('late', 60);",
                *(f"await work('quick {i}');" for i in range(10)),
            ],
            settle=0.3,
        )
        assert cells[0].shown == []
        names = [["importing", "late"], *([f"quick {i}"] for i in range(10))]
        check_alone(cells[1:], names)
