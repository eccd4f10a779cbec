"""Every verb of the claims room. Nothing else in the room writes."""

from claims.actions.articles import (
    ArticleRefused,
    add_article,
    refetch_article,
    refuse_article,
    retry_article,
    submit_article,
)
from claims.actions.claimants import claimant_named
from claims.actions.claims import (
    accept,
    add_appearance,
    add_claim,
    decline,
    drop,
    pin,
    reopen,
    restore,
    reword,
    settle,
    shortlist,
)
from claims.actions.copies import separate_article
from claims.actions.detection import detection_failed, store_claims
from claims.actions.feeds import (
    add_feed,
    edit_feed,
    feed_failed,
    feed_held_off,
    feed_unchanged,
    import_feeds,
    pause_feed,
    poll_due_feeds,
    poll_now,
    remove_feed,
    resume_feed,
    store_entries,
)
from claims.actions.intake import store_article
from claims.actions.merging import merge, unmerge
from claims.actions.outlets import add_outlet, add_topic, outlet_of
from claims.actions.pushes import push_article
from claims.actions.snapshots import take_snapshot
from claims.actions.splitting import split, unsplit

__all__ = [
    "ArticleRefused",
    "accept",
    "add_appearance",
    "add_article",
    "add_claim",
    "add_feed",
    "add_outlet",
    "add_topic",
    "claimant_named",
    "decline",
    "detection_failed",
    "drop",
    "edit_feed",
    "feed_failed",
    "feed_held_off",
    "feed_unchanged",
    "import_feeds",
    "merge",
    "outlet_of",
    "pause_feed",
    "pin",
    "poll_due_feeds",
    "poll_now",
    "push_article",
    "refetch_article",
    "refuse_article",
    "remove_feed",
    "reopen",
    "restore",
    "resume_feed",
    "retry_article",
    "reword",
    "separate_article",
    "settle",
    "shortlist",
    "split",
    "store_article",
    "store_claims",
    "store_entries",
    "submit_article",
    "take_snapshot",
    "unmerge",
    "unsplit",
]
