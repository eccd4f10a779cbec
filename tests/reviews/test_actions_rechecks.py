"""Sources looked at again: what is said of them, and who is told where a published verdict relies on them."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from factcheck import captures, removals
from factcheck.models import Capture, CaptureFile, Event, Job
from reviews import actions
from reviews.models import Evidence, ToDo, ToDoKind
from tests.factcheck.net.sites import ok, sent_on
from tests.factories import AT, UserFactory
from tests.reviews.factories import Case, filed, in_research, with_evidence
from tests.reviews.sources import HTML, LINES, Web, article, captured, looked_again, web, worked_off

__all__ = ["web"]

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=400)
GONE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
CLOSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
CHANGED = article(LINES[0].replace("3.1", "4.1"), *LINES[1:])


def relied_on(web: Web) -> tuple[Case, Evidence]:
    """A source with its copy, and a published verdict that cites it."""
    case = with_evidence(in_research())
    evidence = captured(web, case)
    filed(case, case.seat)
    actions.approve(**case.as_editor())
    actions.publish(title="No, not so much cargo", summary="It was less.", **case.as_editor())
    worked_off()
    return case, evidence


def looked(evidence: Evidence, *, days: int = 0) -> Evidence:
    return looked_again(evidence, at=LATER + timedelta(days=days))


def told() -> list[ToDo]:
    return list(ToDo.objects.open().filter(kind=ToDoKind.SOURCE_CHANGED).order_by("id"))


def test_a_source_is_looked_at_again_after_the_time_the_desk_sets(web, settings):
    evidence = captured(web)
    assert evidence.recheck_at == evidence.capture.taken_at + timedelta(days=30)
    assert actions.ask_due_rechecks(at=evidence.recheck_at - timedelta(seconds=1)) == 0
    assert actions.ask_due_rechecks(at=evidence.recheck_at) == 1
    assert actions.ask_due_rechecks(at=evidence.recheck_at) == 0

    again = worked_off(evidence)

    assert again.last_found == "same"
    assert again.recheck_at > evidence.recheck_at - timedelta(seconds=1)
    assert Capture.objects.count() == 1
    settings.EVIDENCE_RECHECK_DAYS = 0
    assert looked(again).recheck_at is None


def test_after_a_publication_its_sources_are_looked_at_sooner(web):
    case, evidence = relied_on(web)

    evidence.refresh_from_db()
    published_at: datetime = Event.objects.get(name="evidence.recheck_set", subject=evidence.uuid).at
    assert evidence.recheck_at == published_at + timedelta(days=1)
    assert actions.recheck_soon(fact_check_id=case.uuid, at=published_at) == 0


def test_what_changes_by_itself_is_the_same(web):
    _, evidence = relied_on(web)
    web.pages["/table"] = article(*LINES, "Updated 9 April 2027, 10:15", "12 comments")

    assert looked(evidence).last_found == "same"
    assert told() == []


def test_a_change_is_kept_and_told_once_and_passes_when_all_is_as_cited_again(web):
    case, evidence = relied_on(web)
    web.pages["/table"] = CHANGED

    for day in range(2):
        changed = looked(evidence, days=day)

        assert (changed.last_found, changed.capture) == ("changed", evidence.capture)
        [to_do] = told()
        assert to_do.fact_check == case.fact_check
        assert "Port statistics" in to_do.text
    assert Capture.objects.count() == 2  # the changed page once
    last = evidence.checks.order_by("-id").first()
    assert last.quote_found is False
    assert "4.1 million" in captures.read_body(last.capture).decode()
    web.pages["/table"] = article()
    assert looked(evidence, days=3).last_found == "same"
    assert told() == []


def test_whoever_saw_to_a_change_is_not_told_of_it_again_but_of_the_next_one(web):
    case, evidence = relied_on(web)
    web.pages["/table"] = CHANGED
    looked(evidence)
    actions.done(to_do_id=told()[0].uuid, by=case.editor, at=AT)

    looked(evidence, days=1)
    assert told() == []
    web.pages["/table"] = article(LINES[0].replace("3.1", "5.1"), *LINES[1:])
    looked(evidence, days=2)
    assert len(told()) == 1


def test_a_page_that_leads_elsewhere_has_moved(web):
    _, evidence = relied_on(web)
    web.pages = {"/table": sent_on("/archive"), "/archive": article()}

    moved = looked(evidence)

    assert moved.last_found == "moved"
    check = evidence.checks.order_by("-id").first()
    assert check.final_url.endswith("/archive")
    assert "the same text" in check.problem
    assert len(told()) == 1


def test_a_page_that_is_not_there_is_gone_at_once(web):
    _, evidence = relied_on(web)
    web.pages["/table"] = GONE

    gone = looked(evidence)

    assert (gone.last_found, gone.capture_status, gone.capture) == ("gone", "captured", evidence.capture)
    assert "is gone" in told()[0].text


def test_a_site_that_does_not_answer_is_gone_only_the_third_time(web):
    _, evidence = relied_on(web)
    web.pages["/table"] = CLOSED

    found = [looked(evidence, days=day).last_found for day in range(3)]

    assert found == ["unreachable", "unreachable", "gone"]
    assert len(told()) == 1
    evidence.refresh_from_db()
    assert evidence.recheck_at > LATER - timedelta(days=400)


def test_what_no_verdict_relies_on_is_noted_and_nobody_is_told(web):
    evidence = captured(web)
    web.pages["/table"] = CHANGED

    assert looked(evidence).last_found == "changed"
    assert told() == []


def test_after_a_retraction_nobody_is_told(web):
    case, evidence = relied_on(web)
    known: dict[str, Any] = {"publication_id": case.publication.uuid, "by": case.editor, "at": AT}
    actions.change_publication(verb="retract", note="All of it was wrong.", **known)
    web.pages["/table"] = GONE

    looked(evidence)

    assert told() == []


def test_the_verdict_cites_hash_and_time_of_the_copy_and_keeps_them(web):
    case, evidence = relied_on(web)
    verdict = case.publication.verdict
    cited = next(row for row in verdict.evidence if row["uuid"] == str(evidence.uuid))

    assert cited["sha256"] == evidence.capture.sha256
    assert datetime.fromisoformat(cited["captured_at"]) == evidence.capture.taken_at
    web.pages["/table"] = CHANGED
    actions.ask_capture(evidence_id=evidence.uuid, by=case.editor, at=AT)
    assert worked_off(evidence).last_found == "changed"
    assert len(told()) == 1
    looked(evidence)  # as the fresh copy is, and not as it was cited
    assert len(told()) == 1
    verdict.refresh_from_db()
    assert cited in verdict.evidence


def test_of_a_hash_a_change_is_seen_by_the_text_and_no_page_is_kept(web):
    lines = [f"{line} It is the number {n} of the many lines here." for n, line in enumerate(LINES * 3)]
    web.pages["/table"] = article(*lines)
    evidence = worked_off(_hash_only(web))
    web.pages["/table"] = article(*lines[:-1], "One more.")

    assert looked(evidence).last_found == "same"
    web.pages["/table"] = ok(b"<p>Nothing of it.</p>", HTML)
    assert looked(evidence, days=1).last_found == "changed"
    assert not any(hasattr(capture, "file") for capture in Capture.objects.all())


def _hash_only(web: Web) -> Evidence:
    case = in_research()
    known: dict[str, Any] = {"title": "A table", "url": web.table, "quote": "", "hash_only": True}
    return actions.add_evidence(fact_check_id=case.uuid, by=case.researcher, at=AT, **known)


def test_removed_bytes_leave_the_hash_to_compare_with(web):
    evidence = captured(web)
    captures.empty(evidence.capture.file, reason="A court ordered it.", by=None, at=AT)

    assert looked(evidence).last_found == "same"


def test_a_damaged_copy_stops_nothing(web, tmp_path):
    evidence = captured(web)
    for file in tmp_path.rglob("*.gz"):
        file.write_bytes(b"broken")

    assert looked(evidence).last_found == "same"  # its hash stands in the row


def test_a_recheck_that_runs_twice_looks_once(web):
    evidence = captured(web)
    looked(evidence)
    Job.objects.filter(task="reviews.tasks.recheck_source").update(status="due", done_at=None, attempts=0)

    worked_off()

    assert evidence.checks.count() == 2
    assert len(web.requests) == 2


def test_a_source_that_changed_hands_while_it_was_looked_at_is_left_alone(web):
    evidence = captured(web)
    actions.ask_due_rechecks(at=LATER)
    actions.edit_evidence(evidence_id=evidence.uuid, confidential=True, by=evidence.added_by, at=AT)

    worked_off()

    assert evidence.checks.count() == 1
    assert len(web.requests) == 1


def test_bytes_removed_by_two_people_do_not_come_back_with_the_next_look(web):
    evidence = captured(web)
    one, other = UserFactory(editor=True), UserFactory(editor=True)
    removals.ask_removal(capture_id=evidence.capture.uuid, reason="A court ordered it.", by=one, at=AT)
    removals.confirm_removal(capture_id=evidence.capture.uuid, by=other, at=AT)
    web.pages["/table"] = CHANGED

    again = looked(evidence)

    assert (again.last_found, again.hash_only) == ("changed", True)
    assert not CaptureFile.objects.filter(removed_at__isnull=True).exists()
