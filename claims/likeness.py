"""How alike two texts are, from signatures small enough to keep: MinHash over runs of four words.

Source: Broder, On the resemblance and containment of documents (1997). A signature is the same on
every machine and Python, for stored ones are compared with new ones; a change here needs a new VERSION.
"""

import hashlib
import re
import struct
import unicodedata
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

VERSION: Final = 1
FEWEST: Final = 50  # words; of a shorter text one edit leaves too little to compare
# By bench/likeness.py: syndicated texts cut to half lie above, other reports on one event below.
ALIKE: Final = 0.3

_RUN: Final = 4  # words
_SIZE: Final = 128
# Of two values each: texts at 0.3 share a band in 90 of 100 cases, at 0.5 in 999 of 1,000.
_BANDS: Final = 24
_MOST: Final = 20_000  # words read; a longer text is known by its beginning
_AT_ONCE: Final = 2048  # runs; bounds the table of hashes to 2 MB

# Thai, Lao, Burmese, Khmer, Japanese, Chinese: no blanks, so each letter counts as a word.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_WORD: Final = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_HEAD: Final = struct.Struct(">BI")  # version, number of distinct runs
_LENGTH: Final = _HEAD.size + 4 * _SIZE

_Hashes = NDArray[np.uint64]


def signature(text: str) -> bytes:
    """Return the signature of a text, 517 bytes; b"" if it is shorter than FEWEST words."""
    words = [m.group() for m in _WORD.finditer(unicodedata.normalize("NFKC", text).casefold())][:_MOST]
    if len(words) < FEWEST:
        return b""
    runs = _runs(words)
    least = np.full(_SIZE, 0xFFFFFFFF, dtype=np.uint32)
    for begin in range(0, len(runs), _AT_ONCE):
        part = runs[begin : begin + _AT_ONCE]
        hashes = (part[None, :] * _FACTORS + _OFFSETS) >> np.uint64(32)
        least = np.minimum(least, hashes.min(axis=1).astype(np.uint32))
    return _HEAD.pack(VERSION, len(runs)) + least.astype(">u4").tobytes()


def likeness(one: bytes, other: bytes) -> float:
    """Return the share of runs of words that two texts have in common, 0 to 1, estimated.

    The standard error is 0.04 at most. What cannot be compared, a short text or another version, is 0.
    """
    if not (_readable(one) and _readable(other)):
        return 0.0
    return float(np.mean(_values(one) == _values(other)))


def bands(signature: bytes) -> list[int]:
    """Return the keys under which texts alike find each other, as signed 64-bit integers, sorted."""
    if not _readable(signature):
        return []
    values = _values(signature)[: 2 * _BANDS].astype(np.uint64)
    pairs = (values[0::2] << np.uint64(32)) | values[1::2]
    keys = _mixed(pairs + np.arange(_BANDS, dtype=np.uint64) * _GOLDEN)
    return sorted(int(key) for key in keys.view(np.int64))


def _readable(signature: bytes) -> bool:
    return len(signature) == _LENGTH and signature[0] == VERSION


def _values(signature: bytes) -> NDArray[np.uint32]:
    return np.frombuffer(signature, dtype=">u4", offset=_HEAD.size).astype(np.uint32)


_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)


def _mixed(hashes: _Hashes) -> _Hashes:
    """Spread each value over all 64 bits. Source: the finalizer of SplitMix64 (Steele, Lea, Flood 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


def _runs(words: Sequence[str]) -> _Hashes:
    """Return the distinct hashes of all runs of four words."""
    of_word = {w: hashlib.blake2b(w.encode(), digest_size=8).digest() for w in set(words)}
    hashed = np.frombuffer(b"".join([of_word[w] for w in words]), dtype=">u8").astype(np.uint64)
    count = len(hashed) - _RUN + 1
    runs = np.zeros(count, dtype=np.uint64)
    for place in range(_RUN):
        runs = _mixed(runs * _GOLDEN + hashed[place : place + count])
    return np.unique(runs)


def _permutations() -> tuple[_Hashes, _Hashes]:
    """The permutations h(x) = (factor * x + offset) >> 32, out of SHA-256 of their numbers: fixed for ever.

    Source: multiply-shift hashing, Dietzfelbinger and others (1997); factors are odd.
    """
    drawn = b"".join(hashlib.sha256(f"likeness {VERSION} {n}".encode()).digest()[:16] for n in range(_SIZE))
    table = np.frombuffer(drawn, dtype=">u8").astype(np.uint64).reshape(_SIZE, 2)
    return table[:, :1] | np.uint64(1), table[:, 1:]


_FACTORS, _OFFSETS = _permutations()
