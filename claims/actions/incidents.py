"""Incidents: while something happens, what belongs to it is raised on the list."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from claims.actions.fractions import as_told
from claims.actions.permission import editors_only
from claims.actions.rescoring import ask_rescoring
from claims.actions.triage_rules import WrongRule, check_rule
from claims.models import Incident, RescoringReason
from factcheck.errors import Conflict, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User

MOST_AT_ONCE = 20
MOST_HOURS = 24 * 30
MOST_POINTS = 100
_MESSAGE = "Only an editor puts the desk into incident mode."


class EndedAlready(Conflict):
    code = "ended_already"


class TooManyIncidents(Conflict):
    code = "too_many_incidents"


@transaction.atomic
def start_incident(
    *,
    name: str,
    keywords: Sequence[str] = (),
    patterns: Sequence[str] = (),
    points: float = 30,
    hours: float = 24,
    by: User,
    at: datetime,
) -> Incident:
    """Raise what these words and patterns find by so many points, for so many hours.

    Raises NotAllowed, WrongRule, TooManyIncidents, Refusal.
    """
    editors_only(by, _MESSAGE)
    check_rule(keywords, patterns)
    if not keywords and not patterns:
        raise WrongRule("Say by which words or patterns it is found.", field="keywords")
    if not 0 < points <= MOST_POINTS:
        raise Refusal(f"Points lie above 0 and at {MOST_POINTS} at most.", field="points")
    if not 0 < hours <= MOST_HOURS:
        raise Refusal(f"Hours lie above 0 and at {MOST_HOURS} at most.", field="hours")
    if Incident.objects.filter(ended_at__isnull=True).count() >= MOST_AT_ONCE:
        raise TooManyIncidents(f"{MOST_AT_ONCE} incidents are running; end one of them first.")
    incident = Incident(
        name=name,
        keywords=list(keywords),
        patterns=list(patterns),
        points=points,
        started_at=at,
        started_by=by,
        ends_at=at + max(timedelta(hours=hours), timedelta(minutes=1)),
    )
    data = {"keywords": incident.keywords, "patterns": incident.patterns, "points": points, "hours": hours}
    record("incident.started", incident, by=by, at=at, data=as_told(data))
    incident.save()
    ask_rescoring(reason=RescoringReason.RULES, by=by, at=at)
    return incident


@transaction.atomic
def end_incident(*, incident_id: UUID, by: User | None, at: datetime) -> Incident:
    """End an incident; the order returns. Raises NotAllowed, EndedAlready, Incident.DoesNotExist."""
    editors_only(by, _MESSAGE)
    incident = Incident.objects.select_for_update().get(uuid=incident_id)
    if incident.ended_at is not None:
        raise EndedAlready("This incident has ended already.")
    incident.ended_at, incident.ended_by = at, by
    record("incident.ended", incident, by=by, at=at)
    incident.save(update_fields=["ended_at", "ended_by", *CHAIN_HEAD])
    ask_rescoring(reason=RescoringReason.RULES, by=by, at=at)
    return incident


@transaction.atomic
def end_due_incidents(*, at: datetime) -> int:
    """End the incidents whose time is over; return how many."""
    due = Incident.objects.filter(ended_at__isnull=True, ends_at__lte=at)
    ended = list(due.select_for_update(skip_locked=True).order_by("id"))
    for incident in ended:
        incident.ended_at = at
        record("incident.ended", incident, by=None, at=at)
        incident.save(update_fields=["ended_at", *CHAIN_HEAD])
    if ended:
        ask_rescoring(reason=RescoringReason.RULES, by=None, at=at)
    return len(ended)
