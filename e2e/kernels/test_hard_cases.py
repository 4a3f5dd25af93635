"""Cells that make many traces, go on after their end, clear their outputs, or whose kernel starts anew."""

from __future__ import annotations

import time
from urllib.request import urlopen

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


# A server that traces its requests, and writes its port.
HANDLE = "mlflow.withSpan(async () => { await sleep(5); return 'ok'; }, { name: 'GET ' + path })"
SERVERS = {
    "node:http": f"""
var server: any = http.createServer((request: any, response: any) => {{
  const path = request.url; void {HANDLE}.then((text: any) => response.end(text)); }});
await new Promise<void>(resolve => server.listen(0, "127.0.0.1", () => resolve()));
var close = () => server.close(); console.log(server.address().port);
""",
    "Deno.serve": f"""
var server = Deno.serve({{ port: 0, onListen() {{}} }}, request => {{
  const path = new URL(request.url).pathname; return {HANDLE}.then(text => new Response(text)); }});
var close = () => server.shutdown(); console.log(server.addr.port);
""",
}


@pytest.mark.parametrize("own", ["await work('listen');", ""], ids=["traced", "silent"])
def test_a_server_handles_its_requests_as_code_of_the_cell_that_started_it(kernel: Kernel, own: str):
    """Also one that comes between two cells: the next cell has an output of its own.

    A silent cell is still the latest when its first request comes: Deno, too, can add an output to it.
    """
    kernel.run('import * as http from "node:http";')
    for start in SERVERS.values() if kernel.name == "deno" else [SERVERS["node:http"]]:
        server = kernel.run(own + start)
        address = f"http://127.0.0.1:{int(server.text('stdout'))}"
        urlopen(f"{address}/idle", timeout=10).read()
        kernel.listen(0.3)
        after = kernel.run("await work('after');")
        fetching = kernel.run(f"await (await fetch('{address}/fetched')).text(); await work('fetching');")
        kernel.run("close();")
        names = ["listen"] * bool(own) + ["GET /idle", "GET /fetched"]
        assert (server.output.names, set(server.output.trace_states)) == (names, {"OK"})
        assert after.output.names == ["after"]
        assert fetching.output.names == ["fetching"]


def test_traces_that_start_after_a_cell_without_any_stand_together(kernel: Kernel):
    """tslab adds them to their own cell; Deno can add an output to the cell alone that started last."""
    silent, other = kernel.run_all(
        [
            "void sleep(150).then(() => work('late')); void sleep(450).then(() => work('later')); 1;",
            "await work('other'); await sleep(300);",
        ]
    )
    kernel.listen(0.4)
    shown = [[output.names for output in cell.outputs] for cell in (silent, other)]
    late, own = ["late", "later"], ["other"]
    assert shown == ([[], [own, late]] if kernel.name == "deno" else [[late], [own]])
    assert kernel.run("await work('next');").output.names == ["next"]


def test_a_timer_that_traces_over_three_cells_updates_the_output_of_its_own(kernel: Kernel):
    trace = "mlflow.withSpan(() => ticks, { name: 'tick ' + ticks })"
    tick = f"ticks++; {trace}; if (ticks === 5) clearInterval(timer);"
    begin, *others = kernel.run_all(
        [
            f"await work('begin'); var ticks = 0; var timer: any = setInterval(() => {{ {tick} }}, 120); 1;",
            *(f"await work('cell {i}'); await sleep(220);" for i in range(3)),
        ],
        settle=0.3,
    )
    assert begin.output.names == ["begin", *(f"tick {i}" for i in range(1, 6))]
    assert [cell.output.names for cell in others] == [[f"cell {i}"] for i in range(3)]


def test_a_traced_generator_that_is_read_in_three_cells_is_one_trace_of_the_first(kernel: Kernel):
    kernel.run("""
var generate = mlflow.trace(async function* generate() {
  for (let i = 0; i < 2; i++) { await work("inner " + i); yield i; }
});
""")
    cells = kernel.run_all(
        [
            "var values = generate(); await values.next(); 1;",
            "await values.next(); await work('between');",
            "await values.next(); await work('after');",
        ]
    )
    assert [cell.output.names for cell in cells] == [["generate"], ["between"], ["after"]]
    [trace] = cells[0].output.traces
    assert (trace["state"], trace["spans"]["count"]) == ("OK", 3)


def test_a_cell_that_replaces_the_console_keeps_its_traces(kernel: Kernel):
    replaced, after = kernel.run_all(
        [
            "var ownConsole = console; (globalThis as any).console = undefined; await work('replaced');",
            "(globalThis as any).console = ownConsole; await work('after');",
        ]
    )
    assert (replaced.output.names, after.output.names) == (["replaced"], ["after"])


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
