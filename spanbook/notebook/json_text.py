"""JSON text inside of JSON: payloads stay text, so that no digit is lost and nothing unopened is parsed."""

from __future__ import annotations

import json
import re
from typing import Any

_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


def well_formed(text: str) -> str:
    """The text without lone surrogates: one of them and the notebook cannot be saved."""
    return _LONE_SURROGATES.sub("\ufffd", text)


def json_text_of(value: Any) -> str:
    """JSON text of any value; what JSON does not know becomes text."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str, allow_nan=False)
    except (ValueError, RecursionError):
        return json.dumps(_without_nan(value), ensure_ascii=False, separators=(",", ":"), default=str)


def valid_json_text(text: str) -> str:
    """The text if it is JSON, else as near to it as can be: Python's NaN as text, other text as a string."""
    try:
        json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return _mended(text)
    return text


def string_in(text: str | None) -> str | None:
    """The string that JSON text holds; the text itself where it is none, as MLflow 2 wrote types bare."""
    if text is None:
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, str) and value else None


def utf8_bytes(text: str) -> int:
    """Length in UTF-8; a lone surrogate counts as its replacement."""
    return len(well_formed(text).encode())


def string_bytes(text: str) -> int:
    """Length in UTF-8 bytes as a JSON string in a notebook file, quotes included."""
    return len(json.dumps(well_formed(text), ensure_ascii=False).encode())


def _mended(text: str) -> str:
    try:
        return json_text_of(json.loads(text, parse_constant=str))
    except (ValueError, RecursionError):
        return json.dumps(text, ensure_ascii=False)


def _refuse(name: str) -> None:
    raise ValueError(name)


def _without_nan(value: Any) -> Any:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return json.loads(text, parse_constant=str)
