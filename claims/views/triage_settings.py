"""What the order of the list is weighed by: versions, which one is in force, and what another would do."""

from dataclasses import asdict
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims import actions
from claims.actions.sampling import sample_figures
from claims.actions.triage_replay import dry_run, replay
from claims.actions.triage_settings import settings_in_force, weights_asked, weights_in_force
from claims.models import TriageSettings
from claims.serializers import triage_settings as asked
from claims.serializers.triage_settings import (
    OrderComparison,
    SampleDetail,
    TriageInForce,
    TriageSettingsDetail,
    told,
)
from factcheck import clock
from factcheck.api.conditional import check_if_match
from factcheck.api.filters import Flag
from factcheck.api.permissions import RoleIn
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, verb
from factcheck.roles import EDITORS

_WEIGHTS = {"type": "object", "additionalProperties": {"type": "number"}}


class TriageSettingsRows(DeskViewSet):
    """Versions of the weights that triage works with. Editors decide which one is in force."""

    model = TriageSettings
    serializer_class = TriageSettingsDetail
    permission_classes = [RoleIn(*EDITORS)]
    list_fields = ("uuid", "version", "active", "weights", "note", "created_at", "activated_at", "reason")
    list_schema = {"weights": _WEIGHTS}
    keyset = ("-version",)
    filters = {"active": Flag("active")}

    def get_queryset(self) -> QuerySet[TriageSettings]:
        rows = TriageSettings.objects.visible_to(self.request.user)
        return rows if self.action == "list" else rows.select_related("created_by", "activated_by")

    @extend_schema(request=asked.AddTriageSettings, responses={201: TriageSettingsDetail})
    def create(self, request: Request) -> Response:
        """Enter the next version. It is not in force before somebody activates it."""
        given = read(asked.AddTriageSettings, request)
        version = actions.add_triage_settings(**given, by=self.user, at=clock.now())
        return self.answer(version.uuid, status=201)

    @verb(request=asked.ActivateTriageSettings)
    def activate(self, request: Request, uuid: UUID) -> Response:
        """Put a version in force, at the version of the row that If-Match names."""
        check_if_match(request, self.get_object())
        given = read(asked.ActivateTriageSettings, request)
        actions.activate_triage_settings(settings_id=uuid, **given, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(detail=False, methods=("get",), responses=TriageInForce)
    def in_force(self, request: Request) -> Response:
        """What triage weighs with now."""
        version = settings_in_force()
        weights = asdict(weights_in_force())
        return Response(TriageInForce({"version": version and version.version, "weights": weights}).data)

    @verb(detail=False, methods=("get",), responses=SampleDetail)
    def sample(self, request: Request) -> Response:
        """How often people accepted what was shown from the low scores: what the model misses."""
        return Response(SampleDetail(sample_figures()).data)

    @verb(detail=False, request=asked.CompareTriageSettings, responses=OrderComparison)
    def compare(self, request: Request) -> Response:
        """Order the claims of the last days again under two settings."""
        given = read(asked.CompareTriageSettings, request)
        a, b = (weights_asked(**given.pop(side)) for side in ("a", "b"))
        return Response(OrderComparison(told(replay(a, b, **given, at=clock.now()), a, b)).data)

    @verb(detail=False, request=asked.TriageSettingsAsked, responses=OrderComparison)
    def dry_run(self, request: Request) -> Response:
        """How the list would stand if these settings went live now. Nothing is written."""
        a, b = weights_in_force(), weights_asked(**read(asked.TriageSettingsAsked, request))
        return Response(OrderComparison(told(dry_run(a, b, at=clock.now()), a, b)).data)
