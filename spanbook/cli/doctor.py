"""`spanbook doctor`: looks at every part of an installation, and says how to mend what is wrong."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from .check_installation import (
    check_extension,
    check_kernels,
    check_library,
    check_server_extension,
    check_versions,
)
from .check_servers import check_running_servers, check_tracking_server
from .finding import Finding

CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    check_versions,
    check_extension,
    check_server_extension,
    check_kernels,
    check_library,
    check_tracking_server,
    check_running_servers,
)

LABELS = {"ok": "ok   ", "note": "note ", "fail": "FAIL "}


def add_commands(commands: Any) -> None:
    """Add `doctor` to the parser."""
    text = "check versions, extension, kernels, tracking server, credentials and proxy"
    parser = commands.add_parser("doctor", help=text, description=text)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    findings = []
    for check in CHECKS:
        for finding in check():
            findings.append(finding)
            if not options.json:
                _say(finding)
    failed = sum(finding.state == "fail" for finding in findings)
    if options.json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        print("\n" + ("Nothing is wrong." if failed == 0 else f"{failed} to mend."))
    return 1 if failed else 0


def _say(finding: Finding) -> None:
    print(f"{LABELS[finding.state]} {finding.what}")
    if finding.cure:
        print(f"       → {finding.cure}")
