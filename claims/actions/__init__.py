"""Every verb of the claims room. Nothing else in the room writes."""

from claims.actions.articles import (
    ArticleRefused,
    add_article,
    refetch_article,
    refuse_article,
    retry_article,
    submit_article,
)
from claims.actions.claimant_merging import merge_claimants, unmerge_claimants
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
from claims.actions.incidents import end_due_incidents, end_incident, start_incident
from claims.actions.intake import store_article
from claims.actions.merging import merge, unmerge
from claims.actions.outlets import add_outlet, outlet_of
from claims.actions.pushes import push_article
from claims.actions.rescoring import age_order, go_on, notice_model, rescore_slice, take_up_rescorings
from claims.actions.returning import take_back_declined
from claims.actions.sampling import refresh_sample
from claims.actions.snapshots import take_snapshot
from claims.actions.splitting import split, unsplit
from claims.actions.triage_rules import add_harm_area, add_topic, edit_harm_area, edit_topic
from claims.actions.triage_settings import activate_triage_settings, add_triage_settings

__all__ = [
    "ArticleRefused",
    "accept",
    "activate_triage_settings",
    "add_appearance",
    "add_article",
    "add_claim",
    "add_feed",
    "add_harm_area",
    "add_outlet",
    "add_topic",
    "add_triage_settings",
    "age_order",
    "claimant_named",
    "decline",
    "detection_failed",
    "drop",
    "edit_feed",
    "edit_harm_area",
    "edit_topic",
    "end_due_incidents",
    "end_incident",
    "feed_failed",
    "feed_held_off",
    "feed_unchanged",
    "go_on",
    "import_feeds",
    "merge",
    "merge_claimants",
    "notice_model",
    "outlet_of",
    "pause_feed",
    "pin",
    "poll_due_feeds",
    "poll_now",
    "push_article",
    "refetch_article",
    "refresh_sample",
    "refuse_article",
    "remove_feed",
    "reopen",
    "rescore_slice",
    "restore",
    "resume_feed",
    "retry_article",
    "reword",
    "separate_article",
    "settle",
    "shortlist",
    "split",
    "start_incident",
    "store_article",
    "store_claims",
    "store_entries",
    "submit_article",
    "take_back_declined",
    "take_snapshot",
    "take_up_rescorings",
    "unmerge",
    "unmerge_claimants",
    "unsplit",
]
