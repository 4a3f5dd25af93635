"""What pip installs."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = "share/jupyter/labextensions/@spanbook/lab/"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_brings_the_jupyterlab_extension_once(wheel: zipfile.ZipFile):
    names = wheel.namelist()
    assert any(name.endswith(f"data/{SHARED}package.json") for name in names)
    assert any(name.endswith(f"data/{SHARED}install.json") for name in names)
    entries = [name for name in names if "remoteEntry" in name and name.endswith(".js")]
    assert len(entries) == 1
    assert SHARED in entries[0]
    assert not any(name.endswith("build_log.json") for name in names)


def test_the_wheel_switches_the_server_extension_on(wheel: zipfile.ZipFile):
    (config,) = (name for name in wheel.namelist() if name.endswith("jupyter_server_config.d/spanbook.json"))
    assert "data/etc/jupyter/" in config
    assert b'"spanbook": true' in wheel.read(config)


def test_the_wheel_names_the_gate_for_mlflow(wheel: zipfile.ZipFile):
    (entry_points,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    text = wheel.read(entry_points).decode()
    assert "[mlflow.app]\nspanbook = spanbook.gate:create_app" in text


def test_pip_tells_who_has_an_old_python_which_one_is_needed(wheel: zipfile.ZipFile, tmp_path: Path):
    # `download` judges for another Python than its own, which `install` does not.
    older = ["--python-version", "3.9", "--only-binary=:all:", "--no-deps", "--dest", str(tmp_path)]
    command = [sys.executable, "-m", "pip", "download", *older, str(wheel.filename)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "requires a different Python: 3.9.0 not in '>=3.10'" in done.stderr


def test_the_wheel_brings_the_command(wheel: zipfile.ZipFile):
    (entry_points,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "[console_scripts]\nspanbook = spanbook.cli:main" in wheel.read(entry_points).decode()
    assert "spanbook/cli/keeper.py" in wheel.namelist()
