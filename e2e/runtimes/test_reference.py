"""Every public name is described, and the examples of the reference do what they say, on a real server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SECONDS = 120

Reference = dict[str, Any]


@pytest.fixture(scope="module")
def reference() -> Reference:
    """The public names with their examples, and the programs made of those."""
    folder = ROOT / "test-results" / "examples"  # below the root they find the built package
    shutil.rmtree(folder, ignore_errors=True)
    ended = subprocess.run(
        ["node", str(HERE / "examples.mjs"), str(folder)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def exports_of(reference: Reference) -> list[dict[str, Any]]:
    return [entry for entry in reference["entries"] if not entry["isMember"]]


def test_every_public_name_is_described(reference: Reference):
    names = [entry["name"] for entry in exports_of(reference) if not entry["isDescribed"]]
    assert names == []


def test_every_public_function_class_and_value_has_an_example(reference: Reference):
    names = [entry["name"] for entry in exports_of(reference) if entry["isCode"] and not entry["examples"]]
    assert names == []


def test_the_examples_compile(reference: Reference):
    assert reference["problems"] == []


def test_the_examples_do_what_they_say(reference: Reference, mlflow_server):
    def failure_of(program: str) -> str | None:
        ended = subprocess.run(
            ["node", program],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            env={**os.environ, **mlflow_server.environment},
        )
        is_fine = ended.returncode == 0 and ended.stderr == ""
        return None if is_fine else f"{Path(program).name}: {ended.stderr}"

    with ThreadPoolExecutor(max_workers=2) as pool:
        failures = [failure for failure in pool.map(failure_of, reference["programs"]) if failure]
    assert failures == []
