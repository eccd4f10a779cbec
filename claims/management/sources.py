"""The bytes of an article from where a person names it: an address, a file, standard input."""

import sys
from pathlib import Path

from claims.ingestion.encoding import MAX_BYTES, TooLarge
from claims.ingestion.original import Original
from claims.ingestion.pages import page_at
from factcheck.errors import Refusal


class NoSuchFile(Refusal):
    """There is no file of that name that we may read."""

    code = "no_such_file"


def take(name: str) -> Original:
    """Return the bytes behind an http(s) address, a path, or "-". Raises Refusal."""
    if name == "-":
        return Original(_bounded(sys.stdin.buffer.read(MAX_BYTES + 1)))
    if "://" in name:  # the fetcher says which schemes it takes
        return Original.of(page_at(name))
    return Original(_file(Path(name)))


def _file(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise NoSuchFile(f"There is no file “{path}”.")
        with path.open("rb") as file:
            return _bounded(file.read(MAX_BYTES + 1))
    except OSError as failure:
        raise NoSuchFile(f"“{path}” cannot be read: {failure.strerror or failure}.") from None


def _bounded(body: bytes) -> bytes:
    if len(body) > MAX_BYTES:
        raise TooLarge(f"The document is larger than {MAX_BYTES // 1024 // 1024} MB.")
    return body
