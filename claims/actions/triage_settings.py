"""The weights that triage works with: entered as versions, put in force by an editor, kept for good."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from claims.actions.fractions import as_told
from claims.actions.permission import editors_only
from claims.actions.rescoring import ask_rescoring
from claims.models import RescoringReason, TriageSettings
from claims.triage.rules import weights_from
from claims.triage.weights import Weights, fault
from factcheck.errors import Conflict, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User


class WrongWeights(Refusal):
    """A weight that there is not, or one outside its limits; `details["weight"]` names it."""

    code = "wrong_weights"


class UnknownVersion(Refusal):
    code = "unknown_version"


class InForceAlready(Conflict):
    code = "in_force_already"


class EnteredMeanwhile(Conflict):
    """Somebody else entered a version at the same moment."""

    code = "entered_meanwhile"


def settings_in_force() -> TriageSettings | None:
    """Return the version that triage works with; None where none was ever put in force."""
    return TriageSettings.objects.filter(active=True).first()


def weights_in_force() -> Weights:
    """Return what triage weighs with now: the version in force, or the defaults."""
    found = settings_in_force()
    return weights_from(found.weights) if found else Weights()


def read_weights(given: Mapping[str, Any]) -> Weights:
    """Return weights as somebody wrote them; those left out stay as they are in force.

    Raises WrongWeights.
    """
    for name, value in given.items():
        if said := fault(str(name), value):
            raise WrongWeights(said, field=f"weights.{str(name)[:80]}", weight=str(name)[:80])
    return Weights(**asdict(weights_in_force()) | dict(given))


def weights_asked(version: int | None = None, weights: Mapping[str, Any] | None = None) -> Weights:
    """Return the weights of a version, or those written out; with neither, those in force.

    Raises UnknownVersion, WrongWeights, Refusal where both are given.
    """
    if version is not None and weights is not None:
        raise Refusal("Name a version or write out weights, not both.", field="weights")
    if version is None:
        return read_weights(weights or {})
    found = TriageSettings.objects.filter(version=version).first()
    if found is None:
        raise UnknownVersion(f"There is no version {version} of the triage settings.", field="version")
    return weights_from(found.weights)


@transaction.atomic
def add_triage_settings(
    *, weights: Mapping[str, Any], note: str = "", by: User | None, at: datetime
) -> TriageSettings:
    """Enter the next version of the weights. It is not in force before somebody puts it in force.

    Raises NotAllowed, WrongWeights, EnteredMeanwhile.
    """
    editors_only(by, "Only an editor decides the order of the list.")
    complete = asdict(read_weights(weights))
    latest = TriageSettings.objects.aggregate(version=Max("version"))["version"] or 0
    version = TriageSettings(
        version=latest + 1, weights=complete, note=note[:500], created_by=by, created_at=at
    )
    told = {"version": version.version, **as_told(complete)}
    record("triage_settings.added", version, by=by, at=at, data=told)
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError:
        raise EnteredMeanwhile(
            "Somebody else entered a version at this moment. Look at it, then try again."
        ) from None
    return version


@transaction.atomic
def activate_triage_settings(
    *, settings_id: UUID, reason: str, by: User | None, at: datetime
) -> TriageSettings:
    """Put a version in force; the one before it steps back. What waits is put in its new order by jobs.

    Raises NotAllowed, Refusal without a reason, InForceAlready, TriageSettings.DoesNotExist.
    """
    editors_only(by, "Only an editor decides the order of the list.")
    if not reason.strip():
        raise Refusal("Say why: the next editor will want to know.", field="reason")
    # All of them, in one order: two editors at once wait for each other, and the second sees the first.
    versions = list(TriageSettings.objects.select_for_update().order_by("id"))
    chosen = next((v for v in versions if v.uuid == settings_id), None)
    if chosen is None:
        raise TriageSettings.DoesNotExist
    if chosen.active:
        raise InForceAlready(f"Version {chosen.version} is in force already.")
    before = next((v for v in versions if v.active), None)
    if before is not None:
        _step_back(before, by=by, at=at)
    chosen.active, chosen.activated_at, chosen.activated_by = True, at, by
    chosen.reason = reason.strip()[:500]
    data = {"version": chosen.version, "before": before.version if before else None}
    record("triage_settings.activated", chosen, by=by, at=at, data=data)
    chosen.save(update_fields=["active", "activated_at", "activated_by", "reason", *CHAIN_HEAD])
    ask_rescoring(reason=RescoringReason.SETTINGS, by=by, at=at)
    return chosen


def _step_back(version: TriageSettings, *, by: User | None, at: datetime) -> None:
    version.active = False
    record("triage_settings.replaced", version, by=by, at=at, data={"version": version.version})
    version.save(update_fields=["active", *CHAIN_HEAD])
