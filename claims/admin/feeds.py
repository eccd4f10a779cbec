"""Feeds in the admin: how each is doing, and what may be done about it."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import DateTimeField, QuerySet, Value
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims import actions
from claims.admin.base import CHAIN
from claims.admin.feed_pages import FeedPages
from claims.ingestion.health import Facts, sentence_of, state_of
from claims.models import Feed
from factcheck import clock
from factcheck.admin import Button
from factcheck.models import User


class Change(forms.Form):
    """What the desk sets about a feed."""

    title = forms.CharField(max_length=300, required=False, help_text="Empty: the feed's own.")
    url = forms.CharField(label="Address", max_length=2000, widget=forms.TextInput(attrs={"size": 80}))
    minutes = forms.IntegerField(
        label="Minutes between two polls", min_value=1, max_value=7 * 24 * 60, help_text="One to 10,080."
    )
    adapts = forms.BooleanField(
        label="Adapt the wait to how often it changes",
        required=False,
        help_text="Within a quarter and four times of that.",
    )


class Failing(admin.SimpleListFilter):
    title = "the last poll"
    parameter_name = "failing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "was bad"), ("no", "was good")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "yes":
                return queryset.filter(failures__gt=0)
            case "no":
                return queryset.filter(failures=0, polled_at__isnull=False)
        return queryset


@admin.register(Feed)
class Feeds(FeedPages):
    hidden = CHAIN
    list_display = ("name", "state", "health", "next_poll_at")
    list_select_related = ("outlet",)
    list_filter = ("paused", Failing, "kind")
    search_fields = ("title", "url", "outlet__name")
    ordering = ("-id",)
    readonly_fields = ("health", "a_day", "address")
    fieldsets = (
        (None, {"fields": ("health", "address", "title", "outlet", "kind")}),
        (
            "Pace",
            {"fields": ("interval", "adapts", "wait", "paused", "next_poll_at")},
        ),
        (
            "The last polls",
            {
                "fields": (
                    "polled_at",
                    "succeeded_at",
                    "changed_at",
                    "announced",
                    "fresh",
                    "dropped",
                    "a_day",
                    "failures",
                    "error_code",
                    "last_error",
                )
            },
        ),
        ("Followed", {"fields": ("created_by", "created_at")}),
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [name for _, block in self.fieldsets for name in block["fields"]]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feed]:
        # The clock is asked once for the page, and travels with its rows.
        now = Value(clock.now(), output_field=DateTimeField())
        rows: QuerySet[Feed] = super().get_queryset(request)
        return rows.annotate(looked_at=now)

    @admin.display(description="feed", ordering="title")
    def name(self, feed: Feed) -> SafeString:
        return format_html("{}<br><small>{}, {}</small>", feed, feed.outlet, feed.get_kind_display())

    @admin.display(description="state")
    def state(self, feed: Any) -> SafeString:
        found = state_of(Facts.of(feed), now=feed.looked_at)
        return format_html('<span class="feed-state feed-{}">{}</span>', found, found.replace("_", " "))

    @admin.display(description="how it is doing")
    def health(self, feed: Any) -> str:
        return sentence_of(Facts.of(feed), now=feed.looked_at)

    @admin.display(description="items a day", ordering="items_a_day")
    def a_day(self, feed: Feed) -> str:
        return "–" if feed.items_a_day is None else f"{feed.items_a_day:.1f}"

    @admin.display(description="address")
    def address(self, feed: Feed) -> str:
        """As text: a link would lead people where the desk's fetcher looks first."""
        return feed.url

    def actions_of(self, obj: Feed, user: User) -> Sequence[Button]:
        feed: dict[str, Any] = {"feed_id": obj.uuid}
        pause = Button("pause", "Pause", partial(actions.pause_feed, **feed), question="No more polls.")
        resume = Button("resume", "Resume", partial(actions.resume_feed, **feed), question="Polled at once.")
        set_now = {
            "title": obj.title,
            "url": obj.url,
            "minutes": int(obj.interval / timedelta(minutes=1)),
            "adapts": obj.adapts,
        }
        return [
            Button("poll-now", "Poll now", partial(actions.poll_now, **feed), question="Polled at once."),
            Button("test", "Test", _nothing, question="Read now, and nothing taken in."),
            resume if obj.paused else pause,
            Button("change", "Change", partial(_change, obj), form=Change, initial=set_now),
            Button(
                "remove",
                "Remove",
                partial(actions.remove_feed, **feed),
                question="Its articles stay. Added again, it comes back with its history.",
            ),
        ]


def _nothing(*, by: User, at: Any) -> None:
    """A trial is shown, not done: see FeedPages.press."""


def _change(feed: Feed, *, title: str, url: str, minutes: int, adapts: bool, by: User, at: Any) -> None:
    """Change what differs from the row, so that an address that stayed is not read from the start."""
    wanted = {"title": title, "url": url, "interval": timedelta(minutes=minutes), "adapts": adapts}
    changed: dict[str, Any] = {name: value for name, value in wanted.items() if value != getattr(feed, name)}
    if changed:
        actions.edit_feed(feed_id=feed.uuid, **changed, by=by, at=at)
