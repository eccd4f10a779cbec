import pytest

from factcheck.errors import NotAllowed
from factcheck.lifecycle import IllegalMove
from factcheck.roles import EDITORS, Role
from reviews.lifecycle import (
    ASSIGNMENT,
    CONTACT,
    FACT_CHECK,
    PUBLICATION,
    ROUTING_RUN,
    AssignmentStatus,
    ContactStatus,
    FactCheckStatus,
    PublicationStatus,
    RoutingRunStatus,
)

TABLES = [
    (FACT_CHECK, FactCheckStatus, FactCheckStatus.OPEN),
    (ASSIGNMENT, AssignmentStatus, AssignmentStatus.OFFERED),
    (CONTACT, ContactStatus, ContactStatus.PLANNED),
    (PUBLICATION, PublicationStatus, PublicationStatus.LIVE),
    (ROUTING_RUN, RoutingRunStatus, RoutingRunStatus.RUNNING),
]
by_noun = pytest.mark.parametrize(
    ("table", "statuses", "start"), TABLES, ids=lambda given: getattr(given, "noun", "")
)


def walk(table, start, *moves):
    status = str(start)
    for verb, role in moves:
        status = table.after(verb, status=status, roles=[role])
    return status


@by_noun
def test_every_status_has_a_place_in_the_table(table, statuses, start):
    assert table.statuses() == {str(status) for status in statuses}


@by_noun
def test_every_status_can_be_reached_from_the_first(table, statuses, start):
    reached = {str(start)}
    for _ in statuses:
        reached |= {move.to for move in table.moves if move.to and reached & set(move.sources)}

    assert reached == {str(status) for status in statuses}


def test_one_researcher_and_one_editor_bring_a_fact_check_to_publication():
    end = walk(
        FACT_CHECK,
        FactCheckStatus.OPEN,
        ("start_research", Role.RESEARCHER),
        ("propose", Role.RESEARCHER),
        ("return", Role.EDITOR),
        ("start_research", Role.RESEARCHER),
        ("propose", Role.RESEARCHER),
        ("approve", Role.EDITOR),
        ("schedule", Role.EDITOR),
        ("publish", Role.SYSTEM),
    )

    assert end == FactCheckStatus.PUBLISHED


def test_a_panel_that_differs_discusses_once_and_leaves_it_to_the_editor():
    end = walk(
        FACT_CHECK,
        FactCheckStatus.IN_RESEARCH,
        ("start_judging", Role.RESEARCHER),
        ("reveal_disputed", Role.SYSTEM),
        ("discuss", Role.SYSTEM),
        ("reveal_disputed", Role.SYSTEM),
        ("decide", Role.EDITOR),
    )

    assert end == FactCheckStatus.DECIDED


def test_a_returned_proposal_can_be_filed_again_at_once():
    assert walk(FACT_CHECK, FactCheckStatus.RETURNED, ("propose", Role.RESEARCHER)) == FactCheckStatus.AGREED


@pytest.mark.parametrize("verb", ["decide", "return", "approve", "schedule", "hold", "resume"])
@pytest.mark.parametrize("role", sorted(set(Role) - EDITORS))
def test_only_editors_move_a_fact_check_on_from_its_judging(verb, role):
    if role == Role.OUTSIDE_EDITOR and verb in ("return", "approve"):
        return  # through a link: tests/reviews/test_outside.py
    with pytest.raises(NotAllowed):
        FACT_CHECK.after(verb, status=FactCheckStatus.AGREED, roles=[role])


@pytest.mark.parametrize("status", [FactCheckStatus.JUDGING, FactCheckStatus.APPROVED])
def test_an_editor_from_outside_returns_only_what_waits_for_the_approval(status):
    with pytest.raises(IllegalMove):
        FACT_CHECK.after("return", status=status, roles=[Role.OUTSIDE_EDITOR])


@pytest.mark.parametrize("verb", FACT_CHECK.verbs())
def test_no_rater_moves_a_fact_check(verb):
    with pytest.raises(NotAllowed):
        FACT_CHECK.after(verb, status=FactCheckStatus.JUDGING, roles=[Role.RATER, Role.HOLDER, Role.REVIEWER])


@pytest.mark.parametrize(
    "status",
    sorted(
        set(FactCheckStatus) - {FactCheckStatus.PUBLISHED, FactCheckStatus.CLOSED, FactCheckStatus.ON_HOLD}
    ),
)
def test_before_publication_it_can_be_held_resumed_and_closed(status):
    held = FACT_CHECK.after("hold", status=status, roles=[Role.EDITOR])

    assert FACT_CHECK.after("resume", status=held, roles=[Role.EDITOR], was=status) == status
    assert FACT_CHECK.after("close", status=held, roles=[Role.EDITOR]) == FactCheckStatus.CLOSED
    assert FACT_CHECK.after("close", status=status, roles=[Role.EDITOR]) == FactCheckStatus.CLOSED


def test_what_is_published_is_not_closed_but_reopened():
    with pytest.raises(IllegalMove):
        FACT_CHECK.after("close", status=FactCheckStatus.PUBLISHED, roles=[Role.EDITOR])

    assert walk(FACT_CHECK, FactCheckStatus.PUBLISHED, ("reopen", Role.EDITOR)) == FactCheckStatus.IN_RESEARCH


def test_nothing_is_published_unapproved():
    sources = {source for move in FACT_CHECK.moves if move.verb == "publish" for source in move.sources}

    assert sources == {FactCheckStatus.APPROVED, FactCheckStatus.SCHEDULED}


def test_an_assignment_is_accepted_filed_returned_filed_again_and_done():
    end = walk(
        ASSIGNMENT,
        AssignmentStatus.OFFERED,
        ("accept", Role.HOLDER),
        ("file", Role.HOLDER),
        ("return", Role.EDITOR),
        ("file", Role.HOLDER),
        ("finish", Role.SYSTEM),
    )

    assert end == AssignmentStatus.DONE


@pytest.mark.parametrize("verb", ["accept", "decline", "file"])
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.HOLDER}))
def test_nobody_answers_or_files_for_the_holder(verb, role):
    with pytest.raises(NotAllowed):
        ASSIGNMENT.after(verb, status=AssignmentStatus.OFFERED, roles=[role])


@pytest.mark.parametrize(
    "status",
    [AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED, AssignmentStatus.FILED, AssignmentStatus.RETURNED],
)
def test_a_conflict_ends_an_assignment_whether_or_not_it_is_filed(status):
    assert walk(ASSIGNMENT, status, ("recuse", Role.HOLDER)) == AssignmentStatus.RECUSED


@pytest.mark.parametrize("verb", ASSIGNMENT.verbs())
@pytest.mark.parametrize(
    "status",
    [
        AssignmentStatus.DECLINED,
        AssignmentStatus.LAPSED,
        AssignmentStatus.HANDED_OVER,
        AssignmentStatus.RELEASED,
        AssignmentStatus.RECUSED,
        AssignmentStatus.DONE,
    ],
)
def test_an_assignment_that_has_ended_stays_ended(verb, status):
    with pytest.raises(IllegalMove):
        ASSIGNMENT.after(verb, status=status, roles=list(Role))


def test_an_answer_after_the_deadline_is_still_an_answer():
    end = walk(
        CONTACT,
        ContactStatus.PLANNED,
        ("ask", Role.RESEARCHER),
        ("record_no_reply", Role.SYSTEM),
        ("record_answer", Role.RESEARCHER),
    )

    assert end == ContactStatus.ANSWERED


def test_a_publication_can_change_again_and_again_until_it_is_retracted():
    end = walk(
        PUBLICATION,
        PublicationStatus.LIVE,
        *((verb, Role.EDITOR) for verb in ("update", "correct", "clarify", "correct", "retract")),
    )

    assert end == PublicationStatus.RETRACTED
    with pytest.raises(IllegalMove):
        PUBLICATION.after("update", status=end, roles=[Role.EDITOR])
