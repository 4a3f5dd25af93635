"""Spanbook's Jupyter side: the embedded MLflow server, its gate, its door for the browser; Python notebooks.

This module stays light: the guardian and the gate run in processes that need none of Jupyter.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from IPython.core.interactiveshell import InteractiveShell
    from mlflow.entities import Trace

try:
    __version__ = version("spanbook")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0"


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "@spanbook/lab"}]


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    from .extension import Spanbook

    return [{"module": "spanbook", "app": Spanbook}]


def load_ipython_extension(shell: InteractiveShell) -> None:
    """`%load_ext spanbook`: MLflow's traces show in Spanbook's view."""
    from .notebook.extension import load

    load(shell)


def unload_ipython_extension(_: InteractiveShell) -> None:
    """`%unload_ext spanbook`: they show in MLflow's own view again."""
    from .notebook.extension import unload

    unload()


def display(traces: Trace | Sequence[Trace]) -> None:
    """Show traces under the cell that runs, whatever the switches say. Needs `%load_ext spanbook` before."""
    from .notebook.extension import show

    show(traces if isinstance(traces, (list, tuple)) else [traces])
