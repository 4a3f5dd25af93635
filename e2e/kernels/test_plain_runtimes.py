"""Outside a notebook the display is not there: plain Node and Deno programs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PROGRAM = """
import * as mlflow from "spanbook";
const answer = await mlflow.withSpan(() => 42, { name: "answer" });
mlflow.tracing.disableNotebookDisplay();
console.log(answer, Object.hasOwn(Error, Symbol.hasInstance));
"""


def command_of(runtime: str) -> list[str]:
    if runtime == "deno":
        return [str(Path(sys.executable).with_name("deno")), "run", "--allow-all", "--quiet", "-"]
    node = shutil.which("node")
    assert node, "node is not on PATH"
    return [node, "--input-type=module", "-"]


@pytest.mark.parametrize("runtime", ["node", "deno"])
def test_a_plain_program_prints_only_what_it_prints_itself(runtime: str, mlflow_server):
    ended = subprocess.run(
        command_of(runtime),
        input=PROGRAM,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=EXAMPLES,  # both find the built package from here
        env={**os.environ, **mlflow_server.environment},
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "42 false\n", "")
