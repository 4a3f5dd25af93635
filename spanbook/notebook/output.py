"""The data of one output: the bundle, and what hosts without the extension show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .bundle import MIME_TYPE, bundle_of
from .records import TraceRecord
from .searches import Search
from .static_html import static_html
from .words import plain_text


def output_of(
    traces: Sequence[TraceRecord],
    *,
    max_bytes: int,
    display: str | None = None,
    more_ids: Sequence[str] = (),
    search: Search | None = None,
) -> dict[str, Any]:
    """A MIME bundle of `max_bytes` at the most; cuts payloads of the traces that would not fit."""
    more = len(more_ids)
    bundle = bundle_of(traces, max_bytes=max_bytes, display=display, more_ids=more_ids, search=search)
    return {
        MIME_TYPE: bundle,
        "text/html": static_html(traces, more, display),
        "text/plain": plain_text(traces, more),
    }
