"""What was read of an article over time, and what changed between two readings."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from claims.models import Article, Snapshot
from claims.serializers.differences import DifferenceShown, compared
from claims.serializers.snapshots import SnapshotDetail
from factcheck.api.errors import Malformed
from factcheck.api.views import Resource, Rows

_MOST = 1_000_000_000


class _OfArticle(Resource):
    """Snapshots of the article in the path, for whoever sees the article."""

    model = Snapshot

    def get_queryset(self) -> QuerySet[Snapshot]:
        return Snapshot.objects.filter(article=self.article)

    @cached_property
    def article(self) -> Article:
        seen = Article.objects.visible_to(self.request.user)
        found: Article = get_object_or_404(seen.only("pk", "uuid"), uuid=self.kwargs["article"])
        return found


class Snapshots(_OfArticle, Rows):
    """What was read of one article, the newest first. A single one comes with its text."""

    serializer_class = SnapshotDetail
    lookup_field = "number"
    list_fields = (
        "number",
        "title",
        "byline",
        "published_at",
        "published_zone",
        "language",
        "text_hash",
        "body_hash",
        "truncated",
        "cuts",
        "taken_at",
    )
    keyset = ("-number",)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The text and metadata read then. Offsets of appearances are code points into it."""
        if self.kwargs["number"] > _MOST:
            raise NotFound
        return self.shown(self.get_object())


class Differences(_OfArticle):
    """What changed from one snapshot of an article to another."""

    serializer_class = DifferenceShown
    query_parameters = frozenset({"from", "to"})

    @extend_schema(
        operation_id="articles_diff_retrieve",
        parameters=[
            OpenApiParameter(
                "from", {"type": "integer", "minimum": 1}, description="Else the one before `to`."
            ),
            OpenApiParameter("to", {"type": "integer", "minimum": 1}, description="Else the newest."),
        ],
        responses=DifferenceShown,
    )
    def retrieve(self, request: Request, article: UUID) -> Response:
        """Paragraphs that stand, came, went or were edited; metadata; what became of the claims."""
        to = self._numbered("to") or self.get_queryset().order_by("-number").first()
        if to is None:
            raise NotFound
        before = self._numbered("from") or self.get_queryset().get(number=max(to.number - 1, 1))
        if before.number > to.number:
            raise Malformed("Compare an earlier snapshot with a later one.", "invalid", field="from")
        return Response(DifferenceShown(compared(before, to)).data)

    def _numbered(self, name: str) -> Snapshot | None:
        text = self.request.query_params.get(name, "")
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and 0 < int(text[:12]) <= _MOST and len(text) <= 12):
            raise Malformed(f"{name} is the number of a snapshot.", "invalid", field=name)
        found: Snapshot = get_object_or_404(self.get_queryset(), number=int(text))
        return found
