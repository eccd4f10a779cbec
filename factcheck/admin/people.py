"""People and the keys of their programs."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from factcheck import keys
from factcheck.admin.base import ADMINISTRATORS, Button, ReadOnlyAdmin
from factcheck.models import ApiKey, IdempotencyKey, User
from factcheck.roles import EDITORS


@admin.register(User)
class Users(ReadOnlyAdmin):
    viewers = EDITORS
    hidden = frozenset({"password"})
    list_display = ("username", "name", "role", "is_active", "created_at")
    list_filter = ("role", "is_active")
    search_fields = ("username", "name")
    ordering = ("username",)


@admin.register(ApiKey)
class ApiKeys(ReadOnlyAdmin):
    viewers = ADMINISTRATORS
    hidden = frozenset({"digest"})
    list_display = (
        "name",
        "prefix",
        "user",
        "scopes",
        "created_at",
        "expires_at",
        "revoked_at",
        "last_used_at",
    )
    list_select_related = ("user",)
    ordering = ("-id",)

    def actions_of(self, obj: ApiKey, user: User) -> Sequence[Button]:
        if obj.revoked_at is not None:
            return ()
        question = f"Whoever uses “{obj}” is locked out at once, for good."
        return [Button("revoke", "Revoke this key", _revoking(obj.uuid), question=question)]


@admin.register(IdempotencyKey)
class IdempotencyKeys(ReadOnlyAdmin):
    viewers = ADMINISTRATORS
    hidden = frozenset({"body"})
    list_display = ("key", "user", "status", "created_at")
    list_select_related = ("user",)
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[IdempotencyKey]:
        # One's own: when somebody else wrote, a sealed rating among it, is nobody's to read.
        return super().get_queryset(request).filter(user=request.user.pk)


def _revoking(key: UUID) -> Callable[..., Any]:
    return lambda *, by, at: keys.revoke(key_id=key, by=by, at=at)
