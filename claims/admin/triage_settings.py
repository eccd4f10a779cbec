"""Versions of triage's weights in the admin: enter one, compare it on the last weeks, put it in force."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims import actions
from claims.actions.sampling import sample_figures
from claims.actions.triage_replay import MOST_DAYS, dry_run, replay
from claims.actions.triage_settings import weights_asked, weights_in_force
from claims.admin.adding import AddingAdmin
from claims.admin.base import CHAIN
from claims.models import TriageSettings
from claims.serializers.triage_settings import told
from claims.triage.weights import LIMITS, Limit
from factcheck import clock
from factcheck.admin import Button
from factcheck.models import User


class Activate(forms.Form):
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class Compare(forms.Form):
    """Which two settings, on how many days; empty is what is in force."""

    a = forms.IntegerField(min_value=1, required=False, label="A: version", help_text="Empty: in force.")
    b = forms.IntegerField(min_value=1, required=False, label="B: version", help_text="Empty: in force.")
    days = forms.IntegerField(min_value=1, max_value=MOST_DAYS, initial=28)


def _version_form(weights: Mapping[str, float]) -> type[forms.Form]:
    """A field for each weight, filled with what is in force."""
    fields = {name: _weight(limit, weights[name]) for name, limit in LIMITS.items()}
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), max_length=500, required=False)
    return type("VersionForm", (forms.Form,), fields | {"note": note})


def _weight(limit: Limit, initial: float) -> forms.Field:
    if limit.whole:
        return forms.IntegerField(
            min_value=int(limit.least), max_value=int(limit.most), initial=initial, help_text=limit.says
        )
    return forms.FloatField(
        min_value=limit.least, max_value=limit.most, initial=initial, help_text=limit.says
    )


@admin.register(TriageSettings)
class TriageSettingsAdmin(AddingAdmin):
    change_list_template = "admin/claims/triage/settings_list.html"
    hidden = CHAIN | {"weights"}
    list_display = ("version", "active", "note", "created_at", "activated_at", "reason")
    list_filter = ("active",)
    ordering = ("-version",)
    readonly_fields = ("points",)
    add_label = "New version"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.compare)
        return [path("compare/", view, name="claims_triagesettings_compare"), *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_fields(request, obj), "points"]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"sample": sample_figures(), **(extra_context or {})})

    @admin.display(description="weights")
    def points(self, version: TriageSettings) -> SafeString:
        rows = ((version.weights.get(name, "-"), name, limit.says) for name, limit in LIMITS.items())
        lines = format_html_join("", "<tr><td>{}</td><th scope='row'>{}</th><td>{}</td></tr>", rows)
        return format_html("<table>{}</table>", lines)

    def actions_of(self, obj: TriageSettings, user: User) -> Sequence[Button]:
        if obj.active or not user.is_editor:
            return ()
        run = partial(actions.activate_triage_settings, settings_id=obj.uuid)
        question = f"What waits is put in the order of version {obj.version}."
        return [Button("activate", "Put in force", run, form=Activate, question=question)]

    def get_add_form(self) -> type[forms.Form]:
        return _version_form(asdict(weights_in_force()))

    def add(self, **given: Any) -> TriageSettings:
        known = {name: given.pop(name) for name in ("note", "by", "at")}
        return actions.add_triage_settings(weights=given, **known)

    def compare(self, request: HttpRequest) -> HttpResponse:
        """Order the last days, and what waits now, under two settings."""
        if not isinstance(request.user, User) or not request.user.is_active or not request.user.is_editor:
            raise PermissionDenied
        form = Compare(request.GET or None)
        found: dict[str, Any] = {}
        if form.is_bound and form.is_valid():
            found = _compared(form)
        return self.page(request, "compare", "Compare triage settings", form=form, **found)


def _compared(form: forms.Form) -> dict[str, Any]:
    asked, now = form.cleaned_data, clock.now()
    known = set(TriageSettings.objects.values_list("version", flat=True))
    for side in ("a", "b"):
        if asked[side] is not None and asked[side] not in known:
            form.add_error(side, "There is no such version.")
    if form.errors:
        return {}
    a, b = weights_asked(asked["a"]), weights_asked(asked["b"])
    past = told(replay(a, b, at=now, days=asked["days"]), a, b)
    differing = [
        (name, v, asdict(b)[name], LIMITS[name].says) for name, v in asdict(a).items() if v != asdict(b)[name]
    ]
    gates = sorted({*past["a"]["gates"], *past["b"]["gates"]})
    return {
        "told": past,
        "weights": differing,
        "gates": [
            (g.replace("_", " "), past["a"]["gates"].get(g, 0), past["b"]["gates"].get(g, 0)) for g in gates
        ],
        "groups": [
            ("Further up", past["up"], past["counts"]["up"]),
            ("Further down", past["down"], past["counts"]["down"]),
            ("Listed under B alone", past["appear"], past["counts"]["appear"]),
            ("Listed under A alone", past["vanish"], past["counts"]["vanish"]),
        ],
        "now": told(dry_run(a, b, at=now), a, b),
    }
