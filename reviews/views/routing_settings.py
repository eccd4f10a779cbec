"""How claims are routed: versions of the weights, which one is in force, and what another would do."""

from dataclasses import asdict
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck import clock
from factcheck.api.conditional import check_if_match
from factcheck.api.filters import Flag
from factcheck.api.permissions import RoleIn
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, verb
from factcheck.roles import EDITORS
from reviews import actions
from reviews.actions.rehearsal import dry_run, rehearse
from reviews.actions.routing_settings import settings_in_force, weights_asked, weights_in_force
from reviews.models import RoutingSettings
from reviews.serializers import routing_settings as asked
from reviews.serializers.routing_settings import (
    ComparisonDetail,
    DryRunDetail,
    InForce,
    RoutingSettingsDetail,
    compared,
    would_offer,
)

_WEIGHTS = {"type": "object", "additionalProperties": {"type": "integer"}}


class RoutingSettingsRows(DeskViewSet):
    """Versions of the weights that routing works with. Editors decide which one is in force."""

    model = RoutingSettings
    serializer_class = RoutingSettingsDetail
    permission_classes = [RoleIn(*EDITORS)]
    list_fields = (
        "uuid",
        "version",
        "active",
        "weights",
        "note",
        "created_at",
        "activated_at",
        "reason",
    )
    list_schema = {"weights": _WEIGHTS}
    keyset = ("-version",)
    filters = {"active": Flag("active")}

    def get_queryset(self) -> QuerySet[RoutingSettings]:
        rows = RoutingSettings.objects.visible_to(self.request.user)
        return rows if self.action == "list" else rows.select_related("created_by", "activated_by")

    @extend_schema(request=asked.AddRoutingSettings, responses={201: RoutingSettingsDetail})
    def create(self, request: Request) -> Response:
        """Enter the next version. It is not in force before somebody activates it."""
        given = read(asked.AddRoutingSettings, request)
        version = actions.add_routing_settings(**given, by=self.user, at=clock.now())
        return self.answer(version.uuid, status=201)

    @verb(request=asked.ActivateRoutingSettings)
    def activate(self, request: Request, uuid: UUID) -> Response:
        """Put a version in force, at the version of the row that If-Match names."""
        check_if_match(request, self.get_object())
        given = read(asked.ActivateRoutingSettings, request)
        actions.activate_routing_settings(settings_id=uuid, **given, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(detail=False, methods=("get",), responses=InForce)
    def in_force(self, request: Request) -> Response:
        """What routing weighs with now."""
        version = settings_in_force()
        weights = asdict(weights_in_force())
        return Response(InForce({"version": version and version.version, "weights": weights}).data)

    @verb(detail=False, request=asked.CompareSettings, responses=ComparisonDetail)
    def compare(self, request: Request) -> Response:
        """Route the last weeks again under two settings: load, waits, knowledge of topics, fairness."""
        given = read(asked.CompareSettings, request)
        a, b = (weights_asked(**given.pop(side)) for side in ("a", "b"))
        found = rehearse(a, b, **given, at=clock.now())
        return Response(ComparisonDetail(compared(found, a, b)).data)

    @verb(detail=False, request=asked.SettingsAsked, responses=DryRunDetail)
    def dry_run(self, request: Request) -> Response:
        """What would be offered if these settings went live now. Nothing is written."""
        weights = weights_asked(**read(asked.SettingsAsked, request))
        found = dry_run(weights, weights_in_force(), at=clock.now())
        return Response(DryRunDetail(would_offer(found, weights)).data)
