"""MLflow's UI in a browser tab of its own.

The address is one to keep and to share: it needs Jupyter's login, and holds no ticket. What it shows
is a page of ours around a sandboxed frame, so that MLflow's pages are kept apart from Jupyter here too.
"""

from __future__ import annotations

import asyncio
import html
from string import Template
from typing import Any

from .frame import SANDBOX, Frames
from .probe import Refused, Unreachable, read_version
from .proxy import TrackingProxyHandler, wants_patience

# What MLflow shows is chosen behind the "#", which no server sees.
PAGE = Template("""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>MLflow</title>
<style>html, body, iframe { display: block; width: 100%; height: 100%; margin: 0; border: 0 }</style>
<iframe title="MLflow" sandbox="$sandbox" referrerpolicy="no-referrer" data-address="$address"></iframe>
<script>
const frame = document.querySelector('iframe');
frame.src = frame.dataset.address + location.search + location.hash;
addEventListener('hashchange', () => location.reload());
</script>
""")


class TabHandler(TrackingProxyHandler):
    """The proxy; a browser that opens its first page gets it in a frame."""

    def __init__(self, *args: Any, frames: Frames, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._frames = frames

    async def http_get(self, path: str) -> None:
        """GET by those who are logged in, which the base class has checked."""
        is_page = path == "" and "text/html" in self.request.headers.get("Accept", "")
        address = await self._frame_address() if is_page else None
        if address is None:
            await super().http_get(path)
            return
        self.set_header("Cache-Control", "no-store")  # the ticket is of this start of Jupyter
        sandbox = SANDBOX.removeprefix("sandbox ")
        self.finish(PAGE.substitute(sandbox=sandbox, address=html.escape(address)))

    async def _frame_address(self) -> str | None:
        """Where the frame finds MLflow; None when it does not answer, and then the proxy says why."""
        target = self._backend.target
        if target is None or wants_patience(self._backend.status):
            return None
        try:
            version = await asyncio.to_thread(read_version, target)
        except (Refused, Unreachable):
            return None
        return self._frames.address(self.base_url, version)
