"""What `seen_by` shows of a sealed seat, and what it tells nobody but its holder."""

import pytest

from factcheck.models import Event
from reviews import actions
from reviews.models import Assignment, Draft, Review
from reviews.models.sealing import Sealed
from tests.factories import AT, UserFactory
from tests.reviews.factories import Case, disputed, filed, given, panel, reviewer

pytestmark = pytest.mark.django_db


def seen(case: Case, user: object, place: int = 0) -> Assignment:
    return Assignment.objects.seen_by(user).get(pk=case.seats[place].pk)


def others(case: Case) -> list[object]:
    return [case.raters[1], case.researcher, case.editor, UserFactory(administrator=True)]


def test_a_sealed_filing_shows_to_its_holder_alone():
    case = panel()
    before = [seen(case, user) for user in others(case)]

    filed(case, case.seats[0])

    for was, user in zip(before, others(case), strict=True):
        now = seen(case, user)
        assert (now.status, now.filed_at, now.lapses_at) == ("accepted", None, None)
        assert (now.chain_seq, now.chain_hash) == (was.chain_seq, "")
        assert now.chain_seq < 0
    own = seen(case, case.raters[0])
    assert (own.status, own.filed_at) == ("filed", AT)
    assert own.chain_seq == Event.objects.filter(subject=own.uuid).count()


def test_an_offer_is_seen_and_so_is_its_end():
    case = panel(accepted=2)
    offer = case.seats[2]
    assert (seen(case, case.editor, 2).status, seen(case, case.editor, 2).lapses_at) == (
        "offered",
        offer.lapses_at,
    )

    actions.decline(assignment_id=offer.uuid, reason="No time.", by=case.raters[2], at=AT)

    found = Assignment.objects.seen_by(case.editor).get(pk=offer.pk)
    assert (found.status, found.ended_at, found.reason) == ("declined", AT, "No time.")
    assert Assignment.objects.seen_by(case.raters[0]).get(pk=offer.pk).reason == ""


def test_the_reveal_opens_all_seats_at_once():
    case = disputed()

    for user in others(case):
        assert {seen(case, user, place).status for place in range(3)} == {"filed"}
        assert Review.objects.visible_to(user).count() == 3


def test_in_the_second_stage_a_revision_is_sealed_as_what_was_returned():
    case = disputed()
    actions.discuss(**case.as_editor())

    filed(case, case.seats[0], "half-true")

    now = seen(case, case.raters[1])
    assert (now.status, now.filed_at) == ("returned", None)
    assert now.chain_seq == seen(case, case.editor, 0).chain_seq
    assert Review.objects.visible_to(case.raters[1]).count() == 3
    assert Review.objects.visible_to(case.raters[0]).count() == 4


def test_a_rater_who_came_after_the_first_reveal_is_sealed_as_accepted():
    case = disputed()
    actions.discuss(**case.as_editor())
    actions.recuse(assignment_id=case.seats[0].uuid, reason="A friend.", by=case.raters[0], at=AT)
    late = given(case, reviewer().user)

    filed(case, late)

    assert Assignment.objects.seen_by(case.raters[1]).get(pk=late.pk).status == "accepted"


def test_one_who_filed_and_was_recused_looks_like_one_who_had_not():
    seats = []
    for files in (True, False):
        case = panel()
        seat = case.seats[0]
        if files:
            filed(case, seat)
        actions.recuse(assignment_id=seat.uuid, reason="A friend.", by=case.editor, at=AT)
        seats.append(Assignment.objects.seen_by(case.raters[1]).get(pk=seat.pk))

    one, other = seats
    assert (one.status, one.filed_at, one.chain_seq) == (other.status, other.filed_at, other.chain_seq)


def test_closing_a_sealed_panel_tells_nobody_who_had_filed():
    case = panel()
    seats = case.seats
    filed(case, seats[0])

    actions.close(reason="No source will ever settle it.", **case.as_editor())

    found = [Assignment.objects.seen_by(case.editor).get(pk=s.pk) for s in seats]
    assert {(s.status, s.ended_at, s.filed_at, s.chain_seq) for s in found} == {
        ("released", AT, None, found[0].chain_seq)
    }
    assert not Review.objects.visible_to(case.editor).exists()


def test_a_sealed_filing_counts_as_open_work_until_the_reveal():
    case = panel()
    seats = case.seats

    filed(case, seats[0])
    held = Assignment.objects.open_work().filter(reviewer__user=case.raters[0]).count()
    for seat in seats[1:]:
        filed(case, seat)

    assert held == 1
    assert Assignment.objects.open_work().filter(reviewer__user=case.raters[0]).count() == 0


def test_the_events_of_a_sealed_seat_are_read_after_the_reveal():
    case = panel()
    administrator = UserFactory(administrator=True)
    seats = case.seats

    filed(case, seats[0])
    sealed = Event.objects.visible_to(administrator).filter(subject=seats[0].uuid).count()
    for seat in seats[1:]:
        filed(case, seat)

    assert sealed == 0
    assert Event.objects.visible_to(administrator).filter(subject=seats[0].uuid).count() == 3


def test_a_draft_is_for_its_writer():
    case = panel()
    seat = case.seats[0]
    actions.save_draft(assignment_id=seat.uuid, version=0, reasoning="Perhaps.", by=case.raters[0], at=AT)

    assert Draft.objects.visible_to(case.raters[0]).count() == 1
    for user in others(case):
        assert not Draft.objects.visible_to(user).exists()


def test_the_expression_that_hides_says_what_the_question_says():
    first, second, closed = panel(), disputed(), panel()
    actions.discuss(**second.as_editor())
    actions.close(reason="Nobody knows.", **closed.as_editor())
    open_now = disputed()

    by_expression = Assignment.objects.annotate(under_seal=Sealed()).filter(under_seal=True)

    assert set(by_expression) == set(Assignment.objects.sealed())
    assert {a.fact_check for a in by_expression} == {c.fact_check for c in (first, second, closed)}
    assert not by_expression.filter(fact_check=open_now.fact_check).exists()
