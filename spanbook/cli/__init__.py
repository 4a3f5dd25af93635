"""The command line `spanbook`: the embedded server, the kernels, and what is wrong with an installation."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from .. import __version__
from ..home import NotPrivate
from ..instances import DataInUse
from . import doctor, kernels, server
from .user_error import UserError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 well, 1 not, 2 a wrong command line, 3 no server runs."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return options.run(options)
    except (UserError, DataInUse, NotPrivate, OSError) as error:
        print(f"spanbook: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="spanbook", description="MLflow traces in TypeScript notebooks.")
    parser.add_argument("--version", action="version", version=f"spanbook {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    server.add_commands(commands)
    kernels.add_commands(commands)
    doctor.add_commands(commands)
    return parser
