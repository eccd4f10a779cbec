"""What came from outside, kept as it came: one WARC file per capture, in a store of its own.

The row with the hash is for good; the bytes go when their time is over or two
people have a legal reason. Files are private: no web server serves the store.
"""

import hashlib
import io
import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from factcheck.errors import Conflict
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, Capture, CaptureFile, User
from factcheck.net.fetch import Fetched

# What names the visitor, and what described the bytes as they travelled: they are kept unpacked.
_LEFT_OUT = frozenset(
    {"set-cookie", "set-cookie2", "transfer-encoding", "content-encoding", "content-length"}
)
_SLICE = 200
_LOOKED_AT_AGAIN = timedelta(days=30)

_needed: list[Callable[[Sequence[int]], Iterable[int]]] = []


class BytesRemoved(Conflict):
    """The bytes of this capture are gone; its row and hash stay."""

    code = "bytes_removed"


class Damaged(Conflict):
    """The store does not hold what was put into it: missing, cut, or changed since."""

    code = "capture_damaged"


def keep_page(page: Fetched, *, at: datetime, keep_until: datetime | None = None) -> Capture:
    """Keep an answer from outside with its headers; return its row.

    `keep_until` None keeps the bytes until a person removes them. Call it inside
    the transaction that needs the capture: the file is written first, and one
    whose row is never committed is found and removed by `remove_strays`.
    """
    return _keep(
        page.body,
        Capture(
            url=page.url[:2000],
            final_url=page.final_url[:2000],
            status=page.status,
            media_type=page.media_type[:100],
        ),
        headers={k: v for k, v in page.headers.items() if k not in _LEFT_OUT},
        at=at,
        keep_until=keep_until,
    )


def keep_upload(
    body: bytes, *, media_type: str = "", url: str = "", at: datetime, keep_until: datetime | None = None
) -> Capture:
    """Keep what a person or a client handed in, as a resource record; like `keep_page`."""
    capture = Capture(url=url[:2000], final_url=url[:2000], media_type=media_type[:100])
    return _keep(body, capture, headers=None, at=at, keep_until=keep_until)


def keep_hash(page: Fetched, *, at: datetime) -> Capture:
    """Note an answer whose bytes may not be kept: address, hash, size and moment are; return the row."""
    return Capture.objects.create(
        url=page.url[:2000],
        final_url=page.final_url[:2000],
        status=page.status,
        media_type=page.media_type[:100],
        size=len(page.body),
        sha256=hashlib.sha256(page.body).hexdigest(),
        taken_at=at,
    )


def read_body(capture: Capture) -> bytes:
    """Return the captured body, compared with its hash. Raises BytesRemoved, Damaged."""
    return read_copy(capture)[0]


def read_copy(capture: Capture) -> tuple[bytes, str]:
    """Return the captured body, as `read_body`, and the charset it was sent with ("" if none was said)."""
    try:
        records = [
            (part.content_stream().read(), _charset(part.http_headers))
            for part in ArchiveIterator(io.BytesIO(read_warc(capture)))
        ]
    except (OSError, EOFError, ArchiveLoadFailed, zlib.error) as broken:
        raise Damaged("The stored file cannot be read.") from broken
    found = next((r for r in records if hashlib.sha256(r[0]).hexdigest() == capture.sha256), None)
    if found is None:
        raise Damaged("The stored bytes are not those that were captured.")
    return bytes(found[0]), found[1]


def _charset(headers: StatusAndHeaders | None) -> str:
    said = headers.get_header("content-type", "") if headers else ""
    named = re.search(r"charset\s*=\s*[\"']?([a-z0-9_.:+-]{1,60})", said or "", re.IGNORECASE)
    return named[1].lower() if named else ""


def read_warc(capture: Capture) -> bytes:
    """Return the stored file, a gzipped WARC 1.1. Raises BytesRemoved, Damaged."""
    stored = CaptureFile.objects.filter(capture=capture).first()
    if stored is None or not stored.name:
        raise BytesRemoved("The bytes of this capture were removed, or never kept.")
    try:
        with _store().open(stored.name) as file:
            return bytes(file.read())
    except FileNotFoundError as missing:
        raise Damaged("The stored file is missing.") from missing


def keep_needed(needed: Callable[[Sequence[int]], Iterable[int]]) -> None:
    """Let nothing be removed that `needed` names: it is given ids of captures whose time is over.

    For AppConfig.ready of the rooms that know what is worked on.
    """
    _needed.append(needed)


def remove_ended(*, at: datetime) -> int:
    """Remove a slice of the bytes whose time is over, and keep those longer that are needed; return how many.

    0 when nothing is left to look at.
    """
    ended = CaptureFile.objects.filter(removed_at__isnull=True, keep_until__lte=at).order_by("keep_until")
    files = dict(ended.values_list("capture_id", "uuid")[:_SLICE])
    still = {capture for needed in _needed for capture in needed(list(files))}
    _keep_longer([files[capture] for capture in still], at=at)
    for capture, uuid in files.items():
        if capture not in still:
            _remove(uuid, reason="The time for which pages are kept is over.", at=at)
    return len(files)


@transaction.atomic
def _keep_longer(file_ids: Sequence[UUID], *, at: datetime) -> None:
    rows = list(CaptureFile.objects.select_for_update().filter(uuid__in=file_ids).order_by("id"))
    for row in rows:
        row.keep_until = at + _LOOKED_AT_AGAIN
        record("capture.kept_longer", row, by=None, at=at)
    CaptureFile.objects.bulk_update(rows, ["keep_until", *CHAIN_HEAD])


def remove_strays(*, at: datetime) -> int:
    """Remove files that no row names: their transaction never came through, or their removal was cut short.

    Looks at the day before yesterday and, by turns, at one older day, so that called
    every hour it has soon looked at all. Returns how many.
    """
    last = f"{at - timedelta(days=2):%Y/%m/%d}"
    days = [day for day in _days() if day <= last]
    by_turns = days[int(at.timestamp()) // 3600 % len(days)] if days else last
    return sum(_remove_strays_of(day) for day in sorted({last, by_turns} & set(days)))


def _days() -> list[str]:
    """The folders that files are in, as year/month/day, the oldest first."""
    found = [""]
    try:
        for _ in range(3):
            found = [f"{above}{name}/" for above in found for name in _store().listdir(above)[0]]
    except FileNotFoundError:
        return []  # nothing was ever kept
    return sorted(day.rstrip("/") for day in found)


def _remove_strays_of(day: str) -> int:
    there = {f"{day}/{name}" for name in _store().listdir(day)[1]}
    strays = there - set(CaptureFile.objects.filter(name__in=there).values_list("name", flat=True))
    for name in strays:
        _store().delete(name)
    return len(strays)


@transaction.atomic
def _remove(file_id: UUID, *, reason: str, at: datetime) -> bool:
    """Remove the bytes and leave the tombstone. The file goes after the commit: never a row without it."""
    row = CaptureFile.objects.select_for_update().get(uuid=file_id)
    if row.removed_at is not None or row.keep_until is None or row.keep_until > at:
        return False
    empty(row, reason=reason, by=None, at=at)
    return True


def empty(row: CaptureFile, *, reason: str, by: User | None, at: datetime) -> None:
    """Remove the bytes of a locked row for good; it stays and says when and why."""
    name = row.name
    row.name, row.removed_at, row.removal_reason = "", at, reason
    record("capture.bytes_removed", row, by=by, at=at)
    row.save(update_fields=["name", "removed_at", "removal_reason", *CHAIN_HEAD])
    transaction.on_commit(lambda: _store().delete(name), robust=True)


def _keep(
    body: bytes,
    capture: Capture,
    *,
    headers: dict[str, str] | None,
    at: datetime,
    keep_until: datetime | None,
) -> Capture:
    capture.size, capture.sha256, capture.taken_at = len(body), hashlib.sha256(body).hexdigest(), at
    warc = _warc(body, capture, headers)
    name = f"{at.astimezone(UTC):%Y/%m/%d}/{uuid4()}.warc.gz"
    stored = _store().save(name, ContentFile(warc))
    with transaction.atomic():
        capture.save(force_insert=True)
        CaptureFile.objects.create(capture=capture, name=stored, size=len(warc), keep_until=keep_until)
    return capture


def _warc(body: bytes, capture: Capture, headers: dict[str, str] | None) -> bytes:
    """One gzipped record: a response where there was one, else a resource.

    Source: The WARC Format 1.1, iipc.github.io/warc-specifications
    """
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    warc_headers = {
        "WARC-Date": capture.taken_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "WARC-Payload-Digest": f"sha256:{capture.sha256}",
    }
    http = None
    if headers is not None:
        lines = [(name, " ".join(value.split())) for name, value in headers.items()]
        lines.append(("content-length", str(len(body))))
        http = StatusAndHeaders(str(capture.status), lines, protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            capture.final_url or f"urn:uuid:{capture.uuid}",
            "response" if http else "resource",
            payload=io.BytesIO(body),
            length=len(body),
            warc_content_type="" if http else (capture.media_type or "application/octet-stream"),
            warc_headers_dict=warc_headers,
            http_headers=http,
        )
    )
    return out.getvalue()


def _store() -> Storage:
    return storages["captures"]


def pages_kept_until(at: datetime) -> datetime | None:
    """When the bytes of an ordinary page may go; None where the desk keeps them for good."""
    days: int = settings.PAGES_KEPT_DAYS
    return at + timedelta(days=days) if days else None
