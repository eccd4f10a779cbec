"""Articles that come as plain text: pasted, uploaded or copied out of a mail."""

import re
from datetime import tzinfo
from typing import Final

from claims.ingestion import dates
from claims.ingestion.furniture import is_furniture
from claims.ingestion.header import Header, is_header_line, name_in, outlet_of, pieces, source_in

_TITLE_LENGTH: Final = 200
_HEADER_BLOCKS: Final = 5  # title, standfirst and the lines between them
_WRAPPED: Final = range(40, 101)  # the width at which mail programs break lines
_GAP: Final = re.compile(r"\n[ \t\u00a0]*\n")


def split(text: str, *, default_zone: tzinfo | None = None) -> tuple[Header, str]:
    """Return the header of a text and its paragraphs, separated by an empty line.

    The first line is the title if it is short and an empty line or the
    byline follows. Lines of byline, moment and source leave the text, and so
    does the furniture of the page it was copied from.
    """
    blocks = [_lines(block) for block in _GAP.split(text)]
    title, rest = _title([block for block in blocks if block])
    above = [line for block in rest[:_HEADER_BLOCKS] if _is_header(block) for line in block]
    body = [b for at, b in enumerate(rest) if at >= _HEADER_BLOCKS or not _is_header(b)]
    paragraphs = [p for block in body for p in _paragraphs(block) if not is_furniture(p)]
    return _read(title, above, default_zone), "\n\n".join(paragraphs)


def _lines(block: str) -> list[str]:
    return [line.strip() for line in block.splitlines() if line.strip()]


def _title(blocks: list[list[str]]) -> tuple[str, list[list[str]]]:
    if not blocks:
        return "", []
    first, rest = blocks[0], blocks[1:]
    signed = len(first) > 1 and all(is_header_line(line) for line in first[1:])
    alone = len(first) == 1 and bool(rest)
    if not (signed or alone) or not _may_be_title(first[0]):
        return "", blocks
    if not any(not _is_header(block) for block in rest):
        return "", blocks  # a title without an article is the text itself
    return first[0], [first[1:], *rest] if signed else rest


def _may_be_title(line: str) -> bool:
    return len(line) <= _TITLE_LENGTH and not line.endswith((".", ":", ",", ";")) and not is_header_line(line)


def _is_header(block: list[str]) -> bool:
    return all(is_header_line(line) for line in block)


def _paragraphs(block: list[str]) -> list[str]:
    """One paragraph if its lines were wrapped by a mail program, else one for each line."""
    if len(block) > 1 and all(len(line) in _WRAPPED for line in block[:-1]):
        return [" ".join(block)]
    return block


def _read(title: str, above: list[str], default_zone: tzinfo | None) -> Header:
    parts = [piece for line in above for piece in pieces(line)]
    byline = next((name for piece in parts if (name := name_in(piece))), "")
    outlet = next((name for piece in parts if (name := source_in(piece))), "") or outlet_of(byline)
    moments = (dates.published(piece, default_zone=default_zone) for piece in parts)
    return Header(title, outlet, byline, next((moment for moment in moments if moment), None))
