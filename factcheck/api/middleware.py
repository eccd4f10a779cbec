"""Around every request: its id, and problem documents for what goes wrong outside the API's views."""

import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from factcheck.api.errors import away, problem

log = logging.getLogger(__name__)

# For log lines; "-" outside of requests.
request_id: ContextVar[str] = ContextVar("request_id", default="-")

_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_WORDS = {
    400: ("malformed", "The request cannot be read."),
    403: ("permission_denied", "You may not do this."),
    404: ("not_found", "There is nothing here, or nothing you may see."),
    405: ("method_not_allowed", "This method does not exist here."),
    413: ("too_large", "The request is too large."),
    500: ("bug", "Something went wrong on our side. The request's id helps to find it."),
}


class ProblemMiddleware:
    """Stands first, so that it sees what all others answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        this = given if _GIVEN_ID.fullmatch(given) else uuid4().hex
        token = request_id.set(this)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        if request.path.startswith("/api/"):
            response = _as_problem(request, response)
        response.headers["X-Request-ID"] = this
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 for any page while the database is away; everything else stays what it was."""
        if isinstance(exception, OperationalError | InterfaceError):
            return away(exception)
        return None


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return the response; an error that is not JSON yet (Google's shape, our own) as a problem document."""
    status = response.status_code
    if status == 301 and request.method not in ("GET", "HEAD"):
        # Clients repeat a redirected POST as a GET, and wonder.
        return problem(404, "not_found", "There is nothing here. Addresses of this API end with a slash.")
    if status < 400 or "json" in response.headers.get("Content-Type", ""):
        return response
    code, detail = _WORDS.get(status, (f"http_{status}", "The request was refused."))
    kept = {name: value for name, value in response.items() if name not in ("Content-Type", "Content-Length")}
    replaced = problem(status, code, detail, headers=kept)
    replaced.cookies = response.cookies
    return replaced
