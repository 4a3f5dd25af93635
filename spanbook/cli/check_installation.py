"""Checks of what is installed, for `spanbook doctor`. Each yields findings and raises nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_core.paths import jupyter_config_path, jupyter_path
from jupyter_server.extension.config import ExtensionConfigManager

from .. import __version__
from .finding import Finding, number_of

EXTENSION = "@spanbook/lab"
OLDEST_LAB = (4, 2)


def check_versions() -> Iterator[Finding]:
    """Python, Spanbook and JupyterLab."""
    yield Finding("ok", f"Python {sys.version.split()[0]}, Spanbook {__version__}")
    found = _installed("jupyterlab")
    if found is None:
        yield Finding("fail", "JupyterLab is not installed in this environment", "pip install jupyterlab")
    elif number_of(found) < OLDEST_LAB:
        yield Finding("fail", f"JupyterLab {found} is too old", "pip install --upgrade jupyterlab")
    else:
        yield Finding("ok", f"JupyterLab {found}")


def check_extension() -> Iterator[Finding]:
    """The JupyterLab extension: there, of this version, not disabled."""
    package = _first(Path(folder, EXTENSION, "package.json") for folder in jupyter_path("labextensions"))
    reinstall = "pip install --force-reinstall --no-deps spanbook"
    if package is None:
        yield Finding("fail", "The JupyterLab extension is not installed", reinstall)
        return
    found = str(_read(package).get("version"))
    if found != __version__:
        yield Finding("fail", f"The JupyterLab extension is {found}, Spanbook {__version__}", reinstall)
    elif _is_disabled():
        yield Finding(
            "fail", "The JupyterLab extension is disabled", f"jupyter labextension enable {EXTENSION}"
        )
    else:
        yield Finding("ok", f"JupyterLab extension {found}")


def _is_disabled() -> bool:
    files = (Path(folder, "labconfig", "page_config.json") for folder in jupyter_config_path())
    for file in files:
        disabled = _read(file).get("disabledExtensions", {})
        names = (
            [name for name, is_so in disabled.items() if is_so] if isinstance(disabled, dict) else disabled
        )
        # JupyterLab's plugin manager disables the plugins of an extension one by one.
        if any(name == EXTENSION or name.startswith(f"{EXTENSION}:") for name in names):
            return True
    return False


def check_server_extension() -> Iterator[Finding]:
    """The Jupyter server extension is switched on."""
    if ExtensionConfigManager(read_config_path=jupyter_config_path()).enabled("spanbook"):
        yield Finding("ok", "Server extension enabled")
    else:
        yield Finding("fail", "The server extension is disabled", "jupyter server extension enable spanbook")


def check_kernels() -> Iterator[Finding]:
    """The TypeScript kernels: registered, and their programs start."""
    found = 0
    for name, entry in sorted(KernelSpecManager().get_all_specs().items()):
        argv = entry["spec"].get("argv", [])
        program = next(
            (part for part in ("deno", "tslab") if any(part in Path(word).name for word in argv)), None
        )
        if program is None:
            continue
        found += 1
        yield _kernel_finding(name, argv[:1] if program == "deno" else argv[:2])
    if found == 0:
        yield Finding("fail", "No TypeScript kernel is registered", "spanbook kernels install")


def _kernel_finding(name: str, program: list[str]) -> Finding:
    cure = f"install it again, then: spanbook kernels install {name}"
    if shutil.which(program[0]) is None or not all(Path(part).exists() for part in program[1:]):
        return Finding("fail", f"Kernel {name}: its program is gone ({' '.join(program)})", cure)
    try:
        done = subprocess.run([*program, "--version"], capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        why = str(getattr(error, "stderr", None) or error).strip()[:200]
        return Finding("fail", f"Kernel {name} does not start: {why}", cure)
    return Finding("ok", f"Kernel {name}: {(done.stdout.strip().splitlines() or ['?'])[0]}")


def check_library() -> Iterator[Finding]:
    """The npm package `spanbook`, where notebooks of the current folder find it."""
    folders = (Path.cwd(), *Path.cwd().parents)
    package = _first(folder / "node_modules" / "spanbook" / "package.json" for folder in folders)
    if package is None:
        what = f"The npm package spanbook is not installed for notebooks in {Path.cwd()}"
        yield Finding("note", what, "in the folder of your notebooks: npm install spanbook")
        return
    found = str(_read(package).get("version"))
    if number_of(found) == number_of(__version__):
        yield Finding("ok", f"npm package spanbook {found}")
    else:
        what = f"npm package spanbook {found} beside Python package {__version__}"
        yield Finding("note", what, "npm install spanbook@latest, and: pip install --upgrade spanbook")


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _first(files: Iterator[Path]) -> Path | None:
    return next((file for file in files if file.exists()), None)


def _read(file: Path) -> dict[str, Any]:
    """The JSON object in `file`; empty when there is none, or it cannot be read."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
