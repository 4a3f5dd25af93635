"""`spanbook kernels install`: registers the TypeScript kernels Deno and tslab with Jupyter."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager

from .user_error import UserError

NAMES = ("deno", "tslab")
OLDEST_NODE = (20, 19)


def add_commands(commands: Any) -> None:
    """Add `kernels` and its subcommands to the parser."""
    parser = commands.add_parser("kernels", help="the TypeScript kernels")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    text = "register the kernels with Jupyter; without a name, each one whose program is found"
    install = actions.add_parser("install", help=text, description=text)
    install.add_argument("names", nargs="*", metavar="KERNEL", help=" or ".join(NAMES))
    where = install.add_mutually_exclusive_group()
    where.add_argument("--sys-prefix", action="store_true", help="for this Python environment (default)")
    where.add_argument("--user", action="store_true", help="for this user, in every environment")
    where.add_argument("--prefix", metavar="FOLDER", help="for the environment in FOLDER")
    install.set_defaults(run=_install)


def _install(options: argparse.Namespace) -> int:
    unknown = [name for name in options.names if name not in NAMES]
    if unknown:
        raise UserError(f"there is no kernel {unknown[0]!r} to install; there are: {', '.join(NAMES)}")
    specs = _specs(options.names)
    manager = KernelSpecManager()
    prefix = None if options.user else options.prefix or sys.prefix
    for name, spec in specs.items():
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "kernel.json").write_text(json.dumps(spec, indent=2) + "\n", encoding="utf-8")
            try:
                place = manager.install_kernel_spec(folder, name, user=options.user, prefix=prefix)
            except OSError as error:
                raise _cannot_write(error, options) from error
        print(f"Installed the kernel {name} in {place}.")
    print("Notebooks find the library by: import * as mlflow from 'spanbook'")
    print("  in their folder, once:  npm install spanbook")
    return 0


def _cannot_write(error: OSError, options: argparse.Namespace) -> UserError:
    elsewhere = "--prefix FOLDER" if options.user else "--user"
    return UserError(
        f"the kernel cannot be written there ({error}). Try: spanbook kernels install {elsewhere}"
    )


def _specs(wanted: list[str]) -> dict[str, dict[str, object]]:
    """The kernelspecs to write. Raises UserError when a wanted one, or all, cannot be found."""
    specs, missing = {}, []
    for name in wanted or NAMES:
        try:
            specs[name] = SPEC_OF[name]()
        except UserError as error:
            if wanted:
                raise
            missing.append(f"  {name}: {error}")
    if not specs:
        raise UserError("no kernel was found.\n" + "\n".join(missing))
    if missing:
        print("Not installed:\n" + "\n".join(missing))
    return specs


def deno_spec() -> dict[str, object]:
    """Deno's kernelspec. Its own installer ignores Jupyter's folders, and so would miss an environment."""
    return {
        "argv": [_deno(), "jupyter", "--kernel", "--conn", "{connection_file}"],
        "display_name": "Deno",
        "language": "typescript",
    }


def tslab_spec() -> dict[str, object]:
    """tslab's kernelspec, through Node itself: a kernel starts with the server's PATH, whatever that is."""
    return {
        "argv": [_node(), str(_tslab()), "kernel", "--config-path", "{connection_file}"],
        "display_name": "TypeScript",
        "language": "typescript",
    }


SPEC_OF = {"deno": deno_spec, "tslab": tslab_spec}


def _deno() -> str:
    beside = Path(sys.executable).with_name("deno")
    found = str(beside) if beside.exists() else shutil.which("deno")
    if found is None:
        raise UserError('Deno is not installed. Run: pip install "spanbook[all]"')
    return found


def _node() -> str:
    found = shutil.which("node")
    if found is None:
        raise UserError("Node.js is not installed; tslab runs on it. Install Node.js 20.19 or newer")
    text = _output([found, "--version"]).lstrip("v")
    if _version(text) < OLDEST_NODE:
        raise UserError(f"Node.js {text} is too old for Spanbook; 20.19 is the oldest")
    return found


def _tslab() -> Path:
    """tslab's program: of the nearest `node_modules` above this folder, else npm's global one."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        program = folder / "node_modules" / "tslab" / "bin" / "tslab"
        if program.exists():
            return program
    npm = shutil.which("npm")
    if npm is not None:
        program = Path(_output([npm, "root", "--global"])) / "tslab" / "bin" / "tslab"
        if program.exists():
            return program
    raise UserError("tslab is not installed. Run: npm install --global tslab")


def _output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.stdout.strip()


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2] if part.isdigit())
