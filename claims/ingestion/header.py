"""What stands above an article: title, outlet, byline and moment."""

import re
from dataclasses import dataclass
from typing import Final

from claims.ingestion import dates
from claims.ingestion.date_forms import LABEL
from claims.ingestion.dates import Dated

_LONGEST_LINE: Final = 180
_BETWEEN: Final = re.compile(r"\s*[|•·]\s*|\s{3,}")
_BY: Final = re.compile(
    r"(?:(?:written |reported |text |story )?by|author|von|par|por|da|di|door|av)\b\s*:?\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
_SOURCE: Final = re.compile(
    r"(?:source|outlet|publication|quelle|fuente|fonte)\s*:\s*(?P<name>\S.*)", re.IGNORECASE
)
_TEAM: Final = re.compile(
    r"team (?P<after>\S.*)|(?P<before>\S.*?)[ ,]+(?:(?:web|news|online|digital|national|foreign|world) )?"
    r"(?:team|desk|staff|bureau|newsroom|redaktion|redaction|redaccion|redacao)(?: (?:writers?|reporters?))?",
    re.IGNORECASE,
)
_GENERIC: Final = frozenset(
    {
        "news",
        "web",
        "our",
        "the",
        "staff",
        "online",
        "digital",
        "sports",
        "business",
        "national",
        "world",
        "foreign",
    }
)
_DATE_WORDS: Final = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Header:
    title: str = ""
    outlet: str = ""
    byline: str = ""
    published: Dated | None = None


def pieces(line: str) -> list[str]:
    """The parts of a header line: "By A  |  March 28, 2024" has two."""
    return [piece for piece in _BETWEEN.split(line.strip()) if piece]


def is_header_line(line: str) -> bool:
    """Whether a line holds nothing but byline, moment or source."""
    parts = pieces(line) if len(line) <= _LONGEST_LINE else []
    return bool(parts) and all(name_in(part) or _is_moment(part) or _SOURCE.fullmatch(part) for part in parts)


def name_in(piece: str) -> str:
    """Return the name of a byline ("By Ann Lee" gives "Ann Lee"), or "" if the piece is none."""
    found = _BY.match(piece)
    name = piece[found.end() :].strip(" ,;") if found else ""
    # "By Thursday, the army had left." opens an article: names do not end in a full stop, nor run on.
    if not name or len(name) > 100 or name.endswith((".", "!", "?", ":")) or not name[0].isupper():
        return ""
    return "" if dates.day(name) else name


def source_in(piece: str) -> str:
    found = _SOURCE.fullmatch(piece)
    return found["name"].strip() if found else ""


def outlet_of(byline: str) -> str:
    """Return the outlet that signs as a body: "Team Example Post", "Example Post Web Desk"."""
    found = _TEAM.fullmatch(byline.strip())
    name = (found["after"] or found["before"]).strip(" ,") if found else ""
    return "" if name.casefold() in _GENERIC else name


def _is_moment(piece: str) -> bool:
    """A date with its label, time and zone, and hardly another word."""
    if dates.day(piece) is None and not LABEL.match(piece):
        return False
    return len(piece) <= 100 and not piece.endswith(".") and len(_DATE_WORDS.findall(piece)) <= 8
