"""What a later look at a source found, beside the copy that it is cited by."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from claims.likeness import likeness
from reviews.evidence.quotes import plain

UNREACHABLE_IS_GONE: Final = 3  # times in a row
_ALIKE: Final = 0.9  # of two texts of which one is not kept
# Lines of a page that change by themselves and say nothing of the matter, and how many words they have.
_DATED: Final = re.compile(
    r"(?:this page was |page )?(?:last )?(?:updated|modified|changed|reviewed|published|posted|accessed"
    r"|retrieved|printed|aktualisiert|stand|mis[e]? à jour|actualizado|aggiornato|bijgewerkt)\b.*\d"
)
_COUNTED: Final = re.compile(
    r"[\d.,]+ ?[km]?\+? (?:views?|shares?|likes?|comments?|visitors?|followers?|reactions?)"
    r"|\d+ min(?:ute)?s? read"
    r"|.{0,12}\d+ (?:seconds?|minutes?|hours?|days?|weeks?) ago"
)
_NOTICE: Final = re.compile(
    r"\b(?:cookies?|subscribe|newsletters?|advertise?ment|sponsored|copyright|all rights reserved)\b|©"
)
_PASSING: Final = (("match", _DATED, 9), ("match", _COUNTED, 6), ("search", _NOTICE, 14))


class Found(StrEnum):
    """Values of reviews.models.Found."""

    FIRST = "first"
    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    GONE = "gone"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Seen:
    """A copy as it is compared. `text` is None where the bytes are not kept, or were not read."""

    url: str  # after redirects
    sha256: str
    text: str | None = None
    signature: bytes = b""
    quote_found: bool | None = None


def compared(before: Seen, after: Seen) -> tuple[Found, str]:
    """Return what became of a source since its copy, and that in words.

    What leads to another address has moved, whatever stands there. Lines that
    change by themselves (dates of an update, counters, notices) do not count, but
    for a quote that is no longer there.
    """
    moved = address(before.url) != address(after.url)
    same, words = _same(before, after)
    if moved:
        rest = "where the same text stands" if same else "where another text stands"
        return Found.MOVED, f"It leads to another address now, {rest}."
    if before.quote_found and after.quote_found is False:
        return Found.CHANGED, "The quote does not stand there any more."
    return (Found.SAME, "") if same else (Found.CHANGED, words)


def unreachable(*, times_before: int, code: str) -> Found:
    """What a look without an answer says: gone only when it was so three times in a row.

    `times_before` counts the unanswered looks just before. A site that closes a
    page to robots still shows it to people.
    """
    enough = times_before + 1 >= UNREACHABLE_IS_GONE
    return Found.GONE if enough and code != "robots" else Found.UNREACHABLE


def address(url: str) -> str:
    """What tells two addresses apart: not scheme, "www.", fragment or a last slash."""
    parts = urlsplit(url)
    host = (parts.netloc or "").casefold().removeprefix("www.")
    host = host.removesuffix(":80").removesuffix(":443")
    return f"{host}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")


def lasting(text: str) -> list[str]:
    """The lines of a text that do not change by themselves, in one spelling."""
    lines = (plain(line) for line in text.splitlines())
    return [line for line in lines if line and not _passes(line)]


def _passes(line: str) -> bool:
    if not any(char.isalpha() for char in line):
        return False  # a cell of a table
    length = len(line.split())
    return any(length <= most and getattr(kind, how)(line) for how, kind, most in _PASSING)


def _same(before: Seen, after: Seen) -> tuple[bool, str]:
    if before.sha256 == after.sha256:
        return True, ""
    if before.text is not None and after.text is not None:
        # Joined: the same words in other paragraphs are the same words.
        same = " ".join(lasting(before.text)) == " ".join(lasting(after.text))
        return same, "" if same else "The text is another than in the copy."
    if before.signature and after.signature:
        same = likeness(before.signature, after.signature) >= _ALIKE
        return same, "" if same else "The text is unlike the one that was cited; no copy of that is kept."
    return False, "The bytes are others than those of the copy; they were not read."
