"""Outlets in the admin."""

from django.contrib import admin

from claims.admin.base import CHAIN
from claims.models import Outlet
from factcheck.admin import ReadOnlyAdmin


@admin.register(Outlet)
class Outlets(ReadOnlyAdmin):
    hidden = CHAIN
    list_display = ("name", "domain", "language", "slug", "created_at")
    list_filter = ("language",)
    search_fields = ("name", "domain")
    ordering = ("name", "id")
