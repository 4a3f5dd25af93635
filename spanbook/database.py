"""Keeps the embedded server's database usable across MLflow upgrades."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

DATABASE = "mlflow.db"
STAMP = "mlflow.version"


def upgrade_if_needed(home: Path, environment: dict[str, str]) -> None:
    """Bring the database to the installed MLflow's schema, with a copy of the old one kept beside it.

    MLflow refuses to serve a database of an older schema. The check is a file with the version that
    served last, because asking MLflow itself costs a second import of several seconds. A failed
    upgrade is left to the server's own start, whose message says more.
    """
    installed = version("mlflow")
    stamp, database = home / STAMP, home / DATABASE
    served_last = stamp.read_text(encoding="utf-8").strip() if stamp.exists() else None
    if database.exists() and served_last not in (None, installed):
        shutil.copy2(database, home / f"{DATABASE}.{served_last}")
        command = [sys.executable, "-m", "mlflow", "db", "upgrade", f"sqlite:///{DATABASE}"]
        subprocess.run(command, cwd=home, env=environment, check=False)
    if served_last != installed:
        stamp.write_text(installed, encoding="utf-8")
