"""How the desk works: policies by version, which of them is in use, and which is the default."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from factcheck.errors import Conflict, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.permission import refuse_all_but_editors
from reviews.models import Policy
from reviews.models.policies import Approver, Judging
from reviews.policy import Fault, faults_of_policy

FIELDS: Final = frozenset(
    field.name
    for field in Policy._meta.concrete_fields
    if field.name not in {"id", "uuid", "slug", "version", "created_at", "chain_seq", "chain_hash"}
)
"""What a policy says; `active` and `is_default` are moved by verbs of their own once it is there."""

_CHOICES: Final = {"judging": Judging.values, "approver": Approver.values}


class WrongPolicy(Refusal):
    """A policy that cannot be; the field is named."""

    code = "wrong_policy"


class SlugTaken(Conflict):
    """There is one of this name: enter its next version."""

    code = "slug_taken"


class EnteredMeanwhile(Conflict):
    """Somebody else entered a version at the same moment."""

    code = "entered_meanwhile"


class DefaultPolicy(Conflict):
    """The desk's default is in use as long as it is the default."""

    code = "default_policy"


class AlreadySo(Conflict):
    code = "already_so"


@transaction.atomic
def add_policy(*, slug: str, is_new: bool = False, by: User | None, at: datetime, **fields: Any) -> Policy:
    """Enter the next version of a policy, the first where there is none; a new default replaces the old one.

    With `is_new` there must be none yet. What is left out of `FIELDS` has the
    model's default. Fact-checks that are open keep the version they have.
    Raises NotAllowed, WrongPolicy, SlugTaken, EnteredMeanwhile.
    """
    refuse_all_but_editors(by)
    _refuse_faults({"slug": slug} | fields)
    versions = _locked(slug)
    if is_new and versions:
        raise SlugTaken("There is a policy of this name: enter its next version.", field="slug")
    return _entered(slug, versions, fields, by=by, at=at)


@transaction.atomic
def add_policy_version(*, policy_id: UUID, by: User, at: datetime, **changes: Any) -> Policy:
    """Enter the next version of a policy: as this version is, but for the changes.

    It is in use, or the default, if a version of the policy is now. Raises
    Policy.DoesNotExist, NotAllowed, WrongPolicy, Refusal without a change, EnteredMeanwhile.
    """
    refuse_all_but_editors(by)
    if not changes:
        raise Refusal("Name at least one field to change.")
    slug = Policy.objects.values_list("slug", flat=True).get(uuid=policy_id)
    versions = _locked(slug)
    base = next(v for v in versions if v.uuid == policy_id)
    fields: dict[str, Any] = {name: getattr(base, name) for name in FIELDS} | changes
    fields["active"] = any(v.active for v in versions)
    fields["is_default"] = any(v.is_default for v in versions)
    _refuse_faults({"slug": slug} | fields)
    return _entered(slug, versions, fields, by=by, at=at)


@transaction.atomic
def activate_policy(*, policy_id: UUID, by: User, at: datetime) -> Policy:
    """Let fact-checks be opened with this version; the one that was in use before steps back.

    Raises Policy.DoesNotExist, NotAllowed, AlreadySo.
    """
    policy, versions = _asked(policy_id, by)
    if policy.active:
        raise AlreadySo("This version is in use already.")
    default = any(v.is_default for v in versions)
    _step_back(versions, by=by, at=at)
    policy.active, policy.is_default = True, default
    return _saved(policy, "policy.activated", by=by, at=at)


@transaction.atomic
def deactivate_policy(*, policy_id: UUID, by: User, at: datetime) -> Policy:
    """Open no more fact-checks with it; those that are open go on.

    Raises Policy.DoesNotExist, NotAllowed, AlreadySo, DefaultPolicy.
    """
    policy, _ = _asked(policy_id, by)
    if not policy.active:
        raise AlreadySo("This version is not in use.")
    if policy.is_default:
        raise DefaultPolicy("This is the desk's default: make another one the default first.")
    policy.active = False
    return _saved(policy, "policy.deactivated", by=by, at=at)


@transaction.atomic
def make_default_policy(*, policy_id: UUID, by: User, at: datetime) -> Policy:
    """Make it what fact-checks are opened with where nothing else is said; it is in use by this.

    Raises Policy.DoesNotExist, NotAllowed, AlreadySo.
    """
    policy, versions = _asked(policy_id, by)
    if policy.is_default:
        raise AlreadySo("This is the desk's default already.")
    _step_back(versions, by=by, at=at)
    _no_default(by=by, at=at)
    policy.active = policy.is_default = True
    return _saved(policy, "policy.made_default", by=by, at=at)


def _entered(
    slug: str, versions: list[Policy], fields: Mapping[str, Any], *, by: User | None, at: datetime
) -> Policy:
    latest = max((v.version for v in versions), default=0)
    policy = Policy(slug=slug, version=latest + 1, created_at=at, **fields)
    record("policy.added", policy, by=by, at=at, data={"version": policy.version})
    _step_back(versions, by=by, at=at)
    if policy.is_default:
        _no_default(by=by, at=at)
    try:
        with transaction.atomic():
            policy.save()
    except IntegrityError:
        message = "Somebody else entered a version at this moment. Look at it, then try again."
        raise EnteredMeanwhile(message) from None
    return policy


def _refuse_faults(fields: Mapping[str, Any]) -> None:
    if unknown := sorted(set(fields) - FIELDS - {"slug"}):
        raise WrongPolicy(f"A policy has no “{unknown[0][:80]}”.", field=unknown[0][:80])
    for name, known in _CHOICES.items():
        if name in fields and fields[name] not in known:
            raise WrongPolicy(f"This must be one of: {', '.join(known)}.", field=name)
    fault: Fault | None = next(faults_of_policy(fields), None)
    if fault is not None:
        raise WrongPolicy(fault.message, field=fault.field)
    if fields.get("is_default") and not fields.get("active", True):
        raise WrongPolicy("The default is in use.", field="active")


def _locked(slug: str) -> list[Policy]:
    """Lock the versions of a policy, by id, and read them: who waited sees what the first has entered."""
    list(Policy.objects.select_for_update().filter(slug=slug).order_by("id").values_list("pk", flat=True))
    return list(Policy.objects.filter(slug=slug).order_by("id"))


def _asked(policy_id: UUID, by: User) -> tuple[Policy, list[Policy]]:
    refuse_all_but_editors(by)
    versions = _locked(Policy.objects.values_list("slug", flat=True).get(uuid=policy_id))
    return next(v for v in versions if v.uuid == policy_id), versions


def _step_back(versions: list[Policy], *, by: User | None, at: datetime) -> None:
    for version in versions:
        if version.active or version.is_default:
            version.active = version.is_default = False
            _saved(version, "policy.replaced", by=by, at=at)


def _no_default(*, by: User | None, at: datetime) -> None:
    for other in Policy.objects.select_for_update().filter(is_default=True).order_by("id"):
        other.is_default = False
        _saved(other, "policy.no_longer_default", by=by, at=at)


def _saved(policy: Policy, event: str, *, by: User | None, at: datetime) -> Policy:
    record(event, policy, by=by, at=at, data={"version": policy.version})
    policy.save(update_fields=["active", "is_default", *CHAIN_HEAD])
    return policy
