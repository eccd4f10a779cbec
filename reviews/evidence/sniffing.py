"""What kind of file bytes are, by their first words: neither a name nor what a sender says is believed."""

import re
from typing import Final

UNKNOWN: Final = "application/octet-stream"

# Source: the registrations at iana.org/assignments/media-types and the formats' own headers.
_BEGINNINGS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),  # office files before 2007
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"PAR1", "application/vnd.apache.parquet"),
    (b"\x1f\x8b", "application/gzip"),
)
_RIFF: Final = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_IN_ZIP: Final = (
    (b"xl/", f"{_OFFICE}.spreadsheetml.sheet"),
    (b"word/", f"{_OFFICE}.wordprocessingml.document"),
    (b"ppt/", f"{_OFFICE}.presentationml.presentation"),
)
_OPEN_DOCUMENT: Final = re.compile(rb"mimetype(application/[a-z.+-]{1,80})")
_PAGE: Final = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_LOOKED_AT: Final = 65_536


def media_type_of(body: bytes) -> str:
    """Return the media type that the bytes show, `application/octet-stream` where they show none."""
    head = body[:_LOOKED_AT]
    found = next((kind for begins, kind in _BEGINNINGS if head.startswith(begins)), "")
    if found:
        return found
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:11] == b"M4A" else "video/mp4"
    return _packed(head) if head.startswith(b"PK\x03\x04") else _text(head)


def _packed(head: bytes) -> str:
    named = _OPEN_DOCUMENT.match(head[30:])
    if named:
        return named[1].decode()
    return next((kind for folder, kind in _IN_ZIP if folder in head), "application/zip")


def _text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text/plain"  # UTF-16, which says so
    if b"\x00" in head:
        return UNKNOWN
    try:
        # The last letter may be cut.
        text = head.decode("utf-8-sig", errors="strict" if len(head) < _LOOKED_AT else "ignore")
    except UnicodeDecodeError:
        text = head.decode("latin-1")
        if sum(not (char.isprintable() or char.isspace()) for char in text) * 20 > len(text):
            return UNKNOWN
    if _PAGE.match(text):
        return "text/html"
    return "application/xml" if text.lstrip().startswith("<?xml") else "text/plain"
