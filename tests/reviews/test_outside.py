"""An editor from outside: named once, for a while, for one decision, and told by nothing that is kept."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factcheck import audit, clock
from factcheck.errors import NotAllowed, Refusal
from factcheck.lifecycle import IllegalMove
from factcheck.models import Event, User
from reviews import actions
from reviews.actions.approvals import ChecklistOpen
from reviews.actions.outside import (
    AlreadyNamed,
    LinkOver,
    NoOutsideEditor,
    NotIndependent,
    digest_of,
)
from reviews.gate import GateClosed
from reviews.models import OutsideApproval
from tests.factories import AT, UserFactory, client_of
from tests.reviews.factories import Case, filed, given, in_research, opened, proposed, with_evidence
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db


def alone(**fields: Any) -> Case:
    """A desk of one: its editor has researched and proposed."""
    case = opened("alone", outside_editor=True, **fields)
    case.researcher = case.editor
    given(case, case.editor, accepted=False)
    with_evidence(case)
    filed(case, case.seat)
    case.fresh()
    return case


def named(case: Case, name: str = "Ruth Marks", **fields: Any) -> tuple[OutsideApproval, str]:
    known = {"fact_check_id": case.uuid, "by": case.editor, "at": AT}
    return actions.name_outside_editor(name=name, **known | fields)


def test_a_desk_of_one_has_its_work_approved_from_outside():
    case = alone()
    approval, token = named(case)

    actions.approve_from_outside(token=token, at=AT)
    actions.publish(title="Less cargo", summary="It was less.", **case.as_editor())

    approval.refresh_from_db()
    assert case.fresh().verdict.approved_by == approval.editor
    assert (case.fact_check.approved_by, approval.used_at) == (approval.editor, AT)
    assert str(approval.editor) == "Ruth Marks"
    assert list(audit.faults()) == []


def test_the_person_named_cannot_log_in_and_is_nobody_at_the_desk():
    approval, _ = named(proposed(slug="alone", outside_editor=True))

    editor = approval.editor
    assert (editor.is_active, editor.role, editor.has_usable_password()) == (False, "reader", False)
    assert not editor.is_on_desk


def test_the_token_is_kept_nowhere():
    approval, token = named(proposed(slug="alone", outside_editor=True))

    assert len(token) >= 43
    assert approval.token_hash == digest_of(token)
    said = str(list(Event.objects.values_list("data", flat=True)))
    assert token not in said
    assert approval.token_hash not in said


@pytest.mark.parametrize(
    ("asked", "kind", "field"),
    [
        ({"name": " "}, Refusal, "name"),
        ({"name": "x" * 201}, Refusal, "name"),
        ({"hours": 0}, Refusal, "hours"),
        ({"hours": 337}, Refusal, "hours"),
        ({"by": None}, NotAllowed, None),
    ],
)
def test_a_link_has_a_name_and_a_life(asked: dict[str, Any], kind: type[Refusal], field: str | None):
    case = proposed(slug="alone", outside_editor=True)
    if "by" in asked:
        asked = {"by": UserFactory(senior=True)}

    with refused(kind, field=field):
        named(case, **asked)


def test_only_what_waits_under_such_a_policy_is_approved_from_outside():
    other, early = proposed(), in_research("alone", outside_editor=True)

    with refused(NoOutsideEditor):
        named(other)
    with refused(IllegalMove):
        named(early)


def test_nobody_is_named_whom_it_is_about_or_who_works_on_it():
    case = proposed(slug="alone", outside_editor=True)
    claim = case.fact_check.claim
    claim.wording = "Vera Lindgren closed the port."
    claim.save()
    User.objects.filter(pk=case.researcher.pk).update(name="Ann Researcher")

    for name in ("Vera Lindgren", claim.claimant.name, "ann  researcher", str(case.editor)):
        with refused(NotIndependent, field="name"):
            named(case, name)


def test_one_link_is_open_at_a_time_and_it_is_taken_back():
    case = proposed(slug="alone", outside_editor=True)
    first, token = named(case)

    with refused(AlreadyNamed):
        named(case, "Paul Other")
    with refused(NotAllowed):
        actions.revoke_outside_editor(approval_id=first.uuid, by=UserFactory(), at=AT)
    actions.revoke_outside_editor(approval_id=first.uuid, by=case.editor, at=AT)
    with refused(LinkOver):
        actions.revoke_outside_editor(approval_id=first.uuid, by=case.editor, at=AT)
    named(case, "Paul Other")
    later = AT + timedelta(hours=73)
    named(case, "Petra Third", at=later)

    with pytest.raises(OutsideApproval.DoesNotExist):
        actions.approve_from_outside(token=token, at=AT)
    assert OutsideApproval.objects.filter(revoked_at=later).count() == 1


def test_a_link_is_good_for_one_decision_within_its_time_and_round():
    case = proposed(slug="alone", outside_editor=True)
    _, token = named(case)

    with pytest.raises(OutsideApproval.DoesNotExist):
        actions.approve_from_outside(token=token, at=AT + timedelta(hours=72))
    actions.return_from_outside(token=token, reason="Which year?", at=AT)
    for decide in (
        lambda: actions.approve_from_outside(token=token, at=AT),
        lambda: actions.return_from_outside(token=token, reason="Again.", at=AT),
    ):
        with pytest.raises(OutsideApproval.DoesNotExist):
            decide()

    assert (case.fresh().status, case.seat.status) == ("returned", "returned")
    assert case.seat.reviews.get().returned.by.name == "Ruth Marks"


def test_a_link_ends_with_its_round():
    case = proposed(slug="alone", outside_editor=True)
    _, token = named(case)
    actions.approve(fact_check_id=case.uuid, by=case.editor, at=AT)
    actions.publish(title="Less", summary="Less.", **case.as_editor())
    actions.reopen(reason="A newer table.", **case.as_editor())

    with pytest.raises(OutsideApproval.DoesNotExist):
        actions.approve_from_outside(token=token, at=AT)


def test_the_gate_and_the_checklist_hold_outside_too_and_leave_the_link_good():
    case = in_research("alone", outside_editor=True, checklist=["Quotes"])
    filed(case, case.seat)
    _, token = named(case)

    with refused(GateClosed):
        actions.approve_from_outside(token=token, at=AT)
    case = with_evidence(in_research("alone2", outside_editor=True, checklist=["Quotes"]))
    filed(case, case.seat)
    _, token = named(case)
    with refused(ChecklistOpen):
        actions.approve_from_outside(token=token, at=AT)
    actions.approve_from_outside(token=token, checklist=[{"item": "Quotes", "note": ""}], at=AT)

    assert case.fresh().status == "approved"


def linked(case: Case) -> str:
    """The path of the page, by the API."""
    client = client_of(case.editor)
    path = f"/api/v1/fact-checks/{case.uuid}/outside-editor/"
    answer = client.post(path, {"name": "Ruth Marks"}, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return re.sub(r"^https?://[^/]+", "", answer.json()["url"])


def test_the_page_shows_the_work_and_takes_the_decision():
    case = alone(checklist=["Quotes"])
    path, visitor = linked(case), Client(enforce_csrf_checks=True)

    page = visitor.get(path)
    text = page.content.decode()

    assert page.status_code == 200
    for shown in (case.fact_check.claim.wording, "The table says otherwise.", "Port statistics 1", "Quotes"):
        assert shown in text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in page.headers["Cache-Control"]
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert "<script" not in text
    assert visitor.post(path, {"decision": "approve"}).status_code == 403
    send = {"csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)[1]}
    assert visitor.post(path, send).status_code == 400
    refusal = visitor.post(path, send | {"decision": "approve"})
    assert (refusal.status_code, b"Not yet looked at" in refusal.content) == (409, True)
    done = visitor.post(path, send | {"decision": "approve", "checklist": "Quotes"})
    assert (done.status_code, case.fresh().status) == (200, "approved")
    assert [visitor.get(path).status_code, visitor.post(path, send).status_code] == [404, 404]


def test_a_confidential_source_is_not_shown_outside():
    case = alone()
    case.fact_check.evidence.filter(title="Port statistics 1").update(confidential=True)

    assert b"Port statistics 1" not in Client().get(linked(case)).content


def test_the_page_returns_the_work_with_its_reason():
    case = alone()
    path, visitor = linked(case), Client()

    refusal = visitor.post(path, {"decision": "return", "reason": "\x00 "})
    done = visitor.post(path, {"decision": "return", "reason": "Which\x00 year?"})

    assert (refusal.status_code, done.status_code) == (409, 200)
    assert case.seat.reviews.get().returned.reason == "Which year?"


def test_what_does_not_wait_is_not_shown():
    case = alone()
    path = linked(case)
    actions.hold(**case.as_editor())

    page = Client().get(path)

    assert (page.status_code, b"not waiting" in page.content) == (200, True)
    assert b"The table says otherwise" not in page.content


def test_a_link_that_was_never_made_opens_nothing_and_no_log_line_holds_one(capfd):
    case = alone()
    path = linked(case)
    token = path.split("/")[-2]
    visitor = Client(enforce_csrf_checks=True)

    statuses = [
        visitor.get("/outside/nothing/").status_code,
        visitor.get("/outside/%00%ff/").status_code,
        visitor.post(path, {"decision": "approve"}).status_code,
        visitor.put(path).status_code,
    ]

    said = "".join(capfd.readouterr())
    assert statuses == [404, 404, 403, 403]
    assert token not in said
    assert "/outside/(hidden)" in said


def test_a_link_is_not_kept_for_repetition():
    case = alone()
    client = client_of(case.editor, **{"Idempotency-Key": "1"})

    path = f"/api/v1/fact-checks/{case.uuid}/outside-editor/"
    answer = client.post(path, {"name": "Ruth Marks"}, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (400, "not_repeatable")
    assert not OutsideApproval.objects.exists()


def test_editors_see_who_was_named_and_take_links_back():
    case = alone()
    linked(case)
    client = client_of(case.editor, **{"If-Match": "*"})

    row = client.get("/api/v1/outside-approvals/").json()["results"][0]
    shown = client.post(f"/api/v1/outside-approvals/{row['uuid']}/revoke/").json()

    assert row["editor"]["name"] == "Ruth Marks"
    assert shown["revoked_at"] is not None
    assert "token" not in str(row) + str(shown)


def test_the_list_costs_the_same_however_long_it_is():
    case, costs = alone(), {}
    client = client_of(case.editor)
    for rows in (1, 20):
        while OutsideApproval.objects.count() < rows:
            OutsideApproval.objects.update(revoked_at=clock.now())
            named(case, f"Ruth Marks the {OutsideApproval.objects.count()}th")
        with CaptureQueriesContext(connection) as asked:
            assert len(client.get("/api/v1/outside-approvals/?page_size=100").json()["results"]) == rows
        costs[rows] = len(asked)

    assert costs[1] == costs[20]
