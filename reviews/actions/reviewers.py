"""Reviewers: who can take work, and how much of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from claims.models import Outlet, Topic
from factcheck.errors import Conflict, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.permission import refuse_others
from reviews.models import Reviewer, ReviewerLanguage, ReviewerTopic


class AlreadyThere(Conflict):
    code = "already_there"


@transaction.atomic
def add_reviewer(
    *,
    user: User,
    capacity: int = 2,
    languages: dict[str, str] | None = None,
    topics: dict[str, int] | None = None,
    opted_out: list[str] | None = None,
    employer: str = "",
    by: User | None,
    at: datetime,
) -> Reviewer:
    """Give a person a working profile. `languages`: code -> level; `topics`: slug -> skill 1 to 5.

    Raises AlreadyThere, Refusal for unknown topics or outlets.
    """
    if Reviewer.objects.filter(user=user).exists():
        raise AlreadyThere("This person has a profile already.", field="user")
    skills: dict[str, int | None] = dict(topics or {}) | {
        slug: None for slug in opted_out or [] if slug not in (topics or {})
    }
    known = {t.slug: t for t in Topic.objects.filter(slug__in=skills)}
    if set(skills) - set(known):
        raise Refusal(f"Unknown topics: {', '.join(sorted(set(skills) - set(known)))}.", field="topics")
    outlet = _outlet(employer) if employer else None
    reviewer = Reviewer(user=user, capacity=capacity, employer=outlet, created_at=at)
    record("reviewer.added", reviewer, by=by, at=at, data={"user": user.uuid})
    reviewer.save()
    ReviewerLanguage.objects.bulk_create(
        ReviewerLanguage(reviewer=reviewer, language=code, level=level)
        for code, level in (languages or {}).items()
    )
    ReviewerTopic.objects.bulk_create(
        ReviewerTopic(reviewer=reviewer, topic=known[slug], skill=skill, opted_out=slug in (opted_out or []))
        for slug, skill in skills.items()
    )
    return reviewer


def _outlet(slug: str) -> Outlet:
    outlet = Outlet.objects.filter(slug=slug).first()
    if outlet is None:
        raise Refusal(f"There is no outlet “{slug}”.", field="employer")
    return outlet


@transaction.atomic
def set_absence(*, reviewer_id: UUID, until: datetime | None, by: User, at: datetime) -> Reviewer:
    """Say until when somebody is away; by the person or an editor. None ends the absence."""
    reviewer = Reviewer.objects.select_for_update().get(uuid=reviewer_id)
    refuse_others(reviewer, by)
    reviewer.absent_until = until
    record("reviewer.absence_set", reviewer, by=by, at=at)
    reviewer.save(update_fields=["absent_until", *CHAIN_HEAD])
    return reviewer
