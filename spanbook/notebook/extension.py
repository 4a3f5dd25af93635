"""`%load_ext spanbook` and `%unload_ext spanbook`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .display import NotebookDisplay

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell
    from mlflow.entities import Trace

_running: list[NotebookDisplay] = []


def load(shell: InteractiveShell) -> None:
    """MLflow's traces show in Spanbook's view from now on."""
    from IPython.core.error import UsageError

    try:
        display = NotebookDisplay(shell)
    except ImportError as error:
        raise UsageError(
            f"%load_ext spanbook needs MLflow 3 in this kernel: {error}. Install it with: %pip install mlflow"
        ) from error
    display.start()
    _running.append(display)


def unload() -> None:
    """MLflow's traces show in MLflow's own view again."""
    while _running:
        _running.pop().stop()


def show(traces: Sequence[Trace]) -> None:
    """Show these traces under the cell that runs."""
    if not _running:
        raise RuntimeError("Nothing can be shown before `%load_ext spanbook`.")
    _running[-1].show(traces)
