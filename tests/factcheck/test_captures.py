import hashlib
import io
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError, IntegrityError, transaction
from warcio.archiveiterator import ArchiveIterator

from factcheck import captures, tasks
from factcheck.audit import faults
from factcheck.models import Capture, CaptureFile, Event
from factcheck.net.fetch import Fetched
from tests.factories import UserFactory, client_of

AT = datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Any) -> None:
    # The tests of one process share its directory; strays are looked for by day.
    settings.STORAGES["captures"]["OPTIONS"] |= {"location": tmp_path}
    storages._storages = {}


def page(body: bytes = b"<p>Ten tonnes.</p>", **given: Any) -> Fetched:
    fields = {
        "url": "https://herald.example/port",
        "final_url": "https://herald.example/port/",
        "status": 200,
        "headers": {"content-type": "text/html", "set-cookie": "visitor=7", "content-encoding": "gzip"},
        "body": body,
        "media_type": "text/html",
        "charset": "utf-8",
        "seconds": 0.1,
        "redirects": (),
    }
    return Fetched(**fields | given)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", [b"", b"<p>Ten tonnes.</p>", b"\x00\xff\r\n\r\nWARC/1.1\r\n", random.Random(1).randbytes(70_000)]
)
def test_the_bytes_come_back_as_they_were(body: bytes) -> None:
    fetched = captures.keep_page(page(body), at=AT)
    handed_in = captures.keep_upload(body, media_type="text/html", at=AT)

    assert captures.read_body(fetched) == captures.read_body(handed_in) == body
    assert fetched.sha256 == hashlib.sha256(body).hexdigest()
    assert fetched.size == len(body)


@pytest.mark.django_db
def test_another_reader_of_the_format_finds_the_page_and_no_cookie() -> None:
    capture = captures.keep_page(page(), at=AT)

    (record,) = ArchiveIterator(io.BytesIO(captures.read_warc(capture)))

    assert record.rec_type == "response"
    assert record.rec_headers["WARC-Target-URI"] == "https://herald.example/port/"
    assert record.rec_headers["WARC-Payload-Digest"] == f"sha256:{capture.sha256}"
    assert record.rec_headers["WARC-Date"] == "2026-03-01T12:00:30.000000Z"
    assert record.http_headers.get_statuscode() == "200"
    assert record.http_headers["content-type"] == "text/html"
    assert record.http_headers["set-cookie"] is None
    assert record.http_headers["content-encoding"] is None


@pytest.mark.django_db
def test_a_header_of_the_site_cannot_write_a_record_of_its_own() -> None:
    hostile = {"x-note": "a\r\nWARC-Type: response\r\n\r\n", "x-script": "naïve — Ж"}

    capture = captures.keep_page(page(headers=hostile), at=AT)

    (record,) = ArchiveIterator(io.BytesIO(captures.read_warc(capture)))
    assert record.http_headers["x-note"] == "a WARC-Type: response"
    assert captures.read_body(capture) == b"<p>Ten tonnes.</p>"


@pytest.mark.django_db
def test_bytes_go_when_their_time_is_over_and_leave_a_tombstone(
    django_capture_on_commit_callbacks: Any,
) -> None:
    ends = captures.keep_page(page(), at=AT, keep_until=AT + DAY)
    stays = captures.keep_page(page(b"other"), at=AT)
    name = ends.file.name

    with django_capture_on_commit_callbacks(execute=True):
        early = captures.remove_ended(at=AT + DAY - timedelta(seconds=1))
        removed = captures.remove_ended(at=AT + DAY)
        again = captures.remove_ended(at=AT + DAY)

    assert (early, removed, again) == (0, 1, 0)
    assert not storages["captures"].exists(name)
    row = CaptureFile.objects.get(capture=ends)
    assert (row.name, row.removed_at) == ("", AT + DAY)
    assert Capture.objects.get(pk=ends.pk).sha256 == ends.sha256
    assert Event.objects.filter(name="capture.bytes_removed", subject=row.uuid).count() == 1
    assert list(faults()) == []
    with pytest.raises(captures.BytesRemoved):
        captures.read_body(ends)
    assert captures.read_body(stays) == b"other"


@pytest.mark.django_db
def test_what_is_needed_is_looked_at_again_a_month_later(monkeypatch: pytest.MonkeyPatch) -> None:
    needed = captures.keep_page(page(), at=AT, keep_until=AT + DAY)
    other = captures.keep_page(page(b"other"), at=AT, keep_until=AT + DAY)
    monkeypatch.setattr(captures, "_needed", [lambda ids: [needed.pk] if needed.pk in ids else []])

    looked_at = [captures.remove_ended(at=AT + DAY) for _ in range(2)]

    assert looked_at == [2, 0]
    assert captures.read_body(needed) == b"<p>Ten tonnes.</p>"
    with pytest.raises(captures.BytesRemoved):
        captures.read_body(other)
    assert CaptureFile.objects.get(capture=needed).keep_until == AT + 31 * DAY
    assert list(faults()) == []


@pytest.mark.django_db
def test_a_file_without_a_row_is_removed_two_days_later_and_no_other() -> None:
    capture = captures.keep_page(page(), at=AT)
    store = storages["captures"]
    stray = store.save("2026/03/01/stray.warc.gz", ContentFile(b"left by a rollback"))

    assert captures.remove_strays(at=AT + DAY) == 0
    assert captures.remove_strays(at=AT + 2 * DAY) == 1
    assert captures.remove_strays(at=AT + 90 * DAY) == 0
    assert not store.exists(stray)
    assert captures.read_body(capture) == b"<p>Ten tonnes.</p>"


@pytest.mark.django_db
def test_a_file_whose_removal_was_cut_short_goes_within_as_many_hours_as_there_are_days(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ends = captures.keep_page(page(), at=AT, keep_until=AT + 30 * DAY)
    stays = captures.keep_page(page(b"other"), at=AT + DAY)
    name = CaptureFile.objects.get(capture=ends).name
    with monkeypatch.context() as broken:  # killed between the row's commit and the file's end
        broken.setattr(transaction, "on_commit", lambda *call, **how: None)
        captures.remove_ended(at=AT + 30 * DAY)
    left = storages["captures"].exists(name)

    removed = [captures.remove_strays(at=AT + 31 * DAY + hour * timedelta(hours=1)) for hour in range(2)]

    assert left
    assert sum(removed) == 1
    assert not storages["captures"].exists(name)
    assert captures.read_body(stays) == b"other"


@pytest.mark.django_db
@pytest.mark.parametrize("damage", [b"", b"not a record", None])
def test_a_store_that_lost_or_changed_a_file_is_not_believed(damage: bytes | None) -> None:
    capture = captures.keep_page(page(), at=AT)
    store = storages["captures"]
    if damage is None:
        other = captures.keep_page(page(b"<p>Ten thousand tonnes.</p>"), at=AT)
        damage = captures.read_warc(other)
    store.delete(capture.file.name)
    store.save(capture.file.name, ContentFile(damage))

    with pytest.raises(captures.Damaged):
        captures.read_body(capture)

    store.delete(capture.file.name)
    with pytest.raises(captures.Damaged, match="missing"):
        captures.read_body(capture)


@pytest.mark.django_db
def test_the_hourly_job_removes_both() -> None:
    captures.keep_page(page(), at=AT, keep_until=AT)
    storages["captures"].save("2026/02/27/stray.warc.gz", ContentFile(b"x"))

    for _ in range(2):
        tasks.remove_old_bytes(at=AT)

    assert CaptureFile.objects.filter(removed_at__isnull=False).count() == 1
    assert storages["captures"].listdir("2026/02/27")[1] == []


@pytest.mark.django_db
def test_a_file_is_there_or_says_why_it_is_not() -> None:
    row = captures.keep_page(page(), at=AT).file

    for wrong in ({"name": ""}, {"removed_at": AT}, {"removal_reason": "by hand"}):
        with pytest.raises(IntegrityError, match="capture_file_is_there_or_removed"), transaction.atomic():
            CaptureFile.objects.filter(pk=row.pk).update(**wrong)


@pytest.mark.django_db
def test_a_capture_is_never_changed() -> None:
    capture = captures.keep_page(page(), at=AT)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Capture.objects.filter(pk=capture.pk).update(sha256="0" * 64)


@pytest.mark.django_db
def test_a_capture_has_a_hash() -> None:
    with pytest.raises(IntegrityError, match="capture_has_a_hash"), transaction.atomic():
        Capture.objects.create(size=0, sha256="", taken_at=AT)


@pytest.mark.django_db
def test_the_desk_downloads_the_bytes_and_nobody_else_sees_them() -> None:
    capture = captures.keep_page(page(), at=AT, keep_until=AT)
    reviewer, reader = UserFactory(role="reviewer"), UserFactory(role="reader")
    path = f"/api/v1/captures/{capture.uuid}/"

    shown = client_of(reviewer).get(path)
    downloaded = client_of(reviewer).get(f"{path}warc/")
    refused = client_of(reader).get(f"{path}warc/")
    captures.remove_ended(at=AT)
    gone = client_of(reviewer).get(f"{path}warc/")

    assert shown.json()["sha256"] == capture.sha256
    assert downloaded.headers["Content-Disposition"].startswith("attachment")
    assert downloaded.headers["Content-Type"] == "application/gzip"
    record = next(iter(ArchiveIterator(io.BytesIO(downloaded.content))))
    assert record.content_stream().read() == b"<p>Ten tonnes.</p>"
    assert refused.status_code == 403
    assert (gone.status_code, gone.json()["code"]) == (409, "bytes_removed")
