"""What a list is measured against: a view that does nothing, and the same page without API around it."""

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from bench.floor.desk import file_and_next
from claims.models import Claim
from claims.views.claims import Claims
from config.urls import urlpatterns as desk

COLUMNS = Claims.list_fields


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"{}", content_type="application/json")


def rows(request: HttpRequest) -> HttpResponse:
    """The rows and columns of the API's page, by the shortest way the ORM has."""
    page = Claim.objects.order_by("-priority", "-id").values(*COLUMNS.values())[:50]
    return HttpResponse(orjson.dumps({"results": list(page)}), content_type="application/json")


urlpatterns = [
    path("floor/nothing/", nothing),
    path("floor/rows/", rows),
    path("floor/desk/<int:reviewer>/<int:rating>/<str:seat>/", csrf_exempt(file_and_next)),
    *desk,
]
