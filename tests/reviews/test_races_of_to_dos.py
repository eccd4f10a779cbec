"""Two who tell of the same thing, two who see to it: it is open once and closed once."""

import pytest

from factcheck.models import Event
from reviews import actions
from reviews.actions.escalation import escalate
from reviews.actions.to_dos import ToDoClosed, open_once
from reviews.models import ToDo, ToDoKind
from tests.factories import AT, UserFactory
from tests.holding import while_held

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def told() -> ToDo | None:
    return open_once(kind=ToDoKind.WORDS_CHANGED, key="words", text="They changed.", at=AT)


def test_what_two_find_at_once_is_told_once():
    second = while_held(told, told)

    assert second is None
    assert (ToDo.objects.count(), Event.objects.filter(name="to_do.opened").count()) == (1, 1)


def test_what_two_see_to_at_once_is_closed_once():
    to_do, one, other = told(), UserFactory(editor=True), UserFactory(editor=True)
    assert to_do is not None

    with pytest.raises(ToDoClosed):
        while_held(
            lambda: actions.done(to_do_id=to_do.uuid, by=one, at=AT),
            lambda: actions.dismiss(to_do_id=to_do.uuid, reason="No.", by=other, at=AT),
        )

    assert ToDo.objects.get().closed_by == one


def test_what_passes_while_somebody_sees_to_it_stays_his():
    to_do, editor = told(), UserFactory(editor=True)
    assert to_do is not None
    ToDo.objects.update(kind=ToDoKind.OVERDUE)  # of the kinds that pass by themselves

    found = while_held(lambda: actions.done(to_do_id=to_do.uuid, by=editor, at=AT), lambda: escalate(at=AT))

    assert found.passed == 0
    assert ToDo.objects.get().closed_by == editor
