"""An occasion that somebody is to be told of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from reviews.models import ToDoKind

# More of one kind about one person are told in one word.
MANY = 3

Option = dict[str, Any]
"""{code, label}, and the uuids that the code is about: fact_check, assignment, reviewer."""


def _nothing() -> list[Option]:
    return []


@dataclass(frozen=True, slots=True)
class Breach:
    """Something that is not as it should be, at one moment.

    `key` names the occasion, and no other: a new deadline or another seat makes a
    new key. `options` are looked up when it is told, for they cost a routing.
    `about` are columns of the to-do.
    """

    kind: ToDoKind
    key: str
    text: str
    options: Callable[[], list[Option]] = _nothing
    about: dict[str, Any] = field(default_factory=dict)


def told_as(moment: datetime) -> str:
    """A moment in words: a to-do is read in other zones than it was written in."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"
