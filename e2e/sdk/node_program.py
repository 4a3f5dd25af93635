"""Programs that use the built SDK in Node, and what they print as JSON."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"  # from here Node finds the built package

PRELUDE = """
import * as mlflow from "spanbook";
const given = JSON.parse(process.env.TEST_VALUES);
const print = value => console.log(JSON.stringify(value));
"""


def run_program(source: str, environment: Mapping[str, str], **values: Any) -> Any:
    """Runs an ES module in which `mlflow` is the SDK and `given` holds the values; gives what it `print`s."""
    node = shutil.which("node")
    assert node, "node is not on PATH"
    ended = subprocess.run(
        [node, "--input-type=module", "-"],
        input=PRELUDE + source,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=EXAMPLES,
        env={**os.environ, **environment, "TEST_VALUES": json.dumps(values)},
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)
