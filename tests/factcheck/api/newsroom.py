"""Endpoints made for tests, on a table of the room above: every convention is used once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, SuspiciousOperation
from django.db import DataError, IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.models import Outlet
from factcheck import clock
from factcheck.api.conditional import check_if_match
from factcheck.api.errors import problem
from factcheck.api.filters import By, Choice, Day, Flag, Moment, Number, Text, Uuid
from factcheck.api.parsers import BulkJson
from factcheck.api.permissions import Anyone, RoleIn
from factcheck.api.routing import DeskRouter
from factcheck.api.serializers import CleanText, HttpUrl, StrictSerializer, read
from factcheck.api.views import DeskViewSet, verb
from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, JobStatus, User
from factcheck.roles import Role


class NewOutlet(StrictSerializer):
    slug = CleanText(max_length=80)
    name = CleanText(max_length=200)
    about = CleanText(max_length=500, lines=True, required=False)
    website = HttpUrl(required=False)
    founded = serializers.IntegerField(required=False)
    reach = serializers.FloatField(required=False)
    owner = serializers.UUIDField(required=False)
    since = serializers.DateTimeField(required=False)
    tags = serializers.ListField(child=serializers.CharField(), required=False)


class Rename(StrictSerializer):
    name = CleanText(max_length=200)


class OutletDetail(serializers.ModelSerializer[Outlet]):
    class Meta:
        model = Outlet
        fields = ["uuid", "slug", "name", "language", "created_at"]


@transaction.atomic
def open_outlet(*, slug: str, name: str, by: User, at: datetime, **_: Any) -> Outlet:
    outlet = Outlet(slug=slug, name=name, created_at=at)
    record("outlet.opened", outlet, by=by, at=at)
    outlet.save()
    return outlet


@transaction.atomic
def rename_outlet(*, outlet_id: UUID, name: str, by: User, at: datetime) -> Outlet:
    outlet = Outlet.objects.select_for_update().get(uuid=outlet_id)
    record("outlet.renamed", outlet, by=by, at=at)
    outlet.name = name
    outlet.save(update_fields=["name", *CHAIN_HEAD])
    return outlet


class Outlets(DeskViewSet):
    model = Outlet
    serializer_class = OutletDetail
    list_fields = {"uuid": "uuid", "title": "name", "language": "language", "created_at": "created_at"}
    keyset = ("-created_at", "-id")
    filters = {
        "slug": Text("slug"),
        "uuid": Uuid("uuid"),
        "status": Choice("language", JobStatus),
        "since": Moment("created_at__gte"),
        "on": Day("created_at__date"),
        "seq": Number("chain_seq__gte"),
        "unsited": Flag("domain__isnull"),
        "named": By(lambda rows, text: rows.filter(name__startswith=text)),
    }

    def get_queryset(self) -> Any:
        return Outlet.objects.all()

    def search(self, rows: Any, text: str) -> Any:
        return rows.filter(name__icontains=text)

    def create(self, request: Request) -> Response:
        outlet = open_outlet(**read(NewOutlet, request), by=self.user, at=clock.now())
        return self.answer(outlet.uuid, status=201)

    def partial_update(self, request: Request, uuid: UUID) -> Response:
        check_if_match(request, self.get_object())
        rename_outlet(outlet_id=uuid, **read(Rename, request), by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=Rename)
    def take_over(self, request: Request, uuid: UUID) -> Response:
        """Rename, then refuse: what was done must not stay."""
        with transaction.atomic():
            rename_outlet(outlet_id=uuid, **read(Rename, request), by=self.user, at=clock.now())
            raise Conflict("It is not for sale.")

    @verb(request=Rename)
    def keep_late(self, request: Request, uuid: UUID) -> HttpResponse:
        """Do what is left to do, and answer with an error all the same."""
        rename_outlet(outlet_id=uuid, **read(Rename, request), by=self.user, at=clock.now())
        return problem(409, "too_late", "Too late. Your text was kept.")

    @verb(detail=False, parser_classes=[BulkJson])
    def bulk(self, request: Request) -> Response:
        return Response({"items": len(request.data.get("items", []))})

    @verb(permission_classes=[RoleIn(Role.EDITOR)], detail=False)
    def only_editors(self, request: Request) -> Response:
        return Response({"ok": True})

    @verb(permission_classes=[Anyone], detail=False, methods=("get", "post"))
    def open_to_all(self, request: Request) -> Response:
        return Response({"anonymous": request.user.is_anonymous})

    @verb(permission_classes=[Anyone], detail=False)
    def fail(self, request: Request) -> Response:
        raise FAILURES[request.data["how"]]


FAILURES: dict[str, Exception] = {
    "refusal": Refusal("This makes no sense.", field="wording", needed={2, 3}, who=object),
    "not_allowed": NotAllowed("Not you."),
    "conflict": Conflict("Not now."),
    "gone": ObjectDoesNotExist(),
    "suspicious": SuspiciousOperation("tampered"),
    "range": DataError("integer out of range"),
    "away": OperationalError("connection refused"),
    "constraint": IntegrityError("UNIQUE constraint failed"),
    "bug": ZeroDivisionError("division by zero"),
}


def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("connection refused")


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


router = DeskRouter()
router.register("outlets", Outlets, "outlet")
urlpatterns = [
    path("api/v1/", include(router.urls)),
    path("api/v1/", include("factcheck.urls")),
    path("api/v1/away/", away),
    path("api/v1/broken/", broken),
    path("page/away/", away),
]
