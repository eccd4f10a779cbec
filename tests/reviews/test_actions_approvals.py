"""An approval against the policy's checklist, and what is kept of it."""

from typing import Any

import pytest

from factcheck.lifecycle import IllegalMove
from reviews import actions
from reviews.actions.approvals import ChecklistOpen, NoSuchItem, ReportMissing
from reviews.models import Approval, Report, ReportVersion
from tests.factories import AT, client_of
from tests.reviews.factories import Case, approved, proposed
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db

ITEMS = ["Every number was computed again.", "The claimant's answer is quoted fairly."]


def tick(*items: str, note: str = "") -> list[dict[str, Any]]:
    return [{"item": item, "note": note} for item in items]


def write_report(case: Case, **fields: str) -> Report:
    known = {"saved_by": case.researcher, "saved_at": AT, "fact_check": case.fact_check}
    return Report.objects.create(**known | fields)


def test_a_policy_without_a_checklist_asks_for_none():
    case = approved()

    approval = Approval.objects.get(fact_check=case.fact_check)
    assert (approval.checklist, approval.deviation, approval.round) == ([], "", 1)
    assert (approval.verdict, approval.by, approval.at) == (case.fact_check.verdict, case.editor, AT)


def test_an_approval_names_what_nobody_looked_at():
    case = proposed(checklist=ITEMS)

    with refused(ChecklistOpen) as caught:
        actions.approve(checklist=tick(ITEMS[0]), **case.as_editor())

    assert caught.value.details["missing"] == [ITEMS[1]]
    assert ITEMS[1] in caught.value.message


def test_what_was_ticked_is_kept_with_its_notes():
    case = proposed(checklist=ITEMS)

    actions.approve(checklist=tick(*ITEMS, note="Twice.") + tick(ITEMS[0]), **case.as_editor())

    kept = Approval.objects.get(fact_check=case.fact_check).checklist
    assert kept == [{"item": ITEMS[0], "note": ""}, {"item": ITEMS[1], "note": "Twice."}]


def test_a_line_that_the_policy_does_not_have_is_refused():
    case = proposed(checklist=ITEMS)

    with refused(NoSuchItem, field="checklist"):
        actions.approve(checklist=tick(*ITEMS, "It reads well."), **case.as_editor())


@pytest.mark.parametrize("fields", [None, {}, {"finding": "  "}])
def test_a_report_that_is_asked_for_has_to_be_written(fields: dict[str, str] | None):
    case = proposed(report_required=True)
    if fields is not None:
        write_report(case, **fields)

    with refused(ReportMissing):
        actions.approve(**case.as_editor())


@pytest.mark.parametrize("fields", [{"cms_url": "https://cms.example/1"}, {"finding": "It was less."}])
def test_an_approval_keeps_the_report_as_it_stood(fields: dict[str, str]):
    case = proposed(report_required=True)
    write_report(case, **fields)

    actions.approve(**case.as_editor())

    kept = ReportVersion.objects.get()
    assert (kept.version, kept.by, kept.at) == (1, case.editor, AT)
    assert (kept.cms_url, kept.sections["finding"]) == (fields.get("cms_url", ""), fields.get("finding", ""))


def test_an_approval_after_a_hold_is_kept_beside_the_first():
    case = approved()
    actions.hold(**case.as_editor())
    actions.resume(**case.as_editor())

    actions.approve(**case.as_editor())

    assert Approval.objects.filter(fact_check=case.fact_check).count() == 2


def test_an_illegal_approval_is_refused_before_its_checklist_is_read():
    case = approved()

    with refused(IllegalMove):
        actions.approve(checklist=tick("It reads well."), **case.as_editor())


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"checklist": [{"item": "x" * 301}]}, "checklist.0.item"),
        ({"checklist": [{"item": "x", "note": "y\x01"}]}, "checklist.0.note"),
        ({"checklist": [{"item": "x"}] * 51}, "checklist"),
        ({"checklist": [{"item": "x", "more": 1}]}, "checklist.0.more"),
        ({"deviation": "x" * 1001}, "deviation"),
    ],
)
def test_too_much_is_refused_by_its_field(body: dict[str, Any], field: str):
    case = proposed()

    answer = client_of(case.editor).post(
        f"/api/v1/fact-checks/{case.uuid}/approve/", body, content_type="application/json"
    )

    assert answer.status_code == 400
    assert field in str(answer.json()), answer.json()


def test_the_api_names_what_is_missing():
    case = proposed(checklist=ITEMS)
    path = f"/api/v1/fact-checks/{case.uuid}/approve/"

    refusal = client_of(case.editor).post(path, {}, content_type="application/json")
    answer = client_of(case.editor).post(path, {"checklist": tick(*ITEMS)}, content_type="application/json")

    assert (refusal.status_code, refusal.json()["code"]) == (409, "checklist_open")
    assert refusal.json()["details"]["missing"] == ITEMS
    assert answer.status_code == 200
