"""Topics in the admin."""

from django.contrib import admin

from claims.admin.base import CHAIN
from claims.models import ClaimTopic, Topic
from factcheck.admin import ReadOnlyAdmin


@admin.register(Topic)
class Topics(ReadOnlyAdmin):
    hidden = CHAIN
    list_display = ("name", "slug", "keywords")
    search_fields = ("name", "slug")
    ordering = ("slug",)


@admin.register(ClaimTopic)
class ClaimTopics(ReadOnlyAdmin):
    list_display = ("claim", "topic")
    list_select_related = ("claim", "topic")
    ordering = ("-id",)
