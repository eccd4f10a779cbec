"""Versions of routing's weights: enter one, compare it on the weeks of the desk, put it in force."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from factcheck import clock
from factcheck.admin import Button
from factcheck.errors import Refusal
from factcheck.models import User
from factcheck.roles import EDITORS
from reviews import actions
from reviews.actions.rehearsal import MOST_WEEKS, dry_run, rehearse
from reviews.actions.routing_settings import (
    MOST_POINTS,
    PARTS,
    settings_in_force,
    weights_asked,
    weights_in_force,
)
from reviews.admin.base import DeskAdmin, calling, form_of, text
from reviews.admin.rehearsals import plots_of
from reviews.models import RoutingSettings
from reviews.routing import words
from reviews.serializers.routing_settings import compared, would_offer

IN_FORCE = ""


def _version_form(weights: Mapping[str, int]) -> type[forms.Form]:
    """A field for each part, filled with what is in force."""
    fields: dict[str, forms.Field] = {
        name: forms.IntegerField(
            min_value=0, max_value=MOST_POINTS, initial=weights[name], help_text=words.part(name)
        )
        for name in PARTS
    }
    return form_of(fields | {"note": text("What this version is for", required=False, most=500)})


class CompareForm(forms.Form):
    """Which two settings, on how many weeks."""

    a = forms.ChoiceField(required=False, label="A")
    b = forms.ChoiceField(required=False, label="B")
    weeks = forms.IntegerField(min_value=1, max_value=MOST_WEEKS, initial=4, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = RoutingSettings.objects.order_by("-version").values_list("version", "active", "note")
        names = [(str(version), _name(version, active, note)) for version, active, note in versions[:200]]
        for side in ("a", "b"):
            field = self.fields[side]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(IN_FORCE, "what is in force"), *names]


def _name(version: int, active: bool, note: str) -> str:
    return f"version {version}{' (in force)' if active else ''}{f': {note[:60]}' if note else ''}"


@admin.register(RoutingSettings)
class RoutingSettingsAdmin(DeskAdmin):
    viewers = EDITORS
    change_list_template = "admin/reviews/routing_settings_list.html"
    list_display = ("version", "active", "note", "created_at", "activated_at", "reason")
    list_filter = ("active",)
    ordering = ("-version",)
    hidden = DeskAdmin.hidden | {"weights"}
    readonly_fields = ("points",)

    class Media:
        css = {"all": ["desk/routing.css"]}

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("created_by", "activated_by")

    def get_urls(self) -> list[Any]:
        site = self.admin_site
        return [
            path("compare/", site.admin_view(self.compare), name="reviews_routingsettings_compare"),
            path("enter/", site.admin_view(self.enter), name="reviews_routingsettings_enter"),
            *super().get_urls(),
        ]

    @admin.display(description="points that each part can reach")
    def points(self, version: RoutingSettings) -> SafeString:
        rows = ((version.weights.get(name, "-"), name, words.part(name)) for name in PARTS)
        lines = format_html_join(
            "", '<tr><td class="figure">{}</td><th scope="row">{}</th><td>{}</td></tr>', rows
        )
        return format_html('<div class="choice"><table>{}</table></div>', lines)

    def actions_of(self, obj: RoutingSettings, user: User) -> Sequence[Button]:
        if obj.active or not user.is_editor:
            return ()
        run = calling(actions.activate_routing_settings, settings_id=obj.uuid)
        question = f"Whatever is routed from now on goes by version {obj.version}."
        return [
            Button(
                "activate", "Put in force", run, form=form_of({"reason": text(most=500)}), question=question
            )
        ]

    def enter(self, request: HttpRequest) -> HttpResponseBase:
        """Enter the next version, starting from what is in force."""
        user = self._editor(request)
        form = _version_form(asdict(weights_in_force()))(request.POST or None)
        if request.method == "POST" and form.is_valid():
            given = dict(form.cleaned_data)
            note = given.pop("note")
            try:
                made = actions.add_routing_settings(weights=given, note=note, by=user, at=clock.now())
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, f"Version {made.version} is entered; it is not in force yet.")
                return HttpResponseRedirect(f"{self._page('compare')}?b={made.version}&weeks=4")
        return self._shown(request, "admin/reviews/routing_settings_enter.html", "New version", form=form)

    def compare(self, request: HttpRequest) -> HttpResponse:
        """Route the last weeks, and what waits now, under two settings."""
        self._editor(request)
        form = CompareForm(request.GET or None)
        found: dict[str, Any] = {}
        if form.is_bound and form.is_valid():
            found = self._compared(form.cleaned_data)
        title = "Compare routing settings"
        return self._shown(request, "admin/reviews/routing_rehearsal.html", title, form=form, **found)

    def _compared(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        now = clock.now()
        a, b = (weights_asked(int(asked[side]) if asked[side] else None) for side in ("a", "b"))
        weeks = asked["weeks"] or 4
        told = compared(rehearse(a, b, at=now, weeks=weeks), a, b)
        weights = [(name, asdict(a)[name], asdict(b)[name], words.part(name)) for name in PARTS]
        return {
            "told": told,
            "weeks": weeks,
            "sides": [self._side(asked[side]) for side in ("a", "b")],
            "weights": weights,
            "plots": plots_of(told),
            "now": would_offer(dry_run(b, a, at=now), b),
        }

    def _side(self, version: str) -> str:
        if version:
            return f"version {version}"
        found = settings_in_force()
        return f"version {found.version}, in force" if found else "the defaults, in force"

    def _editor(self, request: HttpRequest) -> User:
        if not self.has_view_permission(request) or not isinstance(request.user, User):
            raise PermissionDenied
        return request.user

    def _page(self, name: str) -> str:
        return reverse(f"{self.admin_site.name}:reviews_routingsettings_{name}")

    def _shown(self, request: HttpRequest, template: str, title: str, **more: Any) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
            **more,
        }
        return TemplateResponse(request, template, context)
