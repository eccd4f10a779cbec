"""An editor gives more time; of a rater under seal the answer tells nothing."""

from datetime import timedelta

import pytest

from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.models import Event
from reviews import actions
from reviews.models import Assignment
from tests.factories import AT
from tests.reviews.factories import filed, in_research, opened, panel, proposed
from tests.reviews.factories import given as handed
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=9)


def test_held_work_is_due_later():
    case = in_research()
    seat = case.seat

    actions.extend(assignment_id=seat.uuid, due_at=LATER, by=case.editor, at=AT)

    seat.refresh_from_db()
    assert (seat.due_at, seat.status) == (LATER, "accepted")
    assert Event.objects.get(subject=seat.uuid, name="assignment.extended").by == case.editor.uuid


@pytest.mark.parametrize("due_at", [AT, AT + timedelta(hours=72), AT + timedelta(days=366)])
def test_a_new_deadline_is_later_and_within_a_year(due_at):
    case = in_research()

    with refused(Refusal, field="due_at"):
        actions.extend(assignment_id=case.seat.uuid, due_at=due_at, by=case.editor, at=AT)


def test_only_an_editor_puts_off_and_only_what_is_held():
    case, done = in_research(), proposed()
    offered = opened()
    handed(offered, offered.researcher, accepted=False)

    with refused(NotAllowed):
        actions.extend(assignment_id=case.seat.uuid, due_at=LATER, by=case.researcher, at=AT)
    for other in (done, offered):
        with refused(Conflict):
            actions.extend(assignment_id=other.seat.uuid, due_at=LATER, by=other.editor, at=AT)


def test_a_rater_under_seal_gets_more_time_whether_he_has_filed_or_not():
    case = panel()
    one, other, _ = case.seats
    filed(case, one)

    for seat in (one, other):
        actions.extend(assignment_id=seat.uuid, due_at=LATER, by=case.editor, at=AT)

    found = [Assignment.objects.seen_by(case.editor).get(pk=seat.pk) for seat in (one, other)]
    assert {(s.status, s.due_at, s.chain_seq) for s in found} == {("accepted", LATER, found[0].chain_seq)}
