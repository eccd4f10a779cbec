"""Who may call an endpoint at all.

What one sees is each queryset's `visible_to`; who may move what, each lifecycle's table.
"""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from factcheck.models import ApiKey, User
from factcheck.roles import Role


class Anyone(BasePermission):
    """The public, without a key."""


class SignedIn(BasePermission):
    """An active person or client. A key needs the scope "read" to read and "write" to change anything."""

    def has_permission(self, request: Request, view: Any) -> bool:
        user = request.user
        if not (user and user.is_authenticated and user.is_active):
            return False
        return self._in_scope(request)

    def _in_scope(self, request: Request) -> bool:
        if not isinstance(request.auth, ApiKey):
            return True
        scope = "read" if request.method in SAFE_METHODS else "write"
        if scope in request.auth.scopes:
            return True
        self.message = f"This key lacks the scope “{scope}”."
        self.code = "scope_missing"
        return False


def RoleIn(*roles: Role) -> type[SignedIn]:  # noqa: N802 - reads as the class it makes
    """Return a permission for people who hold one of these installation roles."""
    wanted = frozenset(roles)

    class HasRole(SignedIn):
        allowed = wanted
        message = f"Only for: {', '.join(sorted(role.replace('_', ' ') for role in wanted))}."
        code = "role_missing"

        def has_permission(self, request: Request, view: Any) -> bool:
            return (
                super().has_permission(request, view)
                and isinstance(request.user, User)
                and bool(request.user.roles & wanted)
            )

    return HasRole
