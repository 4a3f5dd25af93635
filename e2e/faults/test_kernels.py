"""Kernels that are killed: what ended in a cell that has its reply reaches the server, whoever sends it."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from load import Made, check_stored
from world import World

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "e2e" / "kernels"))  # kernel.py

from kernel import Cell, Kernel  # noqa: E402, needs the path above

EXAMPLES = ROOT / "examples"  # from here both kernels find the built package
CELLS = 8  # of each kernel; it is killed when some of them have their reply

# Each trace is noted in a file when it has ended: what a killed kernel printed may never have left it.
SETUP = """
import * as mlflow from "spanbook";
import {{ appendFileSync }} from "node:fs";
var sleep = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
var make = async (cell: number, count: number) => {{
  for (let number = 0; number < count; number++) {{
    const mark = cell + "." + number;
    const id = await mlflow.withSpan(async root => {{
      root.setInputs({{ program: {program}, number: mark }});
      mlflow.withSpan(() => 1, {{ name: "first" }});
      await sleep(number);
      mlflow.withSpan(() => 2, {{ name: "second" }});
      return root.traceId;
    }}, {{ name: "work" }});
    appendFileSync({file}, JSON.stringify({{ id, cell, mark }}) + "\\n");
  }}
}};
"""


class Notebook:
    """A kernel, the cells that it was sent, and what they noted."""

    def __init__(self, kind: str, name: str, world: World) -> None:
        self._name = name
        self._file = world.folder / f"{name}.noted"
        self._file.touch()
        self._cells: list[Cell] = []
        self._kernel = Kernel(kind, EXAMPLES, world.environment)
        values = {"program": json.dumps(name), "file": json.dumps(str(self._file))}
        assert self._kernel.run(SETUP.format(**values), settle=0).status == "ok"

    def begin(self, traces: int) -> None:
        """Sends a cell that makes that many traces; does not wait for it."""
        self._cells.append(self._kernel.begin(f"await make({len(self._cells)}, {traces});"))

    def finish(self) -> None:
        for cell in self._cells:
            self._kernel.finish(cell, settle=0)
            assert cell.status == "ok"

    def live(self, cells: int, seconds: float) -> None:
        """Until that many cells have their reply, and for some time more."""
        for cell in self._cells[:cells]:
            self._kernel.finish(cell, settle=0)
        self._kernel.listen(seconds)

    def kill(self) -> None:
        """The process, at once; what it had sent by then still comes."""
        self._kernel.kill()

    @property
    def promised(self) -> list[Made]:
        """Traces of cells that have their reply."""
        noted = [json.loads(line) for line in self._file.read_text().splitlines()]
        return [
            Made(trace["id"], 3, f"{self._name} {trace['mark']}")
            for trace in noted
            if self._cells[trace["cell"]].reply is not None
        ]

    def has_cut_off(self, trace: Made) -> bool:
        """True for a trace of a cell that has no reply: it may have been sent, or not."""
        cut_off = [f"{self._name} {number}." for number, cell in enumerate(self._cells) if cell.reply is None]
        return trace.mark.startswith(tuple(cut_off))


@pytest.fixture
def start(world: World) -> Iterator[Callable[[str], Notebook]]:
    """Starts a kernel of a kind; all end with the test."""
    started: list[Notebook] = []

    def start(kind: str) -> Notebook:
        started.append(Notebook(kind, f"{kind} {len(started)}", world))
        return started[-1]

    yield start
    for notebook in started:
        notebook.kill()


def check_inherited(heirs: list[Notebook], notebooks: list[Notebook], world: World) -> None:
    """The verdict, when the heirs have sent what the others left."""
    for heir in heirs:
        heir.begin(0)
        heir.finish()
    world.wait_until_sent()
    promised = {trace for notebook in notebooks for trace in notebook.promised}
    check_stored(
        promised,
        world.server_uri,
        world.experiment_id,
        lambda trace: any(notebook.has_cut_off(trace) for notebook in notebooks),
    )


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["deno", "tslab"])
def test_a_kernel_killed_at_any_time_loses_no_trace_of_a_cell_that_has_its_reply(
    kind: str, world: World, start: Callable[[str], Notebook], request: pytest.FixtureRequest
):
    chance, notebooks = random.Random(kind), []
    for _ in range(request.config.getoption("--kills")):
        is_up = chance.random() < 0.5
        if is_up:
            world.door.open()
        notebooks.append(start(kind))
        for _ in range(CELLS):
            notebooks[-1].begin(chance.randint(1, 5))
        notebooks[-1].live(chance.randint(0, CELLS), chance.uniform(0, 0.1))
        notebooks[-1].kill()
        if is_up:
            world.door.shut()
    world.door.open()
    check_inherited([start(kind)], notebooks, world)


@pytest.mark.slow
def test_three_kernels_on_one_spool_lose_nothing_when_they_are_killed(
    world: World, start: Callable[[str], Notebook]
):
    world.door.shut()
    killed = [start(kind) for kind in ("deno", "tslab", "deno")]
    for _ in range(5):
        for notebook in killed:
            notebook.begin(4)
    for notebook in killed:
        notebook.finish()
        notebook.kill()
    world.door.open()
    check_inherited([start(kind) for kind in ("tslab", "deno", "tslab")], killed, world)
