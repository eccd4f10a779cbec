"""Filed reviews, returns and verdicts: immutable, and sealed ones are not there."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from reviews.admin.base import DeskAdmin
from reviews.models import Review, ReviewReturn, Verdict


@admin.register(Review)
class Reviews(DeskAdmin):
    hidden = DeskAdmin.hidden | {"fence"}
    list_display = ("fact_check", "who", "revision", "label", "stage", "filed_at")
    list_select_related = ("fact_check__claim", "assignment__reviewer__user", "rating")
    ordering = ("-filed_at", "-uuid")

    @admin.display(description="reviewer")
    def who(self, review: Review) -> str:
        return str(review.assignment.reviewer)

    @admin.display(description="rating")
    def label(self, review: Review) -> str:
        return review.rating.label if review.rating else review.words


@admin.register(ReviewReturn)
class ReviewReturns(DeskAdmin):
    key = "review__uuid"
    list_display = ("review", "by", "reason", "at")
    list_select_related = ("review", "by")
    ordering = ("-at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related("review", "by")


@admin.register(Verdict)
class Verdicts(DeskAdmin):
    list_display = ("fact_check", "version", "label", "chosen_by", "approved_by", "created_at")
    list_select_related = ("fact_check__claim", "rating", "chosen_by", "approved_by")
    ordering = ("-created_at", "-uuid")
