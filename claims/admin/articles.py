"""Articles and snapshots in the admin."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims import actions
from claims.admin import differences
from claims.admin.base import CHAIN
from claims.models import Article, ArticleAddress, ArticleStatus, Snapshot, SnapshotBand
from factcheck.admin import Button, ReadOnlyAdmin
from factcheck.models import User


def _page_of(row: Model) -> str:
    return reverse(f"admin:claims_{row._meta.model_name}_change", args=[row.pk])


def _changed(snapshot: Snapshot) -> SafeString | str:
    """What changed from the snapshot before this one."""
    before = Snapshot.objects.filter(article=snapshot.article_id, number=snapshot.number - 1).first()
    return differences.shown(before, snapshot) if before else "This is the first time it was read."


class Copies(admin.SimpleListFilter):
    title = "copy of another"
    parameter_name = "copy"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(copy_of__isnull=self.value() == "no")


@admin.register(Article)
class Articles(ReadOnlyAdmin):
    hidden = CHAIN | {"given", "given_type"}
    list_display = ("__str__", "outlet", "status", "copy_of", "created_at", "read_at", "refusal")
    list_select_related = ("outlet", "copy_of")
    list_filter = ("status", Copies)
    search_fields = ("title", "url")
    ordering = ("-created_at", "-id")
    readonly_fields = ("copies", "snapshots", "what_changed")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).defer("given", "copy_of__given")

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return [*super().get_fields(request, obj), *self.readonly_fields]

    @admin.display(description="copies of it")
    def copies(self, article: Article) -> SafeString | str:
        """The first twenty, and how alike they are."""
        rows = article.copies.order_by("id").only("id", "title", "url", "likeness")[:20]
        links = [(_page_of(row), row, f"{row.likeness or 0:.0%}") for row in rows]
        if not links:
            return "None."
        return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a> ({})</li>', links))

    @admin.display(description="snapshots")
    def snapshots(self, article: Article) -> SafeString:
        """The last twenty, the newest first."""
        rows = article.snapshots.order_by("-number").only("id", "number", "taken_at", "title")[:20]
        links = ((_page_of(row), row.number, f"{row.taken_at:%Y-%m-%d %H:%M}", row.title) for row in rows)
        return format_html(
            "<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a>: {} UTC, {}</li>', links)
        )

    @admin.display(description="what changed last")
    def what_changed(self, article: Article) -> SafeString | str:
        newest = article.snapshot
        return _changed(newest) if newest else "It was not read yet."

    def actions_of(self, obj: Article, user: User) -> Sequence[Button]:
        article: dict[str, Any] = {"article_id": obj.uuid}
        if obj.status == ArticleStatus.REFUSED:
            return [
                Button("retry", "Try again", partial(actions.retry_article, **article), question=obj.refusal)
            ]
        buttons = []
        if obj.url and obj.status == ArticleStatus.READ:
            question = "A changed text becomes a new snapshot."
            again = partial(actions.refetch_article, **article)
            buttons.append(Button("refetch", "Fetch again", again, question=question))
        if obj.copy_of_id and user.is_editor:
            question = "Its claims are looked for anew, as its own."
            apart = partial(actions.separate_article, **article)
            buttons.append(Button("separate", "Not a copy", apart, question=question))
        return buttons


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
    readonly_fields = ("what_changed",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Snapshot]:
        return super().get_queryset(request).defer("article__given")

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return [*super().get_fields(request, obj), *self.readonly_fields]

    @admin.display(description="what changed")
    def what_changed(self, snapshot: Snapshot) -> SafeString | str:
        return _changed(snapshot)


@admin.register(SnapshotBand)
class SnapshotBands(ReadOnlyAdmin):
    list_display = ("key", "snapshot")
    list_select_related = ("snapshot",)
    ordering = ("-id",)
