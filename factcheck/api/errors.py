"""Every error as a problem document. Source: RFC 9457."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import (
    BadRequest,
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
    ValidationError,
)
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from rest_framework import exceptions as drf

from factcheck.api.json import dumps
from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.versions import StaleVersion

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2  # how soon to come back when the database is away or a row stayed locked

# The most special kind first.
REFUSALS: tuple[tuple[type[Refusal], int], ...] = (
    (StaleVersion, 412),
    (NotAllowed, 403),
    (Conflict, 409),
    (Refusal, 400),
)


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field: `field` is its path, such as items.3.quote, or "" for the whole."""

    field: str
    code: str
    message: str


class Malformed(drf.APIException):
    """The request cannot be read: a parameter, a header, a body."""

    status_code = 400
    default_code = "malformed"
    default_detail = "The request cannot be read."

    def __init__(
        self, detail: str | None = None, code: str | None = None, *, field: str | None = None
    ) -> None:
        super().__init__(detail, code)
        self.field = field


class BadCursor(Malformed):
    default_code = "bad_cursor"
    default_detail = "This cursor was not made by this list. Start again without it."


class TooLarge(Malformed):
    status_code = 413
    default_code = "too_large"
    default_detail = "The request body is too large."


class IfMatchMissing(drf.APIException):
    status_code = 428
    default_code = "if_match_missing"
    default_detail = "Send If-Match with the ETag of the version you changed."


class KeyReused(drf.APIException):
    status_code = 422
    default_code = "idempotency_key_reused"
    default_detail = "This Idempotency-Key was used for another request."


class KeyRunning(drf.APIException):
    status_code = 409
    default_code = "idempotency_key_running"
    default_detail = "The first request with this Idempotency-Key is still running."
    wait = RETRY_SECONDS


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Sequence[FieldError] = (),
    details: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return a problem document. `code` is stable; `details` are members of the refusal's own."""
    body: dict[str, Any] = {
        "type": f"urn:factcheck:problem:{code}",
        "title": title(status),
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [asdict(error) for error in errors],
    }
    if details:
        body["details"] = dict(details)
    return HttpResponse(dumps(body), status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def title(status: int) -> str:
    """The status in words."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def handle(exc: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Answer an exception of an API view; None leaves a bug to be a 500. DRF's EXCEPTION_HANDLER."""
    return answer(exc)


def answer(exc: Exception) -> HttpResponse | None:
    """Return the problem document of an exception, or None where it is a bug.

    An IntegrityError is one: a constraint that a request can break belongs to an
    action that says so first.
    """
    match exc:
        case Refusal():
            return _refusal(exc)
        case drf.APIException():
            return _api_exception(exc)
        case Http404() | ObjectDoesNotExist():
            return problem(404, "not_found", "There is nothing here, or nothing you may see.")
        case PermissionDenied():
            return problem(403, "permission_denied", "You may not do this.")
        case ValidationError():
            return _invalid(list(_django_errors(exc)))
        case RequestDataTooBig() | TooManyFieldsSent() | TooManyFilesSent():
            return problem(413, "too_large", "The request is too large.")
        case SuspiciousOperation() | BadRequest() | MultiPartParserError() | UnreadablePostError():
            return problem(400, "malformed", "The request cannot be read.")
        case DataError():
            log.warning("a value passed validation that the database refused: %s", exc)
            return problem(400, "out_of_range", "A value is outside what can be stored.")
        case OperationalError() | InterfaceError():
            return away(exc)
    return None


def away(exc: Exception) -> HttpResponse:
    """Answer that the database cannot be asked now, and log why."""
    log.error("database not available: %s", exc, exc_info=exc)
    detail = "The database is not available. Nothing was changed; try again."
    return problem(503, "database_away", detail, headers={"Retry-After": str(RETRY_SECONDS)})


def _refusal(exc: Refusal) -> HttpResponse:
    status = next(status for kind, status in REFUSALS if isinstance(exc, kind))
    errors = [FieldError(exc.field, exc.code, exc.message)] if exc.field else []
    return problem(status, exc.code, exc.message, errors=errors, details=_plain(exc.details))


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    """The details as JSON has them; what JSON cannot hold becomes text, so that a refusal is never a 500."""
    plain: dict[str, Any] = orjson.loads(
        orjson.dumps(dict(details), default=str, option=orjson.OPT_NON_STR_KEYS)
    )
    return plain


def _api_exception(exc: drf.APIException) -> HttpResponse:
    if isinstance(exc, drf.ValidationError):
        return _invalid(list(_drf_errors(exc.detail)))
    code, headers = exc.get_codes(), {}
    code = code if isinstance(code, str) else str(exc.default_code)
    if header := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(wait))
    field = getattr(exc, "field", None)
    errors = [FieldError(field, code, str(exc.detail))] if field else []
    code = _CODES.get(code, code)
    return problem(exc.status_code, code, str(exc.detail), errors=errors, headers=headers)


# DRF's words where they say less than they could.
_CODES = {"parse_error": "malformed"}


def _invalid(errors: list[FieldError]) -> HttpResponse:
    named = sorted({error.field for error in errors if error.field})
    detail = (
        f"Not accepted: {', '.join(named[:5])}."
        if named
        else errors[0].message
        if errors
        else "Not accepted."
    )
    return problem(400, "invalid", detail, errors=errors[:100])


def _drf_errors(detail: Any, path: str = "") -> Iterator[FieldError]:
    """Flatten DRF's nested lists and maps; its depth is that of our own serializers."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            step = "" if name == "non_field_errors" else str(name)
            yield from _drf_errors(inner, f"{path}.{step}".strip("."))
    elif isinstance(detail, list | tuple):
        nested = any(isinstance(inner, Mapping | list) for inner in detail)
        for index, inner in enumerate(detail):
            yield from _drf_errors(inner, f"{path}.{index}".strip(".") if nested else path)
    else:
        yield FieldError(path, str(getattr(detail, "code", "invalid")), str(detail))


def _django_errors(exc: ValidationError) -> Iterator[FieldError]:
    if hasattr(exc, "error_dict"):
        for name, inner in exc.error_dict.items():
            for error in inner:
                yield FieldError(
                    "" if name == "__all__" else name, error.code or "invalid", " ".join(error.messages)
                )
    else:
        for error in exc.error_list:
            yield FieldError("", error.code or "invalid", " ".join(error.messages))
