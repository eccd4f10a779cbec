"""The page of an editor from outside: what is to be approved, and two buttons. Reached by a secret link."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from factcheck import clock
from factcheck.errors import Refusal
from reviews import actions
from reviews.actions.file_facts import gaps_of
from reviews.actions.outside import opened_by, waits_for
from reviews.actions.verdicts import cited
from reviews.models import OutsideApproval
from reviews.publication.page import desk

MOST_TEXT = 5000
_CONTROLS = {code: None for code in range(32) if code not in (9, 10)} | dict.fromkeys(range(0xD800, 0xE000))


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def outside(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show the proposal behind a link, or take the decision; 404 once the link is over."""
    try:
        if request.method == "POST":
            return _decided(request, token)
        return _shown(request, opened_by(token, at=clock.now()))
    except OutsideApproval.DoesNotExist:
        raise Http404("No such page.")


def _decided(request: HttpRequest, token: str) -> HttpResponse:
    asked = {"approve": _approve, "return": _return}.get(request.POST.get("decision", ""))
    approval = opened_by(token, at=clock.now())
    if asked is None:
        return _shown(request, approval, refusal="Approve it, or return it with a reason.", status=400)
    try:
        asked(request, token)
    except Refusal as refusal:
        return _shown(request, approval, refusal=refusal.message, status=409)
    return _page(request, "outside_done", {"returned": asked is _return})


def _approve(request: HttpRequest, token: str) -> None:
    ticked = [{"item": _text(item), "note": ""} for item in request.POST.getlist("checklist")[:100]]
    deviation = _text(request.POST.get("deviation", ""))[:1000]
    actions.approve_from_outside(token=token, checklist=ticked, deviation=deviation, at=clock.now())


def _return(request: HttpRequest, token: str) -> None:
    actions.return_from_outside(token=token, reason=_text(request.POST.get("reason", "")), at=clock.now())


def _text(given: str) -> str:
    """What somebody wrote, without what no text holds."""
    return given[:MOST_TEXT].replace("\r\n", "\n").translate(_CONTROLS)


def _shown(
    request: HttpRequest, approval: OutsideApproval, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    waits = waits_for(approval)
    context: dict[str, Any] = {"approval": approval, "waits": waits, "refusal": refusal}
    if waits:
        fact_check = approval.fact_check
        context |= {
            "claim": fact_check.claim,
            "proposal": fact_check.proposal,
            "evidence": cited(fact_check),
            "gaps": gaps_of(fact_check),
            "checklist": fact_check.policy.checklist,
        }
    return _page(request, "outside", context, status=status)


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, f"public/{name}.html", {"desk": desk(), **context}, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
