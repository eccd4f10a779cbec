"""The pages that everyone may read: the list of checks, one check, the log of corrections.

Rendered without the request, so that nothing about the visitor can enter a
page that caches share.
"""

import hashlib
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from reviews.models import Note, Publication, PublicationVersion
from reviews.publication.claim_review import claim_review, script_safe
from reviews.publication.feed import corrections_feed as feed_of
from reviews.publication.lists import changes, newest
from reviews.publication.notes import newest_notes, note_of
from reviews.publication.page import desk, page_of
from reviews.publication.scales import scales_in_force


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """List the standing checks, newest first."""
    before = request.GET.get("before", "")
    try:
        checks = newest(before=before)
    except Publication.DoesNotExist:
        raise Http404("No such place in the list.")
    # No date: when a retracted check leaves the list, the newest date in it may go back.
    return _answer(request, "index", {"checks": checks, "is_first": not before}, touched=None)


@require_safe
def check(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show one check with its ClaimReview, or the tombstone of one that was retracted.

    A tombstone answers 200 and not 410: it is the public record of the
    retraction, and much of what stands between us and a reader replaces the
    page of an error by its own.
    """
    try:
        page = page_of(slug)
    except Publication.DoesNotExist:
        raise Http404("No such check.")
    if page.is_retracted:
        return _answer(request, "retracted", {"page": page, "check": page.check}, touched=page.touched_at)
    markup = script_safe(claim_review(page.check, desk()))
    context = {"page": page, "check": page.check, "markup": markup}
    return _answer(request, "check", context, touched=page.touched_at)


@require_safe
def corrections(request: HttpRequest) -> HttpResponseBase:
    """List every public change, newest first, under the rules for making them."""
    before = request.GET.get("before", "")
    try:
        log = changes(before=UUID(before) if before else None)
    except (ValueError, PublicationVersion.DoesNotExist):
        raise Http404("No such place in the log.")
    touched = max((row.change.at for row in log.rows), default=None)
    return _answer(request, "corrections", {"log": log, "is_first": not before}, touched=touched)


@require_safe
def notes(request: HttpRequest) -> HttpResponseBase:
    """List what is known so far about claims that are being checked."""
    before = request.GET.get("before", "")
    try:
        found = newest_notes(before=UUID(before) if before else None)
    except (ValueError, Note.DoesNotExist):
        raise Http404("No such place in the list.")
    return _answer(request, "notes", {"notes": found, "is_first": not before}, touched=None)


@require_safe
def note(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Show one note, or that it was withdrawn and why."""
    try:
        found = note_of(uuid)
    except Note.DoesNotExist:
        raise Http404("No such note.")
    return _answer(request, "note", {"note": found}, touched=None)


@require_safe
def corrections_feed(request: HttpRequest) -> HttpResponseBase:
    """The newest public changes as Atom."""
    log = changes()
    body = feed_of(log.rows, desk()).encode()
    touched = max((row.change.at for row in log.rows), default=None)
    return _cached(request, body, content_type="application/atom+xml; charset=utf-8", touched=touched)


@require_safe
def method(request: HttpRequest) -> HttpResponseBase:
    """Say what each label means and what has to be shown for it."""
    return _answer(request, "method", {"scales": scales_in_force()}, touched=None)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that nothing is here, and where the checks are."""
    return HttpResponse(_rendered("not_found", request, {}), status=404)


def _answer(
    request: HttpRequest, template: str, context: dict[str, Any], *, touched: datetime | None
) -> HttpResponseBase:
    """Render the page, or answer 304 to who has it. Its ETag is a digest of all it shows."""
    return _cached(request, _rendered(template, request, context).encode(), touched=touched)


def _cached(
    request: HttpRequest,
    body: bytes,
    *,
    touched: datetime | None,
    content_type: str = "text/html; charset=utf-8",
) -> HttpResponseBase:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "public, max-age=60"}
    response = HttpResponse(body, content_type=content_type, headers=headers)
    modified = int(touched.timestamp()) if touched else None
    if modified:
        response.headers["Last-Modified"] = http_date(modified)
    answer = get_conditional_response(request, etag=etag, last_modified=modified, response=response)
    return answer or response


def _rendered(template: str, request: HttpRequest, context: dict[str, Any]) -> str:
    canonical = settings.BASE_URL + request.path
    if before := request.GET.get("before"):
        canonical += "?" + urlencode({"before": before})
    return render_to_string(f"public/{template}.html", {"desk": desk(), "canonical": canonical, **context})
