"""What can go wrong with the embedded server leaves Jupyter whole and says what to do."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from real_jupyter import clean_environment, eventually, processes_of

from spanbook.advice import explain_end
from spanbook.home import NotPrivate, private_folder

OLDER_DATABASE = """
import sys, sqlalchemy
from alembic import command
from mlflow.store.db.utils import _get_alembic_config
from mlflow.store.tracking.dbmodels.initial_models import Base
Base.metadata.create_all(sqlalchemy.create_engine(sys.argv[1]))
command.upgrade(_get_alembic_config(sys.argv[1]), "head-1")
"""


@pytest.fixture
def python_without_mlflow(tmp_path: Path) -> str:
    """A virtual environment with all of this one but MLflow."""
    folder = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if not entry.name.startswith("mlflow"):
            (packages / entry.name).symlink_to(entry)
    for name in ("etc", "share"):
        (folder / name).symlink_to(Path(sys.prefix) / name)
    return str(folder / "bin" / "python")


def test_without_mlflow_jupyter_works_and_says_how_to_install_it(start, python_without_mlflow: str):
    jupyter = start(python=python_without_mlflow)
    status = jupyter.status()
    assert status["state"] == "failed"
    assert 'pip install "spanbook[mlflow]"' in status["message"]
    assert status["message"] in jupyter.log
    assert jupyter.get("spanbook/mlflow/version").status_code == 503
    assert jupyter.get("api/contents").status_code == 200
    assert not jupyter.home.exists()


def test_a_damaged_database_is_named_and_kept(start, tmp_path: Path):
    home = private_folder(tmp_path / "data" / "spanbook")
    (home / "mlflow.db").write_text("no database at all, but longer than a header of one " * 100)
    jupyter = start()
    status = jupyter.wait_for_state("failed")
    assert status["message"].startswith("The trace database is damaged.")
    assert status["log"]
    assert (home / "mlflow.db").read_text().startswith("no database")
    assert jupyter.get("api/contents").status_code == 200
    eventually(lambda: not processes_of(home), 10)


def test_an_older_database_is_upgraded_with_a_copy_kept(start, tmp_path: Path):
    home = private_folder(tmp_path / "data" / "spanbook")
    command = [sys.executable, "-c", OLDER_DATABASE, f"sqlite:///{home / 'mlflow.db'}"]
    subprocess.run(command, check=True, env=clean_environment(), cwd=tmp_path)
    older = (home / "mlflow.db").read_bytes()
    (home / "mlflow.version").write_text("3.6.0")
    start().wait_until_ready()
    assert (home / "mlflow.db.3.6.0").read_bytes() == older


def test_a_data_folder_that_cannot_be_made_is_named(start, tmp_path: Path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "spanbook").write_text("in the way")
    status = start().status()
    assert status["state"] == "failed"
    assert str(tmp_path / "data" / "spanbook") in status["message"]


def test_a_data_folder_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("os.getuid", lambda: 4711)
    with pytest.raises(NotPrivate, match="belongs to another user"):
        private_folder(tmp_path / "home")


def test_a_data_folder_open_to_others_is_closed(tmp_path: Path):
    (tmp_path / "home").mkdir(mode=0o755)
    assert private_folder(tmp_path / "home").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("line", "cure"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("alembic: Can't locate revision identified by 'abc'", "pip install --upgrade mlflow"),
        ("something never seen", "mlflow.log says why"),
    ],
)
def test_names_the_cure_for_an_end(line, cure):
    assert cure in explain_end(["first line", line], Path("/data"))
