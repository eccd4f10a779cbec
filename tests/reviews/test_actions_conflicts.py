"""Conflicts with people and bodies: what they reach, that they hold at once, and what submitting bars."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from claims import actions as claims
from claims.models import Appearance, Claimant, ClaimantKind
from factcheck.errors import Refusal
from factcheck.models import User
from reviews import actions
from reviews.actions.conflicts import AlreadyDeclared, recuse_conflicted
from reviews.actions.locks import ConflictDeclared
from reviews.actions.routing import need_of
from reviews.actions.seats import new_seat
from reviews.actions.subjects import barred, subjects_of, submitters_of
from reviews.models import Assignment, ConflictOfInterest, FactCheck, Reviewer
from tests.factories import AT, ClaimFactory, OutletFactory, TopicFactory, UserFactory, place_of
from tests.reviews.factories import Case, given, in_research, opened, policy, reviewer
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db


def declared(profile: Reviewer, kind: str, value: str, *, by: User | None = None) -> ConflictOfInterest:
    return actions.declare_conflict(
        reviewer_id=profile.uuid, kind=kind, value=value, by=by or profile.user, at=AT
    )


def about(case: Case) -> frozenset[str]:
    pk = case.fact_check.claim_id
    return subjects_of([pk])[pk]


def said_by(name: str, *, role: str = "", organisation: str = "") -> Case:
    """A fact-check of a claim by somebody who was seen in a role."""
    if role:
        claims.claimant_named(name, role=role, organisation=organisation, by=None, at=AT)
    return opened(claim=ClaimFactory(claimant=name))


def is_barred(profile: Reviewer, case: Case) -> bool:
    """Whether routing leaves him out, and whether the seat could be given all the same."""
    pair = (profile.pk, case.fact_check.claim_id)
    out = not actions.routing.explain(case.fact_check, "researcher", wanted=1, at=AT, only=profile).chosen
    assert out == (pair in barred([pair]))
    return out


def test_a_conflict_with_a_body_reaches_the_claims_of_who_speaks_for_it():
    profile = reviewer()
    theirs = said_by("Dana Reed", role="spokeswoman", organisation="the Harbour Trust of Northport")
    others = said_by("Paul Sand", role="mayor", organisation="Northport")

    declared(profile, "organisation", "Harbour Trust")

    assert (is_barred(profile, theirs), is_barred(profile, others)) == (True, False)


def test_a_conflict_with_a_body_reaches_a_claim_made_for_it_in_one_place_alone():
    profile = reviewer()
    theirs, others = opened(), opened()
    Appearance.objects.filter(pk=place_of(theirs.fact_check.claim).pk).update(
        claimant_organisation="Harbour Trust"
    )

    declared(profile, "organisation", "The Harbour Trust")

    assert (is_barred(profile, theirs), is_barred(profile, others)) == (True, False)


@pytest.mark.parametrize(
    ("kind", "value", "wording"),
    [
        ("organisation", "Harbour Trust", "The Harbour Trust handled 7 tonnes."),
        ("organisation", "World Health Organization", "The WHO counted 7 cases."),
        ("person", "Dana Reed", "Reed’s trust handled 7 tonnes."),
        ("claimant", "Dana Reed", "Dana Reed handled 7 tonnes."),
    ],
)
def test_a_conflict_reaches_the_claims_that_name_whom_it_is_with(kind: str, value: str, wording: str):
    profile = reviewer()
    named, other = opened(claim=ClaimFactory(wording=wording)), opened()

    declared(profile, kind, value)

    assert (is_barred(profile, named), is_barred(profile, other)) == (True, False)


def test_a_name_in_the_quote_counts_when_the_wording_has_lost_it():
    profile = reviewer()
    case = opened(claim=ClaimFactory(wording="The Harbour Trust handled 7 tonnes."))
    claims.reword(
        claim_id=case.fact_check.claim.uuid,
        wording="The trust handled 7 tonnes.",
        by=UserFactory(editor=True),
        at=AT,
    )

    declared(profile, "organisation", "Harbour Trust")

    assert is_barred(profile, case)


def test_an_ended_conflict_reaches_nothing():
    profile, case = reviewer(), opened(claim=ClaimFactory(wording="The Harbour Trust handled 7 tonnes."))
    conflict = declared(profile, "organisation", "Harbour Trust")
    actions.end_conflict(conflict_id=conflict.uuid, by=UserFactory(editor=True), at=AT)

    assert not is_barred(profile, case)
    assert about(case) == {f"claimant:{case.fact_check.claim.claimant_id}"} | {
        subject for subject in about(case) if subject.startswith("outlet:")
    }


def test_who_is_said_to_be_a_body_is_entered_as_one():
    profile = reviewer()

    declared(profile, "organisation", "Harbour Trust")
    declared(profile, "person", "Dana Reed")

    assert set(Claimant.objects.values_list("name", "kind")) == {
        ("Harbour Trust", ClaimantKind.ORGANISATION),
        ("Dana Reed", ClaimantKind.PERSON),
    }


@pytest.mark.parametrize("value", [" ", "“…”"])
def test_a_conflict_is_with_somebody_who_has_a_name(value: str):
    profile = reviewer()

    with refused(Refusal, field="value"):
        declared(profile, "person", value)


def test_a_conflict_is_declared_once_until_it_has_ended():
    profile, editor = reviewer(), UserFactory(editor=True)
    first = declared(profile, "topic", TopicFactory(slug="cargo").slug)

    with refused(AlreadyDeclared, field="value", details={"conflict": str(first.uuid)}):
        declared(profile, "topic", "cargo")
    actions.end_conflict(conflict_id=first.uuid, by=editor, at=AT)

    assert declared(profile, "topic", "cargo").uuid != first.uuid


def test_declaring_takes_him_off_the_claims_of_its_people_and_those_that_name_it():
    case = in_research()
    other = in_research()
    Appearance.objects.filter(pk=place_of(case.fact_check.claim).pk).update(
        claimant_organisation="Harbour Trust"
    )
    seat = case.seat
    Assignment.objects.filter(pk=other.seat.pk).update(reviewer=seat.reviewer)

    declared(seat.reviewer, "organisation", "Harbour Trust")

    seat.refresh_from_db()
    assert (seat.status, other.seat.status) == ("recused", "accepted")


def test_a_conflict_declared_by_mistake_is_ended_and_the_work_given_back():
    case = in_research()
    profile, editor = case.seat.reviewer, UserFactory(editor=True)
    conflict = declared(profile, "claimant", case.fact_check.claim.claimant.name)
    hidden = FactCheck.objects.visible_to(profile.user).exists()

    actions.end_conflict(conflict_id=conflict.uuid, by=editor, at=AT)
    still_hidden = FactCheck.objects.visible_to(profile.user).exists()
    given(case, profile.user)

    assert (hidden, still_hidden) == (False, False)
    assert FactCheck.objects.visible_to(profile.user).get() == case.fact_check
    assert Assignment.objects.visible_to(profile.user).count() == 2
    assert case.seat.status == "accepted"


def test_a_seat_given_while_the_conflict_was_declared_is_taken_back():
    case = in_research()
    seat = case.seat
    # As if this seat had been written by a transaction that ended after the declaration.
    conflict = ConflictOfInterest.objects.create(
        reviewer=seat.reviewer, claimant=case.fact_check.claim.claimant, declared_at=AT
    )

    taken = [recuse_conflicted(conflict_id=conflict.uuid, at=AT) for _ in range(2)]

    seat.refresh_from_db()
    assert (seat.status, seat.reason, taken) == ("recused", "conflict of interest declared", [1, 0])


def test_a_conflict_that_has_ended_takes_nobody_off_a_seat():
    case = in_research()
    conflict = ConflictOfInterest.objects.create(
        reviewer=case.seat.reviewer, claimant=case.fact_check.claim.claimant, declared_at=AT, ended_at=AT
    )

    assert recuse_conflicted(conflict_id=conflict.uuid, at=AT) == 0
    assert case.seat.status == "accepted"


def test_no_seat_is_given_against_a_conflict_declared_since_the_choice():
    case, profile = opened(), reviewer()
    ConflictOfInterest.objects.create(
        reviewer=profile, claimant=case.fact_check.claim.claimant, declared_at=AT
    )

    with refused(ConflictDeclared), transaction.atomic():
        new_seat(
            case.fact_check,
            profile,
            role="researcher",
            seat=1,
            source="offer",
            accepted=False,
            explanation={},
            by=None,
            at=AT,
            lapses_at=AT + timedelta(hours=1),
        )


def test_whom_claims_bar_is_read_at_the_same_cost_for_one_and_for_twenty():
    profiles = [reviewer(employer=OutletFactory().slug) for _ in range(3)]
    for profile in profiles:
        declared(profile, "organisation", "Harbour Trust")
    costs = []

    for number in (1, 20):
        found = ClaimFactory.create_batch(number)
        with CaptureQueriesContext(connection) as asked:
            barred([(profile.pk, claim.pk) for profile in profiles for claim in found])
        costs.append(len(asked))

    assert costs[0] == costs[1] <= 11


def test_nobody_with_a_conflict_costs_no_more_than_a_look():
    case, profile = opened(), reviewer()

    with CaptureQueriesContext(connection) as asked:
        assert barred([(profile.pk, case.fact_check.claim_id)]) == set()

    assert len(asked) == 2


def test_routing_asks_for_every_subject_of_the_claim():
    profile, paper = reviewer(), TopicFactory(slug="cargo")
    case = opened(claim=ClaimFactory(wording="The Harbour Trust handled cargo."))
    declared(profile, "organisation", "Harbour Trust")

    need = need_of(case.fact_check, "researcher")

    assert need.subjects == about(case)
    assert f"topic:{paper.slug}" in need.subjects


def test_who_pitched_or_submitted_brought_the_claim():
    claim, pitcher, sender = ClaimFactory(), UserFactory(), UserFactory()
    nobody = submitters_of(claim)

    claims.shortlist(claim_id=claim.uuid, pitch="It decides the vote.", by=pitcher, at=AT)
    article = place_of(claim).snapshot.article
    type(article).objects.filter(pk=article.pk).update(submitted_by=sender)
    claim.refresh_from_db()

    assert (nobody, submitters_of(claim)) == (frozenset(), {pitcher.pk, sender.pk})


def test_what_one_brought_one_may_work_on():
    policy(offers=True)
    finder = reviewer()
    claim = ClaimFactory(status="shortlisted")
    type(claim).objects.filter(pk=claim.pk).update(pitched_by=finder.user)
    claim.refresh_from_db()

    case: Any = opened(claim=claim)

    assert finder.user_id in submitters_of(claim)
    assert not is_barred(finder, case)
