"""What belongs to the desk's topics and to the areas of harm: edited by editors, each change kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from claims.actions.fractions import as_told
from claims.actions.outlets import AlreadyThere
from claims.actions.permission import editors_only
from claims.actions.rescoring import ask_rescoring
from claims.models import HarmArea, RescoringReason, Topic
from claims.triage import patterns as regular
from claims.triage.finding import word_faults_of
from factcheck.errors import Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User

Row = TypeVar("Row", Topic, HarmArea)

_MESSAGE = "Only an editor changes what claims are found by."
_MOST_ROWS = 500


class WrongRule(Refusal):
    """Words or patterns that cannot be looked for; the message names the first that is wrong."""

    code = "wrong_rule"


class TooManyRules(Refusal):
    code = "too_many_rules"


def check_rule(keywords: Sequence[str], patterns: Sequence[str]) -> None:
    """Raise WrongRule for words and patterns that the desk does not take, naming the field."""
    for field, faults in (("keywords", word_faults_of(keywords)), ("patterns", regular.faults_of(patterns))):
        if faults:
            raise WrongRule(faults[0], field=field)


@transaction.atomic
def add_topic(
    *,
    slug: str,
    name: str,
    keywords: Sequence[str] = (),
    patterns: Sequence[str] = (),
    by: User | None,
    at: datetime,
) -> Topic:
    """Enter a topic. Raises NotAllowed, WrongRule, AlreadyThere."""
    editors_only(by, _MESSAGE)
    check_rule(keywords, patterns)
    if Topic.objects.filter(slug=slug).exists():
        raise AlreadyThere(f"A topic “{slug}” is there already.", field="slug")
    _refuse_more(Topic.objects.count())
    topic = Topic(slug=slug, name=name, keywords=list(keywords), patterns=list(patterns))
    record("topic.added", topic, by=by, at=at, data={"after": _said(topic, _TOPIC)})
    topic.save()
    ask_rescoring(reason=RescoringReason.RULES, by=by, at=at)
    return topic


@transaction.atomic
def edit_topic(*, topic_id: UUID, by: User | None, at: datetime, **changes: Any) -> Topic:
    """Change a topic's `name`, `keywords` or `patterns`; the event keeps both versions.

    Raises NotAllowed, WrongRule, Topic.DoesNotExist.
    """
    editors_only(by, _MESSAGE)
    topic = Topic.objects.select_for_update().get(uuid=topic_id)
    return _edited(topic, "topic.edited", _TOPIC, changes, by=by, at=at)


@transaction.atomic
def add_harm_area(
    *,
    slug: str,
    name: str,
    gravity: float,
    keywords: Sequence[str] = (),
    patterns: Sequence[str] = (),
    active: bool = True,
    by: User | None,
    at: datetime,
) -> HarmArea:
    """Enter an area of harm; one with the slug of a shipped area takes its place.

    Raises NotAllowed, WrongRule, AlreadyThere.
    """
    editors_only(by, _MESSAGE)
    check_rule(keywords, patterns)
    _check_gravity(gravity)
    if HarmArea.objects.filter(slug=slug).exists():
        raise AlreadyThere(f"An area “{slug}” is there already.", field="slug")
    _refuse_more(HarmArea.objects.count())
    area = HarmArea(
        slug=slug,
        name=name,
        gravity=gravity,
        keywords=list(keywords),
        patterns=list(patterns),
        active=active,
        edited_at=at,
        edited_by=by,
    )
    record("harm_area.added", area, by=by, at=at, data={"after": _said(area, _AREA)})
    area.save()
    ask_rescoring(reason=RescoringReason.RULES, by=by, at=at)
    return area


@transaction.atomic
def edit_harm_area(*, area_id: UUID, by: User | None, at: datetime, **changes: Any) -> HarmArea:
    """Change an area's `name`, `gravity`, `keywords`, `patterns` or whether it counts (`active`).

    Raises NotAllowed, WrongRule, HarmArea.DoesNotExist.
    """
    editors_only(by, _MESSAGE)
    _check_gravity(changes.get("gravity", 0))
    area = HarmArea.objects.select_for_update().get(uuid=area_id)
    area.edited_at, area.edited_by = at, by
    return _edited(area, "harm_area.edited", _AREA, changes, by=by, at=at)


_TOPIC = ("name", "keywords", "patterns")
_AREA = ("name", "gravity", "keywords", "patterns", "active")


def _edited(
    row: Row, event: str, columns: Sequence[str], changes: dict[str, Any], *, by: User | None, at: datetime
) -> Row:
    before = _said(row, columns)
    for name in columns:
        if name in changes:
            setattr(row, name, changes[name])
    check_rule(row.keywords, row.patterns)
    after = _said(row, columns)
    if before == after:
        return row
    changed: list[str] = [name for name in columns if before[name] != after[name]]
    data = {side: {n: of[n] for n in changed} for side, of in (("before", before), ("after", after))}
    record(event, row, by=by, at=at, data=data)
    edited: list[str] = ["edited_at", "edited_by"] if isinstance(row, HarmArea) else []
    row.save(update_fields=[*changed, *edited, *CHAIN_HEAD])
    ask_rescoring(reason=RescoringReason.RULES, by=by, at=at)
    return row


def _said(row: Topic | HarmArea, columns: Sequence[str]) -> dict[str, Any]:
    return as_told({name: getattr(row, name) for name in columns})


def _check_gravity(gravity: float) -> None:
    if not 0 <= gravity <= 1:
        raise Refusal("Gravity goes from 0 to 1, the gravest.", field="gravity")


def _refuse_more(there: int) -> None:
    if there >= _MOST_ROWS:
        raise TooManyRules(f"The desk has {_MOST_ROWS} of these; change one of them.")
