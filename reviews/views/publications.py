"""Publications: read by everyone, changed by editors."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Prefetch, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck import clock
from factcheck.api.filters import Choice, Moment, Text, Uuid
from factcheck.api.permissions import Anyone
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, Rows, verb
from reviews import actions
from reviews.actions.repeats import repeats_of
from reviews.lifecycle import PublicationStatus
from reviews.models import Publication, PublicationVersion, VersionKind
from reviews.publication.lists import changed_versions
from reviews.serializers.publications import (
    ChangePublication,
    CorrectionRow,
    PublicationDetail,
    RepeatsDetail,
    Retract,
)
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
        "content_warning": "content_warning",
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
        return rows.select_related("fact_check", "verdict__rating__scale").prefetch_related(
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

    @verb(methods=("get",), responses=RepeatsDetail)
    def repeats(self, request: Request, uuid: UUID) -> Response:
        """Who repeated the claim after publication, by outlet and day."""
        found = repeats_of(self.get_object())
        told = {
            "total": found.total,
            "by_outlet": [{"outlet": outlet, "count": count} for outlet, count in found.by_outlet],
            "by_day": [{"day": day, "count": count} for day, count in found.by_day],
            "newest": found.newest,
        }
        return Response(RepeatsDetail(told).data)

    def _change(self, request: Request, uuid: UUID, move: str) -> Response:
        self.of(request)
        given = read(Retract if move == "retract" else ChangePublication, request)
        actions.change_publication(publication_id=uuid, verb=move, **given, by=self.user, at=clock.now())
        return self.answer(uuid)


class Corrections(Rows):
    """Every public change after first publication, newest first. Read without a key."""

    model = PublicationVersion
    serializer_class = CorrectionRow
    permission_classes = [Anyone]
    list_fields = {
        "uuid": "uuid",
        "publication": "publication__uuid",
        "slug": "publication__slug",
        "title": "title",
        "title_before": "title_before",
        "kind": "kind",
        "version": "version",
        "note": "note",
        "label_before": "label_before",
        "label_after": "label_after",
        "at": "at",
    }
    list_schema = {
        **{name: {"type": "string"} for name in ("title_before", "label_before", "label_after", "url")},
        "kind": {"type": "string", "enum": [kind for kind in VersionKind.values if kind != "first"]},
    }
    keyset = ("-at", "-id")
    filters = {
        "kind": Choice("kind", VersionKind),
        "publication": Uuid("publication__uuid"),
        "since": Moment("at__gte"),
    }

    def get_queryset(self) -> QuerySet[PublicationVersion]:
        seen = Publication.objects.visible_to(self.request.user)
        return changed_versions().filter(publication__in=seen)

    def row(self, values: Sequence[Any]) -> dict[str, Any]:
        found = super().row(values)
        return {**found, "url": f"/checks/{found['slug']}/"}
