"""Who is asking: an API key, or a browser's session. Imports no rest_framework.views (see parsers.py)."""

from datetime import timedelta

from django.db.models import Q
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.request import Request

from factcheck.api import key_lookup
from factcheck.api.key_lookup import Admitted
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
        # Our tokens have 46 characters; what is far from that needs no asking.
        admitted = key_lookup.find(token) if 20 <= len(token := token.strip()) <= 100 else None
        if admitted is None:
            raise exceptions.AuthenticationFailed("This key is unknown, expired or revoked.", "bad_key")
        self._note_use(admitted)
        return admitted.key.user, admitted.key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="desk"'

    def _note_use(self, admitted: Admitted) -> None:
        """Write the moment of use at most once a minute, however many requests come at once."""
        key, before = admitted.key, admitted.at - LAST_USE_EVERY
        if key.last_used_at is not None and key.last_used_at > before:
            return
        unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lte=before)
        ApiKey.objects.filter(unnoted, pk=key.pk).update(last_used_at=admitted.at)


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
        check = CSRFCheck(lambda _: None)  # type: ignore[arg-type]
        # Django's own request: DRF's would parse the body to look for a form field.
        check.process_request(request._request)
        reason = check.process_view(request._request, None, (), {})  # type: ignore[arg-type]
        if reason:
            raise exceptions.PermissionDenied(f"CSRF check failed: {reason}", "csrf_failed")
