"""An editor whose decision was sent back may take the research; what he researched somebody else approves."""

import pytest

from reviews import actions
from reviews.actions.locks import OwnWork
from reviews.models import Reviewer
from tests.factories import AT
from tests.reviews.factories import filed, given, in_research, reviewer, with_evidence

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("read", "verb"), [("false", "approve"), ("true", "decide")])
def test_who_researches_after_his_decision_was_sent_back_decides_and_approves_no_more(read: str, verb: str):
    case = with_evidence(in_research("read-outside", judging="second_read", outside_editor=True))
    reviewer(case.chief)
    filed(case, case.seat, "false")
    reader = given(case, reviewer().user)
    filed(case, reader, "true")
    actions.decide(rating="false", reasoning="The table.", **case.as_editor())
    actions.return_to_research(fact_check_id=case.uuid, reason="Which year?", by=case.chief, at=AT)
    actions.release(assignment_id=case.seat.uuid, reason="Ill.", by=case.researcher, at=AT)
    own = Reviewer.objects.get(user=case.editor).uuid

    seat = actions.hand_out(fact_check_id=case.uuid, to=own, by=case.editor, at=AT)
    filed(case, seat, "false")
    filed(case, case.fresh().assignments.active().get(role="second_reader"), read)
    status, known = case.fresh().status, {"rating": "false", "reasoning": "Again."}

    with pytest.raises(OwnWork):
        getattr(actions, verb)(**(known if verb == "decide" else {}), **case.as_editor())

    assert seat.role == "researcher"
    assert (case.fresh().status, case.fact_check.approved_by) == (status, None)
