"""Copies of sources, got in the background from a real site: kept, read, compared, and asked for again."""

from datetime import timedelta
from typing import Any

import pytest

from factcheck import captures, jobs
from factcheck.audit import faults
from factcheck.errors import Refusal
from factcheck.models import Capture, CaptureFile, Event, Job
from reviews import actions, tasks
from reviews.actions.evidence.copies import ConfidentialSource, HashOnly, NothingToCapture, Withdrawn
from reviews.actions.evidence.sources import CopyKept
from reviews.actions.file_facts import gaps_of
from reviews.actions.locks import FileClosed
from reviews.evidence.texts import Words, handed_in
from reviews.models import Evidence, EvidenceCheck
from tests.factcheck.net.sites import ok
from tests.factories import AT
from tests.reviews.factories import in_research, proposed, with_evidence
from tests.reviews.refusals import refused
from tests.reviews.sources import LINES, QUOTE, article, captured, source, web, worked_off

__all__ = ["web"]

pytestmark = pytest.mark.django_db

PAGE = (b"<!doctype html><p>The port handled 3.1 million tonnes of cargo.</p>", "text/html")


def handed(evidence: Evidence, body: bytes = PAGE[0], kind: str = PAGE[1]) -> Evidence:
    words = handed_in(body, media_type=kind)
    known = {"body": body, "media_type": kind, "words": words, "by": evidence.added_by, "at": AT}
    return actions.hand_in_copy(evidence_id=evidence.uuid, **known)


def test_a_source_with_an_address_is_captured_soon_and_its_quote_looked_for(web):
    waiting = source(web)
    assert (waiting.capture_status, waiting.capture) == ("pending", None)

    evidence = worked_off(waiting)

    body = captures.read_body(evidence.capture)
    assert evidence.capture_status == "captured"
    assert body == article().partition(b"\r\n\r\n")[2]
    assert CaptureFile.objects.get().keep_until is None  # evidence is kept until two people remove it
    assert evidence.quote_found is True
    assert evidence.accessed_on == evidence.capture.taken_at.date()
    assert [check.found for check in evidence.checks.all()] == ["first"]
    assert list(faults()) == []


def test_a_job_that_runs_twice_keeps_one_copy_and_one_look(web):
    evidence = captured(web)
    Job.objects.filter(task="reviews.tasks.capture_source").update(
        status="due", done_at=None, due_at=AT, attempts=0
    )

    jobs.work_off("reviews.tasks.capture_source")

    assert Job.objects.get(task="reviews.tasks.capture_source").status == "done"
    assert (Capture.objects.count(), EvidenceCheck.objects.count()) == (1, 1)
    assert len(web.requests) == 1
    evidence.refresh_from_db()
    assert evidence.capture_status == "captured"


def test_a_look_that_was_kept_meanwhile_is_not_kept_again(web):
    evidence = source(web)
    asked = Event.objects.get(name="evidence.capture_asked").uuid
    look = tasks.look_at(web.table)
    known = {"evidence_id": evidence.uuid, "look": look, "before": None, "asked": asked, "fresh": True}

    kept = [actions.keep_look(**known, at=AT) for _ in range(2)]

    assert kept[0] is not None
    assert kept[1] is None
    assert Capture.objects.count() == 1


def test_a_lease_that_was_lost_undoes_the_look(web):
    evidence = source(web)
    asked = Event.objects.get(name="evidence.capture_asked").uuid

    def lost() -> None:
        raise jobs.LeaseLost

    with pytest.raises(jobs.LeaseLost):
        actions.keep_look(
            evidence_id=evidence.uuid,
            look=tasks.look_at(web.table),
            before=None,
            asked=asked,
            fresh=True,
            hold=lost,
            at=AT,
        )

    evidence.refresh_from_db()
    assert (evidence.capture_status, Capture.objects.count()) == ("pending", 0)


def test_of_some_sources_the_hash_alone_is_kept(web):
    evidence = worked_off(source(web, hash_only=True))

    assert evidence.capture_status == "hash_only"
    assert evidence.quote_found is True
    assert evidence.capture.sha256
    assert not CaptureFile.objects.exists()
    with pytest.raises(captures.BytesRemoved):
        captures.read_body(evidence.capture)


@pytest.mark.parametrize(
    ("reply", "words", "found"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "404", "gone"),
        (b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", "410", "gone"),
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "403", "unreachable"),
    ],
)
def test_a_copy_that_cannot_be_got_says_why_and_may_be_asked_for_again(web, reply, words, found):
    web.pages["/table"] = reply

    evidence = worked_off(source(web))

    assert evidence.capture_status == "failed"
    assert words in evidence.capture_problem
    assert evidence.last_found == found
    assert evidence.recheck_at is None
    web.pages["/table"] = article()
    actions.ask_capture(evidence_id=evidence.uuid, by=evidence.added_by, at=AT)
    assert worked_off(evidence).capture_status == "captured"


def test_what_robots_may_not_read_is_left_to_a_person(web):
    web.robots = ok(b"User-agent: *\nDisallow: /", "Content-Type: text/plain")
    evidence = worked_off(source(web))

    assert evidence.capture_status == "failed"
    assert "robots.txt" in evidence.capture_problem
    assert web.requests == []
    assert handed(evidence).capture_status == "captured"


def test_an_address_inside_the_house_is_not_asked(web, settings):
    settings.FETCH_ALLOW = frozenset()

    evidence = worked_off(source(web))

    assert (evidence.capture_status, web.connections) == ("failed", 0)
    assert evidence.capture_problem


@pytest.mark.parametrize(
    "fields", [{"kind": "interview"}, {"confidential": True}, {"kind": "document", "url": ""}]
)
def test_interviews_confidential_sources_and_those_without_address_are_not_fetched(web, fields):
    evidence = worked_off(source(web, **fields))

    assert evidence.capture_status == ""
    assert web.connections == 0
    assert not Job.objects.filter(subject=evidence.uuid).exists()
    expected = ConfidentialSource if evidence.confidential else NothingToCapture
    with refused(expected):
        actions.ask_capture(evidence_id=evidence.uuid, by=evidence.added_by, at=AT)


def test_another_address_is_captured_anew_and_the_looks_at_the_old_one_stay(web):
    evidence = captured(web)
    web.pages["/other"] = article(*LINES[1:])

    known = {"evidence_id": evidence.uuid, "by": evidence.added_by, "at": AT}
    actions.edit_evidence(url=web.url + "other", **known)
    changed = worked_off(evidence)

    assert changed.capture.final_url.endswith("/other")
    assert changed.capture != evidence.capture
    assert changed.quote_found is False
    assert [c.found for c in changed.checks.order_by("id")] == ["first", "first"]


def test_another_quote_is_looked_for_in_the_copy_there_is(web):
    evidence = captured(web)
    known = {"evidence_id": evidence.uuid, "by": evidence.added_by, "at": AT}

    for quote, found in (("grain, ore and timber", True), ("grain, coal", False), ("", None)):
        actions.edit_evidence(quote=quote, **known)
        assert worked_off(evidence).quote_found is found

    assert len(web.requests) == 1


def test_a_quote_looked_for_too_late_says_nothing_of_the_one_there_is_now(web):
    evidence = captured(web)

    actions.note_quote(evidence_id=evidence.uuid, quote="Another one", words=Words(whole="x"), at=AT)

    evidence.refresh_from_db()
    assert evidence.quote_found is True


def test_a_copy_of_another_kind_is_kept_and_not_read(web):
    web.pages["/table"] = ok(b"%PDF-1.7\n\x00\x01", "Content-Type: application/pdf")

    evidence = worked_off(source(web))

    assert evidence.capture_status == "captured"
    assert evidence.quote_found is None
    assert "PDF" in evidence.capture_problem


def test_a_quote_in_a_table_beside_the_article_is_found(web):
    table = b"<!doctype html><table><tr><td>Cargo</td><td>3.1 million tonnes of cargo</td></tr></table>"
    web.pages["/table"] = ok(table, "Content-Type: text/html")

    assert captured(web).quote_found is True


def test_a_quote_that_the_copy_lacks_does_not_count_as_quoted(web):
    case = with_evidence(in_research())
    worked_off()
    assert gaps_of(case.fact_check) == []
    first = case.fact_check.evidence.order_by("id").first()

    actions.edit_evidence(evidence_id=first.uuid, url=web.table, quote="4.1 million", by=case.editor, at=AT)
    worked_off()

    assert [gap.code for gap in gaps_of(case.fact_check)] == ["too_few_sources"]


def test_near_copies_point_to_the_first_and_count_once_whichever_was_captured_first(web):
    case = in_research()
    web.pages["/wire"] = article(*LINES, "The agency spread this report to its customers.")
    web.pages["/own"] = article(
        *[f"Nothing like it: {n} other words stand here, of {n} kinds." for n in range(9)]
    )
    shared = {"independent": True, "quote": ""}
    first = source(web, case, owner="Office", **shared)
    wire = source(web, case, url=web.url + "wire", owner="Agency", **shared)
    own = source(web, case, url=web.url + "own", owner="Paper", **shared)
    job = Job.objects.get(subject=first.uuid)
    Job.objects.filter(pk=job.pk).update(due_at=AT + timedelta(days=9000))
    jobs.work_off("reviews.tasks.capture_source")
    assert Evidence.objects.get(pk=wire.pk).near_copy_of is None

    first, wire, own = (worked_off(e) for e in (first, wire, own))

    assert (first.near_copy_of, wire.near_copy_of, own.near_copy_of) == (None, first, None)
    assert "evidence.near_copy_found" in set(
        Event.objects.filter(subject=wire.uuid).values_list("name", flat=True)
    )


def test_a_copy_of_what_becomes_confidential_is_called_one_no_more(web):
    case = in_research()
    web.pages["/wire"] = article(*LINES, "The agency spread this report to its customers.")
    first = captured(web, case)
    wire = captured(web, case, url=web.url + "wire")
    assert wire.near_copy_of == first

    actions.edit_evidence(evidence_id=first.uuid, confidential=True, by=case.researcher, at=AT)

    wire.refresh_from_db()
    first.refresh_from_db()
    assert wire.near_copy_of is None
    assert first.recheck_at is None


def test_a_file_handed_in_is_the_copy_and_never_fetched_again(web):
    evidence = handed(source(web, kind="document", url=""))

    assert captures.read_body(evidence.capture) == PAGE[0]
    assert (evidence.quote_found, evidence.recheck_at) == (True, None)
    assert evidence.capture.url == ""
    assert handed(evidence, b"a;b\n1;2\n", "text/plain").last_found == "changed"


def test_an_empty_file_and_bytes_that_may_not_be_kept_are_refused(web):
    kept, noted = source(web), source(web, hash_only=True)

    with refused(Refusal, field="file"):
        handed(kept, b"")
    with refused(HashOnly):
        handed(noted)


def test_a_withdrawn_source_waits_for_nothing(web):
    evidence = source(web)
    actions.withdraw_evidence(evidence_id=evidence.uuid, reason="A copy.", by=evidence.added_by, at=AT)

    evidence = worked_off(evidence)

    assert (evidence.capture_status, evidence.recheck_at, web.connections) == ("", None, 0)
    with refused(Withdrawn):
        actions.ask_capture(evidence_id=evidence.uuid, by=evidence.added_by, at=AT)


def test_a_kept_copy_is_not_made_a_hash_by_a_wish(web):
    evidence = captured(web)

    with refused(CopyKept):
        actions.edit_evidence(evidence_id=evidence.uuid, hash_only=True, by=evidence.added_by, at=AT)


def test_while_it_is_judged_a_first_copy_may_come_and_no_other(web):
    case = proposed()
    evidence = case.fact_check.evidence.order_by("id").first()
    known = {"evidence_id": evidence.uuid, "by": case.editor, "at": AT}

    actions.ask_capture(**known)
    Evidence.objects.filter(pk=evidence.pk).update(capture=captures.keep_upload(b"Ten tonnes.", at=AT))

    with refused(FileClosed):
        actions.ask_capture(**known)


def test_a_fresh_copy_takes_the_place_of_the_one_cited_if_it_shows_something_else(web):
    evidence = captured(web)
    known: dict[str, Any] = {"evidence_id": evidence.uuid, "by": evidence.added_by, "at": AT}

    actions.ask_capture(**known)
    same = worked_off(evidence)
    web.pages["/table"] = article(*LINES[1:])
    actions.ask_capture(**known)
    fresh = worked_off(evidence)

    assert (same.capture, same.last_found, same.capture_status) == (evidence.capture, "same", "captured")
    assert fresh.capture != evidence.capture
    assert (fresh.last_found, fresh.quote_found) == ("changed", False)
    assert QUOTE not in captures.read_body(fresh.capture).decode()
