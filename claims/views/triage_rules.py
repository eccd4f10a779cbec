"""What claims are found by: topics, harm areas, incidents; and passes over what waits."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims import actions
from claims.actions.ordering import current_rules
from claims.actions.rule_trials import Trial, try_rule
from claims.models import HarmArea, Incident, Rescoring, RescoringReason, Topic
from claims.serializers import triage_rules as asked
from claims.serializers.triage_rules import (
    AreaInForce,
    HarmAreaDetail,
    IncidentDetail,
    RescoringDetail,
    RuleChange,
    TopicDetail,
    TrialDetail,
)
from claims.triage.finding import Rule
from claims.views.sources import Unversioned
from factcheck import clock
from factcheck.api.conditional import check_if_match
from factcheck.api.errors import Malformed
from factcheck.api.filters import By, Choice, Flag, Text
from factcheck.api.permissions import RoleIn
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, Rows, verb
from factcheck.models import Event
from factcheck.roles import DESK, Role

_WORDS = {"type": "array", "items": {"type": "string"}}
_RULE = {"keywords": _WORDS, "patterns": _WORDS}
_INSIDE: Any = {"pagination_class": None, "permission_classes": [RoleIn(*DESK, Role.SERVICE)]}


class Topics(DeskViewSet):
    """What the desk follows, found by words and patterns. Editors change them."""

    model = Topic
    serializer_class = TopicDetail
    list_fields = ("uuid", "slug", "name", "keywords", "patterns")
    list_schema = _RULE
    keyset = ("slug",)
    filters = {"slug": Text("slug")}

    @extend_schema(request=asked.AddTopic, responses={201: TopicDetail})
    def create(self, request: Request) -> Response:
        """Enter a topic; what waits is put under it by jobs."""
        topic = actions.add_topic(**read(asked.AddTopic, request), by=self.user, at=clock.now())
        return self.answer(topic.uuid, status=201)

    @extend_schema(request=asked.EditTopic, responses=TopicDetail)
    def partial_update(self, request: Request, uuid: UUID) -> Response:
        """Change name, words or patterns."""
        check_if_match(request, self.get_object())
        actions.edit_topic(topic_id=uuid, **_changes(asked.EditTopic, request), by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(detail=False, request=asked.TryRule, responses=TrialDetail)
    def test(self, request: Request) -> Response:
        """What words and patterns would find among the newest claims, beside the topic of this slug."""
        given = read(asked.TryRule, request)
        slug = given.pop("slug")
        row = Topic.objects.filter(slug=slug).first() if slug else None
        in_use = Rule(row.slug, tuple(row.keywords), tuple(row.patterns)) if row else None
        return Response(TrialDetail(_told(try_rule(**given, in_use=in_use, by=self.user))).data)


class HarmAreas(DeskViewSet):
    """Where a false claim does harm, as the desk has changed it. Editors change them."""

    model = HarmArea
    serializer_class = HarmAreaDetail
    list_fields = ("uuid", "slug", "name", "gravity", "keywords", "patterns", "active", "edited_at")
    list_schema = _RULE
    keyset = ("slug",)
    filters = {"slug": Text("slug"), "active": Flag("active")}

    def get_queryset(self) -> QuerySet[HarmArea]:
        rows: QuerySet[HarmArea] = super().get_queryset()
        return rows if self.action == "list" else rows.select_related("edited_by")

    @extend_schema(request=asked.AddHarmArea, responses={201: HarmAreaDetail})
    def create(self, request: Request) -> Response:
        """Enter an area; one with the slug of a shipped area takes its place."""
        area = actions.add_harm_area(**read(asked.AddHarmArea, request), by=self.user, at=clock.now())
        return self.answer(area.uuid, status=201)

    @extend_schema(request=asked.EditHarmArea, responses=HarmAreaDetail)
    def partial_update(self, request: Request, uuid: UUID) -> Response:
        """Change name, gravity, words, patterns or whether it counts."""
        check_if_match(request, self.get_object())
        changes = _changes(asked.EditHarmArea, request)
        actions.edit_harm_area(area_id=uuid, **changes, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(detail=False, methods=("get",), responses=AreaInForce(many=True), **_INSIDE)
    def in_force(self, request: Request) -> Response:
        """The areas that count now, the gravest first: the desk's, and the shipped ones beside them."""
        visible = HarmArea.objects.visible_to(request.user)
        own = set(visible.values_list("slug", flat=True))
        areas = [area._asdict() | {"shipped": area.slug not in own} for area in current_rules().in_force]
        return Response(AreaInForce(areas, many=True).data)

    @verb(detail=False, request=asked.TryRule, responses=TrialDetail)
    def test(self, request: Request) -> Response:
        """What words and patterns would find among the newest claims, beside the area of this slug."""
        given = read(asked.TryRule, request)
        slug = given.pop("slug")
        area = next((area for area in current_rules().in_force if area.slug == slug), None)
        in_use = Rule(area.slug, area.keywords, area.patterns) if area else None
        return Response(TrialDetail(_told(try_rule(**given, in_use=in_use, by=self.user))).data)


class RuleHistory(Rows):
    """How a rule was changed, the last change first. Editing it back undoes a change."""

    model = Event
    serializer_class = RuleChange
    list_fields = ("uuid", "name", "seq", "at", "by", "data")
    list_schema = {"data": {"type": "object", "additionalProperties": True}}
    keyset = ("-seq",)
    rule: type[Topic] | type[HarmArea] = Topic

    def get_queryset(self) -> QuerySet[Event]:
        visible = self.rule.objects.visible_to(self.request.user)
        row = get_object_or_404(visible.only("uuid"), uuid=self.kwargs["uuid"])
        return Event.objects.filter(subject=row.uuid)


def _running(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(ended_at__isnull={"true": True, "false": False}[text])


class Incidents(DeskViewSet):
    """What happens now: while it lasts, what belongs to it is raised on the list."""

    model = Incident
    serializer_class = IncidentDetail
    list_fields = ("uuid", "name", "keywords", "patterns", "points", "started_at", "ends_at", "ended_at")
    list_schema = _RULE
    keyset = ("-started_at", "-id")
    filters = {"running": By(_running, {"type": "boolean"})}

    def get_queryset(self) -> QuerySet[Incident]:
        rows: QuerySet[Incident] = super().get_queryset()
        return rows if self.action == "list" else rows.select_related("started_by", "ended_by")

    @extend_schema(request=asked.StartIncident, responses={201: IncidentDetail})
    def create(self, request: Request) -> Response:
        """Raise what these words and patterns find, for so many hours."""
        incident = actions.start_incident(**read(asked.StartIncident, request), by=self.user, at=clock.now())
        return self.answer(incident.uuid, status=201)

    @verb()
    def end(self, request: Request, uuid: UUID) -> Response:
        """End it now; the order returns."""
        check_if_match(request, self.get_object(), required=False)
        actions.end_incident(incident_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)


def _finished(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(finished_at__isnull={"true": False, "false": True}[text])


class Rescorings(Unversioned):
    """Passes over what waits, the newest first, with how far they have come."""

    model = Rescoring
    serializer_class = RescoringDetail
    list_fields = (
        "uuid",
        "reason",
        "model",
        "started_at",
        "finished_at",
        "total",
        "done",
        "changed",
        "again",
    )
    keyset = ("-started_at", "-id")
    filters = {
        "reason": Choice("reason", RescoringReason),
        "finished": By(_finished, {"type": "boolean"}),
    }

    def get_queryset(self) -> QuerySet[Rescoring]:
        rows: QuerySet[Rescoring] = super().get_queryset()
        return rows if self.action == "list" else rows.select_related("asked_by")


def _changes(serializer: type[Any], request: Request) -> Mapping[str, Any]:
    given = read(serializer, request)
    if not given:
        raise Malformed("Name at least one field to change.", "nothing_given")
    return given


def _told(trial: Trial) -> dict[str, Any]:
    return trial._asdict() | {"by_word": [{"word": word, "claims": n} for word, n in trial.by_word]}
