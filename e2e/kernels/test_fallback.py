"""Kernels whose private parts are not where they were: traces show all the same, and cells run as ever."""

from __future__ import annotations

from kernel import MIME_TYPE, Kernel
from programs import DEFINE, IMPORT

# What another release might have: the hook cannot be replaced; the internal module is not found.
CHANGED = {
    "deno": "Object.freeze((Deno as any)[(Deno as any).internal].jupyter);",
    "tslab": """
import * as tslab from "tslab";
tslab.newDisplay();
var cache = (globalThis as any).__tslab__.require.cache;
for (const file of Object.keys(cache)) { if (file.endsWith("dist/jupyter.js")) { delete cache[file]; } }
""",
}


def test_without_private_hooks_each_trace_has_an_output_of_its_own(kernel: Kernel):
    changed, first, failing, last = (
        kernel.run(CHANGED[kernel.name]),
        kernel.run(f"{IMPORT}{DEFINE}await work('one'); await work('two');"),
        kernel.fail("await work('three'); throw new Error('cell');"),
        kernel.run("await work('four', 400); 'value';"),
    )
    assert (changed.status, first.status, last.status) == ("ok", "ok", "ok")
    assert [output.names for output in first.outputs] == [["one"], ["two"]]
    assert failing.output.names == ["three"]
    assert last.output.names == ["four"]
    assert last.output.trace_states == ["OK"]
    assert MIME_TYPE in last.output.data
    said = "".join(cell.text("stderr") for cell in (first, last))
    assert said.count("each trace gets an output of its own") == 1
