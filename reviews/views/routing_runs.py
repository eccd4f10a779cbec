"""Routings of the backlog: what came of each, and routing now."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck import clock
from factcheck.api.filters import Choice
from factcheck.api.permissions import RoleIn
from factcheck.api.views import DeskViewSet
from factcheck.roles import EDITORS
from reviews import actions
from reviews.lifecycle import RoutingRunStatus
from reviews.models import RoutingRun
from reviews.serializers.routing_runs import RoutingRunDetail

_MOMENT = {"type": ["string", "null"], "format": "date-time"}


class RoutingRuns(DeskViewSet):
    """Each time all free seats were offered at once. One run at a time; a tick routes every five minutes."""

    model = RoutingRun
    serializer_class = RoutingRunDetail
    permission_classes = [RoleIn(*EDITORS)]
    list_fields = (
        "uuid",
        "status",
        "solver",
        "seats",
        "offers",
        "unfilled",
        "left_out",
        "cost",
        "gap",
        "started_at",
        "finished_at",
    )
    list_schema = {"finished_at": _MOMENT}
    keyset = ("-started_at", "-id")
    filters = {"status": Choice("status", RoutingRunStatus)}

    def get_queryset(self) -> QuerySet[RoutingRun]:
        rows = RoutingRun.objects.visible_to(self.request.user)
        return rows if self.action == "list" else rows.select_related("settings", "asked_by")

    @extend_schema(request=None, responses={202: RoutingRunDetail})
    def create(self, request: Request) -> Response:
        """Have the backlog routed now. A worker does it; the run that is answered says how it goes."""
        run = actions.ask_for_routing(by=self.user, at=clock.now())
        return self.answer(run.uuid, status=202)
