"""To-dos: told once, closed by who may, opened again by who erred."""

from typing import Any

import pytest

from factcheck.errors import NotAllowed
from factcheck.models import Event, User
from reviews import actions
from reviews.actions.moves import ReasonMissing
from reviews.actions.to_dos import NotClosed, ToDoClosed, let_pass, open_once, told_of
from reviews.models import ToDo, ToDoKind
from tests.factories import AT, UserFactory
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db


def told(key: str = "overdue:1", **about: Any) -> ToDo | None:
    return open_once(kind=ToDoKind.OVERDUE, key=key, text="It was due.", at=AT, **about)


def opened(**about: Any) -> ToDo:
    to_do = told(**about)
    assert to_do is not None
    return to_do


def act(verb: str, to_do: ToDo, by: User, **given: Any) -> ToDo:
    run: Any = getattr(actions, verb)
    return run(to_do_id=to_do.uuid, by=by, at=AT, **given)  # type: ignore[no-any-return]


def names(to_do: ToDo) -> list[str]:
    rows = Event.objects.filter(subject=to_do.uuid).order_by("seq")
    return list(rows.values_list("name", flat=True))


def test_an_occasion_is_told_once():
    first = opened()

    assert told() is None
    assert told("overdue:2") is not None
    assert (ToDo.objects.count(), names(first)) == (2, ["to_do.opened"])


def test_what_a_person_closed_is_not_told_again_and_what_passed_is():
    editor = UserFactory(editor=True)
    done, dismissed, passed = (opened(key=key) for key in ("a", "b", "c"))
    act("done", done, editor)
    act("dismiss", dismissed, editor, reason="It is on its way.")
    let_pass(keys=["c", "d"], at=AT)

    again = [told(key) for key in ("a", "b", "c")]

    assert [row is not None for row in again] == [False, False, True]
    assert told_of(["a", "b", "c", "d"]) == {"a", "b", "c"}
    passed.refresh_from_db()
    assert (passed.closed_at, passed.closed_by, passed.dismissed) == (AT, None, False)
    assert names(passed) == ["to_do.opened", "to_do.passed"]


def test_done_and_dismissed_say_who_and_why():
    editor = UserFactory(editor=True)
    done, dismissed = opened(key="a"), opened(key="b")

    act("done", done, editor)
    act("dismiss", dismissed, editor, reason=" It is on its way. ")

    for row in (done, dismissed):
        row.refresh_from_db()
    assert (done.closed_by, done.dismissed, done.reason) == (editor, False, "")
    assert (dismissed.closed_by, dismissed.dismissed, dismissed.reason) == (editor, True, "It is on its way.")
    assert names(dismissed) == ["to_do.opened", "to_do.dismissed"]


def test_a_dismissal_has_a_reason_and_nothing_is_closed_twice():
    editor, to_do = UserFactory(editor=True), opened()

    with refused(ReasonMissing, field="reason"):
        act("dismiss", to_do, editor, reason=" ")
    act("done", to_do, editor)
    with refused(ToDoClosed):
        act("done", to_do, editor)
    with refused(ToDoClosed):
        act("dismiss", to_do, editor, reason="Late.")


def test_ones_own_is_ones_own_and_the_editors_is_any_editors():
    owner, colleague, editor = UserFactory(), UserFactory(), UserFactory(editor=True)
    own, theirs = opened(key="a", owner=owner), opened(key="b")

    for to_do, by in ((own, colleague), (own, editor), (theirs, owner)):
        with refused(NotAllowed):
            act("done", to_do, by)
    act("done", own, owner)
    act("done", theirs, editor)

    assert not ToDo.objects.open().exists()


def test_a_mistake_is_taken_back():
    editor = UserFactory(editor=True)
    to_do = opened()
    act("dismiss", to_do, editor, reason="Wrong row.")

    act("take_back", to_do, editor)

    to_do.refresh_from_db()
    assert (to_do.closed_at, to_do.closed_by, to_do.dismissed, to_do.reason) == (None, None, False, "")
    with refused(NotClosed):
        act("take_back", to_do, editor)


def test_what_passed_or_was_told_again_is_not_taken_back():
    editor = UserFactory(editor=True)
    passed = opened()
    let_pass(keys=[passed.key], at=AT)
    closed = opened()
    act("done", closed, editor)
    ToDo.objects.create(kind=ToDoKind.OVERDUE, key=closed.key, text="Again.", created_at=AT)

    for to_do in (passed, closed):
        with refused(NotClosed):
            act("take_back", to_do, editor)


def test_who_sees_what():
    owner, editor = UserFactory(), UserFactory(editor=True)
    opened(key="a", owner=owner), opened(key="b")

    def seen(user: User) -> list[tuple[str, bool]]:
        return sorted(ToDo.objects.seen_by(user).values_list("key", "is_own"))

    assert seen(owner) == [("a", True)]
    assert seen(editor) == [("b", False)]
    assert seen(UserFactory(reader=True)) == []
