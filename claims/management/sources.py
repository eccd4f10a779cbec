"""The bytes of an article from where a person names it: an address, a file, standard input."""

import sys
from dataclasses import dataclass
from pathlib import Path

from claims.ingestion.encoding import MAX_BYTES, TooLarge
from claims.ingestion.pages import page_at
from factcheck.errors import Refusal


class NoSuchFile(Refusal):
    """There is no file of that name that we may read."""

    code = "no_such_file"


@dataclass(frozen=True, slots=True)
class Source:
    """What is to be read, and what is known about it. `url` is "" for files and standard input."""

    body: bytes
    url: str = ""
    media_type: str = ""
    charset: str = ""


def take(name: str) -> Source:
    """Return the bytes behind an http(s) address, a path, or "-". Raises Refusal."""
    if name == "-":
        return Source(_bounded(sys.stdin.buffer.read(MAX_BYTES + 1)))
    if "://" in name:  # the fetcher says which schemes it takes
        page = page_at(name)
        return Source(page.body, url=page.final_url, media_type=page.media_type, charset=page.charset)
    return Source(_file(Path(name)))


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
