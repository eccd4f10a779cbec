"""Feeds in the admin."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import admin

from claims import actions
from claims.admin.base import CHAIN
from claims.models import Feed
from factcheck.admin import Button, ReadOnlyAdmin
from factcheck.models import User


@admin.register(Feed)
class Feeds(ReadOnlyAdmin):
    hidden = CHAIN
    list_display = (
        "__str__",
        "outlet",
        "paused",
        "next_poll_at",
        "polled_at",
        "succeeded_at",
        "failures",
        "last_error",
    )
    list_select_related = ("outlet",)
    list_filter = ("paused",)
    search_fields = ("title", "url")
    ordering = ("-id",)

    def actions_of(self, obj: Feed, user: User) -> Sequence[Button]:
        feed: dict[str, Any] = {"feed_id": obj.uuid}
        pause = Button("pause", "Pause", partial(actions.pause_feed, **feed), question="No more polls.")
        resume = Button("resume", "Resume", partial(actions.resume_feed, **feed), question="Polled at once.")
        poll = Button("poll-now", "Poll now", partial(actions.poll_now, **feed), question="Polled at once.")
        return [poll, resume if obj.paused else pause]
