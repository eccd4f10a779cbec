"""Claimants in the admin."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from claims.admin import merging
from claims.admin.base import CHAIN
from claims.models import Claimant, ClaimantRole
from factcheck.admin import Button, ReadOnlyAdmin
from factcheck.models import User


@admin.register(Claimant)
class Claimants(ReadOnlyAdmin):
    hidden = CHAIN
    list_display = ("name", "kind", "merged_into", "created_at")
    list_select_related = ("merged_into",)
    list_filter = ("kind", merging.Merged)
    search_fields = ("name",)
    ordering = ("key",)
    readonly_fields = ("also_known_as", "may_be")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_fields(request, obj), *self.readonly_fields]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claimant]:
        rows: QuerySet[Claimant] = super().get_queryset(request)
        return rows.select_related("merged_into")

    @admin.display(description="also known as")
    def also_known_as(self, claimant: Claimant) -> SafeString:
        return merging.also_known_as(claimant)

    @admin.display(description="may be the same as")
    def may_be(self, claimant: Claimant) -> SafeString:
        return merging.may_be(claimant)

    def actions_of(self, obj: Claimant, user: User) -> Sequence[Button]:
        return merging.buttons_of_claimant(obj, user)


@admin.register(ClaimantRole)
class ClaimantRoles(ReadOnlyAdmin):
    list_display = ("claimant", "role", "organisation", "first_seen_at", "last_seen_at")
    list_select_related = ("claimant",)
    search_fields = ("claimant__name", "role", "organisation")
    ordering = ("-id",)
