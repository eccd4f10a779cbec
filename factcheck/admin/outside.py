"""What came from outside, and the sites it came from."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from factcheck import hosts, removals
from factcheck.admin.base import Button, ReadOnlyAdmin
from factcheck.models import Capture, CaptureFile, CaptureRemoval, Host, HostSlot, User
from factcheck.roles import EDITORS, Role


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

    def actions_of(self, obj: Capture, user: User) -> Sequence[Button]:
        open_now = obj.removals.filter(confirmed_at__isnull=True, refused_at__isnull=True)
        if not user.is_editor or not _is_kept(obj) or open_now.exists():
            return ()
        ask = partial(removals.ask_removal, capture_id=obj.uuid)
        return [Button("ask-removal", "Ask for removal", ask, form=LegalReason, question=_TWO)]

    @admin.display(description="bytes")
    def download(self, obj: Capture) -> str:
        if not _is_kept(obj):
            return "removed" if hasattr(obj, "file") else "never kept"
        return format_html('<a href="{}">Download as WARC</a>', reverse("capture-warc", args=[obj.uuid]))


_TWO = "Another editor has to confirm. Then the bytes are gone for good; address, hash and time stay."


class LegalReason(forms.Form):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text="The legal reason; editors read it.",
    )


def _is_kept(capture: Capture) -> bool:
    return hasattr(capture, "file") and bool(capture.file.name)


@admin.register(CaptureRemoval)
class CaptureRemovals(ReadOnlyAdmin):
    """Requests to remove bytes for a legal reason: one editor asks, another confirms."""

    viewers: ClassVar[frozenset[Role]] = EDITORS
    list_display = ("asked_at", "capture", "reason", "asked_by", "confirmed_by", "refused_by")
    list_select_related = ("capture", "asked_by", "confirmed_by", "refused_by")
    ordering = ("-asked_at", "-id")

    def actions_of(self, obj: CaptureRemoval, user: User) -> Sequence[Button]:
        if obj.confirmed_at is not None or obj.refused_at is not None:
            return ()
        capture = obj.capture.uuid
        leave = partial(removals.refuse_removal, capture_id=capture)
        refuse = Button("refuse", "Leave the bytes", leave)
        if obj.asked_by_id == user.pk:
            return [refuse]
        question = "The bytes are gone for good; address, hash and time stay."
        confirm = partial(removals.confirm_removal, capture_id=capture)
        return [Button("confirm", "Remove the bytes", confirm, question=question), refuse]


class SlotsOfHost(admin.TabularInline):  # type: ignore[type-arg]
    model = HostSlot
    fields = readonly_fields = ("number", "until", "fence")
    ordering = ("number",)
    can_delete = False
    max_num = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # as the host itself


@admin.register(Host)
class Hosts(ReadOnlyAdmin):
    """Other people's sites: what they ask of robots, why they are left alone, who is there now."""

    viewers: ClassVar[frozenset[Role]] = EDITORS
    list_display = ("origin", "failures", "closed_until", "closed_reason", "robots_status", "robots_until")
    search_fields = ("origin",)
    ordering = ("origin",)
    inlines = (SlotsOfHost,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Host]:
        rows: QuerySet[Host] = super().get_queryset(request)
        # Half a megabyte each, and a list shows none of it.
        return rows.defer("robots") if _is_list(request) else rows

    def actions_of(self, obj: Host, user: User) -> Sequence[Button]:
        question = f"{obj.origin} is asked again from now on, and its robots.txt is read anew."
        return [Button("reopen", "Ask this site again", _reopening(obj.origin), question=question)]


def _is_list(request: HttpRequest) -> bool:
    return (
        request.resolver_match is not None and request.resolver_match.url_name == "factcheck_host_changelist"
    )


def _reopening(site: str) -> Callable[..., Any]:
    return lambda *, by, at: hosts.reopen(site, by=by, at=at)
