"""Reviewers and their conflicts."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Now
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck import clock
from factcheck.api.conditional import check_if_match
from factcheck.api.errors import Malformed
from factcheck.api.filters import Text, Uuid
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, verb
from factcheck.models import User
from reviews import actions
from reviews.actions.locks import reviewer_of
from reviews.lifecycle import AssignmentStatus
from reviews.models import Assignment, ConflictOfInterest, Reviewer
from reviews.serializers.people import (
    PERSON,
    AddReviewer,
    ConflictDetail,
    DeclareConflict,
    EditReviewer,
    ReviewerDetail,
    SetAbsence,
)
from reviews.views.rows import Moves, OnDesk, PeopleRows

_FIGURE = {"type": ["integer", "null"]}


class Reviewers(Moves, DeskViewSet):
    """Who can take work. Figures are shown to oneself and to editors."""

    model = Reviewer
    serializer_class = ReviewerDetail
    permission_classes = [OnDesk]
    list_fields = {
        "uuid": "uuid",
        "username": "user__username",
        "name": "user__name",
        "employer": "employer__slug",
        "capacity": "seen_capacity",
        "load": "seen_load",
        "weekly_capacity": "seen_weekly",
        "this_week": "seen_this_week",
        "seniority": "seen_seniority",
        "time_zone": "time_zone",
        "absent_from": "absent_from",
        "absent_until": "absent_until",
    }
    list_schema = dict.fromkeys(("capacity", "load", "weekly_capacity", "this_week", "seniority"), _FIGURE)
    keyset = ("id",)
    filters = {"language": Text("languages__language")}

    def get_queryset(self) -> QuerySet[Reviewer]:
        rows = Reviewer.objects.visible_to(self.request.user).annotate(
            seen_capacity=self._figure(F("capacity")),
            seen_load=self._figure(_LOAD),
            seen_weekly=self._figure(F("weekly_capacity")),
            seen_this_week=self._figure(_THIS_WEEK),
            seen_seniority=self._figure(F("seniority")),
        )
        if self.action == "list":
            return rows
        return rows.select_related("user", "employer").prefetch_related("languages", "topics__topic")

    def _figure(self, figure: Any) -> Any:
        """A number of a person's, for whom it is meant; null for others."""
        if self.user.is_editor:
            return figure
        return Case(When(user=self.user, then=figure), output_field=IntegerField())

    @verb(detail=False, methods=("get",), responses=ReviewerDetail)
    def me(self, request: Request) -> Response:
        """One's own profile."""
        return self.answer(reviewer_of(self.user).uuid)

    @extend_schema(request=AddReviewer, responses={201: ReviewerDetail})
    def create(self, request: Request) -> Response:
        """Give a person of the desk a working profile; by an editor."""
        given = read(AddReviewer, request)
        username = given.pop("user")
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise Malformed("There is nobody of this name.", "unknown_user", field="user")
        added = actions.add_reviewer(user=user, **given, by=self.user, at=clock.now())
        return self.answer(added.uuid, status=201)

    @extend_schema(request=EditReviewer, responses=ReviewerDetail)
    def partial_update(self, request: Request, uuid: UUID) -> Response:
        """Change a profile: hours, absence and opt-outs by the person, everything by an editor."""
        check_if_match(request, self.get_object())
        given = read(EditReviewer, request)
        if not given:
            raise Malformed("Name at least one field to change.", "nothing_given")
        actions.edit_reviewer(reviewer_id=uuid, **given, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=SetAbsence)
    def absence(self, request: Request, uuid: UUID) -> Response:
        """Say from when and until when somebody is away; null for both ends it."""
        self.of(request)
        actions.set_absence(reviewer_id=uuid, **read(SetAbsence, request), by=self.user, at=clock.now())
        return self.answer(uuid)


def _load() -> Any:
    return _counted(Assignment.objects.open_work())


def _this_week() -> Any:
    """What routing counts of a week: seats given in the last seven days, less those he declined."""
    given = Assignment.objects.filter(offered_at__gte=Now() - timedelta(days=7))
    return _counted(given.exclude(status=AssignmentStatus.DECLINED))


def _counted(seats: QuerySet[Assignment]) -> Any:
    of_one = seats.filter(reviewer=OuterRef("pk")).order_by().values("reviewer")
    counted = of_one.annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


_LOAD, _THIS_WEEK = _load(), _this_week()


class Conflicts(Moves, PeopleRows, DeskViewSet):
    """Declared conflicts of interest: one's own; all of them for editors."""

    model = ConflictOfInterest
    serializer_class = ConflictDetail
    permission_classes = [OnDesk]
    list_fields = {
        "uuid": "uuid",
        "reviewer": "reviewer__uuid",
        "outlet": "outlet__slug",
        "claimant": "claimant__name",
        "topic": "topic__slug",
        "reason": "reason",
        "declared_at": "declared_at",
        "ended_at": "ended_at",
    }
    list_schema = {"reviewer": PERSON}
    people = {"reviewer": "reviewer__user"}
    keyset = ("-declared_at", "-id")
    filters = {"reviewer": Uuid("reviewer__uuid")}

    def get_queryset(self) -> QuerySet[ConflictOfInterest]:
        rows = ConflictOfInterest.objects.visible_to(self.request.user)
        return rows.select_related("reviewer__user", "outlet", "claimant", "topic")

    @extend_schema(request=DeclareConflict, responses={201: ConflictDetail})
    def create(self, request: Request) -> Response:
        """Declare a conflict. It takes effect at once: seats that it touches go to others."""
        given = read(DeclareConflict, request)
        reviewer = given.pop("reviewer", None) or reviewer_of(self.user).uuid
        declared = actions.declare_conflict(reviewer_id=reviewer, **given, by=self.user, at=clock.now())
        return self.answer(declared.uuid, status=201)

    @verb()
    def end(self, request: Request, uuid: UUID) -> Response:
        """End a conflict; by an editor, never by the person it bars."""
        self.of(request)
        actions.end_conflict(conflict_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)
