"""MLflow's scripts and styles, kept compressed in memory: MLflow serves its 4 MB uncompressed, each time."""

from __future__ import annotations

import gzip
from dataclasses import dataclass

FOLDER = "/static-files/"
MOST_BYTES = 32_000_000  # compressed; all of MLflow's frontend has 8 MB
LEVEL = 6


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    content_type: str
    zipped: bytes


class Assets:
    """The files of one version of MLflow; those of another one take their place."""

    def __init__(self) -> None:
        self._version = ""
        self._kept: dict[str, Asset] = {}
        self._bytes = 0

    def find(self, version: str, path: str) -> Asset | None:
        """The file at `path` of MLflow `version`, if it was kept."""
        return self._kept.get(path) if version == self._version else None

    def keep(self, version: str, path: str, content_type: str, body: bytes) -> Asset | None:
        """Keep a file as long as there is room; None for what is no asset, such as a page."""
        if not path.startswith(FOLDER) or path.endswith(".html"):
            return None
        if version != self._version:
            self._version, self._kept, self._bytes = version, {}, 0
        asset = Asset(content_type, gzip.compress(body, LEVEL))
        if self._bytes + len(asset.zipped) <= MOST_BYTES:
            self._kept[path] = asset
            self._bytes += len(asset.zipped)
        return asset
