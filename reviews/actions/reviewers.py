"""Reviewers: who can take work, in which languages and topics, how much of it and when."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from claims.models import Outlet, Topic
from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from factcheck.roles import DESK
from reviews.actions.learning import count_anew
from reviews.actions.locks import locked_profiles
from reviews.actions.permission import refuse_all_but_editors, refuse_others
from reviews.actions.recusals import locked_seats_on, recuse_from
from reviews.hours import BadHours, spans, zone_named
from reviews.models import Reviewer, ReviewerLanguage, ReviewerTopic

# What a person says of himself, and what editors say of him.
OWN_FIELDS = frozenset({"time_zone", "working_hours", "absent_from", "absent_until", "opted_out"})
EDITORS_FIELDS = frozenset({"capacity", "weekly_capacity", "seniority", "employer", "languages", "topics"})
_COLUMNS = (
    "capacity",
    "weekly_capacity",
    "seniority",
    "employer",
    "time_zone",
    "working_hours",
    "absent_from",
    "absent_until",
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")
_LEVELS = [level for level, _ in ReviewerLanguage.LEVELS]
_MOST_WORK = 1000


class AlreadyThere(Conflict):
    code = "already_there"


@transaction.atomic
def add_reviewer(*, user: User, by: User | None, at: datetime, **fields: Any) -> Reviewer:
    """Give a person of the desk a working profile. `fields` are those of `edit_reviewer`.

    Raises NotAllowed, AlreadyThere, Refusal naming the field at fault.
    """
    refuse_all_but_editors(by)
    if user.role not in DESK:
        raise Refusal("Only people of the desk take work: reviewers and editors.", field="user")
    if Reviewer.objects.filter(user=user).exists():
        raise AlreadyThere("This person has a profile already.", field="user")
    reviewer = Reviewer(user=user, created_at=at)
    given = _checked(reviewer, fields)
    _set_columns(reviewer, given)
    record("reviewer.added", reviewer, by=by, at=at, data={"user": user.uuid})
    reviewer.save()
    _save_languages(reviewer, given)
    _save_topics(reviewer, given)
    return reviewer


def profile_of_editor(user: User, *, at: datetime) -> Reviewer:
    """Return the editor's profile; one without room for work is made where there is none.

    It is never offered anything: what he decides hangs on it.
    """
    there = Reviewer.objects.filter(user=user).first()
    return there or add_reviewer(user=user, capacity=0, by=user, at=at)


@transaction.atomic
def edit_reviewer(*, reviewer_id: UUID, by: User, at: datetime, **fields: Any) -> Reviewer:
    """Change a profile; what is not named stays as it is, and the same again changes nothing.

    By the person: `time_zone` (IANA), `working_hours` (reviews.hours),
    `absent_from`, `absent_until`, `opted_out` (slugs of topics). By an editor
    also: `capacity`, `weekly_capacity` (None: no limit), `seniority` (0 to 100),
    `employer` (slug of an outlet, "" for none), `languages` (code -> level),
    `topics` (slug -> skill, 1 to 5). A new employer takes the person off claims
    of that outlet. Raises NotAllowed, Refusal naming the field at fault.
    """
    reviewer = Reviewer.objects.select_related("user").get(uuid=reviewer_id)
    refuse_others(reviewer, by)
    if not by.is_editor and (theirs := sorted(set(fields) & EDITORS_FIELDS)):
        raise NotAllowed(f"An editor changes this: {', '.join(theirs).replace('_', ' ')}.", field=theirs[0])
    given = _checked(reviewer, fields)
    outlet = given.get("employer")
    seats = locked_seats_on(reviewer, f"outlet:{outlet.pk}") if outlet else []
    reviewer = locked_profiles([reviewer.pk])[reviewer.pk]
    was = _changed(reviewer, given)
    if not was:
        return reviewer
    _set_columns(reviewer, given)
    _save_languages(reviewer, given)
    _save_topics(reviewer, given)
    # What is learnt leans on what is declared.
    count_anew(reviewer, set(reviewer.topics.filter(learnt_from__gt=0).values_list("topic_id", flat=True)))
    numbers = {name: old for name, old in was.items() if name in ("capacity", "weekly_capacity", "seniority")}
    record("reviewer.edited", reviewer, by=by, at=at, data={"fields": sorted(was), "was": numbers})
    reviewer.save(update_fields=[*set(_COLUMNS) & set(was), *CHAIN_HEAD])
    recuse_from(seats, by=by, at=at, reason="works for the outlet")
    return reviewer


@transaction.atomic
def set_absence(
    *, reviewer_id: UUID, begins: datetime | None = None, until: datetime | None, by: User, at: datetime
) -> Reviewer:
    """Say from when and until when somebody is away; by the person or an editor.

    Without a beginning it is from now on, without an end for good; None for both
    ends the absence, one that is still to come with it.
    """
    reviewer = Reviewer.objects.select_for_update().get(uuid=reviewer_id)
    refuse_others(reviewer, by)
    given = _checked(reviewer, {"absent_from": begins, "absent_until": until})
    _set_columns(reviewer, given)
    record("reviewer.absence_set", reviewer, by=by, at=at)
    reviewer.save(update_fields=["absent_from", "absent_until", *CHAIN_HEAD])
    return reviewer


def _checked(reviewer: Reviewer, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields as they are stored: rows for slugs. Raises Refusal naming the field at fault."""
    if unknown := sorted(set(fields) - OWN_FIELDS - EDITORS_FIELDS):
        raise Refusal(f"A profile has no “{unknown[0]}”.", field=unknown[0])
    given = dict(fields)
    for name, empty in (("languages", dict), ("topics", dict), ("opted_out", set)):
        if name in given:
            given[name] = empty(given[name] or ())
    _check_numbers(given)
    _check_hours(given)
    begins = given.get("absent_from", reviewer.absent_from)
    until = given.get("absent_until", reviewer.absent_until)
    if begins and until and begins >= until:
        raise Refusal("An absence ends after it begins.", field="absent_until")
    _check_languages(given.get("languages", {}))
    for name in ("topics", "opted_out"):
        _check_topics(name, given.get(name, ()))
    if any(not 1 <= skill <= 5 for skill in given.get("topics", {}).values()):
        raise Refusal("A skill is a number from 1 to 5.", field="topics")
    if "employer" in given:
        given["employer"] = _outlet(given["employer"]) if given["employer"] else None
    return given


def _check_numbers(given: Mapping[str, Any]) -> None:
    for name, most in (("capacity", _MOST_WORK), ("weekly_capacity", _MOST_WORK), ("seniority", 100)):
        value = given.get(name)
        if value is None and (name not in given or name == "weekly_capacity"):
            continue
        if value is None or not 0 <= value <= most:
            raise Refusal(f"The {name.replace('_', ' ')} is a number from 0 to {most}.", field=name)


def _check_hours(given: Mapping[str, Any]) -> None:
    for name, check in (("time_zone", zone_named), ("working_hours", spans)):
        if name in given:
            try:
                check(given[name])
            except BadHours as wrong:
                raise Refusal(str(wrong), field=name) from wrong


def _check_languages(languages: Mapping[str, str]) -> None:
    for code, level in languages.items():
        if len(code) > 12 or not _LANGUAGE.fullmatch(code):
            raise Refusal(f"“{code[:20]}” is no language code, such as en or pt-BR.", field="languages")
        if level not in _LEVELS:
            raise Refusal(f"One knows a language as one of: {', '.join(_LEVELS)}.", field="languages")


def _check_topics(name: str, slugs: Iterable[str]) -> None:
    known = set(Topic.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    if unknown := sorted(set(slugs) - known):
        raise Refusal(f"The desk knows no topic “{unknown[0][:80]}”.", field=name)


def _outlet(slug: str) -> Outlet:
    outlet = Outlet.objects.filter(slug=slug).first()
    if outlet is None:
        raise Refusal(f"There is no outlet “{slug}”.", field="employer")
    return outlet


def _changed(reviewer: Reviewer, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what these fields would change, with what stands there now."""
    topics = list(reviewer.topics.select_related("topic"))
    now: dict[str, Any] = {name: getattr(reviewer, name) for name in _COLUMNS} | {
        "languages": dict(reviewer.languages.values_list("language", "level")),
        "topics": {row.topic.slug: row.skill for row in topics if row.skill is not None},
        "opted_out": {row.topic.slug for row in topics if row.opted_out},
    }
    return {name: now[name] for name, value in given.items() if value != now[name]}


def _set_columns(reviewer: Reviewer, given: Mapping[str, Any]) -> None:
    for name in _COLUMNS:
        if name in given:
            setattr(reviewer, name, given[name])


def _save_languages(reviewer: Reviewer, given: Mapping[str, Any]) -> None:
    if "languages" in given:
        reviewer.languages.all().delete()
        ReviewerLanguage.objects.bulk_create(
            ReviewerLanguage(reviewer=reviewer, language=code, level=level)
            for code, level in given["languages"].items()
        )


def _save_topics(reviewer: Reviewer, given: Mapping[str, Any]) -> None:
    """Write what is declared and opted out of. A topic that says nothing goes, one that was learnt stays."""
    if not {"topics", "opted_out"} & set(given):
        return
    rows = {row.topic.slug: row for row in reviewer.topics.select_related("topic")}
    skills, opted_out = given.get("topics", {}), given.get("opted_out", set())
    for topic in Topic.objects.filter(slug__in={*skills, *opted_out} - set(rows)):
        rows[topic.slug] = ReviewerTopic(reviewer=reviewer, topic=topic)
    for slug, row in rows.items():
        if "topics" in given:
            row.skill = skills.get(slug)
        if "opted_out" in given:
            row.opted_out = slug in opted_out
        if row.skill is not None or row.opted_out or row.learnt_from:
            row.save()
        elif row.pk:
            row.delete()
