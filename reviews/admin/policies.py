"""Policies, scales and ratings, by version."""

from django.contrib import admin

from reviews.admin.base import DeskAdmin
from reviews.models import Policy, Rating, Scale


@admin.register(Policy)
class Policies(DeskAdmin):
    list_display = ("name", "slug", "version", "judging", "raters", "active", "is_default")
    list_filter = ("active",)
    ordering = ("slug", "-version", "-uuid")


@admin.register(Scale)
class Scales(DeskAdmin):
    list_display = ("name", "slug", "version", "words_only", "is_default")
    ordering = ("slug", "-version", "-uuid")


@admin.register(Rating)
class Ratings(DeskAdmin):
    key = "id"
    list_display = ("label", "scale", "position", "value", "worst", "best")
    list_select_related = ("scale",)
    list_filter = ("scale",)
    ordering = ("scale__slug", "position", "id")
