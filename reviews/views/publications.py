"""Publications: read by everyone, changed by editors."""

from typing import Any
from uuid import UUID

from django.db.models import Case, F, Prefetch, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck import clock
from factcheck.api.filters import Choice, Text, Uuid
from factcheck.api.permissions import Anyone
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, verb
from reviews import actions
from reviews.lifecycle import PublicationStatus
from reviews.models import Publication, PublicationVersion
from reviews.serializers.publications import ChangePublication, PublicationDetail, Retract
from reviews.views.rows import Moves, OnDesk


class Publications(Moves, DeskViewSet):
    """What the world sees, with every change. Read without a key."""

    model = Publication
    serializer_class = PublicationDetail
    list_fields = {
        "uuid": "uuid",
        "fact_check": "fact_check__uuid",
        "slug": "slug",
        "status": "status",
        "version": "version",
        "title": "title",
        "summary": "shown_summary",
        "label": "shown_label",
        "language": "language",
        "published_at": "published_at",
        "changed_at": "changed_at",
    }
    list_schema = {"summary": {"type": "string"}, "label": {"type": "string"}}
    keyset = ("-published_at", "-id")
    filters = {
        "status": Choice("status", PublicationStatus),
        "language": Text("language"),
        "fact_check": Uuid("fact_check__uuid"),
        "slug": Text("slug"),
    }

    def get_permissions(self) -> list[Any]:
        permission: type[BasePermission] = Anyone if self.action in ("list", "retrieve") else OnDesk
        return [permission()]

    def get_queryset(self) -> QuerySet[Publication]:
        rows = Publication.objects.visible_to(self.request.user)
        versions = PublicationVersion.objects.select_related("verdict__rating").order_by("version")
        return rows.select_related("fact_check__claim", "verdict__rating").prefetch_related(
            Prefetch("versions", versions)
        )

    def get_list_queryset(self) -> QuerySet[Publication]:
        # The tombstone of a retracted check keeps its title.
        gone = When(status=PublicationStatus.RETRACTED, then=Value(""))
        label = Coalesce(F("verdict__rating__label"), F("verdict__words"))
        return Publication.objects.visible_to(self.request.user).annotate(
            shown_summary=Case(gone, default=F("summary"), output_field=TextField()),
            shown_label=Case(gone, default=label, output_field=TextField()),
        )

    def search(self, rows: QuerySet[Publication], text: str) -> QuerySet[Publication]:
        """Every word stands in the title."""
        for word in text.split():
            rows = rows.filter(title__icontains=word)
        return rows

    @verb(request=ChangePublication)
    def correct(self, request: Request, uuid: UUID) -> Response:
        """Correct what we got wrong."""
        return self._change(request, uuid, "correct")

    @verb(request=ChangePublication)
    def clarify(self, request: Request, uuid: UUID) -> Response:
        """Say it more clearly."""
        return self._change(request, uuid, "clarify")

    @verb(request=ChangePublication, url_path="update")
    def bring_up_to_date(self, request: Request, uuid: UUID) -> Response:
        """Follow the facts, which moved."""
        return self._change(request, uuid, "update")

    @verb(request=Retract)
    def retract(self, request: Request, uuid: UUID) -> Response:
        """Take it back; the tombstone stays."""
        return self._change(request, uuid, "retract")

    def _change(self, request: Request, uuid: UUID, move: str) -> Response:
        self.of(request)
        given = read(Retract if move == "retract" else ChangePublication, request)
        actions.change_publication(publication_id=uuid, verb=move, **given, by=self.user, at=clock.now())
        return self.answer(uuid)
