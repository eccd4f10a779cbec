"""Articles and snapshots in the admin."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims import actions
from claims.admin.base import CHAIN
from claims.models import Article, ArticleAddress, ArticleStatus, Snapshot, SnapshotBand
from factcheck.admin import Button, ReadOnlyAdmin
from factcheck.models import User


@admin.register(Article)
class Articles(ReadOnlyAdmin):
    hidden = CHAIN | {"given", "given_type"}
    list_display = ("__str__", "outlet", "status", "created_at", "read_at", "refusal")
    list_select_related = ("outlet",)
    list_filter = ("status",)
    search_fields = ("title", "url")
    ordering = ("-created_at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).defer("given")

    def actions_of(self, obj: Article, user: User) -> Sequence[Button]:
        article: dict[str, Any] = {"article_id": obj.uuid}
        if obj.status == ArticleStatus.REFUSED:
            return [
                Button("retry", "Try again", partial(actions.retry_article, **article), question=obj.refusal)
            ]
        if obj.url and obj.status == ArticleStatus.READ:
            question = "A changed text becomes a new snapshot."
            return [
                Button(
                    "refetch", "Fetch again", partial(actions.refetch_article, **article), question=question
                )
            ]
        return ()


@admin.register(ArticleAddress)
class ArticleAddresses(ReadOnlyAdmin):
    list_display = ("url", "article")
    list_select_related = ("article",)
    search_fields = ("url",)
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleAddress]:
        return super().get_queryset(request).defer("article__given")


@admin.register(Snapshot)
class Snapshots(ReadOnlyAdmin):
    list_display = ("title", "number", "article", "published_at", "language", "truncated", "taken_at")
    list_select_related = ("article",)
    list_filter = ("language", "truncated")
    search_fields = ("title",)
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Snapshot]:
        return super().get_queryset(request).defer("article__given")


@admin.register(SnapshotBand)
class SnapshotBands(ReadOnlyAdmin):
    list_display = ("key", "snapshot")
    list_select_related = ("snapshot",)
    ordering = ("-id",)
