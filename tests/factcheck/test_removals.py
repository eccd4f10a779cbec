"""Bytes removed for a legal reason: by two people, and not without a trace."""

from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, transaction

from factcheck import captures, removals
from factcheck.audit import faults
from factcheck.errors import NotAllowed, Refusal
from factcheck.models import Capture, CaptureRemoval, Event, User
from factcheck.models import captures as models
from tests.factories import AT, UserFactory, client_of

pytestmark = pytest.mark.django_db

WHY = "A court ordered it, file 7 O 12/26."


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Any) -> None:
    settings.STORAGES["captures"]["OPTIONS"] |= {"location": tmp_path}
    storages._storages = {}


@pytest.fixture
def capture() -> Capture:
    return captures.keep_upload(b"Ten tonnes.", at=AT)


@pytest.fixture
def asked(capture: Capture) -> CaptureRemoval:
    return removals.ask_removal(capture_id=capture.uuid, reason=WHY, by=UserFactory(editor=True), at=AT)


def test_two_editors_remove_the_bytes_and_row_and_hash_stay(
    asked: CaptureRemoval, django_capture_on_commit_callbacks: Any, tmp_path: Any
) -> None:
    capture, other = asked.capture, UserFactory(administrator=True)
    with django_capture_on_commit_callbacks(execute=True):
        removals.confirm_removal(capture_id=capture.uuid, by=other, at=AT)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    shown = client_of(UserFactory()).get(f"/api/v1/captures/{capture.uuid}/").json()
    assert (shown["sha256"], shown["is_kept"]) == (capture.sha256, False)
    assert shown["removed_at"] is not None
    assert WHY not in str(shown)
    with pytest.raises(captures.BytesRemoved):
        captures.read_warc(capture)
    assert list(faults()) == []
    told = Event.objects.filter(name__startswith="capture").order_by("id")
    assert [event.name for event in told] == [
        "capture_removal.asked",
        "capture_removal.confirmed",
        "capture.bytes_removed",
    ]
    assert WHY not in str(list(told.values()))


def test_whoever_asked_does_not_confirm(asked: CaptureRemoval) -> None:
    with pytest.raises(removals.OwnRemoval):
        removals.confirm_removal(capture_id=asked.capture.uuid, by=asked.asked_by, at=AT)

    assert captures.read_body(asked.capture) == b"Ten tonnes."


def test_the_database_refuses_one_person_doing_both(asked: CaptureRemoval) -> None:
    rows = CaptureRemoval.objects.filter(pk=asked.pk)
    for values, name in [
        ({"confirmed_by": asked.asked_by, "confirmed_at": AT}, "capture_removal_takes_two"),
        ({"confirmed_by": UserFactory(editor=True)}, "capture_removal_takes_two"),
        ({"refused_by": UserFactory(editor=True)}, "capture_removal_refused_by_somebody"),
        ({"reason": ""}, "capture_removal_has_a_reason"),
    ]:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaptureRemoval.objects.create(capture=asked.capture, reason=WHY, asked_by=asked.asked_by, asked_at=AT)


def test_a_refused_request_leaves_the_bytes_and_may_be_made_again(asked: CaptureRemoval) -> None:
    removals.refuse_removal(capture_id=asked.capture.uuid, by=asked.asked_by, at=AT)

    assert captures.read_body(asked.capture) == b"Ten tonnes."
    again = removals.ask_removal(capture_id=asked.capture.uuid, reason=WHY, by=asked.asked_by, at=AT)
    assert again.pk != asked.pk


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_reason_is_asked_for_and_has_a_length(capture: Capture, reason: str) -> None:
    with pytest.raises(Refusal) as refusal:
        removals.ask_removal(capture_id=capture.uuid, reason=reason, by=UserFactory(editor=True), at=AT)

    assert refusal.value.field == "reason"
    assert not CaptureRemoval.objects.exists()


def test_only_editors_ask_confirm_and_refuse(asked: CaptureRemoval) -> None:
    by = {"capture_id": asked.capture.uuid, "by": UserFactory(senior=True), "at": AT}
    for verb in (removals.confirm_removal, removals.refuse_removal):
        with pytest.raises(NotAllowed):
            verb(**by)
    with pytest.raises(NotAllowed):
        removals.ask_removal(reason=WHY, **by)


def test_what_is_not_asked_asked_twice_or_gone_is_a_conflict(capture: Capture) -> None:
    by = {"capture_id": capture.uuid, "by": UserFactory(editor=True), "at": AT}
    with pytest.raises(removals.NoRemoval):
        removals.confirm_removal(**by)
    removals.ask_removal(reason=WHY, **by)
    with pytest.raises(removals.RemovalAsked):
        removals.ask_removal(reason=WHY, **by)
    removals.confirm_removal(**by | {"by": UserFactory(editor=True)})
    with pytest.raises(captures.BytesRemoved):
        removals.ask_removal(reason=WHY, **by)


def test_of_a_hash_there_are_no_bytes_to_remove_or_to_read() -> None:
    noted = Capture.objects.create(url="https://a.example/", size=3, sha256="a" * 64, taken_at=AT)

    with pytest.raises(captures.BytesRemoved):
        removals.ask_removal(capture_id=noted.uuid, reason=WHY, by=UserFactory(editor=True), at=AT)
    shown = client_of(UserFactory()).get(f"/api/v1/captures/{noted.uuid}/").json()
    assert (shown["is_kept"], shown["removed_at"], shown["keep_until"]) == (False, None, None)


def test_editors_ask_and_confirm_over_the_api(capture: Capture) -> None:
    one, other = (client_of(UserFactory(editor=True)) for _ in range(2))
    path = f"/api/v1/captures/{capture.uuid}/removal/"

    assert one.get(path).status_code == 404
    made = one.post(path, {"reason": WHY}, content_type="application/json")
    assert (made.status_code, made.json()["reason"]) == (201, WHY)
    refused = one.post(f"{path}confirm/")
    assert (refused.status_code, refused.json()["code"]) == (403, "own_removal")
    assert other.post(f"{path}confirm/").json()["confirmed_by"] is not None
    assert other.get(path).json()["confirmed_at"] is not None
    assert one.post(path, {"reason": WHY}, content_type="application/json").json()["code"] == "bytes_removed"


@pytest.mark.parametrize("reason", ["a\x00b", "\ud800", "x" * 501, ""])
def test_a_reason_that_no_text_column_takes_is_refused(capture: Capture, reason: str) -> None:
    path = f"/api/v1/captures/{capture.uuid}/removal/"

    answer = client_of(UserFactory(editor=True)).post(path, {"reason": reason}, "application/json")

    assert answer.status_code == 400
    assert not CaptureRemoval.objects.exists()


def test_a_capture_kept_from_somebody_is_not_there_for_him(capture: Capture, monkeypatch: Any) -> None:
    kept_from = UserFactory(editor=True)

    def captures_hidden(user: User) -> Any:
        return Capture.objects.filter(pk=capture.pk if user == kept_from else None).values("pk")

    monkeypatch.setattr(models, "_hidden", [captures_hidden])

    for client, status in ((client_of(kept_from), 404), (client_of(UserFactory()), 200)):
        assert client.get(f"/api/v1/captures/{capture.uuid}/").status_code == status
        assert client.get(f"/api/v1/captures/{capture.uuid}/warc/").status_code == status
    with pytest.raises(Capture.DoesNotExist):
        removals.ask_removal(capture_id=capture.uuid, reason=WHY, by=kept_from, at=AT)
    with pytest.raises(Capture.DoesNotExist):
        removals.confirm_removal(capture_id=capture.uuid, by=kept_from, at=AT)
