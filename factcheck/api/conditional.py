"""Versions over HTTP: ETag, If-None-Match, If-Match. Source: RFC 9110, sections 8.8.3 and 13.1."""

import re
from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request

from factcheck import versions
from factcheck.api.errors import IfMatchMissing, Malformed
from factcheck.models import Chained

_TAGS = re.compile(r'\s*(?:W/)?"[^"\x00-\x20\x7f]*"\s*(?:,\s*(?:W/)?"[^"\x00-\x20\x7f]*"\s*)*')
_TAG = re.compile(r'(?:W/)?"[^"]*"')

Row = Chained | Mapping[str, Any]


def etag_of(row: Row) -> str:
    """Return the strong ETag of a row: its version, the number of its last event.

    `row` is an instance, or a map with `chain_seq`.
    """
    seq = row["chain_seq"] if isinstance(row, Mapping) else row.chain_seq
    return f'"{seq}"'


def is_known(request: Request, row: Row) -> bool:
    """Whether the caller has this version already (If-None-Match), so that 304 will do."""
    header = request.headers.get("If-None-Match")
    if header is None:
        return False
    tags = {tag.removeprefix("W/") for tag in _TAG.findall(header)}
    return header.strip() == "*" or etag_of(row) in tags


def check_if_match(request: Request, row: Row, *, required: bool = True) -> None:
    """Refuse a change that is based on another version than the row's.

    Compares at once, and again under the row's lock when the action records its
    event (factcheck.versions), so nothing can slip in between.

    Raises IfMatchMissing (428), Malformed (400), StaleVersion (412).
    """
    header = request.headers.get("If-Match")
    if header is None:
        if required:
            raise IfMatchMissing
        return
    if header.strip() == "*":
        return
    if len(header) > 1000 or not _TAGS.fullmatch(header):
        raise Malformed("If-Match must hold quoted ETags.", "bad_if_match", field="If-Match")
    # A weak tag never matches here: the comparison is the strong one.
    tags = _TAG.findall(header)
    if etag_of(row) not in tags:
        raise versions.StaleVersion("This was changed since you read it. Read it again.")
    uuid = row["uuid"] if isinstance(row, Mapping) else row.uuid
    versions.expect(
        uuid, frozenset(int(tag[1:-1]) for tag in tags if tag[1:-1].isdecimal() and tag.isascii())
    )
