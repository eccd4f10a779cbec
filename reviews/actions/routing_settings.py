"""The weights that routing works with: entered as versions, put in force by an editor, kept for good."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.models import RoutingSettings
from reviews.routing import Weights

MOST_POINTS = 10_000
PARTS = tuple(field.name for field in fields(Weights))


class WrongWeights(Refusal):
    """A weight that there is not, or one that is no whole number from 0 to 10,000."""

    code = "wrong_weights"


class UnknownVersion(Refusal):
    code = "unknown_version"


class InForceAlready(Conflict):
    code = "in_force_already"


class EnteredMeanwhile(Conflict):
    """Somebody else entered a version at the same moment."""

    code = "entered_meanwhile"


def settings_in_force() -> RoutingSettings | None:
    """Return the version that routing works with; None where none was ever put in force."""
    return RoutingSettings.objects.filter(active=True).first()


def weights_in_force() -> Weights:
    """Return what routing weighs with now: the version in force, or the defaults."""
    found = settings_in_force()
    return weights_of(found) if found else Weights()


def weights_of(version: RoutingSettings) -> Weights:
    """Return a version's weights; a part that came later than the version has its default."""
    return Weights(**{name: points for name, points in version.weights.items() if name in PARTS})


def read_weights(given: Mapping[str, Any]) -> Weights:
    """Return weights as somebody wrote them; parts left out stay as they are in force.

    Raises WrongWeights.
    """
    for name, points in given.items():
        if name not in PARTS:
            raise WrongWeights(
                f"There is no part “{str(name)[:80]}” of the cost. There are: {', '.join(PARTS)}.",
                field="weights",
            )
        if isinstance(points, bool) or not isinstance(points, int) or not 0 <= points <= MOST_POINTS:
            raise WrongWeights(f"“{name}” must be a whole number from 0 to {MOST_POINTS}.", field="weights")
    return Weights(**asdict(weights_in_force()) | dict(given))


def weights_asked(version: int | None = None, weights: Mapping[str, Any] | None = None) -> Weights:
    """Return the weights of a version, or those written out; with neither, those in force.

    Raises UnknownVersion, WrongWeights, Refusal where both are given.
    """
    if version is not None and weights is not None:
        raise Refusal("Name a version or write out weights, not both.", field="weights")
    if version is None:
        return read_weights(weights or {})
    found = RoutingSettings.objects.filter(version=version).first()
    if found is None:
        raise UnknownVersion(f"There is no version {version} of the routing settings.", field="version")
    return weights_of(found)


@transaction.atomic
def add_routing_settings(
    *, weights: Mapping[str, Any], note: str = "", by: User | None, at: datetime
) -> RoutingSettings:
    """Enter the next version of the weights. It is not in force before somebody puts it in force.

    Raises NotAllowed, WrongWeights, EnteredMeanwhile.
    """
    _refuse_others(by)
    complete = asdict(read_weights(weights))
    latest = RoutingSettings.objects.aggregate(version=Max("version"))["version"] or 0
    version = RoutingSettings(
        version=latest + 1, weights=complete, note=note[:500], created_by=by, created_at=at
    )
    record("routing_settings.added", version, by=by, at=at, data={"version": version.version, **complete})
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError:
        raise EnteredMeanwhile(
            "Somebody else entered a version at this moment. Look at it, then try again."
        ) from None
    return version


@transaction.atomic
def activate_routing_settings(
    *, settings_id: UUID, reason: str, by: User | None, at: datetime
) -> RoutingSettings:
    """Put a version in force; the one before it steps back. Whatever is routed from now on goes by it.

    Raises NotAllowed, Refusal without a reason, InForceAlready, RoutingSettings.DoesNotExist.
    """
    _refuse_others(by)
    if not reason.strip():
        raise Refusal("Say why: the next editor will want to know.", field="reason")
    # All of them, in one order: two editors at once wait for each other, and the second sees the first.
    versions = list(RoutingSettings.objects.select_for_update().order_by("id"))
    chosen = next((v for v in versions if v.uuid == settings_id), None)
    if chosen is None:
        raise RoutingSettings.DoesNotExist
    if chosen.active:
        raise InForceAlready(f"Version {chosen.version} is in force already.")
    before = next((v for v in versions if v.active), None)
    if before is not None:
        _step_back(before, by=by, at=at)
    chosen.active, chosen.activated_at, chosen.activated_by = True, at, by
    chosen.reason = reason.strip()[:500]
    data = {"version": chosen.version, "before": before.version if before else None}
    record("routing_settings.activated", chosen, by=by, at=at, data=data)
    chosen.save(update_fields=["active", "activated_at", "activated_by", "reason", *CHAIN_HEAD])
    return chosen


def _step_back(version: RoutingSettings, *, by: User | None, at: datetime) -> None:
    version.active = False
    record("routing_settings.replaced", version, by=by, at=at, data={"version": version.version})
    version.save(update_fields=["active", *CHAIN_HEAD])


def _refuse_others(by: User | None) -> None:
    if by is not None and not by.is_editor:
        raise NotAllowed("Only an editor decides how claims are routed.")
