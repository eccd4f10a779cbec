import pytest

from factcheck.errors import NotAllowed
from factcheck.lifecycle import IllegalMove, Lifecycle, Move
from factcheck.roles import Role

DOOR = Lifecycle(
    "door",
    Move("open", ["shut"], "ajar", by=[Role.REVIEWER]),
    Move("open", ["ajar"], "wide_open", by=[Role.EDITOR]),
    Move("block", ["shut", "ajar"], "blocked", by=[Role.EDITOR]),
    Move("free", ["blocked"], None, by=[Role.EDITOR]),
)


def test_a_move_leads_to_the_status_of_its_row():
    assert DOOR.after("open", status="shut", roles=[Role.REVIEWER]) == "ajar"


def test_a_verb_with_several_rows_takes_the_one_for_role_and_status():
    assert DOOR.after("open", status="ajar", roles=[Role.READER, Role.EDITOR]) == "wide_open"

    with pytest.raises(IllegalMove):
        DOOR.after("open", status="ajar", roles=[Role.REVIEWER])


def test_whoever_may_never_make_the_move_learns_nothing_about_the_status():
    messages = set()
    for status in ("shut", "blocked"):
        with pytest.raises(NotAllowed) as refusal:
            DOOR.after("block", status=status, roles=[Role.READER])
        messages.add(refusal.value.message)

    assert messages == {"You may not block this door."}


def test_an_unknown_verb_is_allowed_to_nobody():
    with pytest.raises(NotAllowed):
        DOOR.after("paint", status="shut", roles=list(Role))


def test_a_move_from_another_status_is_a_conflict_that_names_the_status():
    with pytest.raises(IllegalMove) as refusal:
        DOOR.after("block", status="wide_open", roles=[Role.EDITOR])

    assert refusal.value.code == "illegal_move"
    assert "wide open" in refusal.value.message


def test_a_move_back_leads_to_where_it_was():
    assert DOOR.after("free", status="blocked", roles=[Role.EDITOR], was="ajar") == "ajar"


def test_a_move_back_without_an_earlier_status_is_refused():
    with pytest.raises(IllegalMove, match="no earlier status"):
        DOOR.after("free", status="blocked", roles=[Role.EDITOR])


def test_the_table_lists_its_statuses_and_each_verb_once():
    assert DOOR.statuses() == {"shut", "ajar", "wide_open", "blocked"}
    assert DOOR.verbs() == ["open", "block", "free"]


def test_the_drawing_has_one_arrow_for_each_source():
    assert list(DOOR.drawing()) == [
        "stateDiagram-v2",
        "    shut --> ajar: open",
        "    ajar --> wide_open: open",
        "    shut --> blocked: block",
        "    ajar --> blocked: block",
        "    blocked --> where_it_was: free",
    ]
