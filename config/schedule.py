"""All that happens without a person asking, on one page."""

from datetime import timedelta

# An event, and the handlers whose jobs are written in the same transaction.
REACTIONS: dict[str, list[str]] = {
    "article.submitted": ["claims.tasks.read_article"],
    "articles.announced": ["claims.tasks.read_article"],
    "feed.added": ["claims.tasks.poll_feed"],
    "feed.poll_asked": ["claims.tasks.poll_feed"],
    "snapshot.taken": ["claims.tasks.detect_claims"],
    "rescoring.asked": ["claims.tasks.rescore"],
    "article.separated": ["claims.tasks.detect_claims"],
    "claim.accepted": ["reviews.tasks.open_fact_check"],
    "claim.merged": ["reviews.tasks.close_merged", "reviews.tasks.recuse_merged"],
    "claimant.merged": ["reviews.tasks.recuse_of_merged_claimant"],
    "claim.words_changed": ["reviews.tasks.note_changed_words"],
    "claim.reworded": ["reviews.tasks.look_for_flags_of_claim"],
    "evidence.capture_asked": ["reviews.tasks.capture_source"],
    "evidence.recheck_asked": ["reviews.tasks.recheck_source"],
    "evidence.quote_changed": ["reviews.tasks.look_for_quote"],
    "fact_check.opened": ["reviews.tasks.route_fact_check", "reviews.tasks.look_for_flags"],
    "fact_check.proposed": ["reviews.tasks.look_for_flags"],
    "fact_check.judging_started": ["reviews.tasks.route_fact_check"],
    "fact_check.reopened": ["reviews.tasks.route_fact_check", "reviews.tasks.look_for_flags"],
    "fact_check.resumed": ["reviews.tasks.route_fact_check"],
    "fact_check.returned": ["reviews.tasks.route_fact_check"],
    "fact_check.published": [
        "reviews.tasks.settle_claim",
        "reviews.tasks.learn_skills",
        "reviews.tasks.recheck_soon",
    ],
    "publication.corrected": ["reviews.tasks.learn_skills_anew"],
    "publication.retracted": ["reviews.tasks.learn_skills_anew"],
    "assignment.declined": ["reviews.tasks.reroute"],
    "assignment.released": ["reviews.tasks.reroute"],
    "assignment.recused": ["reviews.tasks.reroute"],
    "assignment.lapsed": ["reviews.tasks.reroute"],
    "conflict.declared": ["reviews.tasks.recuse_conflicted"],
    "routing_run.asked": ["reviews.tasks.route_claims"],
}

# A timed job, and how often it comes due. Each slot runs once, however many beats tick.
BEAT: dict[str, timedelta] = {
    "claims.tasks.poll_feeds": timedelta(seconds=60),
    "claims.tasks.tend_order": timedelta(minutes=1),
    "claims.tasks.age_order": timedelta(hours=1),
    "reviews.tasks.lapse_offers": timedelta(seconds=60),
    "reviews.tasks.recheck_sources": timedelta(minutes=10),
    "reviews.tasks.keep_clocks": timedelta(seconds=60),
    "reviews.tasks.escalate": timedelta(minutes=2),
    "reviews.tasks.publish_due": timedelta(seconds=60),
    "reviews.tasks.expire_verdicts": timedelta(hours=1),
    "reviews.tasks.remind_of_complaints": timedelta(hours=1),
    "reviews.tasks.tell_of_repeats": timedelta(hours=1),
    "reviews.tasks.route_claims": timedelta(minutes=5),
    "factcheck.tasks.forget_old_rows": timedelta(hours=1),
    "factcheck.tasks.remove_old_bytes": timedelta(hours=1),
}
