"""Precedents beside a decision, found whatever the number of verdicts."""

from typing import Any

import pytest

from claims.models import Claim
from factcheck.models import User
from reviews import actions
from reviews.actions.precedents import DeviationUnexplained, deviation_of, precedents_of
from reviews.models import Approval
from tests.factories import AT, ClaimFactory, client_of
from tests.reviews.factories import (
    Case,
    filed,
    in_research,
    panel,
    published,
    with_evidence,
)
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db

SAID = "The harbour of Wexmouth handled 900 tonnes of cargo last year."
AGAIN = "Last year the harbour of Wexmouth handled 900 tonnes of cargo."


def judged(wording: str, rating: str = "false", **fields: Any) -> Case:
    case = with_evidence(in_research(claim=ClaimFactory(wording=wording, claimant=""), **fields))
    filed(case, case.seat, rating)
    case.fresh()
    return case


def ruled(wording: str = SAID, rating: str = "false") -> Case:
    case = judged(wording, rating)
    actions.approve(**case.as_editor(), deviation="So.")
    actions.publish(title="No", summary="No.", **case.as_editor())
    case.fresh()
    return case


def asked(case: Case, user: User | None = None) -> dict[str, Any]:
    api = client_of(user or case.editor)
    found: dict[str, Any] = api.get(f"/api/v1/fact-checks/{case.uuid}/precedents/").json()
    return found


def test_a_similar_claim_stands_beside_the_decision_with_its_label_date_link_and_reasons():
    earlier, _ = ruled(), published()
    case = judged(AGAIN)

    found, other = asked(case)["results"]

    assert (other["strong"], "other numbers" in other["reasons"]) == (False, True)
    assert (found["label"], found["status"], found["strong"]) == ("False", "live", True)
    assert found["url"] == earlier.publication.get_absolute_url()
    assert found["likeness"] > 0.65
    assert found["reasons"][0].startswith("shared words:")
    assert asked(case)["deviation"] is None


def test_an_approval_against_all_strong_precedents_says_why_and_keeps_it():
    earlier = ruled()
    case = judged(AGAIN, "true")

    deviation = asked(case)["deviation"]
    with refused(DeviationUnexplained) as caught:
        actions.approve(**case.as_editor())
    actions.approve(**case.as_editor(), deviation="The table was revised since.")

    verdict = str(earlier.publication.verdict.uuid)
    assert (deviation["against"], deviation["reason_needed"]) == ([verdict], True)
    assert deviation["message"] == "Proposed is “True”; similar claims were judged “False”."
    assert caught.value.details["precedents"] == [{"verdict": verdict, "label": "False"}]
    kept = Approval.objects.get(fact_check=case.fact_check)
    assert (kept.deviation, kept.precedents) == ("The table was revised since.", [verdict])
    shown = client_of(case.editor).get(f"/api/v1/fact-checks/{case.uuid}/approvals/").json()
    assert shown["results"][0]["deviation"] == "The table was revised since."


def test_where_one_strong_precedent_agrees_the_warning_stays_and_no_reason_is_asked_for():
    ruled()
    ruled("The harbour of Wexmouth last year handled 900 tonnes of cargo.", "true")
    case = judged(AGAIN, "true")

    deviation = asked(case)["deviation"]
    actions.approve(**case.as_editor())

    assert (deviation["agreeing"], deviation["reason_needed"]) == (1, False)


def test_a_retracted_check_is_shown_and_binds_nobody():
    earlier = ruled()
    actions.change_publication(
        publication_id=earlier.publication.uuid, verb="retract", note="Wrong.", by=earlier.editor, at=AT
    )
    case = judged(AGAIN, "true")

    shown = asked(case)

    assert [(row["status"], row["strong"]) for row in shown["results"]] == [("retracted", False)]
    assert shown["deviation"] is None


def test_what_is_not_yet_approved_is_no_precedent():
    judged(SAID)
    case = judged(AGAIN)

    assert asked(case)["results"] == []


def test_a_new_round_shows_the_published_verdict_until_it_is_replaced():
    earlier = ruled()
    actions.reopen(reason="New figures.", **earlier.as_editor())
    case = judged(AGAIN, "true")

    assert [row["label"] for row in asked(case)["results"]] == ["False"]


def test_under_seal_there_is_no_proposal_to_compare():
    ruled()
    case = panel()
    Claim.objects.filter(pk=case.fact_check.claim_id).update(wording=AGAIN)
    before = asked(case, case.raters[1])

    filed(case, case.seats[0], "true")

    assert before["results"]
    assert asked(case, case.raters[1]) == before
    assert before["deviation"] is None
    assert deviation_of(case.fresh(), precedents_of(case.fact_check)) is None


def test_precedents_cost_the_same_beside_few_and_beside_many(django_assert_max_num_queries: Any):
    for number in range(6):
        ruled(f"{AGAIN[:-1]} in case {number}.")
    case = judged(AGAIN)
    precedents_of(case.fact_check)

    with django_assert_max_num_queries(4):  # own topics, new verdicts, the files, their topics
        assert len(precedents_of(case.fact_check)) == 6
