"""Guards of the claims room: one row per thing, exact quotes, statuses that agree with their facts."""

from tests.guards.removal import Constraint, Edit, Guard, TriggerOf

BROKEN = "tests/claims/test_constraints.py::test_"
RACES = "tests/claims/test_races.py::test_"
FEED_RACES = "tests/claims/test_feed_races.py::test_"
ACTIONS = "tests/claims/test_actions_"

_CONSTRAINTS = [
    ("Outlet", "outlet_is_known_by_its_domain", "an_outlet_is_known_by_its_slug_and_its_domain"),
    ("Feed", "feed_failing_says_why", "a_failing_feed_says_why"),
    (
        "Article",
        "article_has_its_url_alone",
        "an_article_has_its_address_alone_but_many_may_have_none",
    ),
    ("ArticleAddress", "article_address_leads_to_one_article", "an_address_leads_to_one_article"),
    ("Article", "article_read_iff_snapshot", "an_article_is_read_if_and_only_if_it_has_a_snapshot"),
    ("Article", "article_refused_iff_reason", "an_article_is_refused_if_and_only_if_it_says_why"),
    ("Snapshot", "snapshot_is_numbered_once_per_article", "snapshots_of_an_article_are_numbered_once"),
    *[
        ("Article", name, "a_copy_points_to_the_first_and_says_how_alike_it_is")
        for name in ("article_is_no_copy_of_itself", "article_likeness_is_a_copys_share")
    ],
    ("SnapshotBand", "snapshot_band_is_listed_once", "a_band_is_listed_once_per_snapshot"),
    ("Claim", "claim_is_one_row_per_fingerprint", "a_fingerprint_belongs_to_one_claim"),
    *[
        ("Claim", name, "status_moments_people_and_reasons_of_a_claim_agree")
        for name in (
            "claim_settled_iff_settled_at",
            "claim_declined_iff_reason",
            "claim_accepted_iff_accepted_at",
        )
    ],
    ("Appearance", "appearance_is_listed_once_per_span", "an_appearance_is_listed_once_per_span"),
    ("Appearance", "appearance_in_text_has_its_span", "an_appearance_in_a_text_has_its_span_there"),
]

CLAIMS = [
    *[
        Guard(name.replace("_", " "), Constraint(f"claims.{model}", name), (BROKEN + test,))
        for model, name, test in _CONSTRAINTS
    ],
    Guard(
        "snapshots are append-only",
        TriggerOf("claims.Snapshot", "append_only"),
        (BROKEN + "a_snapshot_is_neither_changed_nor_deleted",),
    ),
    Guard(
        "a copy points to the first",
        TriggerOf("claims.Article", "copies_the_first"),
        (BROKEN + "a_copy_points_to_the_first_and_says_how_alike_it_is",),
    ),
    Guard(
        "an appearance quotes its snapshot exactly",
        TriggerOf("claims.Appearance", "quotes_exactly"),
        (BROKEN + "an_appearance_quotes_its_snapshot_exactly",),
    ),
    Guard(
        "a claim is locked before it moves",
        Edit(
            "claims/actions/claims.py",
            'Claim.objects.select_for_update(of=("self",)).select_related("claimant").get(uuid=claim_id)',
            'Claim.objects.select_related("claimant").get(uuid=claim_id)',
        ),
        (RACES + "a_claim_is_accepted_by_one_editor",),
        postgres=True,
    ),
    Guard(
        "an article is locked before its snapshot",
        Edit(
            "claims/actions/articles.py",
            "    article = Article.objects.select_for_update().get(uuid=article_id)\n    text_hash",
            "    article = Article.objects.get(uuid=article_id)\n    text_hash",
        ),
        (RACES + "an_article_read_twice_at_once_has_one_snapshot",),
        postgres=True,
    ),
    Guard(
        "a feed is locked before its poll is stored",
        Edit(
            "claims/actions/feeds/polls.py",
            'Feed.objects.select_for_update().select_related("outlet").get(uuid=feed_id)',
            'Feed.objects.select_related("outlet").get(uuid=feed_id)',
        ),
        (FEED_RACES + "a_feed_paused_while_its_poll_is_stored_stays_paused",),
        postgres=True,
    ),
    Guard(
        "a feed is locked before its bad poll counts",
        Edit(
            "claims/actions/feeds/polls.py",
            "    feed = Feed.objects.select_for_update().get(uuid=feed_id)\n    feed.polled_at",
            "    feed = Feed.objects.get(uuid=feed_id)\n    feed.polled_at",
        ),
        (FEED_RACES + "two_bad_polls_at_once_are_two",),
        postgres=True,
    ),
    Guard(
        "a feed is locked before it is changed",
        Edit(
            "claims/actions/feeds/following.py",
            "Feed.objects.followed().select_for_update().get(uuid=feed_id)",
            "Feed.objects.followed().get(uuid=feed_id)",
        ),
        (FEED_RACES + "a_bad_poll_is_not_forgotten_when_the_feed_is_changed_meanwhile",),
        postgres=True,
    ),
    Guard(
        "an article entered elsewhere at the same moment is found",
        Edit("claims/actions/feeds/polls.py", "_TRIES = 3\n", "_TRIES = 1\n"),
        (FEED_RACES + "an_article_that_two_feeds_announce_at_once_is_taken_once",),
        postgres=True,
    ),
    Guard(
        "two ticks do not wait for each other",
        Edit("claims/actions/feeds/polls.py", "select_for_update(skip_locked=True)", "select_for_update()"),
        (FEED_RACES + "two_ticks_at_once_make_one_job_a_feed_and_neither_waits",),
        postgres=True,
    ),
    Guard(
        "a feed whose job waits gets no other",
        Edit("claims/actions/feeds/polls.py", ".filter(~Exists(waiting))", ""),
        (ACTIONS + "feeds.py::test_a_feed_whose_job_still_waits_gets_no_other",),
    ),
    Guard(
        "a claimant entered at the same moment is used",
        Edit(
            "claims/actions/claimants.py",
            "    Claimant.objects.bulk_create([claimant], ignore_conflicts=True)\n",
            "    claimant.save()\n",
        ),
        (RACES + "a_claimant_named_twice_at_once_is_one",),
        postgres=True,
    ),
    Guard(
        "a claim found at the same moment is used",
        Edit(
            "claims/actions/detection.py", "bulk_create(drafts, ignore_conflicts=True)", "bulk_create(drafts)"
        ),
        (RACES + "articles_that_say_the_same_at_once_share_their_claims",),
        postgres=True,
    ),
    Guard(
        "claims are entered in one order",
        Edit("claims/actions/detection.py", "for mark in sorted(first)]", "for mark in first]"),
        (RACES + "claims_and_claimants_are_entered_in_one_order_whatever_the_article_s",),
    ),
    Guard(
        "spread counts articles, not places",
        Edit("claims/actions/detection.py", "[c for c in seen if c.pk not in here]", "list(seen)"),
        (
            ACTIONS + "articles.py::test_storing_the_same_statements_again_adds_nothing",
            ACTIONS + "articles.py::test_a_claim_twice_in_one_article_has_two_places_and_one_article",
        ),
    ),
    Guard(
        "two claims never get the same words",
        Edit(
            "claims/actions/claims.py",
            "    mark = _unused(wording, claim.claimant, but=claim)\n",
            "    mark = fingerprint(wording, 'nobody in particular')\n",
        ),
        (ACTIONS + "claims.py::test_two_claims_never_get_the_same_words",),
    ),
]
