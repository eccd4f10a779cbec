"""Complaints about what is published: sent in by the desk and its services, seen by editors only."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck import clock
from factcheck.api.filters import Choice, Moment, Uuid
from factcheck.api.permissions import RoleIn
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, verb
from factcheck.roles import DESK, EDITORS, Role
from reviews import actions
from reviews.lifecycle import ComplaintStatus
from reviews.models import Complaint
from reviews.serializers import complaints as asked
from reviews.serializers.complaints import ComplaintDetail, Receipt
from reviews.views.rows import Moves


class Complaints(Moves, DeskViewSet):
    """Objections, each with the day by which it is answered."""

    model = Complaint
    serializer_class = ComplaintDetail
    list_fields = {
        "uuid": "uuid",
        "publication": "publication__uuid",
        "title": "publication__title",
        "status": "status",
        "outcome": "outcome",
        "received_at": "received_at",
        "due_at": "due_at",
        "answered_at": "answered_at",
    }
    keyset = ("-received_at", "-id")
    filters = {
        "status": Choice("status", ComplaintStatus),
        "publication": Uuid("publication__uuid"),
        "due_before": Moment("due_at__lte"),
    }

    def get_permissions(self) -> list[Any]:
        roles = {*DESK, Role.SERVICE} if self.action == "create" else EDITORS
        permission: type[BasePermission] = RoleIn(*roles)
        return [permission()]

    def get_queryset(self) -> QuerySet[Complaint]:
        rows = Complaint.objects.visible_to(self.request.user)
        if self.action == "list":
            return rows
        return rows.select_related("publication", "looked_at_by", "answered_by", "entered_by")

    @extend_schema(request=asked.SendComplaint, responses={201: Receipt})
    def create(self, request: Request) -> Response:
        """Take in a complaint; the answer is a receipt, whoever asks."""
        given = read(asked.SendComplaint, request)
        publication = given.pop("publication")
        taken = actions.receive_complaint(publication_id=publication, **given, by=self.user, at=clock.now())
        return Response(Receipt(taken).data, status=201)

    @verb()
    def look_at(self, request: Request, uuid: UUID) -> Response:
        """Take it on."""
        self.of(request)
        actions.look_at_complaint(complaint_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=asked.AnswerComplaint, url_path="answer")
    def reply(self, request: Request, uuid: UUID) -> Response:
        """Answer it: upheld, upheld in part or rejected."""
        self.of(request)
        given = read(asked.AnswerComplaint, request)
        actions.answer_complaint(complaint_id=uuid, **given, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb()
    def forget(self, request: Request, uuid: UUID) -> Response:
        """Remove who complained and all words of an answered complaint."""
        self.of(request)
        actions.forget_complaint(complaint_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)
