"""One line of what `spanbook doctor` reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """One line of the report. `cure` says what to do; empty when there is nothing to do."""

    state: Literal["ok", "note", "fail"]
    what: str
    cure: str = ""


def number_of(version: str) -> tuple[int, ...]:
    """Major and minor of a version, to compare; parts that are no numbers are left out."""
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
