"""A conflict declared while a seat is being given: whoever is second sees the other."""

import pytest

from reviews import actions
from reviews.actions.handing import NotEligible
from reviews.actions.locks import ConflictDeclared
from reviews.models import Assignment, ConflictOfInterest, Reviewer
from tests.factories import AT
from tests.holding import while_held
from tests.reviews.factories import Case, disputed, opened, policy, reviewer

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def declaring(profile: Reviewer, case: Case) -> ConflictOfInterest:
    name = case.fact_check.claim.claimant.name
    return actions.declare_conflict(
        reviewer_id=profile.uuid, kind="claimant", value=name, by=profile.user, at=AT
    )


def test_a_seat_being_given_is_waited_for_and_taken_back():
    policy(offers=True)
    case, profile = opened(), reviewer()
    declaring(case.researcher.reviewer, case)

    conflict = while_held(
        lambda: actions.route(fact_check_id=case.uuid, at=AT),
        lambda: declaring(profile, case),
    )
    given = Assignment.objects.get()
    actions.recuse_conflicted(conflict_id=conflict.uuid, at=AT)

    assert (given.reviewer, given.status) == (profile, "offered")
    assert Assignment.objects.get().status == "recused"


def test_a_conflict_being_declared_is_waited_for_and_bars_the_seat():
    case, profile = opened(), reviewer()

    with pytest.raises(NotEligible, match="conflict"):
        while_held(
            lambda: declaring(profile, case),
            lambda: actions.hand_out(fact_check_id=case.uuid, to=profile.uuid, by=case.editor, at=AT),
        )

    assert ConflictOfInterest.objects.count() == 1
    assert not Assignment.objects.exists()


def test_a_conflict_declared_while_its_editor_decides_is_waited_for_and_bars_the_decision():
    case = disputed()
    profile = Reviewer.objects.get(user=case.editor)

    with pytest.raises(ConflictDeclared):
        while_held(
            lambda: declaring(profile, case),
            lambda: actions.decide(rating="false", reasoning="So.", **case.as_editor()),
        )

    assert case.fresh().status == "disputed"
    assert not Assignment.objects.filter(role="editor").exists()
