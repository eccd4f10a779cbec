"""What claims are found by, in the admin: topics, harm areas, incidents, and passes over what waits."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims import actions
from claims.actions.incidents import MOST_HOURS, MOST_POINTS
from claims.actions.ordering import current_rules
from claims.admin.adding import AddingAdmin
from claims.admin.base import CHAIN
from claims.models import ClaimTopic, HarmArea, Incident, Rescoring, Topic
from factcheck.admin import Button, ReadOnlyAdmin
from factcheck.models import Event, User


class Lines(forms.CharField):
    """One word, phrase or pattern a line."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            widget=forms.Textarea(attrs={"rows": 8, "cols": 60}),
            required=False,
            max_length=60_000,
            help_text="One a line.",
        )

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class EditRule(forms.Form):
    name = forms.CharField(max_length=200)
    keywords = Lines("Words and phrases")
    patterns = Lines("Patterns (RE2)")


class AddRule(EditRule):
    slug = forms.SlugField(max_length=80)
    field_order = ["slug"]


class EditArea(EditRule):
    gravity = forms.FloatField(min_value=0, max_value=1, help_text="1 is the gravest.")
    active = forms.BooleanField(required=False, initial=True, label="It counts")


class AddArea(EditArea):
    slug = forms.SlugField(max_length=80, help_text="One with the slug of a shipped area takes its place.")
    field_order = ["slug"]


class Start(EditRule):
    points = forms.FloatField(min_value=0.1, max_value=MOST_POINTS, initial=30)
    hours = forms.FloatField(min_value=0.1, max_value=MOST_HOURS, initial=24)


@admin.register(Topic)
class Topics(AddingAdmin):
    hidden = CHAIN
    list_display = ("name", "slug", "keywords", "patterns")
    search_fields = ("name", "slug")
    ordering = ("slug",)
    readonly_fields = ("history",)
    add_label, add_form = "New topic", AddRule

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_fields(request, obj), "history"]

    @admin.display(description="changes")
    def history(self, topic: Topic) -> SafeString:
        return _history(topic)

    def actions_of(self, obj: Topic, user: User) -> Sequence[Button]:
        run = partial(actions.edit_topic, topic_id=obj.uuid)
        initial = {name: getattr(obj, name) for name in ("name", "keywords", "patterns")}
        return [Button("edit", "Edit", run, form=EditRule, initial=initial)] if user.is_editor else ()

    def add(self, **given: Any) -> Topic:
        return actions.add_topic(**given)


@admin.register(ClaimTopic)
class ClaimTopics(ReadOnlyAdmin):
    list_display = ("claim", "topic")
    list_select_related = ("claim", "topic")
    ordering = ("-id",)


@admin.register(HarmArea)
class HarmAreas(AddingAdmin):
    hidden = CHAIN
    list_display = ("name", "slug", "gravity", "active", "keywords", "edited_at", "edited_by")
    list_select_related = ("edited_by",)
    list_filter = ("active",)
    search_fields = ("name", "slug")
    ordering = ("slug",)
    readonly_fields = ("history",)
    add_label, add_form = "New area", AddArea

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_fields(request, obj), "history"]

    @admin.display(description="changes")
    def history(self, area: HarmArea) -> SafeString:
        return _history(area)

    def actions_of(self, obj: HarmArea, user: User) -> Sequence[Button]:
        run = partial(actions.edit_harm_area, area_id=obj.uuid)
        names = ("name", "keywords", "patterns", "gravity", "active")
        initial = {name: getattr(obj, name) for name in names}
        return [Button("edit", "Edit", run, form=EditArea, initial=initial)] if user.is_editor else ()

    def add(self, **given: Any) -> HarmArea:
        return actions.add_harm_area(**given)

    def beside(self) -> Any:
        """The areas that count now, shipped or the desk's own."""
        return [
            (f"{a.name} ({a.slug}, {a.gravity:g})", ", ".join(a.keywords)) for a in current_rules().in_force
        ]


@admin.register(Incident)
class Incidents(AddingAdmin):
    hidden = CHAIN
    list_display = ("name", "points", "started_at", "started_by", "ends_at", "ended_at")
    list_select_related = ("started_by",)
    search_fields = ("name",)
    ordering = ("-started_at", "-id")
    add_label, add_form = "Start an incident", Start

    def actions_of(self, obj: Incident, user: User) -> Sequence[Button]:
        if obj.ended_at is not None or not user.is_editor:
            return ()
        run = partial(actions.end_incident, incident_id=obj.uuid)
        return [Button("end", "End now", run, question="The order of the list returns.")]

    def add(self, **given: Any) -> Incident:
        return actions.start_incident(**given)


@admin.register(Rescoring)
class Rescorings(ReadOnlyAdmin):
    hidden = CHAIN
    list_display = ("started_at", "reason", "model", "progress", "changed", "finished_at", "asked_by")
    list_select_related = ("asked_by",)
    list_filter = ("reason",)
    ordering = ("-started_at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("asked_by")

    @admin.display(description="progress")
    def progress(self, row: Rescoring) -> str:
        return f"{row.done} of {max(row.total, row.done)}{', once more after this' if row.again else ''}"


def _history(row: Topic | HarmArea) -> SafeString:
    """The last twenty changes, with what stood before; typing that in again undoes them."""
    changes = Event.objects.filter(subject=row.uuid).order_by("-seq").values_list("at", "data")[:20]
    lines = (
        (f"{at:%-d %B %Y, %H:%M}", "; ".join(f"{name}: {_text(was)}" for name, was in data["before"].items()))
        for at, data in changes
        if "before" in data
    )
    listed = format_html_join("", "<li>{}, before: {}</li>", lines)
    return format_html("<ul>{}</ul>", listed) if listed else SafeString("none")


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
