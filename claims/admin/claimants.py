"""Claimants in the admin."""

from django.contrib import admin

from claims.admin.base import CHAIN
from claims.models import Claimant, ClaimantRole
from factcheck.admin import ReadOnlyAdmin


@admin.register(Claimant)
class Claimants(ReadOnlyAdmin):
    hidden = CHAIN
    list_display = ("name", "kind", "created_at")
    list_filter = ("kind",)
    search_fields = ("name",)
    ordering = ("key",)


@admin.register(ClaimantRole)
class ClaimantRoles(ReadOnlyAdmin):
    list_display = ("claimant", "role", "organisation", "first_seen_at", "last_seen_at")
    list_select_related = ("claimant",)
    search_fields = ("claimant__name", "role", "organisation")
    ordering = ("-id",)
