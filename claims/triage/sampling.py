"""Which claims of the low scores are shown, so that the desk sees what the model misses."""

import hashlib
import hmac
import math
from collections.abc import Iterable
from uuid import UUID


def lot(claim: UUID, *, key: bytes, use: str) -> float:
    """Return the claim's lot for this use, 0 to below 1: the same each time, and no guess without the key."""
    drawn = hmac.digest(key, use.encode() + claim.bytes, hashlib.sha256)
    return int.from_bytes(drawn[:6]) / 2**48


def drawn(claims: Iterable[UUID], *, key: bytes, wanted: int) -> list[UUID]:
    """Return so many of the claims, by lot, whatever their order."""
    return sorted(claims, key=lambda claim: (lot(claim, key=key, use="drawn"), claim))[: max(0, wanted)]


def wanted_beside(others: int, *, percent: float) -> int:
    """Return how many from the low scores belong beside so many others, that they are that share of all."""
    return math.floor(others * percent / (100 - percent))
