"""Spanbook's Jupyter side: the embedded MLflow server, its gate, and its door for the browser.

This module stays light: the guardian and the gate run in processes that need none of Jupyter.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("spanbook")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0"


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "@spanbook/lab"}]


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    from .extension import Spanbook

    return [{"module": "spanbook", "app": Spanbook}]
