"""How a search goes on where it stopped: what the view asks the tracking server for the next page."""

from __future__ import annotations

import functools
import inspect
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Search:
    """A search as the server understands it; `page_token` asks for what comes next, None after the end."""

    experiment_ids: tuple[str, ...]
    filter: str | None = None
    order_by: tuple[str, ...] = ()
    page_token: str | None = None

    def is_of(self, other: Search | None) -> bool:
        """Whether both ask the same, wherever they stopped."""
        return other is not None and replace(self, page_token=other.page_token) == other

    def members(self) -> dict[str, Any]:
        """As it stands in the bundle."""
        members = {
            "experiment_ids": list(self.experiment_ids),
            "filter": self.filter,
            "order_by": list(self.order_by) or None,
            "page_token": self.page_token,
        }
        return {name: value for name, value in members.items() if value is not None}


_noted: ContextVar[list[Search] | None] = ContextVar("spanbook_noted_pages", default=None)


@contextmanager
def noted_pages() -> Iterator[list[Search]]:
    """The pages that MLflow asks for meanwhile in this thread, as they come."""
    pages: list[Search] = []
    before = _noted.set(pages)
    try:
        yield pages
    finally:
        _noted.reset(before)


def noting(ask_page: Callable[..., Any]) -> Callable[..., Any]:
    """MLflow's request for one page, by which it is known what it asks for.

    `mlflow.search_traces` gives a table without the token, and runs, models and the current experiment become
    a filter and ids on the way; hence the look at what its client sends.
    """
    signature = inspect.signature(ask_page)

    @functools.wraps(ask_page)
    def asking(*args: Any, **kwargs: Any) -> Any:
        answer = ask_page(*args, **kwargs)
        pages = _noted.get()
        if pages is not None:
            try:
                pages.append(_search(signature.bind(*args, **kwargs).arguments, answer[1]))
            except Exception:  # another MLflow: the traces show all the same, without a next page
                _logger.debug("Spanbook cannot tell how this search goes on.", exc_info=True)
        return answer

    return asking


def _search(asked: dict[str, Any], token: str | None) -> Search:
    places = [*(asked.get("locations") or []), *(asked.get("experiment_ids") or [])]
    is_answerable = not any("." in place for place in places)  # tables of Unity Catalog are not
    return Search(
        tuple(dict.fromkeys(places)),
        asked.get("filter_string") or None,
        tuple(asked.get("order_by") or ()),
        token if token and is_answerable else None,
    )
