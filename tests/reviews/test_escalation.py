"""Word to the editors when the desk gets stuck: once, not early, with what can be done, closed by itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import actions as claims
from claims.models import Claim
from factcheck.jobs import work_off
from factcheck.models import Event
from reviews import actions
from reviews.actions.escalation import Told, escalate, words_changed
from reviews.actions.escalation.breach import MANY
from reviews.actions.escalation.offers import NOES, PATIENCE
from reviews.actions.escalation.people import IDLE, WAITS
from reviews.models import Assignment, Policy, Reviewer, ToDo
from tests.factories import AT, ClaimFactory, UserFactory, place_of, store, take
from tests.reviews.factories import (
    Case,
    disputed,
    filed,
    given,
    in_research,
    opened,
    panel,
    policy,
    proposed,
    published,
    reviewer,
)

pytestmark = pytest.mark.django_db

DUE = timedelta(hours=72)
MINUTE = timedelta(minutes=1)


def at(after: timedelta) -> Told:
    return escalate(at=AT + after)


def told(kind: str, *, owned: bool = False) -> list[ToDo]:
    """The open to-dos of a kind, of the editors."""
    rows = ToDo.objects.open().filter(kind=kind, owner__isnull=not owned)
    return list(rows.order_by("id"))


def codes(to_do: ToDo) -> list[str]:
    return [option["code"] for option in to_do.options]


def test_nothing_wrong_is_nothing_told():
    in_research(), proposed(), published(), panel(), disputed()

    assert at(timedelta()) == Told(0, 0)
    assert not ToDo.objects.exists()


def test_overdue_work_is_told_when_it_is_due_and_once():
    case = in_research()

    early = at(DUE - MINUTE)
    first = at(DUE)
    again = [at(DUE + n * MINUTE) for n in (0, 1, 600)]

    assert (early, first.opened) == (Told(0, 0), 2)
    assert [found.opened for found in again] == [0, 0, 0]
    (word,) = told("overdue")
    assert (word.assignment, word.reviewer, word.due_at) == (case.seat, case.researcher.reviewer, AT + DUE)
    assert word.text == "The work of {name} as researcher was due at 2026-03-04 09:00 UTC."
    assert codes(word)[0] == "extend"


def test_the_holder_is_told_too_with_his_own_hours_to_answer_in():
    case = in_research()
    office = [[day, "09:00", "17:00"] for day in range(1, 6)]
    actions.edit_reviewer(
        reviewer_id=case.researcher.reviewer.uuid,
        time_zone="Asia/Kolkata",
        working_hours=office,
        by=case.researcher,
        at=AT,
    )

    at(DUE)  # Wednesday 9:00 UTC, which is half past two in the afternoon there

    (word,) = told("overdue", owned=True)
    assert (word.owner, codes(word)) == (case.researcher, ["file", "hand_over", "release"])
    assert word.due_at is not None
    assert word.due_at.isoformat() == "2026-03-05T09:00:00+00:00"


@pytest.mark.parametrize(
    "leave",
    [
        lambda case: filed(case, case.seat),
        lambda case: actions.release(assignment_id=case.seat.uuid, reason="", by=case.researcher, at=AT),
        lambda case: actions.hold(**case.as_editor()),
        lambda case: actions.close(reason="Nobody knows.", **case.as_editor()),
        lambda case: actions.extend(
            assignment_id=case.seat.uuid, due_at=AT + DUE * 2, by=case.editor, at=AT + DUE
        ),
    ],
    ids=["filed", "released", "held", "closed", "extended"],
)
def test_a_breach_that_is_over_passes_by_itself(leave: Callable[[Case], Any]):
    case = in_research()
    at(DUE)

    leave(case)

    assert at(DUE + MINUTE).passed == 2
    assert told("overdue") == told("overdue", owned=True) == []
    assert set(ToDo.objects.values_list("closed_by", flat=True)) == {None}


def test_a_new_deadline_is_an_occasion_of_its_own():
    case = in_research()
    at(DUE)
    for word in (*told("overdue"),):
        actions.dismiss(to_do_id=word.uuid, reason="She is nearly there.", by=case.editor, at=AT)
    actions.extend(assignment_id=case.seat.uuid, due_at=AT + 2 * DUE, by=case.editor, at=AT + DUE)

    between, after = at(2 * DUE - MINUTE), at(2 * DUE)

    assert (between.opened, after.opened) == (0, 2)


def test_work_that_was_sent_back_has_the_policys_hours_from_then_on():
    case = proposed()
    later = AT + 2 * DUE
    actions.return_to_research(fact_check_id=case.uuid, reason="More.", by=case.editor, at=later)

    early, due = escalate(at=later + DUE - MINUTE), escalate(at=later + DUE)

    assert (early.opened, due.opened) == (0, 2)
    assert told("overdue")[0].due_at == later + DUE


def test_overdue_work_can_go_to_those_whom_it_costs_least():
    case = in_research()
    free = [reviewer() for _ in range(4)]

    at(DUE)

    (word,) = told("overdue")
    offered = [o["reviewer"] for o in word.options if o["code"] == "hand_over"]
    assert offered == [str(profile.uuid) for profile in free[:3]]
    assert str(case.researcher.reviewer.uuid) not in offered
    labels = {o["label"] for o in word.options if o["code"] == "hand_over"}
    assert all("{name}" in label and "cost" in label for label in labels)


def offered(hours: int = 24) -> tuple[Case, Assignment]:
    case = opened(offer_hours=hours)
    return case, given(case, case.researcher, accepted=False)


def test_an_offer_near_its_end_is_told_and_passes_with_the_answer():
    case, seat = offered()

    early = at(timedelta(hours=17))
    near = at(timedelta(hours=18))

    assert (early.opened, near.opened) == (0, 1)
    (word,) = told("unanswered_offers")
    assert (word.assignment, word.reviewer, word.due_at) == (seat, seat.reviewer, seat.lapses_at)
    assert codes(word) == ["release"]  # nobody else works here
    actions.accept(assignment_id=seat.uuid, by=case.researcher, at=AT)
    assert at(timedelta(hours=19)) == Told(0, 1)


def test_of_somebody_who_answers_none_of_many_offers_there_is_one_word():
    who = reviewer(capacity=50)
    seats = [given(opened(), who.user, accepted=False) for _ in range(MANY + 1)]

    first, again = at(timedelta(hours=18)), at(timedelta(hours=19))
    (word,) = told("unanswered_offers")
    actions.decline(assignment_id=seats[0].uuid, reason="", by=who.user, at=AT)

    assert (first, again) == (Told(1, 0), Told(0, 0))
    assert (word.reviewer, word.assignment) == (who, None)
    assert word.text == "{name} has not answered 4 offers; the first lapses at 2026-03-02 09:00 UTC."
    assert codes(word) == ["set_absence", "lower_capacity"]
    assert at(timedelta(hours=20)).passed == 1
    assert len(told("unanswered_offers")) == MANY


def test_of_much_that_is_overdue_there_is_one_word_a_day_and_one_to_the_holder():
    who = reviewer(capacity=50)
    for _ in range(MANY + 1):
        given(opened(), who.user)

    found = [at(DUE), at(DUE + MINUTE), at(DUE + timedelta(days=1))]

    assert found == [Told(2, 0), Told(0, 0), Told(2, 2)]
    (word,), (own,) = told("overdue"), told("overdue", owned=True)
    assert word.text == "4 assignments of {name} are overdue, the first since 2026-03-04 09:00 UTC."
    assert (codes(word), own.owner) == (["hand_over"] * MANY, who.user)
    assert own.text == "4 of your assignments are overdue, the first since 2026-03-04 09:00 UTC."


def refused_by(case: Case, number: int) -> None:
    for _ in range(number):
        seat = given(case, reviewer().user, accepted=False)
        actions.decline(assignment_id=seat.uuid, reason="", by=seat.reviewer.user, at=AT)


def test_a_seat_that_is_refused_again_and_again_is_told_and_again_after_as_many():
    case = opened()
    refused_by(case, NOES - 1)
    early = at(MINUTE)
    refused_by(case, 1)

    first, again = at(MINUTE), at(2 * MINUTE)

    assert (early.opened, first.opened, again.opened) == (0, 1, 0)
    (word,) = told("unanswered_offers")
    assert word.text == "Asked 3 times, and nobody has become a researcher."
    assert set(codes(word)) <= {"hand_out", "ask_again"}
    refused_by(case, NOES)
    assert at(3 * MINUTE) == Told(1, 1)
    assert told("unanswered_offers")[0].text.startswith("Asked 6 times")


def test_who_said_no_can_be_asked_again():
    case = opened()
    for _ in range(NOES):
        seat = given(case, case.researcher, accepted=False)
        actions.decline(assignment_id=seat.uuid, reason="", by=case.researcher, at=AT)

    at(MINUTE)

    assert codes(told("unanswered_offers")[0]) == ["ask_again"]


def test_a_refused_seat_that_somebody_took_is_no_breach():
    case = opened()
    refused_by(case, NOES)
    given(case, case.researcher)

    assert at(MINUTE).opened == 0


def test_noes_of_an_earlier_round_count_nothing():
    case = opened()
    refused_by(case, NOES)
    Assignment.objects.update(round=9)

    assert at(MINUTE).opened == 0


def unfilled() -> Case:
    policy(offers=True)
    case = opened(claim=ClaimFactory())
    Claim.objects.filter(pk=case.fact_check.claim_id).update(language="ml")
    actions.route(fact_check_id=case.uuid, at=AT)
    return case


def test_a_seat_nobody_is_free_for_is_told_after_a_while_with_what_would_help():
    case = unfilled()
    profile = case.researcher.reviewer

    early, late = at(PATIENCE - MINUTE), at(PATIENCE)

    assert (early.opened, late.opened) == (0, 1)
    (word,) = told("nobody_free")
    assert word.fact_check == case.fact_check
    assert word.text == "Nobody has been free since 2026-03-01 09:00 UTC to be a researcher."
    assert (word.options[0]["code"], word.options[0]["reviewer"]) == ("add_language", str(profile.uuid))
    assert "{name}" in word.options[0]["label"]


def test_it_passes_when_somebody_comes_and_a_later_want_is_told_anew():
    case = unfilled()
    at(PATIENCE)
    who = reviewer(languages={"ml": "native"})
    actions.route(fact_check_id=case.uuid, at=AT + PATIENCE)
    filled = at(PATIENCE)
    seat = Assignment.objects.get(reviewer=who)
    later = AT + 2 * PATIENCE
    actions.decline(assignment_id=seat.uuid, reason="", by=who.user, at=later)
    actions.route(fact_check_id=case.uuid, at=later)

    early, late = escalate(at=later + PATIENCE - MINUTE), escalate(at=later + PATIENCE)

    assert (filled, early.opened, late.opened) == (Told(0, 1), 0, 1)


def test_it_passes_when_the_seat_is_given_by_hand_or_taken_as_the_next_one():
    by_hand, pulled = unfilled(), unfilled()
    Policy.objects.update(pull=True)
    at(PATIENCE)
    actions.hand_out(
        fact_check_id=by_hand.uuid,
        to=by_hand.researcher.reviewer.uuid,
        overrides=["language"],
        override_reason="with a translator",
        by=by_hand.editor,
        at=AT + PATIENCE,
    )
    actions.take_next(by=reviewer(languages={"ml": "native"}).user, at=AT + PATIENCE)

    assert at(PATIENCE) == Told(0, 2)
    assert (by_hand.fresh().unfilled, pulled.fresh().unfilled) == ({}, {})
    filled = Event.objects.filter(name="fact_check.filled").values_list("subject", flat=True)
    assert set(filled) == {by_hand.uuid, pulled.uuid}


def test_a_seat_that_waits_no_more_since_work_rests_is_not_told():
    case = unfilled()
    actions.hold(fact_check_id=case.uuid, by=case.editor, at=AT)

    assert at(PATIENCE).opened == 0


def overloaded() -> Reviewer:
    profile = reviewer(capacity=1)
    for _ in range(2):
        given(opened(), profile.user)
    return profile


def test_an_overload_is_told_with_the_seats_that_could_go():
    profile = overloaded()

    assert at(MINUTE).opened == 1
    (word,) = told("overload")
    assert (word.reviewer, word.text) == (profile, "{name} has 2 assignments open; the capacity is 1.")
    assert codes(word) == ["hand_over", "hand_over", "raise_capacity"]
    assert word.options[-1]["label"] == "Raise the capacity to 2."


def test_an_overload_that_grows_is_told_again_and_one_that_a_person_closed_is_not():
    profile = overloaded()
    at(MINUTE)
    actions.done(to_do_id=told("overload")[0].uuid, by=UserFactory(editor=True), at=AT)

    same = at(2 * MINUTE)
    case = opened()
    actions.hand_out(fact_check_id=case.uuid, to=profile.uuid, by=case.editor, at=AT + MINUTE)
    more = at(2 * MINUTE)

    assert (same.opened, more.opened) == (0, 1)


def test_more_in_a_week_than_was_agreed_is_an_overload():
    profile = reviewer(weekly_capacity=1)
    for _ in range(2):
        given(opened(), profile.user)

    assert at(MINUTE).opened == 1
    (word,) = told("overload")
    assert word.text == "{name} was given 2 assignments in seven days; the weekly capacity is 1."
    assert codes(word)[-1] == "raise_weekly_capacity"
    week = timedelta(days=7)
    assert at(week + MINUTE).passed == 1


def test_who_has_nothing_to_do_while_work_waits_that_fits_is_told_of():
    case = opened()

    early, late = at(WAITS - MINUTE), at(WAITS)

    assert (early.opened, late.opened) == (0, 1)
    (word,) = told("empty_queue")
    assert (word.reviewer, codes(word)) == (case.researcher.reviewer, ["hand_out"])
    assert word.options[0]["fact_check"] == str(case.uuid)
    assert case.fact_check.claim.wording[:40] in word.options[0]["label"]
    given(case, case.researcher)
    assert at(WAITS + MINUTE).passed == 1


@pytest.mark.parametrize(
    "bar",
    [
        lambda profile: actions.set_absence(
            reviewer_id=profile.uuid, until=None, begins=AT, by=profile.user, at=AT
        ),
        lambda profile: profile.languages.update(language="ml"),
        lambda profile: Reviewer.objects.filter(pk=profile.pk).update(capacity=0),
        lambda profile: given(opened(), profile.user),
    ],
    ids=["absent", "another language", "no capacity", "has work"],
)
def test_who_could_not_take_what_waits_is_not_idle(bar: Callable[[Reviewer], Any]):
    case = opened()
    bar(case.researcher.reviewer)

    at(WAITS)

    assert [word.reviewer for word in told("empty_queue") if word.reviewer == case.researcher.reviewer] == []


def test_who_was_asked_lately_is_not_idle():
    case = opened()
    other = opened()
    seat = given(other, case.researcher, accepted=False)
    actions.decline(assignment_id=seat.uuid, reason="", by=case.researcher, at=AT)

    def idle() -> bool:
        return case.researcher.reviewer in {word.reviewer for word in told("empty_queue")}

    at(IDLE - MINUTE)
    asked = idle()
    at(IDLE)

    assert (asked, idle()) == (False, True)


def test_a_late_panel_is_told_as_one_and_says_not_who_is_late():
    case = panel()
    filed(case, case.seats[0])

    early, late = at(DUE - MINUTE), at(DUE)

    assert (early.opened, late.opened) == (0, 1)
    (word,) = told("overdue")
    assert (word.assignment, word.reviewer, word.fact_check) == (None, None, case.fact_check)
    assert codes(word) == ["close_round", "extend", "extend", "extend"]
    assert [o["assignment"] for o in word.options[1:]] == [str(seat.uuid) for seat in case.seats]


def test_a_panel_with_a_seat_nobody_holds_is_not_late_for_its_raters():
    panel(accepted=2)

    at(DUE)

    assert told("overdue") == []


def test_a_revealed_panel_passes_and_its_discussion_has_a_clock_of_its_own():
    case = panel()
    for seat, rating in zip(case.seats, ["false", "half-true", "true"], strict=True):
        at(DUE)
        filed(case, seat, rating)
    revealed = at(DUE)
    later = AT + 2 * DUE
    actions.discuss(fact_check_id=case.uuid, by=case.editor, at=later)

    early, late = escalate(at=later + DUE - MINUTE), escalate(at=later + DUE)

    assert (revealed, early.opened, late.opened) == (Told(0, 1), 0, 1)
    assert told("overdue")[0].due_at == later + DUE


def test_a_round_of_looking_costs_the_same_however_many_are_told_already():
    costs = []
    for number in (1, 5):
        for _ in range(number):
            in_research()
        at(DUE)
        with CaptureQueriesContext(connection) as asked:
            assert at(DUE).opened == 0
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_a_round_tells_so_many_and_the_next_the_rest(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("reviews.actions.escalation.round._MOST", 3)
    in_research(), in_research()

    assert [at(DUE).opened for _ in range(3)] == [3, 1, 0]


def changed(claim: Claim) -> Claim:
    Claim.objects.filter(pk=claim.pk).update(words_changed_at=AT)
    return claim


def test_changed_words_of_what_the_desk_took_up_are_told_once_and_pass_if_they_stand_again():
    case = in_research()
    claim = changed(case.fact_check.claim)

    first, again = (words_changed(claim_id=claim.uuid, at=AT) for _ in range(2))

    assert again is None
    assert first is not None
    assert (first.claim, first.fact_check, codes(first)) == (claim, case.fact_check, ["compare", "hold"])
    assert at(MINUTE) == Told(0, 0)
    Claim.objects.filter(pk=claim.pk).update(words_changed_at=None)
    assert at(MINUTE) == Told(0, 1)


def test_a_source_that_takes_its_words_back_is_told_by_the_jobs_that_follow_from_it():
    case = in_research()
    article = place_of(case.fact_check.claim).snapshot.article

    store(take(article, "The council took it all back."), [])
    work_off("reviews.tasks.note_changed_words")

    (word,) = told("words_changed")
    assert (word.claim, word.fact_check) == (case.fact_check.claim, case.fact_check)
    store(take(article, case.fact_check.claim.wording), [])
    assert at(MINUTE) == Told(0, 1)


def test_what_can_be_done_about_changed_words_depends_on_how_far_the_claim_is():
    out = published()
    claims.settle(claim_id=out.fact_check.claim.uuid, by=None, at=AT)
    pitched = ClaimFactory(status="shortlisted")

    found = [words_changed(claim_id=changed(c).uuid, at=AT) for c in (out.fact_check.claim, pitched)]

    assert [codes(word) for word in found if word] == [["compare", "reopen"], ["compare", "reword"]]


def test_changed_words_of_a_claim_on_nobodys_desk_are_not_told():
    untouched, stands = ClaimFactory(), ClaimFactory(status="accepted")

    assert words_changed(claim_id=changed(untouched).uuid, at=AT) is None
    assert words_changed(claim_id=stands.uuid, at=AT) is None


def test_what_is_told_is_on_record_without_names():
    in_research()

    at(DUE)

    rows = Event.objects.filter(name="to_do.opened")
    assert {str(row.data) for row in rows} == {"{'kind': 'overdue'}"}
