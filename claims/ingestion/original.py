"""The bytes that an article is read from, and how they came."""

from dataclasses import dataclass
from typing import Self

from factcheck.net.fetch import Fetched


@dataclass(frozen=True, slots=True)
class Original:
    """What is to be read, and what is known about it. `url` is "" for files and pasted text."""

    body: bytes
    url: str = ""
    media_type: str = ""
    charset: str = ""
    page: Fetched | None = None  # None for what was handed in

    @classmethod
    def of(cls, page: Fetched) -> Self:
        return cls(page.body, page.final_url, page.media_type, page.charset, page)
