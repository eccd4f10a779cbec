"""Cursors that callers can neither read nor make: a position in a list, sealed with the desk's secret.

A position may hold what the outside must not see (row numbers, scores), so it is
encrypted, not only signed: a synthetic IV (the HMAC of the position) authenticates it
and keys the stream it is XORed with, after the construction of RFC 5297 with
HMAC-SHA-256 in both places.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from typing import Any

import orjson
from django.conf import settings

_TAG_BYTES = 16
_MAX_CHARS = 1000


def seal(position: list[Any], *, order: str) -> str:
    """Return a cursor for a position in the list that is ordered so."""
    plain = orjson.dumps(position, default=str, option=orjson.OPT_UTC_Z)
    tag = _tag(plain, order)
    return urlsafe_b64encode(tag + _xor(plain, tag)).rstrip(b"=").decode()


def unseal(cursor: str, *, order: str) -> list[Any]:
    """Return the position in a cursor. Raises ValueError for any that `seal` did not make for this order."""
    if len(cursor) > _MAX_CHARS or not cursor.isascii():
        raise ValueError("not a cursor")
    raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    tag, sealed = raw[:_TAG_BYTES], raw[_TAG_BYTES:]
    plain = _xor(sealed, tag)
    if not hmac.compare_digest(tag, _tag(plain, order)):
        raise ValueError("not a cursor of this list")
    position: list[Any] = orjson.loads(plain)
    return position


def _tag(plain: bytes, order: str) -> bytes:
    return hmac.digest(_key("seal"), order.encode() + b"\x00" + plain, "sha256")[:_TAG_BYTES]


def _xor(text: bytes, tag: bytes) -> bytes:
    blocks = range(len(text) // 32 + 1)
    key = _key("stream")
    stream = b"".join(hmac.digest(key, tag + block.to_bytes(4, "big"), "sha256") for block in blocks)
    return (int.from_bytes(text, "big") ^ int.from_bytes(stream[: len(text)], "big")).to_bytes(
        len(text), "big"
    )


@lru_cache(maxsize=2)
def _key(purpose: str) -> bytes:
    return hashlib.sha256(f"factcheck.api.cursors:{purpose}:{settings.SECRET_KEY}".encode()).digest()
