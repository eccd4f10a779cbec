"""Offers, seats and their ends."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from claims.models import Claim
from factcheck.errors import Conflict, NotAllowed
from factcheck.lifecycle import IllegalMove
from factcheck.models import Event, Job, User
from reviews import actions, tasks
from reviews.actions import NothingWaiting
from reviews.actions.assignments import LEASE, ConflictUnnamed
from reviews.actions.handing import NotEligible
from reviews.actions.locks import ConflictDeclared, NoReviewer, Sealed
from reviews.actions.seats import SeatTaken, new_seat
from reviews.lifecycle import AssignmentRole
from reviews.models import Assignment, ConflictOfInterest, FactCheck, Reviewer
from tests.factories import AT, ClaimFactory, UserFactory
from tests.reviews.factories import (
    Case,
    disputed,
    filed,
    given,
    in_research,
    opened,
    panel,
    proposed,
    reviewer,
)
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=25)


def offered() -> tuple[Case, Assignment]:
    """A fact-check whose research is offered to its researcher."""
    case = opened()
    return case, given(case, case.researcher, accepted=False)


def fresh(seat: Assignment) -> Assignment:
    return Assignment.objects.get(pk=seat.pk)


def last_event(subject: Any) -> str:
    return Event.objects.filter(subject=subject.uuid).order_by("-seq")[0].name


def as_(user: User, seat: Assignment, **fields: Any) -> dict[str, Any]:
    return {"assignment_id": seat.uuid, "by": user, "at": AT, **fields}


def test_an_offer_ends_by_the_policy_and_its_acceptance_begins_the_research():
    case, offer = offered()

    actions.accept(**as_(case.researcher, offer))

    seat = fresh(offer)
    assert offer.lapses_at == AT + timedelta(hours=24)
    assert (seat.status, seat.accepted_at, seat.lapses_at) == ("accepted", AT, None)
    assert seat.due_at == AT + timedelta(hours=72)
    assert case.fresh().status == "in_research"
    assert last_event(case.fact_check) == "fact_check.research_started"


def test_only_the_holder_accepts_declines_and_renews():
    case, offer = offered()
    strangers = (case.editor, reviewer().user)

    for verb, asked in (("accept", {}), ("decline", {"reason": ""}), ("renew", {})):
        for stranger in strangers:
            with refused(NotAllowed):
                getattr(actions, verb)(**as_(stranger, offer, **asked))


def test_an_offer_is_not_accepted_twice():
    case = in_research()

    with refused(IllegalMove):
        actions.accept(**as_(case.researcher, case.seat))


def test_an_offer_is_not_accepted_under_a_conflict():
    case, offer = offered()
    ConflictOfInterest.objects.create(
        reviewer=offer.reviewer, claimant=case.fact_check.claim.claimant, declared_at=AT
    )

    with refused(ConflictDeclared):
        actions.accept(**as_(case.researcher, offer))


def test_a_second_researcher_does_not_begin_the_research_again():
    case = in_research()
    actions.release(**as_(case.researcher, case.seat, reason=""))

    given(case, reviewer().user)

    assert Event.objects.filter(subject=case.uuid, name="fact_check.research_started").count() == 1


@pytest.mark.parametrize(("verb", "status"), [("decline", "declined"), ("release", "released")])
def test_an_offer_said_no_to_goes_to_the_next(verb: str, status: str):
    case, offer = offered()

    getattr(actions, verb)(**as_(case.researcher, offer, reason="No time."))

    seat = fresh(offer)
    assert (seat.status, seat.ended_at, seat.reason, seat.lapses_at) == (status, AT, "No time.", None)
    assert Job.objects.filter(task="reviews.tasks.reroute", subject=offer.uuid).count() == 1


def test_an_editor_releases_a_seat_and_a_colleague_does_not():
    case = in_research()
    colleague = reviewer().user

    with refused(NotAllowed):
        actions.release(**as_(colleague, case.seat, reason=""))
    released = actions.release(**as_(case.editor, case.seat, reason="Ill."))

    assert fresh(released).status == "released"


def test_a_seat_that_ended_is_not_released_again():
    case = in_research()
    seat = actions.release(**as_(case.researcher, case.seat, reason=""))

    with refused(IllegalMove):
        actions.release(**as_(case.researcher, seat, reason=""))


def test_an_editor_takes_no_seat_from_a_rater_at_work_but_an_offer():
    case = panel(accepted=2)
    colleague = reviewer()

    with refused(Sealed):
        actions.release(**as_(case.editor, case.seats[0], reason=""))
    with refused(Sealed):
        actions.hand_over(**as_(case.editor, case.seats[0], to=colleague.uuid))
    actions.release(**as_(case.raters[1], case.seats[1], reason=""))
    actions.release(**as_(case.editor, case.seats[1], reason=""))

    assert [seat.reviewer.user for seat in case.seats] == [case.raters[0]]


def test_recusing_hides_the_file_and_frees_the_seat():
    case = in_research()
    seat = case.seat

    actions.recuse(**as_(case.researcher, seat, reason="My sister works there."))

    assert (fresh(seat).status, fresh(seat).reason) == ("recused", "My sister works there.")
    assert not FactCheck.objects.visible_to(case.researcher).exists()
    assert Job.objects.filter(task="reviews.tasks.reroute", subject=seat.uuid).exists()


def test_a_recusal_names_its_conflict():
    case, stranger = in_research(), reviewer().user

    with refused(ConflictUnnamed, field="reason"):
        actions.recuse(**as_(case.researcher, case.seat, reason=" "))
    with refused(NotAllowed):
        actions.recuse(**as_(stranger, case.seat, reason="Envy."))


def test_what_was_filed_openly_is_not_recused_and_what_is_sealed_is():
    case, sealed = proposed(), panel()
    filed(sealed, sealed.seats[0])

    with refused(Conflict):
        actions.recuse(**as_(case.researcher, case.seat, reason="A friend."))
    seat = actions.recuse(**as_(sealed.raters[0], sealed.seats[0], reason="A friend."))

    assert fresh(seat).status == "recused"


def test_a_seat_is_handed_over_to_a_colleague_as_an_offer():
    case, colleague = in_research(), reviewer()
    seat = case.seat

    new = actions.hand_over(**as_(case.researcher, seat, to=colleague.uuid, reason="Holiday."))

    assert (fresh(seat).status, fresh(seat).reason) == ("handed_over", "Holiday.")
    assert (new.status, new.reviewer, new.seat, new.fence) == ("offered", colleague, seat.seat, 2)
    assert new.source == "editor"


def test_a_seat_is_not_handed_over_to_somebody_who_cannot_have_it():
    case = in_research()
    other = reviewer(languages={"de": "native"})

    with refused(NotEligible) as refusal:
        actions.hand_over(**as_(case.researcher, case.seat, to=other.uuid))

    assert refusal.value.details == {"reasons": ["language"], "overridable": ["language"]}


def test_an_editor_hands_out_over_capacity_and_over_an_earlier_no():
    case = opened()
    busy = reviewer(capacity=0)
    no = actions.hand_out(fact_check_id=case.uuid, to=busy.uuid, by=case.editor, at=AT)
    actions.decline(**as_(busy.user, no, reason=""))

    again = actions.hand_out(fact_check_id=case.uuid, to=busy.uuid, by=case.editor, at=AT)

    assert (again.status, again.source, again.fence) == ("offered", "editor", 2)
    assert again.explanation["chosen"] == [busy.pk]


def test_whoever_pitched_a_claim_may_keep_its_research():
    case = opened()
    finder = reviewer()
    Claim.objects.filter(pk=case.fact_check.claim_id).update(pitched_by=finder.user)

    seat = actions.hand_out(fact_check_id=case.uuid, to=finder.uuid, by=finder.user, at=AT)

    assert (seat.status, seat.source, seat.accepted_at, seat.lapses_at) == ("accepted", "finder", AT, None)
    assert case.fresh().status == "in_research"


def test_nobody_else_hands_out_and_a_finder_only_to_himself():
    case = opened()
    finder, other = reviewer(), reviewer()
    Claim.objects.filter(pk=case.fact_check.claim_id).update(pitched_by=finder.user)

    for to, by in ((other, finder.user), (other, other.user)):
        with refused(NotAllowed):
            actions.hand_out(fact_check_id=case.uuid, to=to.uuid, by=by, at=AT)


def test_a_seat_that_is_taken_is_not_handed_out():
    case, other = in_research(), reviewer()

    with refused(Conflict):
        actions.hand_out(fact_check_id=case.uuid, to=other.uuid, by=case.editor, at=AT)


def test_the_researcher_has_no_seat_on_the_panel():
    case = panel(accepted=0)
    actions.release(**as_(case.editor, case.seats[0], reason=""))

    with refused(NotEligible) as refusal:
        to = Reviewer.objects.get(user=case.researcher)
        actions.hand_out(fact_check_id=case.uuid, to=to.uuid, by=case.editor, at=AT)

    assert "researcher" in refusal.value.details["reasons"]


def seat_for(case: Case, to: Reviewer, seat: int) -> Assignment:
    return new_seat(
        case.fact_check,
        to,
        role=AssignmentRole.RATER,
        seat=seat,
        source="editor",
        accepted=False,
        explanation={},
        by=None,
        at=AT,
    )


def test_a_seat_has_one_holder_and_a_person_one_seat_in_a_round():
    case, other = panel(), reviewer()

    with refused(SeatTaken):
        seat_for(case, other, 1)
    with refused(SeatTaken):
        seat_for(case, case.seats[0].reviewer, 4)


def test_next_takes_the_most_pressing_seat_under_a_lease():
    late, early = opened(claim=ClaimFactory()), opened(claim=ClaimFactory())
    for case, priority in ((late, 1), (early, 2)):
        Claim.objects.filter(pk=case.fact_check.claim_id).update(priority=priority)
    hand = reviewer()

    seat = actions.take_next(by=hand.user, at=AT)

    assert (seat.fact_check, seat.source, seat.status) == (early.fact_check, "next", "accepted")
    assert seat.lapses_at == AT + LEASE
    assert (early.fresh().status, late.fresh().status) == ("in_research", "open")


def test_next_takes_an_own_offer_first():
    case, offer = offered()
    opened()

    seat = actions.take_next(by=case.researcher, at=AT)

    assert (seat, seat.source, seat.status) == (offer, "editor", "accepted")


def test_next_takes_a_seat_of_a_panel_and_one_that_was_returned_without_a_researcher():
    case, sent_back = panel(accepted=3), proposed()
    actions.recuse(**as_(case.raters[0], case.seats[0], reason="A friend."))
    actions.return_to_research(reason="More.", **sent_back.as_editor())
    actions.release(**as_(sent_back.researcher, sent_back.seat, reason=""))
    hand = reviewer().user

    taken = {actions.take_next(by=hand, at=AT).fact_check_id for _ in range(2)}

    assert taken == {case.fact_check.pk, sent_back.fact_check.pk}


def test_next_says_what_kept_the_person_from_what_waits():
    opened()
    opened()
    hand = reviewer(languages={"de": "native"})

    with refused(NothingWaiting) as refusal:
        actions.take_next(by=hand.user, at=AT)

    assert refusal.value.details == {"excluded": {"language": 2}}


def test_next_needs_a_working_profile():
    with refused(NoReviewer):
        actions.take_next(by=UserFactory(), at=AT)


def test_next_passes_over_what_another_has_taken_meanwhile(monkeypatch: pytest.MonkeyPatch):
    case, hand = in_research(), reviewer()
    waiting = [uuid4(), case.uuid]  # one that another holds reads like one that is not there
    monkeypatch.setattr("reviews.actions.pulling._waiting", lambda _: waiting)

    with refused(NothingWaiting) as refusal:
        actions.take_next(by=hand.user, at=AT)

    assert refusal.value.details == {"excluded": {}}


def taken_by_next() -> tuple[Case, Assignment]:
    case = opened()
    return case, actions.take_next(by=case.researcher, at=AT)


def test_a_lease_is_renewed_by_its_holder():
    case, seat = taken_by_next()
    later = AT + timedelta(minutes=20)

    actions.renew(assignment_id=seat.uuid, by=case.researcher, at=later)

    assert fresh(seat).lapses_at == later + LEASE
    assert last_event(seat) == "assignment.renewed"


def test_a_seat_without_a_lease_has_nothing_to_renew_and_a_lost_one_cannot():
    case = in_research()
    seat = case.seat
    chain = seat.chain_seq

    actions.renew(**as_(case.researcher, seat))
    unmoved = fresh(seat).chain_seq
    actions.release(**as_(case.researcher, seat, reason=""))

    assert unmoved == chain
    with refused(Conflict):
        actions.renew(**as_(case.researcher, seat))


def test_offers_and_leases_lapse_and_accepted_work_does_not():
    _, offer = offered()
    _, lease = taken_by_next()
    kept = in_research()

    early = actions.lapse_offers(at=AT)
    count = actions.lapse_offers(at=LATER)
    again = actions.lapse_offers(at=LATER)

    assert (early, count, again) == (0, 2, 0)
    assert {fresh(offer).status, fresh(lease).status} == {"lapsed"}
    assert fresh(kept.seat).status == "accepted"
    assert Job.objects.filter(task="reviews.tasks.reroute").count() == 2


def test_an_offer_answered_in_the_last_moment_does_not_lapse(monkeypatch: pytest.MonkeyPatch):
    case, offer = offered()
    rows = Assignment.objects.filter(pk=offer.pk)

    def found_before_it_was_accepted(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.undo()
        actions.accept(**as_(case.researcher, offer))
        return rows

    monkeypatch.setattr(Assignment.objects, "filter", found_before_it_was_accepted)

    assert actions.lapse_offers(at=LATER) == 0
    assert fresh(offer).status == "accepted"


def test_the_timed_job_lapses_offers_and_twice_is_once():
    _, offer = offered()

    for _ in range(2):
        tasks.lapse_offers(subject=None, at=LATER)

    assert Event.objects.filter(subject=offer.uuid, name="assignment.lapsed").count() == 1


def test_a_filed_lease_is_kept():
    case, seat = taken_by_next()
    filed(case, seat)

    assert fresh(seat).lapses_at is None
    assert actions.lapse_offers(at=LATER) == 0


def test_a_revision_given_back_in_the_discussion_goes_to_another_rater():
    case = disputed()
    actions.discuss(**case.as_editor())
    seat = case.seats[0]
    actions.release(**as_(case.raters[0], seat, reason=""))

    late = given(case, reviewer().user)

    assert (late.seat, late.fence) == (seat.seat, 2)
