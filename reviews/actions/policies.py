"""What the desk works by: policies and scales, by version."""

from datetime import datetime
from typing import Any

from django.db import transaction

from factcheck.events import record
from factcheck.models import User
from reviews.models import Policy, Rating, Scale


@transaction.atomic
def add_policy(*, slug: str, by: User | None, at: datetime, **fields: Any) -> Policy:
    """Enter the next version of a policy; a new default replaces the old one.

    Fact-checks that are open keep the version they have.
    """
    latest = Policy.objects.filter(slug=slug).order_by("-version").first()
    policy = Policy(slug=slug, version=latest.version + 1 if latest else 1, created_at=at, **fields)
    record("policy.added", policy, by=by, at=at, data={"version": policy.version})
    Policy.objects.filter(slug=slug).update(active=False, is_default=False)
    if policy.is_default:
        Policy.objects.filter(is_default=True).update(is_default=False)
    policy.save()
    return policy


@transaction.atomic
def add_scale(
    *,
    slug: str,
    name: str,
    ratings: list[dict[str, Any]],
    description: str = "",
    words_only: bool = False,
    is_default: bool = False,
    by: User | None,
    at: datetime,
) -> Scale:
    """Enter the next version of a scale with its ratings: {slug, label, definition, value, position}.

    The numbers of a scale span from its worst to its best value.
    """
    latest = Scale.objects.filter(slug=slug).order_by("-version").first()
    scale = Scale(
        slug=slug,
        version=latest.version + 1 if latest else 1,
        name=name,
        description=description,
        words_only=words_only,
        is_default=is_default,
        created_at=at,
    )
    record("scale.added", scale, by=by, at=at, data={"version": scale.version})
    if is_default:
        Scale.objects.filter(is_default=True).update(is_default=False)
    scale.save()
    values = [r["value"] for r in ratings if r.get("value") is not None]
    span = {"worst": min(values), "best": max(values)} if values else {}
    Rating.objects.bulk_create(
        Rating(scale=scale, **(r | (span if r.get("value") is not None else {}))) for r in ratings
    )
    return scale
