"""Runs program.ts in one runtime and gives what its cases gave."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from kernel import Kernel

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"  # from here every runtime finds the built package
SECONDS = 120

Environment = dict[str, str]


def results_of(runtime: str, environment: Environment) -> dict[str, Any]:
    """What each case gave, by its name."""
    text = RUNTIMES[runtime](environment)
    return json.loads(text)


def run_in_node(flavour: str, environment: Environment) -> str:
    node = shutil.which("node")
    assert node, "node is not on PATH"
    program = subprocess.run(
        [node, str(HERE / "compile.mjs"), flavour],
        **{"capture_output": True, "text": True, "check": True, "timeout": SECONDS},
    ).stdout
    kind = {"cjs": "commonjs", "esm": "module"}[flavour]
    return run_program([node, f"--input-type={kind}", "-"], program, environment)


def run_in_deno(environment: Environment) -> str:
    deno = str(Path(sys.executable).with_name("deno"))
    program = (HERE / "program.ts").read_text()
    command = [deno, "run", "--allow-all", "--quiet", "--ext=ts", "-"]
    return run_program(command, program, environment)


def run_program(command: list[str], program: str, environment: Environment) -> str:
    ended = subprocess.run(
        command,
        input=f"{program}\nresults.then(text => {{ console.log(text); }});",
        capture_output=True,
        text=True,
        timeout=SECONDS,
        cwd=EXAMPLES,
        env={**os.environ, **environment, "NO_COLOR": "1"},
    )
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stderr
    return ended.stdout


def run_in_kernel(name: str, environment: Environment) -> str:
    kernel = Kernel(name, EXAMPLES, environment)
    try:
        cells = [kernel.run((HERE / "program.ts").read_text()), kernel.run("console.log(await results);")]
        for cell in cells:
            assert (cell.status, cell.text("stderr")) == ("ok", ""), cell.text("stderr")
        return cells[-1].text("stdout")
    finally:
        kernel.close()


RUNTIMES = {
    "Node, CommonJS": lambda environment: run_in_node("cjs", environment),
    "Node, ESM": lambda environment: run_in_node("esm", environment),
    "deno run": run_in_deno,
    "tslab kernel": lambda environment: run_in_kernel("tslab", environment),
    "Deno kernel": lambda environment: run_in_kernel("deno", environment),
}
