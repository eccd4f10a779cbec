"""What came from outside, and the sites it came from."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from factcheck.admin.base import ReadOnlyAdmin
from factcheck.models import Capture, CaptureFile


class FileOfCapture(admin.StackedInline):  # type: ignore[type-arg]
    model = CaptureFile
    fields = readonly_fields = ("name", "size", "keep_until", "removed_at", "removal_reason")
    can_delete = False
    max_num = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # as the capture itself


@admin.register(Capture)
class Captures(ReadOnlyAdmin):
    """What came from outside. The bytes are a download, never a page of the desk's own origin."""

    list_display = ("taken_at", "final_url", "status", "media_type", "size", "sha256")
    readonly_fields = ("download",)
    search_fields = ("final_url", "sha256")
    ordering = ("-taken_at", "-id")
    inlines = (FileOfCapture,)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return [*super().get_fields(request, obj), "download"]

    @admin.display(description="bytes")
    def download(self, obj: Capture) -> str:
        if not obj.file.name:
            return "removed"
        return format_html('<a href="{}">Download as WARC</a>', reverse("capture-warc", args=[obj.uuid]))
