"""How an event is hashed: plain values in, hex out."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


def digest(
    *,
    previous: str,
    subject: UUID,
    seq: int,
    name: str,
    at: datetime,
    by: UUID | None,
    data: Mapping[str, Any],
) -> str:
    """Return the SHA-256, hex, of an event and the hash of the one before it on its subject.

    The bytes hashed are JSON with sorted keys, no spaces and ASCII escapes
    (after RFC 8785, for the strings, integers, lists and maps that `data` may
    hold; floats are refused, because their spelling is not one).

    Raises TypeError for a value that has no single spelling.
    """
    whole = {
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": None if by is None else str(by),
        "data": plain(data),
        "name": name,
        "previous": previous,
        "seq": seq,
        "subject": str(subject),
    }
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """Return the value as JSON holds it: ids and moments as text. Raises TypeError for anything else."""
    match value:
        case None | bool() | int() | str():
            return str(value) if isinstance(value, str) else value
        case UUID():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case Mapping():
            return {str(key): plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} has no place in an event")
