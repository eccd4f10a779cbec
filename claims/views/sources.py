"""Outlets, claimants."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims import actions
from claims.actions.claimant_merging import Moved
from claims.models import Claimant, ClaimantKind, ClaimantRole, Outlet, similar_to
from claims.serializers.claims import ClaimantDetail
from claims.serializers.merging import MergeClaimant, MovedClaims, Similar
from claims.serializers.sources import AddOutlet, OutletDetail
from factcheck import clock
from factcheck.api.filters import By, Choice, Text
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, verb


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


def _merged(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(merged_into__isnull={"true": False, "false": True}[text])


class Claimants(Unversioned):
    """Who makes claims. Of rows that are one person or body, one stands for the others."""

    model = Claimant
    serializer_class = ClaimantDetail
    list_fields = ("uuid", "name", "kind", "created_at")
    keyset = ("key",)
    filters = {"kind": Choice("kind", ClaimantKind), "merged": By(_merged, {"type": "boolean"})}

    def get_queryset(self) -> QuerySet[Claimant]:
        rows: QuerySet[Claimant] = super().get_queryset()
        if self.action == "list":
            return rows
        latest = Prefetch("roles", ClaimantRole.objects.order_by("-last_seen_at", "id"))
        merged = Prefetch("merged", Claimant.objects.order_by("id").prefetch_related(latest))
        return rows.select_related("merged_into").prefetch_related(latest, merged)

    def search(self, rows: QuerySet[Claimant], text: str) -> QuerySet[Claimant]:
        return rows.filter(name__icontains=text)

    @verb(request=MergeClaimant, responses=MovedClaims)
    def merge(self, request: Request, uuid: UUID) -> Response:
        """Say that another row is the same person or body: it gets the claims and stands for both."""
        seen = self._seen()
        moved = actions.merge_claimants(
            claimant_id=seen, **read(MergeClaimant, request), by=self.user, at=clock.now()
        )
        return self._moved(moved)

    @verb(responses=MovedClaims)
    def unmerge(self, request: Request, uuid: UUID) -> Response:
        """Undo the merge: what was moved goes back, unless it was moved again since."""
        moved = actions.unmerge_claimants(claimant_id=self._seen(), by=self.user, at=clock.now())
        return self._moved(moved)

    @verb(methods=("get",), responses=Similar)
    def similar(self, request: Request, uuid: UUID) -> Response:
        """Rows that may be the same person or body, by their names. Nothing is merged by itself."""
        found = [
            {"uuid": row.uuid, "name": row.name, "kind": row.kind, "why": why}
            for row, why in similar_to(self.get_object())
        ]
        return Response(Similar({"results": found}).data)

    def _seen(self) -> UUID:
        rows = Claimant.objects.visible_to(self.user).only("uuid")
        return get_object_or_404(rows, uuid=self.kwargs["uuid"]).uuid

    def _moved(self, moved: Moved) -> Response:
        claimant = self.get_queryset().get(pk=moved.claimant.pk)
        shown = {"claimant": claimant, "claims": moved.claims, "merged": moved.merged, "left": moved.left}
        return Response(MovedClaims(shown).data)
