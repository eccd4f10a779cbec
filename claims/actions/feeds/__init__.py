"""Feeds: followed, polled, listed for other readers."""

from claims.actions.feeds.following import (
    add_feed,
    edit_feed,
    pause_feed,
    poll_now,
    remove_feed,
    resume_feed,
)
from claims.actions.feeds.lists import import_feeds
from claims.actions.feeds.polls import (
    feed_failed,
    feed_held_off,
    feed_unchanged,
    poll_due_feeds,
    store_entries,
)

__all__ = [
    "add_feed",
    "edit_feed",
    "feed_failed",
    "feed_held_off",
    "feed_unchanged",
    "import_feeds",
    "pause_feed",
    "poll_due_feeds",
    "poll_now",
    "remove_feed",
    "resume_feed",
    "store_entries",
]
