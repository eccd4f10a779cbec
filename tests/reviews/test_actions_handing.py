"""Work given by hand: what an editor may set aside by name, what nobody may, and what is kept of it."""

from datetime import timedelta
from typing import Any

import pytest

from claims.models import Outlet, Topic
from factcheck.errors import NotAllowed
from factcheck.lifecycle import IllegalMove
from factcheck.models import Event, Job
from reviews import actions
from reviews.actions.handing import NoOverride, NotEligible
from reviews.models import Assignment, Reviewer
from reviews.routing import OVERRIDABLE, Reason, replay
from tests.factories import AT, ClaimFactory, TopicFactory, UserFactory
from tests.reviews.factories import Case, filed, given, in_research, opened, panel, reviewer
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db

WHY = "Nobody else reads Malayalam."


def out(case: Case, to: Reviewer, *limits: str, reason: str = WHY, **fields: Any) -> Assignment:
    asked = {"overrides": limits, "override_reason": reason} if limits else {}
    known = {"fact_check_id": case.uuid, "to": to.uuid, "by": case.editor, "at": AT}
    return actions.hand_out(**known | asked | fields)


def barred_by(limit: str, case: Case) -> Reviewer:
    """Somebody whom this limit alone keeps from the seat."""
    if limit == "language":
        return reviewer(languages={"ml": "native"})
    if limit == "opted_out":
        topic = case.fact_check.claim.claim_topics.get().topic
        return reviewer(opted_out=[topic.slug])
    profile = reviewer(capacity=1, weekly_capacity=1) if "capacity" in limit else reviewer()
    if limit == "absent":
        actions.set_absence(reviewer_id=profile.uuid, until=AT + timedelta(days=1), by=profile.user, at=AT)
    if "capacity" in limit:
        given(opened(), profile.user)
    return profile


def about_cargo() -> Case:
    if not Topic.objects.filter(slug="cargo").exists():
        TopicFactory(slug="cargo")
    return opened()


@pytest.mark.parametrize("limits", [{"capacity": 1}, {"capacity": 9, "weekly_capacity": 1}])
def test_a_peer_passes_nothing_on_above_a_capacity_and_an_editor_does(limits: dict[str, int]):
    case, to = opened(), reviewer(**limits)
    given(opened(), to.user)
    seat = given(case, case.researcher)
    (limit,) = [name for name, most in limits.items() if most == 1]
    known = {"assignment_id": seat.uuid, "to": to.uuid, "at": AT}

    with refused(NotEligible, field="to", details={"reasons": [limit], "overridable": [limit]}):
        actions.hand_over(**known, by=case.researcher)

    assert actions.hand_over(**known, by=case.editor).reviewer == to


@pytest.mark.parametrize("limit", ["language", "absent", "opted_out"])
def test_a_limit_that_is_named_bars_nobody(limit: str):
    case = about_cargo()
    to = barred_by(limit, case)
    with refused(NotEligible, field="to", details={"reasons": [limit], "overridable": [limit]}):
        out(case, to)

    seat = out(case, to, limit)

    assert (seat.overrides, seat.override_reason, seat.status) == ([limit], WHY, "offered")
    event = Event.objects.get(subject=seat.uuid, name="assignment.offered")
    assert event.data["overrides"] == [limit]
    assert WHY not in str(event.data)


@pytest.mark.parametrize("limit", ["capacity", "weekly_capacity"])
def test_a_capacity_bars_no_editor_and_is_kept_where_it_is_named(limit: str):
    case, other = about_cargo(), about_cargo()
    to = barred_by(limit, case)

    assert out(case, to).overrides == []
    assert out(other, to, limit).overrides == [limit]


def test_what_was_named_and_barred_nobody_is_dropped():
    case = about_cargo()

    seat = out(case, barred_by("language", case), "language", "absent", "refused", "capacity")
    free = out(about_cargo(), reviewer(), "language")

    assert seat.overrides == ["language"]
    assert (free.overrides, free.override_reason) == ([], "")


def test_a_limit_that_was_not_named_still_bars():
    case = about_cargo()
    to = reviewer(languages={"ml": "native"})
    actions.set_absence(reviewer_id=to.uuid, until=AT + timedelta(days=1), by=to.user, at=AT)

    with refused(NotEligible, details={"reasons": ["language"], "overridable": ["language"]}):
        out(case, to, "absent")


def test_the_explanation_keeps_what_was_set_aside_and_can_be_made_again():
    case = about_cargo()

    seat = out(case, barred_by("language", case), "language")

    assert seat.explanation["need"]["set_aside"] == ["language"]
    assert seat.explanation["chosen"] == [seat.reviewer_id]
    assert replay(seat.explanation).chosen == (seat.reviewer_id,)


def independent_of(reason: str, case: Case) -> Reviewer:
    """Somebody whom independence keeps from the seat."""
    profile = reviewer()
    if reason == "conflict":
        name = case.fact_check.claim.claimant.name
        actions.declare_conflict(
            reviewer_id=profile.uuid, kind="claimant", value=name, by=profile.user, at=AT
        )
    elif reason == "own_outlet":
        Reviewer.objects.filter(pk=profile.pk).update(employer=Outlet.objects.get())
    elif reason == "role":
        return reviewer(UserFactory(editor=True))
    elif reason == "researcher":
        return case.researcher.reviewer
    elif reason == "already_on_it":
        return case.raters[0].reviewer
    return profile


@pytest.mark.parametrize("reason", ["conflict", "own_outlet", "role", "researcher", "already_on_it"])
def test_what_stands_for_independence_is_never_set_aside(reason: str):
    case = panel(accepted=2)
    actions.release(assignment_id=case.seats[2].uuid, reason="", by=case.raters[2], at=AT)
    to = independent_of(reason, case)

    with refused(NotEligible) as refusal:
        out(case, to, *sorted(OVERRIDABLE))
    with refused(NoOverride, field="overrides"):
        out(case, to, reason)

    assert reason in refusal.value.details["reasons"]


@pytest.mark.parametrize("reason", sorted(set(Reason) - OVERRIDABLE))
def test_independence_cannot_even_be_named(reason: str):
    case, to = about_cargo(), reviewer()

    with refused(NoOverride, field="overrides"):
        out(case, to, "language", reason)


def test_an_override_names_limits_there_are_and_says_why():
    case, to = about_cargo(), reviewer()

    with refused(NoOverride, field="overrides"):
        out(case, to, "weather")
    with refused(NoOverride, field="override_reason"):
        out(case, to, "language", reason="  ")


def test_only_an_editor_sets_a_limit_aside():
    finder = reviewer(languages={"ml": "native"})
    claim = ClaimFactory()
    type(claim).objects.filter(pk=claim.pk).update(pitched_by=finder.user)
    case = opened(claim=claim)
    held = in_research()
    over = {"to": finder.uuid, "overrides": ["language"], "override_reason": WHY}

    with refused(NotAllowed, field="overrides"):
        out(case, finder, "language", by=finder.user)
    with refused(NotAllowed, field="overrides"):
        actions.hand_over(assignment_id=held.seat.uuid, **over, by=held.researcher, at=AT)
    seat = actions.hand_over(assignment_id=held.seat.uuid, **over, by=held.editor, at=AT)

    assert (seat.reviewer, seat.overrides, seat.override_reason) == (finder, ["language"], WHY)


def test_an_editor_passes_on_an_offer_that_nobody_has_answered_and_routing_stays_out_of_it():
    case = opened()
    offer, other = given(case, case.researcher, accepted=False), reviewer()
    passed = {"assignment_id": offer.uuid, "to": other.uuid, "at": AT}

    with refused(IllegalMove):
        actions.hand_over(**passed, by=case.researcher)
    seat = actions.hand_over(**passed, reason="She is quicker.", by=case.editor)

    offer.refresh_from_db()
    assert (offer.status, offer.reason) == ("released", "She is quicker.")
    assert (seat.reviewer, seat.status, seat.seat, seat.fence) == (other, "offered", 1, 2)
    assert not Job.objects.filter(task="reviews.tasks.reroute").exists()


def test_an_offer_is_not_passed_on_to_whom_a_rule_keeps_from_it():
    case = opened()
    offer, other = given(case, case.researcher, accepted=False), reviewer(languages={"ml": "native"})

    with refused(NotEligible):
        actions.hand_over(assignment_id=offer.uuid, to=other.uuid, by=case.editor, at=AT)


def test_who_left_is_given_nothing():
    case, gone = opened(), reviewer()
    type(gone.user).objects.filter(pk=gone.user_id).update(is_active=False)

    with refused(NotEligible, details={"reasons": [], "overridable": []}):
        out(case, gone, *sorted(OVERRIDABLE))


def test_who_was_set_a_limit_aside_works_as_everybody_does():
    case = about_cargo()
    to = barred_by("language", case)

    actions.accept(assignment_id=out(case, to, "language").uuid, by=to.user, at=AT)
    review = filed(case, case.seat)

    assert review.assignment.reviewer == to
