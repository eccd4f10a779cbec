"""Routings of the backlog: what came of each, and a page that routes now."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.safestring import SafeString

from factcheck import clock
from factcheck.errors import Refusal
from factcheck.models import User
from factcheck.roles import EDITORS
from reviews import actions
from reviews.admin.base import DeskAdmin
from reviews.models import RoutingRun
from reviews.serializers.routing_runs import people_of


@admin.register(RoutingRun)
class RoutingRuns(DeskAdmin):
    viewers = EDITORS
    change_list_template = "admin/reviews/routing_run_list.html"
    list_display = ("started_at", "status", "seats", "offers", "unfilled", "took", "asked_by")
    list_select_related = ("asked_by",)
    list_filter = ("status",)
    ordering = ("-started_at", "-uuid")
    hidden = DeskAdmin.hidden | {"candidates", "prices", "lease_until"}
    readonly_fields = ("people",)

    class Media:
        css = {"all": ["desk/routing.css"]}

    def get_queryset(self, request: HttpRequest) -> Any:
        # A list shows none of the people, and each run holds all of them.
        rows = super().get_queryset(request).select_related("settings", "asked_by")
        return rows.defer("candidates", "prices")

    def get_urls(self) -> list[Any]:
        now = self.admin_site.admin_view(self.route_now)
        return [path("now/", now, name="reviews_routingrun_now"), *super().get_urls()]

    @admin.display(description="took")
    def took(self, run: RoutingRun) -> str:
        return f"{(run.finished_at - run.started_at).total_seconds():.1f} s" if run.finished_at else "-"

    @admin.display(description="people, by seats given")
    def people(self, run: RoutingRun) -> SafeString | str:
        """Whom the run looked at; nobody is kept where nothing was offered."""
        rows = people_of(run)
        return render_to_string("admin/reviews/routing_run_people.html", {"rows": rows}) if rows else "-"

    def route_now(self, request: HttpRequest) -> HttpResponseBase:
        """Ask (GET) or have the backlog routed (POST)."""
        if not self.has_view_permission(request) or not isinstance(request.user, User):
            raise PermissionDenied
        if request.method == "POST":
            try:
                run = actions.ask_for_routing(by=request.user, at=clock.now())
            except Refusal as refusal:
                messages.error(request, refusal.message)
            else:
                messages.success(request, "A worker routes the backlog; this page says how it went.")
                return HttpResponseRedirect(self._address("change", run))
        context = {
            **self.admin_site.each_context(request),
            "title": "Route the backlog now",
            "opts": self.opts,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/reviews/routing_now.html", context)
