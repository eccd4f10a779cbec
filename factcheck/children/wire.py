"""One message on a pipe: two lengths, a JSON object, raw bytes.

JSON and never pickle: what a child sends is as little to be trusted as what it
reads. The bytes of a document travel beside the JSON, not inside it.
"""

import os
import struct
from dataclasses import dataclass
from typing import Any, Final

import orjson

MOST_HEAD: Final = 16 * 1024 * 1024  # bytes of JSON
MOST_BODY: Final = 16 * 1024 * 1024
_LENGTHS: Final = struct.Struct(">II")


class BrokenWire(Exception):
    """What the other side sends is no message."""


class Closed(BrokenWire):
    """The other side is gone, perhaps in the middle of a message."""


@dataclass(frozen=True, slots=True)
class Message:
    head: dict[str, Any]
    body: bytes = b""


def ready(value: Any) -> orjson.Fragment:
    """Return a value as it stands in a message. Raises TypeError for what JSON cannot hold, ValueError."""
    text = orjson.dumps(value)
    if len(text) > MOST_HEAD // 2:
        raise ValueError("the answer is too large")
    return orjson.Fragment(text)


def packed(head: dict[str, Any], body: bytes = b"") -> list[bytes]:
    """Return the message as the pieces to be written. Raises TypeError, ValueError."""
    text = orjson.dumps(head)
    if len(text) > MOST_HEAD or len(body) > MOST_BODY:
        raise ValueError("the message is too large")
    return [_LENGTHS.pack(len(text), len(body)) + text, body]


def send(pipe: int, pieces: list[bytes]) -> None:
    """Write all of a message. Raises Closed."""
    try:
        for piece in pieces:
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(pipe, rest) :]
    except BrokenPipeError:
        raise Closed("the pipe is closed") from None


def receive(pipe: int) -> Message | None:
    """Return the next message, or None where the other side has closed. Raises BrokenWire, Closed."""
    lengths = _read(pipe, _LENGTHS.size)
    if not lengths:
        return None
    head_length, body_length = _LENGTHS.unpack(_whole(lengths, _LENGTHS.size))
    if head_length > MOST_HEAD or body_length > MOST_BODY:
        raise BrokenWire("the message is too large")
    head = _whole(_read(pipe, head_length), head_length)
    body = _whole(_read(pipe, body_length), body_length)
    try:
        told = orjson.loads(head)
    except orjson.JSONDecodeError:
        raise BrokenWire("the message is not JSON") from None
    if not isinstance(told, dict):
        raise BrokenWire("the message is no object")
    return Message(told, bytes(body))


def _read(pipe: int, length: int) -> bytearray:
    """Up to `length` bytes: fewer only at the end of the pipe."""
    found = bytearray()
    while len(found) < length:
        part = os.read(pipe, min(length - len(found), 1 << 20))
        if not part:
            break
        found += part
    return found


def _whole(found: bytearray, length: int) -> bytearray:
    if len(found) != length:
        raise Closed("the message breaks off")
    return found
