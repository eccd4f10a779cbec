"""JSON in and out, within limits. Plain values, no HTTP."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import orjson
from django.utils.duration import duration_iso_string
from django.utils.functional import Promise

from factcheck.errors import Refusal

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 64
MAX_NODES = 10_000


class BadJson(Refusal):
    """The bytes are not JSON that we read."""

    code = "bad_json"


def dumps(value: Any) -> bytes:
    """Return JSON: moments as RFC 3339 with Z, decimals as text, durations as ISO 8601."""
    return orjson.dumps(value, default=_spelled, option=orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC)


def _spelled(value: Any) -> Any:
    match value:
        case Decimal() | Promise():
            return str(value)
        case timedelta():
            return duration_iso_string(value)
        case set() | frozenset():
            return sorted(value)
        case memoryview() | bytes():
            return bytes(value).hex()
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def loads(body: bytes, *, max_depth: int = MAX_DEPTH, max_nodes: int = MAX_NODES) -> Any:
    """Read JSON of at most so many levels and values, without NUL or half characters.

    Raises BadJson; never RecursionError, for orjson stops at 1024 levels.
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadJson(f"The body is not JSON: {error}.") from None
    # Each value but the first follows a comma or opens a container, so a count of bytes bounds both
    # (brackets inside text count too, which only costs the exact walk).
    containers = body.count(b"[") + body.count(b"{")
    if containers > max_depth or containers + body.count(b",") >= max_nodes or b"\\u0000" in body:
        _walk(value, max_depth, max_nodes)
    return value


def _walk(value: Any, max_depth: int, max_nodes: int) -> None:
    nodes, waiting = 0, [(value, 1)]
    while waiting:
        node, depth = waiting.pop()
        nodes += 1
        if nodes > max_nodes:
            raise BadJson(f"The body holds more than {max_nodes} values.")
        if isinstance(node, str):
            _refuse_nul(node)
            continue
        if not isinstance(node, dict | list):
            continue
        if depth > max_depth:
            raise BadJson(f"The body is nested deeper than {max_depth} levels.")
        if isinstance(node, dict):
            for key in node:
                _refuse_nul(key)
            waiting.extend((inner, depth + 1) for inner in node.values())
        else:
            waiting.extend((inner, depth + 1) for inner in node)


def _refuse_nul(text: str) -> None:
    if "\x00" in text:
        raise BadJson("The body holds a NUL character, which no text may.")
