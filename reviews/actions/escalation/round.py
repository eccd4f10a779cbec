"""One look at the desk: what is not as it should be is told, what has passed is closed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from reviews.actions.escalation.breach import Breach
from reviews.actions.escalation.deadlines import late_panels, overdue
from reviews.actions.escalation.desk import Desk
from reviews.actions.escalation.offers import nobody_free, unanswered
from reviews.actions.escalation.people import strained
from reviews.actions.escalation.reminders import due_soon, unanswered_questions
from reviews.actions.escalation.words import put_back
from reviews.actions.to_dos import let_pass, open_once, told_of
from reviews.models import ToDo, ToDoKind

_LOOKED_FOR: tuple[Callable[[Desk], Iterator[Breach]], ...] = (
    unanswered,
    nobody_free,
    overdue,
    late_panels,
    due_soon,
    unanswered_questions,
    strained,
)
# What is found by looking passes when it is found no more; other kinds are told by whoever notices.
_KINDS = (
    ToDoKind.UNANSWERED_OFFERS,
    ToDoKind.NOBODY_FREE,
    ToDoKind.OVERDUE,
    ToDoKind.DUE_SOON,
    ToDoKind.REPLY_DUE,
    ToDoKind.OVERLOAD,
    ToDoKind.EMPTY_QUEUE,
)
# What is told is worth a routing each; the rest waits for the next round.
_MOST = 50


@dataclass(frozen=True, slots=True)
class Told:
    """How many to-dos were opened, and how many had passed by themselves."""

    opened: int
    passed: int


def escalate(*, at: datetime) -> Told:
    """Tell of each breach that nobody was told of, and close what has passed. Twice does what once does.

    Reads the desk as it is and locks none of it: what changes meanwhile is seen
    by the next round.
    """
    desk = Desk(at)
    breaches = list(chain.from_iterable(look(desk) for look in _LOOKED_FOR))
    there = {breach.key for breach in breaches}
    known = set(ToDo.objects.open().filter(kind__in=_KINDS).values_list("key", flat=True))
    passed = let_pass(keys=(known - there) | put_back(), at=at)
    told = told_of(there)
    news = [breach for breach in breaches if breach.key not in told][:_MOST]
    return Told(sum(_tell(breach, at=at) for breach in news), passed)


def _tell(breach: Breach, *, at: datetime) -> bool:
    opened = open_once(
        kind=breach.kind,
        key=breach.key,
        text=breach.text,
        options=breach.options(),
        at=at,
        **breach.about,
    )
    return opened is not None
