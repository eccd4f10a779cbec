"""Who is asking: an API key, or a browser's session. Imports no rest_framework.views (see parsers.py)."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Now
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.request import Request

from factcheck.models import ApiKey, User

SCHEMES = ("bearer", "token")
LAST_USE_EVERY = timedelta(minutes=1)


class ApiKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer fc_...` (or `Token`). `request.auth` is the ApiKey."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        """Return the key's person and the key; None where no key was sent. Raises AuthenticationFailed."""
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() not in SCHEMES:
            return None
        key = self._live_key(token.strip())
        if key is None:
            raise exceptions.AuthenticationFailed("This key is unknown, expired or revoked.", "bad_key")
        self._note_use(key)
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="desk"'

    def _live_key(self, token: str) -> ApiKey | None:
        """One statement: the key, its person, and whether both may come in by the database's clock."""
        if not 20 <= len(token) <= 100:
            return None
        live = Q(expires_at__isnull=True) | Q(expires_at__gt=Now())
        return (
            ApiKey.objects.filter(
                live, digest=ApiKey.digest_of(token), revoked_at__isnull=True, user__is_active=True
            )
            .select_related("user")
            .annotate(asked_at=Now())
            .first()
        )

    def _note_use(self, key: Any) -> None:
        """Write the moment of use at most once a minute, however many requests come at once."""
        before = key.asked_at - LAST_USE_EVERY
        if key.last_used_at is not None and key.last_used_at > before:
            return
        ApiKey.objects.filter(Q(last_used_at__isnull=True) | Q(last_used_at__lte=before), pk=key.pk).update(
            last_used_at=Now()
        )


class SessionAuthentication(BaseAuthentication):
    """A logged-in browser. Every method that changes something needs the CSRF token in X-CSRFToken."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """Return the session's person; None without one. Raises PermissionDenied when CSRF fails."""
        user = getattr(request._request, "user", None)
        if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
            return None
        if user is None or not user.is_active:
            return None
        self._enforce_csrf(request)
        return user, None

    def _enforce_csrf(self, request: Request) -> None:
        check = CSRFCheck(lambda _: None)  # type: ignore[arg-type, return-value]
        # Django's own request: DRF's would parse the body to look for a form field.
        check.process_request(request._request)
        reason = check.process_view(request._request, None, (), {})  # type: ignore[arg-type]
        if reason:
            raise exceptions.PermissionDenied(f"CSRF check failed: {reason}", "csrf_failed")
