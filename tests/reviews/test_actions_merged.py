"""When claims or claimants turn out to be one: their work is closed, and conflicts bar whoever they bar."""

from typing import Any

import pytest

from claims import actions as claims
from claims.lifecycle import ClaimStatus
from claims.models import Claim, Claimant
from factcheck import audit
from factcheck.models import Event, Job
from reviews import actions, tasks
from reviews.actions.conflicts import declare_conflict
from reviews.actions.subjects import barred, claimants_of, submitters_of
from reviews.models import FactCheck, Reviewer
from reviews.publication.places import places_of
from tests.factories import AT, ClaimFactory, UserFactory, found
from tests.reviews.factories import in_research, opened, published, reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db: None) -> Any:
    return UserFactory(editor=True)


def merge(claim: Claim, into: Claim, by: Any) -> None:
    claims.merge(claim_id=claim.uuid, into=into.uuid, by=by, at=AT)


def merge_claimants(name: str, into: str, by: Any) -> Claimant:
    row, other = Claimant.objects.get(name=name), Claimant.objects.get(name=into)
    claims.merge_claimants(claimant_id=row.uuid, into=other.uuid, by=by, at=AT)
    return row


def react(event: str) -> None:
    """Run the jobs of an event, twice."""
    for job in Job.objects.filter(event__in=Event.objects.filter(name=event).values("uuid")).order_by("id"):
        handler = getattr(tasks, job.task.rpartition(".")[2])
        for _ in range(2):
            handler(subject=job.subject, at=AT)


def test_the_fact_check_of_a_merged_claim_is_closed_and_its_people_are_free(editor):
    case = in_research()
    claim, kept = case.fact_check.claim, ClaimFactory()

    merge(claim, kept, editor)
    react("claim.merged")

    fact_check = case.fresh()
    assert (fact_check.status, fact_check.closed_by) == ("closed", None)
    assert "merged" in fact_check.close_reason
    assert not fact_check.assignments.active().exists()
    assert Claim.objects.get(pk=claim.pk).status == ClaimStatus.MERGED
    assert list(audit.faults()) == []


def test_a_claim_taken_up_again_before_the_reaction_keeps_its_file(editor):
    case = opened()
    claim = case.fact_check.claim
    merge(claim, ClaimFactory(), editor)
    claims.unmerge(claim_id=claim.uuid, by=editor, at=AT)
    claims.accept(claim_id=claim.uuid, by=editor, at=AT)

    react("claim.merged")

    assert case.fresh().status == "open"


def test_a_claim_taken_out_again_before_the_reaction_has_no_open_file(editor):
    case = opened()
    claim = case.fact_check.claim
    merge(claim, ClaimFactory(), editor)
    claims.unmerge(claim_id=claim.uuid, by=editor, at=AT)

    react("claim.merged")

    assert case.fresh().status == "closed"
    claims.accept(claim_id=claim.uuid, by=editor, at=AT)
    assert actions.open_fact_check(claim_id=claim.uuid, by=editor, at=AT).status == "open"


def test_a_published_fact_check_is_never_closed_by_a_merge():
    case = published()

    assert actions.close_merged(claim_id=case.fact_check.claim.uuid, at=AT) is None
    assert case.fresh().status == "published"


def test_a_conflict_with_one_row_of_a_person_bars_from_the_claims_of_the_other(editor):
    (claim,) = found("Rents rose by 5 percent.", claimant="Dmitry Peskov")
    found("Wages fell.", claimant="Kremlin spokesman Peskov")
    person = reviewer()
    declare_conflict(
        reviewer_id=person.uuid, kind="person", value="Kremlin spokesman Peskov", by=editor, at=AT
    )
    assert barred([(person.pk, claim.pk)]) == set()

    row = merge_claimants("Kremlin spokesman Peskov", "Dmitry Peskov", editor)

    assert barred([(person.pk, claim.pk)]) == {(person.pk, claim.pk)}
    assert row.pk in claimants_of([claim.pk])[claim.pk]
    claims.unmerge_claimants(claimant_id=row.uuid, by=editor, at=AT)
    assert barred([(person.pk, claim.pk)]) == set()


@pytest.mark.parametrize("named", ["Dmitry Peskov", "Kremlin spokesman Peskov"])
def test_a_claim_that_names_the_person_by_either_name_is_barred(named, editor):
    found("Rents rose by 5 percent.", claimant="Dmitry Peskov")
    found("Wages fell.", claimant="Kremlin spokesman Peskov")
    (claim,) = found("Dmitry Peskov lied, says Marta.", claimant="Marta Quill")
    person = reviewer()
    merge_claimants("Kremlin spokesman Peskov", "Dmitry Peskov", editor)

    declare_conflict(reviewer_id=person.uuid, kind="person", value=named, by=editor, at=AT)

    assert barred([(person.pk, claim.pk)]) == {(person.pk, claim.pk)}


def test_who_has_a_conflict_with_a_merged_claimant_leaves_his_seat_at_once(editor):
    case = in_research()
    holder = Reviewer.objects.get(user=case.researcher)
    found("Wages fell.", claimant="Councillor Quill")
    declare_conflict(reviewer_id=holder.uuid, kind="person", value="Councillor Quill", by=editor, at=AT)
    assert case.seat.reviewer == holder

    merge_claimants("Councillor Quill", "Marta Quill", editor)
    react("claimant.merged")

    assert not case.fact_check.assignments.active().exists()


def test_who_has_a_conflict_with_a_merged_claim_leaves_the_one_that_stands_for_it(editor):
    case = in_research()
    holder = Reviewer.objects.get(user=case.researcher)
    (other,) = found("Wages fell.", claimant="Anton Vale")
    declare_conflict(reviewer_id=holder.uuid, kind="person", value="Anton Vale", by=editor, at=AT)

    merge(other, case.fact_check.claim, editor)
    react("claim.merged")

    assert not case.fact_check.assignments.active().exists()


def test_a_claim_is_public_with_the_places_of_what_it_stands_for(editor):
    kept, (other,) = ClaimFactory(), found("Wages fell by 2 percent.")
    merge(other, kept, editor)

    assert {place.quote for place in places_of(kept).shown} == {kept.wording, other.wording}


def test_who_brought_a_merged_claim_brought_the_one_that_stands_for_it(editor):
    finder = UserFactory()
    pitched = claims.add_claim(wording="Wages fell by 2 percent.", kind="number", by=finder, at=AT)
    kept = ClaimFactory()

    merge(pitched, kept, editor)

    assert finder.pk in submitters_of(kept)
    assert FactCheck.objects.count() == 0
