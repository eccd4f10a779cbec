"""Verbs on API keys."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.models import ApiKey, User
from factcheck.roles import Role

SCOPES = ("read", "write")


class UnknownScope(Refusal):
    code = "unknown_scope"


class AlreadyRevoked(Conflict):
    code = "key_revoked"


def create(
    *, user: User, name: str, scopes: Sequence[str], days: int | None, at: datetime
) -> tuple[ApiKey, str]:
    """Make a key that ends after so many days (None: never); return it and the token, shown this once.

    Raises UnknownScope.
    """
    if not scopes or set(scopes) - set(SCOPES):
        raise UnknownScope(f"A key has scopes out of {', '.join(SCOPES)}.", field="scopes")
    expires_at = None if days is None else at + timedelta(days=days)
    return ApiKey.issue(user=user, name=name, scopes=sorted(set(scopes)), expires_at=expires_at)


@transaction.atomic
def revoke(*, key_id: UUID, by: User, at: datetime) -> ApiKey:
    """Close a key for good. Its owner may, and administrators.

    Raises ApiKey.DoesNotExist, NotAllowed, AlreadyRevoked.
    """
    key = ApiKey.objects.select_for_update().get(uuid=key_id)
    if key.user_id != by.pk and by.role != Role.ADMINISTRATOR:
        raise NotAllowed("Only its owner or an administrator may revoke a key.")
    if key.revoked_at is not None:
        raise AlreadyRevoked("This key was revoked before.")
    key.revoked_at = at
    key.save(update_fields=["revoked_at"])
    return key
