"""All cells queued at once, as "Run All" does, the package imported in the second one."""

from __future__ import annotations

import pytest
from kernel import Cell, Kernel
from programs import DEFINE, IMPORT

CELLS = 30


@pytest.fixture(scope="module")
def cells(kernel: Kernel) -> list[Cell]:
    return kernel.run_all(
        [
            "var before = 1;",
            f"{IMPORT}{DEFINE}await work('importing'); await sleep(20); void work('late', 400);"
            "void sleep(250).then(() => work('background'));",
            *(f"await work('cell {i}'); {i};" for i in range(CELLS)),
        ],
        settle=0.8,
    )


def test_every_cell_ends_well(cells: list[Cell]):
    assert [cell.status for cell in cells] == ["ok"] * len(cells)
    assert "".join(cell.text("stderr") for cell in cells) == ""


def test_every_trace_stands_in_the_cell_that_made_it(cells: list[Cell]):
    assert [cell.output.names for cell in cells[2:]] == [[f"cell {i}"] for i in range(CELLS)]


def test_a_cell_before_the_import_shows_nothing(cells: list[Cell]):
    assert cells[0].outputs == []


def test_the_importing_cell_shows_its_traces_although_they_end_or_start_in_later_cells(cells: list[Cell]):
    assert cells[1].output.names == ["importing", "late", "background"]
    assert cells[1].output.trace_states == ["OK", "OK", "OK"]


def test_the_values_of_the_cells_stay_in_their_cells(kernel: Kernel, cells: list[Cell]):
    def value(cell: Cell) -> str:
        results = [m["content"]["data"] for m in cell.messages if m["msg_type"] == "execute_result"]
        return results[0]["text/plain"] if kernel.name == "deno" else cell.text("stdout").strip()

    assert [value(cell) for cell in cells[2:]] == [str(i) for i in range(CELLS)]


def test_a_cell_that_throws_among_queued_cells_keeps_its_output(kernel: Kernel, cells: list[Cell]):
    assert cells
    throwing, queued = kernel.run_all(
        ["await work('throwing'); throw new Error('cell');", "await work('queued');"]
    )
    assert throwing.output.names == ["throwing"]
    if kernel.name == "deno":
        assert queued.output.names == ["queued"]
    else:
        assert queued.status == "abort", "tslab runs no queued cell after an error"
        assert queued.outputs == []
