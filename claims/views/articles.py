"""Articles and their snapshots."""

from collections.abc import Mapping
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from claims import actions
from claims.models import Article, ArticleStatus
from claims.serializers.articles import ArticleDetail, SubmitArticle, UploadArticle
from factcheck import clock
from factcheck.api.conditional import check_if_match
from factcheck.api.errors import TooLarge
from factcheck.api.filters import By, Choice, Moment, Text, Uuid
from factcheck.api.parsers import Json
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, verb


def _is_copy(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(copy_of__isnull={"true": False, "false": True}[text])


def _with_copies(rows: QuerySet[Article]) -> QuerySet[Article]:
    """Articles with `copy_count`, how many point to them."""
    copies = Article.objects.filter(copy_of=OuterRef("pk")).order_by().values("copy_of")
    count = Subquery(copies.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    return rows.annotate(copy_count=Coalesce(count, 0))


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
        "likeness": "likeness",
        "copies": "copy_count",
        "created_at": "created_at",
        "read_at": "read_at",
        "checked_at": "checked_at",
        "detected_at": "detected_at",
    }
    list_schema = {"copies": {"type": "integer", "minimum": 0}}
    keyset = ("-created_at", "-id")
    filters = {
        "status": Choice("status", ArticleStatus),
        "outlet": Uuid("outlet__uuid"),
        "feed": Uuid("feed__uuid"),
        "language": Text("snapshot__language"),
        "copy_of": Uuid("copy_of__uuid"),
        "is_copy": By(_is_copy, {"type": "boolean"}),
        "since": Moment("created_at__gte"),
        "until": Moment("created_at__lt"),
    }

    def get_queryset(self) -> QuerySet[Article]:
        rows: QuerySet[Article] = _with_copies(super().get_queryset())
        if self.action == "list":
            return rows
        related = rows.select_related("outlet", "feed", "copy_of", "submitted_by", "snapshot")
        return related.defer("given", "copy_of__given")  # uploads of up to 10 MB

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        # Never 304: that an article was looked up again and not changed is no event, nor is a new copy.
        return self.shown(self.get_object())

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

    @verb()
    def separate(self, request: Request, uuid: UUID) -> Response:
        """Say that the article is no copy: its claims are looked for anew, as its own."""
        article = self.get_object()
        check_if_match(request, article, required=False)
        actions.separate_article(article_id=article.uuid, by=self.user, at=clock.now())
        return self.answer(article.uuid)
