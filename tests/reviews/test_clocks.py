"""Deadlines: in the holder's working hours, standing during a reply or a hold, with a reminder."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from factcheck.errors import Conflict, NotAllowed
from reviews import actions, tasks
from reviews.actions.escalation import escalate
from reviews.hours import BadHours, add_working_time, working_time_between
from reviews.models import Assignment, Reviewer, ToDo
from tests.factories import AT, UserFactory
from tests.reviews.factories import Case, filed, given, in_research, opened, panel, policy, reviewer
from tests.reviews.test_hours import CHANGES, OFFICE, at, shifted

HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@for_all(
    days=st.integers(0, 1100),
    hours=st.integers(1, 400),
    zone=st.sampled_from(sorted({change[0] for change in CHANGES})),
)
def test_as_much_is_worked_between_two_moments_as_leads_from_one_to_the_other(
    days: int, hours: int, zone: str
):
    begins = datetime(2024, 1, 1, 11, 30, tzinfo=UTC) + timedelta(days=days)

    ends = add_working_time(begins, hours, zone, OFFICE)

    assert working_time_between(begins, ends, zone, OFFICE) == hours * HOUR


def test_nothing_is_worked_backwards_and_nobody_reckons_with_ten_years():
    assert working_time_between(AT, AT - HOUR, "UTC", OFFICE) == timedelta(0)
    assert working_time_between(AT, AT + HOUR, "UTC", []) == HOUR
    with pytest.raises(BadHours):
        working_time_between(AT, AT + timedelta(days=4000), "UTC", OFFICE)


@pytest.mark.django_db
@pytest.mark.parametrize(("zone", "day", "before", "after", "leaves", "lands"), CHANGES)
def test_accepted_work_is_due_in_its_holders_hours_across_every_change_of_the_clock(
    zone: str, day: str, before: float, after: float, leaves: str, lands: str
):
    every_day = [[weekday, "09:00", "17:00"] for weekday in range(1, 8)]
    case = opened(due_hours=10)
    holder = reviewer(time_zone=zone, working_hours=every_day).user
    seat = given(case, holder, accepted=False)
    evening, morning = shifted(day, -1), shifted(day, 1)

    taken = actions.accept(assignment_id=seat.uuid, by=holder, at=at(evening, "16:00", before))

    assert taken.due_at == at(morning, "10:00", after)


def at_work(**policy: Any) -> Case:
    """With a researcher who works office hours in UTC, since Monday at nine, with 16 hours to do it in."""
    case = opened(**({"due_hours": 16, "reply_hours": 24} | policy))
    Reviewer.objects.filter(user=case.researcher).update(working_hours=OFFICE)
    seat = given(case, case.researcher, accepted=False)
    actions.accept(assignment_id=seat.uuid, by=case.researcher, at=MONDAY)
    return case


def asked(case: Case, *, moment: datetime, **fields: Any) -> Any:
    by = {"by": case.researcher, "at": moment}
    contact = actions.plan_contact(
        fact_check_id=case.uuid, kind="claimant", whom="Press office", question="Which?", **by
    )
    return actions.ask(contact_id=contact.uuid, **by, **fields)


pytestmark = pytest.mark.django_db


def test_work_is_due_when_its_hours_have_been_worked():
    case = at_work()

    assert case.seat.due_at == MONDAY + timedelta(days=1, hours=8)


def test_the_clock_stands_while_a_reply_is_waited_for_and_goes_on_with_what_was_left():
    case = at_work()
    contact = asked(case, moment=MONDAY + 2 * HOUR)
    stopped = case.seat.clock_stopped_at

    answered_at = MONDAY + timedelta(days=1, hours=1)
    actions.record_answer(contact_id=contact.uuid, answer="The last one.", by=case.researcher, at=answered_at)

    # 14 of 16 hours were left at eleven on Monday: seven on Tuesday from ten, and seven on Wednesday.
    assert stopped == MONDAY + 2 * HOUR
    assert case.seat.clock_stopped_at is None
    assert case.seat.due_at == MONDAY + timedelta(days=2, hours=7)


def test_one_of_two_answers_does_not_start_the_clock():
    case = at_work()
    first = asked(case, moment=MONDAY)
    asked(case, moment=MONDAY)

    actions.record_answer(contact_id=first.uuid, answer="Yes.", by=case.researcher, at=MONDAY + HOUR)

    assert case.seat.clock_stopped_at == MONDAY


def test_the_clock_goes_on_by_itself_when_the_deadline_of_a_question_has_passed():
    case = at_work()
    asked(case, moment=MONDAY, deadline_hours=24)

    early = actions.keep_clocks(at=MONDAY + 23 * HOUR)
    late = [actions.keep_clocks(at=MONDAY + 24 * HOUR) for _ in range(2)]

    assert (early, late) == (0, [1, 0])
    assert case.seat.due_at == MONDAY + timedelta(days=2, hours=8)


def test_work_that_was_late_when_it_began_to_wait_is_no_less_late():
    case = at_work()
    due, late = case.seat.due_at, MONDAY + timedelta(days=3)
    contact = asked(case, moment=late)

    actions.record_answer(contact_id=contact.uuid, answer="No.", by=case.researcher, at=late + HOUR)

    assert case.seat.due_at == due


def test_what_waits_for_a_reply_is_not_overdue():
    case = at_work()
    asked(case, moment=MONDAY, deadline_hours=24 * 9)

    escalate(at=MONDAY + timedelta(days=8))

    assert not ToDo.objects.filter(kind="overdue").exists()


def test_a_filed_or_lost_seat_has_no_clock_that_stands():
    case = at_work()
    asked(case, moment=MONDAY)

    actions.release(assignment_id=case.seat.uuid, reason="Ill.", by=case.researcher, at=MONDAY)

    assert not Assignment.objects.filter(clock_stopped_at__isnull=False).exists()


def test_a_hold_gives_the_time_back_that_was_left():
    case = at_work()
    actions.hold(fact_check_id=case.uuid, by=case.editor, at=MONDAY + 2 * HOUR)

    actions.resume(fact_check_id=case.uuid, by=case.editor, at=MONDAY + timedelta(days=7))

    assert case.seat.due_at == MONDAY + timedelta(days=8, hours=6)


def test_after_a_hold_of_a_sealed_panel_no_due_date_tells_who_has_filed():
    case = panel()
    filed(case, case.seats[0])
    actions.hold(fact_check_id=case.uuid, by=case.editor, at=AT + HOUR)

    actions.resume(fact_check_id=case.uuid, by=case.editor, at=AT + 49 * HOUR)

    raters = [seat for seat in case.seats if seat.due_at is not None]
    assert {seat.due_at for seat in raters} == {AT + timedelta(hours=72 + 48)}
    assert len(raters) == 3


def test_who_judges_has_hours_of_his_own():
    policy("blind-panel", judging_hours=8)
    case = panel()

    assert {seat.due_at for seat in case.seats} == {AT + 8 * HOUR}


def test_the_holder_is_reminded_once_before_it_is_due():
    case = in_research(reminder_hours=4)

    for hours in (67, 68, 69):
        escalate(at=AT + hours * HOUR)

    reminder = ToDo.objects.get(kind="due_soon")
    assert (reminder.owner, reminder.created_at) == (case.researcher, AT + 68 * HOUR)


def test_a_reminder_counts_working_hours_and_passes_with_the_work():
    case = at_work(reminder_hours=4)
    evening, morning = MONDAY + 11 * HOUR, MONDAY + timedelta(days=1, hours=4)

    told = [escalate(at=moment).opened for moment in (evening, morning, morning)]
    actions.release(assignment_id=case.seat.uuid, reason="Ill.", by=case.researcher, at=morning)
    escalate(at=morning)

    assert told == [0, 1, 0]
    assert not ToDo.objects.open().filter(kind="due_soon").exists()


def test_an_answer_that_did_not_come_is_told_to_who_asked_and_passes_when_it_is_noted():
    case = at_work()
    contact = asked(case, moment=MONDAY)
    late = MONDAY + 24 * HOUR

    escalate(at=late - HOUR), escalate(at=late), escalate(at=late + HOUR)
    told = ToDo.objects.get(kind="reply_due")
    actions.record_no_reply(contact_id=contact.uuid, by=case.researcher, at=late)
    escalate(at=late + HOUR)

    assert (told.owner, told.created_at) == (case.researcher, late)
    assert ToDo.objects.get(kind="reply_due").closed_at == late + HOUR


def test_the_editors_hear_of_an_answer_that_nobody_waits_for_any_more():
    case = at_work()
    asked(case, moment=MONDAY)
    actions.release(assignment_id=case.seat.uuid, reason="Ill.", by=case.researcher, at=MONDAY)

    escalate(at=MONDAY + 24 * HOUR)

    assert ToDo.objects.get(kind="reply_due").owner is None


def test_to_dos_that_somebody_else_tells_do_not_pass_with_a_look_at_the_desk():
    case = in_research()
    actions.add_comment(
        fact_check_id=case.uuid, text=f"Look, @{case.editor.username}!", by=case.researcher, at=AT
    )

    escalate(at=AT + HOUR)

    assert ToDo.objects.open().filter(kind="mention").exists()


def test_who_is_named_in_a_comment_hears_of_it_once_if_he_may_see_the_file():
    case = in_research()
    reader, gone = UserFactory(role="reader"), UserFactory(is_active=False)
    some = f"@{case.editor.username}, @{case.editor.username}"
    names = f"{some} @{reader.username} @{gone.username} @nobody a@{case.chief.username}."

    comment = actions.add_comment(fact_check_id=case.uuid, text=names, by=case.researcher, at=AT)

    assert comment.mentions == [str(case.editor.uuid)]
    assert list(ToDo.objects.filter(kind="mention").values_list("owner", flat=True)) == [case.editor.pk]


def test_who_names_himself_hears_nothing():
    case = in_research()

    actions.add_comment(
        fact_check_id=case.uuid, text=f"@{case.researcher.username}: note.", by=case.researcher, at=AT
    )

    assert not ToDo.objects.exists()


def test_ones_own_comment_can_be_taken_back_once():
    case = in_research()
    comment = actions.add_comment(fact_check_id=case.uuid, text="Wrong.", by=case.researcher, at=AT)

    with pytest.raises(NotAllowed):
        actions.remove_comment(comment_id=comment.uuid, by=case.editor, at=AT)
    gone = actions.remove_comment(comment_id=comment.uuid, by=case.researcher, at=AT)
    with pytest.raises(Conflict):
        actions.remove_comment(comment_id=comment.uuid, by=case.researcher, at=AT)

    assert (gone.text, gone.removed_at) == ("", AT)


def test_an_answer_written_down_wrong_is_put_right():
    case = at_work()
    contact = asked(case, moment=MONDAY)
    for answer in ("Yes.", "Yes, in 2019."):
        actions.record_answer(contact_id=contact.uuid, answer=answer, by=case.researcher, at=MONDAY)

    contact.refresh_from_db()
    assert contact.answer == "Yes, in 2019."


def test_the_timed_job_keeps_the_clocks_and_twice_is_once():
    case = at_work()
    asked(case, moment=MONDAY, deadline_hours=1)

    for _ in range(2):
        tasks.keep_clocks(subject=None, at=MONDAY + HOUR)

    assert case.seat.clock_stopped_at is None
