"""Outlets, claimants."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims import actions
from claims.models import Claimant, ClaimantKind, ClaimantRole, Outlet
from claims.serializers.claims import ClaimantDetail
from claims.serializers.sources import AddOutlet, OutletDetail
from factcheck import clock
from factcheck.api.filters import Choice, Text
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet


class Unversioned(DeskViewSet):
    """A noun that shows more than its chain records (health, roles seen): always answered whole, no ETag."""

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.shown(self.get_object())

    def shown(self, row: Any, *, status: int = 200) -> Response:
        return Response(self.get_serializer(row).data, status=status)


class Outlets(DeskViewSet):
    """Who publishes articles."""

    model = Outlet
    serializer_class = OutletDetail
    list_fields = ("uuid", "slug", "name", "domain", "language", "created_at")
    keyset = ("slug",)
    filters = {"language": Text("language"), "domain": Text("domain"), "slug": Text("slug")}

    def search(self, rows: QuerySet[Outlet], text: str) -> QuerySet[Outlet]:
        return rows.filter(name__icontains=text)

    @extend_schema(request=AddOutlet, responses={201: OutletDetail})
    def create(self, request: Request) -> Response:
        """Enter an outlet."""
        outlet = actions.add_outlet(**read(AddOutlet, request), by=self.user, at=clock.now())
        return self.answer(outlet.uuid, status=201)


class Claimants(Unversioned):
    """Who makes claims."""

    model = Claimant
    serializer_class = ClaimantDetail
    list_fields = ("uuid", "name", "kind", "created_at")
    keyset = ("key",)
    filters = {"kind": Choice("kind", ClaimantKind)}

    def get_queryset(self) -> QuerySet[Claimant]:
        rows: QuerySet[Claimant] = super().get_queryset()
        latest = ClaimantRole.objects.order_by("-last_seen_at", "id")
        return rows if self.action == "list" else rows.prefetch_related(Prefetch("roles", latest))

    def search(self, rows: QuerySet[Claimant], text: str) -> QuerySet[Claimant]:
        return rows.filter(name__icontains=text)
