"""A page's bytes, unpacked within bounds: a small reply must not become a large one in memory."""

import zlib
from collections.abc import Sequence
from typing import Protocol

from factcheck.net.refusals import BadEncoding, TooLarge

RATIO_LIMIT = 100
# Below this a page of little else than blanks may shrink as much as it likes.
RATIO_FREE = 128 * 1024
_PIECE = 64 * 1024


def coding_of(values: Sequence[str]) -> str:
    """Return the one coding named by the Content-Encoding headers: gzip, deflate or "".

    Raises BadEncoding for unknown ones, and for more than one: 1,827 bytes
    packed twice were a gigabyte.
    """
    named = [name.strip().lower() for value in values for name in value.split(",")]
    codings = [name.removeprefix("x-") for name in named if name not in {"", "identity"}]
    if len(codings) > 1:
        raise BadEncoding("The page is compressed more than once.")
    if codings and codings[0] not in {"gzip", "deflate"}:
        raise BadEncoding("The page is compressed in a way that was not asked for.")
    return codings[0] if codings else ""


class Body:
    """Collects the raw bytes of one reply and unpacks them as they come."""

    def __init__(self, coding: str, *, limit: int) -> None:
        self._unpacker = _unpacker(coding)
        self._limit = limit
        self._raw = 0  # bytes unpacked so far, of those fed
        self._whole = bytearray()

    def feed(self, raw: bytes) -> None:
        """Take the next bytes off the wire. Raises TooLarge, BadEncoding."""
        while raw:
            raw = self._unpack(raw)

    def finish(self) -> bytes:
        """Return the whole page. Raises TooLarge, BadEncoding if the packed form broke off."""
        while self._raw and not self._unpacker.complete():
            # zlib may have eaten the last byte while part of the page still waits inside it.
            before = len(self._whole)
            self._unpack(b"")
            if len(self._whole) == before:
                raise BadEncoding("The compressed page broke off.")
        return bytes(self._whole)

    def _unpack(self, raw: bytes) -> bytes:
        try:
            piece, rest = self._unpacker.unpack(raw)
        except zlib.error:
            raise BadEncoding("The compressed page is damaged.")
        self._raw += len(raw) - len(rest)
        self._whole += piece
        self._judge()
        return rest

    def _judge(self) -> None:
        size = len(self._whole)
        if size > self._limit:
            raise TooLarge(f"The page is larger than {size_in_words(self._limit)}.")
        if size > RATIO_FREE and size > RATIO_LIMIT * self._raw:
            raise TooLarge(f"The page unpacks to more than {RATIO_LIMIT} times what was sent.")


def size_in_words(size: int) -> str:
    """Say a number of bytes as an editor reads it: `10 MB`, `32 KB`."""
    for unit, name in ((1024 * 1024, "MB"), (1024, "KB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size} bytes"


class _Unpacker(Protocol):
    def unpack(self, raw: bytes) -> tuple[bytes, bytes]:
        """Return at most one piece of the page, and the raw bytes still to be unpacked."""

    def complete(self) -> bool: ...


def _unpacker(coding: str) -> _Unpacker:
    if coding == "gzip":
        return _Gzip()
    return _Deflate() if coding == "deflate" else _Plain()


class _Plain:
    def unpack(self, raw: bytes) -> tuple[bytes, bytes]:
        return raw, b""

    def complete(self) -> bool:
        return True


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)

    def unpack(self, raw: bytes) -> tuple[bytes, bytes]:
        if self._stream.eof:
            # A second member: browsers drop it, which would cut the page without a word.
            raise BadEncoding("Something follows the end of the compressed page.")
        piece = self._stream.decompress(raw, _PIECE)
        return piece, self._stream.unconsumed_tail or self._stream.unused_data

    def complete(self) -> bool:
        return self._stream.eof


class _Deflate(_Gzip):
    """`deflate` means a zlib stream (RFC 9110), but many servers send the bare one (RFC 1951)."""

    def __init__(self) -> None:
        super().__init__()
        self._head = b""

    def unpack(self, raw: bytes) -> tuple[bytes, bytes]:
        if len(self._head) < 2:
            self._head += raw
            if len(self._head) < 2:
                return b"", b""
            raw = self._head
            wrapped = raw[0] & 0x0F == 8 and int.from_bytes(raw[:2], "big") % 31 == 0
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        return super().unpack(raw)
