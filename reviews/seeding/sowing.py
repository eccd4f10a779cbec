"""Topics, outlets, people, scales, policies. What is there already stays as the desk has made it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from claims import actions as claims
from claims.models import Outlet, Topic
from factcheck.models import User
from factcheck.roles import DESK
from reviews import actions
from reviews.models import FlagRule, Policy, Reviewer, Scale

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sown:
    """How many rows of one kind the seeds hold, and how many of them were added now."""

    kind: str
    total: int
    added: int


def sow(seeds: Path, *, at: datetime) -> Iterator[Sown]:
    """Add what is missing, kind by kind; yields after each. Run twice, the second run adds nothing."""
    for kind, file, add in (
        ("topics", "topics", _topic),
        ("outlets", "outlets", _outlet),
        ("people", "people", _person),
        ("scales", "scales", _scale),
        ("policies", "policies", _policy),
        ("flag rules", "flag_rules", _flag_rule),
    ):
        yield _each(kind, json.loads((seeds / f"{file}.json").read_text("utf-8")), add, at=at)


def _each(kind: str, rows: list[Row], add: Callable[..., bool], *, at: datetime) -> Sown:
    """Add each row in a transaction of its own: killed in between, the next run goes on after the last."""
    added = 0
    for row in rows:
        with transaction.atomic():
            added += add(row, at=at)
    return Sown(kind, total=len(rows), added=added)


def _topic(row: Row, *, at: datetime) -> bool:
    if Topic.objects.filter(slug=row["slug"]).exists():
        return False
    claims.add_topic(slug=row["slug"], name=row["name"], keywords=row["keywords"], by=None, at=at)
    return True


def _outlet(row: Row, *, at: datetime) -> bool:
    if Outlet.objects.filter(slug=row["slug"]).exists():
        return False
    fields = {name: row[name] for name in ("slug", "name", "domain", "language")}
    claims.add_outlet(**fields, by=None, at=at)
    return True


def _person(row: Row, *, at: datetime) -> bool:
    """Enter a person; who works at the desk gets a profile and declares his conflicts himself."""
    if User.objects.filter(username=row["username"]).exists():
        return False
    user = User.objects.create_user(row["username"], name=row["name"], role=row["role"])
    if user.role in DESK:
        _profile(user, row, at=at)
    return True


def _profile(user: User, row: Row, *, at: datetime) -> Reviewer:
    reviewer = actions.add_reviewer(
        user=user,
        capacity=row["capacity"],
        languages=row["languages"],
        topics=row["topics"],
        employer=row["employer_outlet"] or "",
        weekly_capacity=row["weekly_capacity"],
        seniority=row["seniority"],
        time_zone=row["time_zone"],
        working_hours=[_span(line) for line in row["working_hours"]],
        by=None,
        at=at,
    )
    for conflict in row["conflicts"]:
        actions.declare_conflict(reviewer_id=reviewer.uuid, **conflict, by=user, at=at)
    if row["absent_until"]:
        until = datetime.fromisoformat(row["absent_until"])
        actions.set_absence(reviewer_id=reviewer.uuid, until=until, by=user, at=at)
    return reviewer


def _span(line: str) -> list[Any]:
    """A line such as "1 09:00 17:00" as the profile holds it."""
    weekday, begins, ends = line.split()
    return [int(weekday), begins, ends]


def _scale(row: Row, *, at: datetime) -> bool:
    if Scale.objects.filter(slug=row["slug"]).exists():
        return False
    fields = {name: row[name] for name in ("slug", "name", "description", "words_only", "ratings")}
    actions.add_scale(**fields, is_default=row["default"], by=None, at=at)
    return True


def _flag_rule(row: Row, *, at: datetime) -> bool:
    if FlagRule.objects.filter(name=row["name"]).exists():
        return False
    actions.add_flag_rule(**row, by=None, at=at)
    return True


def _policy(row: Row, *, at: datetime) -> bool:
    if Policy.objects.filter(slug=row["slug"]).exists():
        return False
    actions.add_policy(
        slug=row["slug"],
        name=row["name"],
        description=row["description"],
        judging=row["judging"],
        approver=row["approver"],
        raters=row["raters"],
        offers=row["offers"],
        pull=row["next"],
        offer_hours=row["offer_hours"],
        due_hours=row["due_hours"],
        tolerance=row["tolerance"],
        independent_sources=row["evidence"]["independent_sources"],
        primary_source=row["evidence"]["primary"],
        claimant_contact=row["claimant_contact"],
        active=row["active"],
        researcher_votes="researcher" in _may_rate(row),
        second_read_hours=_owed_after(row),
        outside_editor=row["outside_editor"],
        is_default=row["default"],
        by=None,
        at=at,
    )
    return True


def _may_rate(row: Row) -> list[str]:
    """Who else may have one of the raters' votes."""
    return [role for seat in row["roles"] if seat["role"] == "rater" for role in seat["may_be"]]


def _owed_after(row: Row) -> int:
    """In how many hours after the publication a second read is owed; 0 where none is."""
    return max((seat.get("owed_after_publication_hours", 0) for seat in row["roles"]), default=0)
