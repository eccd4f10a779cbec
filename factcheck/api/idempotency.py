"""One key, one effect, one answer: POST requests that may be sent again safely.

The key's row, the effect and the stored answer are one transaction. A process
that dies in between leaves none of them, so the key can neither lock nor double
anything. The second of two requests at once waits for the first at the unique
row (PostgreSQL: until lock_timeout) or for the database's one writer (SQLite).
"""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models.functions import Now
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.errors import KeyReused, KeyRunning, Malformed
from factcheck.api.json import dumps
from factcheck.models import IdempotencyKey, User

KEPT = timedelta(hours=24)
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_HEADERS = ("Location", "ETag")


def key_of(request: Request) -> str | None:
    """Return the request's Idempotency-Key, or None. Raises Malformed."""
    key = request.headers.get("Idempotency-Key")
    if key is None or request.method != "POST":
        return None
    if not _KEY.fullmatch(key):
        raise Malformed(
            "Idempotency-Key must be 1 to 200 visible ASCII characters.",
            "bad_idempotency_key",
            field="Idempotency-Key",
        )
    if not isinstance(request.user, User):
        raise Malformed(
            "Idempotency-Key is for callers who sign in.", "bad_idempotency_key", field="Idempotency-Key"
        )
    return key


def once(request: Request, key: str, handler: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Run the handler, or return what it answered when this key was used before.

    What the handler raises rolls its effect back and is not stored: the same
    key may try again. An error that it *returns* keeps the effect (a late
    filing is kept as a draft), and is not stored either.

    Raises KeyReused (422), KeyRunning (409), and what the handler raises.
    """
    digest = digest_of(request)
    with transaction.atomic():
        row = _begin(cast(User, request.user), key, digest)
        if row.status is not None:
            return _stored(row)
        answer = handler()
        if answer.status_code >= 400:
            row.delete()
        else:
            _store(row, answer)
    return answer


def digest_of(request: Request) -> str:
    """Return the SHA-256, hex, of method, path and body."""
    whole = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    whole.update(request._request.body)
    return whole.hexdigest()


def _begin(user: User, key: str, digest: str) -> IdempotencyKey:
    """Return the key's row: a new one without status, or the answered one. Raises KeyReused, KeyRunning."""
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(user=user, key=key, digest=digest, created_at=Now())
    except IntegrityError:
        pass
    except OperationalError:
        # PostgreSQL gave up waiting for the row of the first request. (SQLite waits before the transaction.)
        if connection.vendor == "postgresql":
            raise KeyRunning from None
        raise
    if IdempotencyKey.objects.filter(user=user, key=key, created_at__lt=Now() - KEPT).delete()[0]:
        return _begin(user, key, digest)
    row = IdempotencyKey.objects.get(user=user, key=key)
    if row.digest != digest:
        raise KeyReused
    if row.status is None:
        raise KeyRunning
    return row


def _store(row: IdempotencyKey, answer: Any) -> None:
    body = dumps(answer.data) if isinstance(answer, Response) and answer.data is not None else b""
    if not isinstance(answer, Response):
        body = answer.content
    headers = {name: answer.headers[name] for name in _HEADERS if name in answer.headers}
    IdempotencyKey.objects.filter(pk=row.pk).update(status=answer.status_code, body=body, headers=headers)


def _stored(row: IdempotencyKey) -> HttpResponse:
    headers = {**row.headers, "Idempotent-Replayed": "true"}
    return HttpResponse(bytes(row.body), status=row.status, content_type="application/json", headers=headers)
