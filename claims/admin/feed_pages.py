"""Pages about feeds that are no rows: a trial, the feeds of a site, lists of feeds."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from claims import actions
from claims.ingestion import parsing, trials
from claims.ingestion.discovery import discover
from claims.models import Feed
from claims.serializers.feeds import LARGEST_OPML
from claims.serializers.opml import opml_of
from claims.serializers.trials import discovery_shown, trial_shown
from factcheck import clock
from factcheck.admin import ReadOnlyAdmin
from factcheck.errors import Refusal
from factcheck.models import User


class Address(forms.Form):
    url = forms.CharField(
        label="Address",
        max_length=2000,
        help_text="Of any page of the site, or of a feed.",
        widget=forms.TextInput(attrs={"size": 80}),
    )


class OpmlUpload(forms.Form):
    file = forms.FileField(label="OPML file", help_text="At most 2,000 feeds and 4 MB.")

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_OPML:
            raise forms.ValidationError("The file is larger than 4 MB.")
        body: bytes = file.read()
        return body


class FeedPages(ReadOnlyAdmin):
    """The admin of feeds, less its rows."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("find/", view(self.find), name="claims_feed_find"),
            path("lists/", view(self.lists), name="claims_feed_lists"),
            path("lists/feeds.opml", view(self.opml), name="claims_feed_opml"),
            *super().get_urls(),
        ]

    def press(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponseBase:
        """Run a trial and show it; any other button as ever."""
        if verb != "test" or request.method != "POST":
            return super().press(request, object_id, verb)
        feed = self.get_object(request, unquote(object_id))
        if feed is None or not self.has_view_permission(request, feed):
            raise Http404
        context: dict[str, Any] = {"back": self._address("change", feed), "original": feed}
        try:
            with trials.place():
                context["trial"] = trial_shown(trials.try_out(feed.url))
        except Refusal as refusal:
            context["refused"] = refusal.message
        return self._page(request, "trial", f"Test of {feed}", **context)

    def find(self, request: HttpRequest) -> HttpResponseBase:
        """Ask for an address, show the feeds found from there, follow the one that was picked."""
        self._refuse_others(request)
        if request.method == "POST" and "follow" in request.POST:
            return self._follow(request)
        form = Address(request.POST or None)
        context: dict[str, Any] = {"form": form}
        if form.is_valid():
            try:
                with trials.place():
                    context["found"] = discovery_shown(discover(form.cleaned_data["url"]))
            except Refusal as refusal:
                form.add_error(None, refusal.message)
        return self._page(request, "find", "Find feeds", **context)

    def _follow(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        given = {name: request.POST.get(name, "")[:most] for name, most in (("follow", 2000), ("title", 300))}
        try:
            feed = actions.add_feed(
                url=given["follow"], title=given["title"], by=request.user, at=clock.now()
            )
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(reverse("admin:claims_feed_find"))
        messages.success(request, "Followed; its first poll is due at once.")
        return HttpResponseRedirect(self._address("change", feed))

    def lists(self, request: HttpRequest) -> HttpResponseBase:
        """Offer the desk's list, and take over another reader's."""
        self._refuse_others(request)
        assert isinstance(request.user, User)
        form = OpmlUpload(request.POST or None, request.FILES or None)
        context: dict[str, Any] = {"form": form}
        if form.is_valid():
            try:
                outlines = parsing.outlines(form.cleaned_data["file"])
            except Refusal as refusal:
                form.add_error("file", refusal.message)
            else:
                results = actions.import_feeds(outlines=outlines, by=request.user, at=clock.now())
                context["counts"] = Counter(one.result for one in results)
                context["refused"] = [one for one in results if one.result == "refused"]
        return self._page(request, "lists", "Lists of feeds", **context)

    def opml(self, request: HttpRequest) -> HttpResponse:
        """The desk's feeds as an OPML file."""
        self._refuse_others(request)
        whole = opml_of(Feed.objects.visible_to(request.user), at=clock.now())
        headers = {"Content-Disposition": 'attachment; filename="feeds.opml"'}
        return HttpResponse(whole, content_type="text/x-opml; charset=utf-8", headers=headers)

    def _refuse_others(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise Http404

    def _page(self, request: HttpRequest, name: str, title: str, **context: Any) -> TemplateResponse:
        whole = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, f"admin/claims/feed/{name}.html", whole)
