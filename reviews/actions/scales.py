"""The labels that the desk gives: scales by version, each rating with its definition and burden of proof."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from factcheck.errors import Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.permission import refuse_all_but_editors
from reviews.actions.policies import AlreadySo, EnteredMeanwhile, SlugTaken
from reviews.models import Rating, Scale
from reviews.policy import faults_of_scale

_OF_RATINGS = ("slug", "label", "definition", "burden_of_proof", "value")
_COLUMNS = ("name", "description", "words_only")


class WrongScale(Refusal):
    """A scale that cannot be; the field is named."""

    code = "wrong_scale"


@transaction.atomic
def add_scale(
    *,
    slug: str,
    name: str,
    ratings: Sequence[Mapping[str, Any]],
    description: str = "",
    words_only: bool = False,
    is_default: bool = False,
    is_new: bool = False,
    by: User | None,
    at: datetime,
) -> Scale:
    """Enter the next version of a scale with its ratings: {slug, label, definition, burden_of_proof, value}.

    The ratings stand in the order given, or by their `position` where they have
    one. The numbers of a scale span from its worst to its best value. With
    `is_new` there must be no scale of this slug yet. Raises NotAllowed,
    WrongScale, SlugTaken, EnteredMeanwhile.
    """
    refuse_all_but_editors(by)
    fields = {"slug": slug, "name": name, "description": description, "words_only": words_only}
    versions = _locked(slug)
    if is_new and versions:
        raise SlugTaken("There is a scale of this name: enter its next version.", field="slug")
    return _entered(fields, list(ratings), versions, is_default=is_default, by=by, at=at)


@transaction.atomic
def add_scale_version(*, scale_id: UUID, by: User, at: datetime, **changes: Any) -> Scale:
    """Enter the next version of a scale: as this version is, but for the changes (`ratings` as a whole).

    It is the default if a version of the scale is now. Fact-checks keep the
    version they have. Raises Scale.DoesNotExist, NotAllowed, WrongScale, Refusal, EnteredMeanwhile.
    """
    refuse_all_but_editors(by)
    if not changes:
        raise Refusal("Name at least one field to change.")
    slug = Scale.objects.values_list("slug", flat=True).get(uuid=scale_id)
    versions = _locked(slug)
    base = next(v for v in versions if v.uuid == scale_id)
    stand = list(base.ratings.order_by("position").values(*_OF_RATINGS, "position"))
    ratings = changes.pop("ratings", stand)
    fields = {"slug": slug} | {column: getattr(base, column) for column in _COLUMNS} | changes
    default = any(v.is_default for v in versions)
    return _entered(fields, ratings, versions, is_default=default, by=by, at=at)


@transaction.atomic
def make_default_scale(*, scale_id: UUID, by: User, at: datetime) -> Scale:
    """Make it what fact-checks are opened with where no scale is named. Raises NotAllowed, AlreadySo."""
    refuse_all_but_editors(by)
    scale = Scale.objects.select_for_update().get(uuid=scale_id)
    if scale.is_default:
        raise AlreadySo("This is the desk's default already.")
    _no_default(by=by, at=at)
    scale.is_default = True
    return _saved(scale, "scale.made_default", by=by, at=at)


def _entered(
    fields: Mapping[str, Any],
    ratings: Sequence[Mapping[str, Any]],
    versions: Sequence[Scale],
    *,
    is_default: bool,
    by: User | None,
    at: datetime,
) -> Scale:
    fault = next(faults_of_scale(fields, ratings), None)
    if fault is not None:
        raise WrongScale(fault.message, field=fault.field)
    version = 1 + max((v.version for v in versions), default=0)
    scale = Scale(version=version, is_default=is_default, created_at=at, **fields)
    record("scale.added", scale, by=by, at=at, data={"version": scale.version})
    if is_default:
        _no_default(by=by, at=at)
    try:
        with transaction.atomic():
            scale.save()
    except IntegrityError:
        message = "Somebody else entered a version at this moment. Look at it, then try again."
        raise EnteredMeanwhile(message) from None
    Rating.objects.bulk_create(_ratings(scale, ratings))
    return scale


def _ratings(scale: Scale, given: Sequence[Mapping[str, Any]]) -> list[Rating]:
    values = [r["value"] for r in given if r.get("value") is not None]
    span = {"worst": min(values), "best": max(values)} if values else {}
    in_order = sorted(enumerate(given, 1), key=lambda row: (row[1].get("position", row[0]), row[0]))
    return [
        Rating(
            scale=scale,
            position=place,
            **{name: rating[name] for name in _OF_RATINGS if name in rating},
            **(span if rating.get("value") is not None else {}),
        )
        for place, (_, rating) in enumerate(in_order, 1)
    ]


def _locked(slug: str) -> list[Scale]:
    """Lock the versions of a scale, by id, and read them: who waited sees what the first has entered."""
    list(Scale.objects.select_for_update().filter(slug=slug).order_by("id").values_list("pk", flat=True))
    return list(Scale.objects.filter(slug=slug).order_by("id"))


def _no_default(*, by: User | None, at: datetime) -> None:
    for other in Scale.objects.select_for_update().filter(is_default=True).order_by("id"):
        other.is_default = False
        _saved(other, "scale.no_longer_default", by=by, at=at)


def _saved(scale: Scale, event: str, *, by: User | None, at: datetime) -> Scale:
    record(event, scale, by=by, at=at, data={"version": scale.version})
    scale.save(update_fields=["is_default", *CHAIN_HEAD])
    return scale
