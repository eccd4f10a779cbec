"""Articles and their snapshots."""

from collections.abc import Mapping
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from claims import actions
from claims.models import Article, ArticleStatus, Snapshot
from claims.serializers.articles import ArticleDetail, SubmitArticle, UploadArticle
from factcheck import clock
from factcheck.api.conditional import check_if_match
from factcheck.api.errors import TooLarge
from factcheck.api.filters import Choice, Moment, Text, Uuid
from factcheck.api.parsers import Json
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, Rows, verb


class PageInJson(Json):
    """A page of up to 9 MB as base64; larger ones come as a form."""

    max_bytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE


class PageInForm(MultiPartParser):
    """multipart/form-data, refused by its announced length before it is spooled to disk."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Return data and files. Raises TooLarge."""
        announced = (parser_context or {})["request"].META.get("CONTENT_LENGTH") or "0"
        if int(announced) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge("The form is larger than 12 MB.")
        return super().parse(stream, media_type, parser_context)


class Articles(DeskViewSet):
    """Pieces the desk has taken in: waiting, read, or refused with the reason."""

    model = Article
    serializer_class = ArticleDetail
    parser_classes = [PageInJson, PageInForm]
    list_fields = {
        "uuid": "uuid",
        "title": "title",
        "url": "url",
        "status": "status",
        "refusal_code": "refusal_code",
        "refusal": "refusal",
        "outlet": "outlet__uuid",
        "outlet_name": "outlet__name",
        "language": "snapshot__language",
        "published_at": "snapshot__published_at",
        "copy_of": "copy_of__uuid",
        "created_at": "created_at",
        "read_at": "read_at",
        "detected_at": "detected_at",
    }
    keyset = ("-created_at", "-id")
    filters = {
        "status": Choice("status", ArticleStatus),
        "outlet": Uuid("outlet__uuid"),
        "feed": Uuid("feed__uuid"),
        "language": Text("snapshot__language"),
        "since": Moment("created_at__gte"),
        "until": Moment("created_at__lt"),
    }

    def get_queryset(self) -> QuerySet[Article]:
        rows: QuerySet[Article] = super().get_queryset()
        if self.action == "list":
            return rows
        related = rows.select_related("outlet", "feed", "copy_of", "submitted_by", "snapshot")
        return related.defer("given", "copy_of__given")  # uploads of up to 10 MB

    def search(self, rows: QuerySet[Article], text: str) -> QuerySet[Article]:
        """Every word stands in the title."""
        for word in text.split():
            rows = rows.filter(title__icontains=word)
        return rows

    @extend_schema(
        request={"application/json": SubmitArticle, "multipart/form-data": UploadArticle},
        responses={201: ArticleDetail, 200: ArticleDetail},
    )
    def create(self, request: Request) -> Response:
        """Take in an article to be read soon; 200 with the article there if its address is known."""
        form = (request.content_type or "").startswith(PageInForm.media_type)
        given = read(UploadArticle if form else SubmitArticle, request)
        article, new = actions.submit_article(**given, by=self.user, at=clock.now())
        return self.answer(article.uuid, status=201 if new else 200)

    @verb()
    def retry(self, request: Request, uuid: UUID) -> Response:
        """Try to read a refused article again."""
        article = self.get_object()
        check_if_match(request, article, required=False)
        actions.retry_article(article_id=article.uuid, by=self.user, at=clock.now())
        return self.answer(article.uuid)

    @verb()
    def refetch(self, request: Request, uuid: UUID) -> Response:
        """Fetch the article again soon; a changed text becomes a new snapshot."""
        article = self.get_object()
        check_if_match(request, article, required=False)
        actions.refetch_article(article_id=article.uuid, by=self.user, at=clock.now())
        return self.answer(article.uuid)


class Snapshots(Rows):
    """What was read of one article, the newest first. The newest one's text is in the article."""

    model = Snapshot
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

    def get_queryset(self) -> QuerySet[Snapshot]:
        seen = Article.objects.visible_to(self.request.user)
        article = get_object_or_404(seen.only("pk"), uuid=self.kwargs["article"])
        return Snapshot.objects.filter(article=article)
