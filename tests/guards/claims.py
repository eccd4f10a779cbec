"""Guards of the claims room: one row per thing, exact quotes, statuses that agree with their facts."""

from tests.guards.removal import Constraint, Edit, Guard, TriggerOf

BROKEN = "tests/claims/test_constraints.py::test_"
RACES = "tests/claims/test_races.py::test_"
MERGING_RACES = "tests/claims/test_merging_races.py::test_"
FEED_RACES = "tests/claims/test_feed_races.py::test_"
ACTIONS = "tests/claims/test_actions_"

_CLAIMANT_MERGED = "a_claimant_is_merged_once_into_another_and_the_undoing_has_somebody"

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
    *[
        ("Claim", name, "a_merged_claim_leads_to_another_and_no_other_claim_does")
        for name in ("claim_merged_iff_into", "claim_is_not_merged_into_itself")
    ],
    *[
        ("ClaimPart", name, "a_part_has_its_place_and_is_listed_once_and_is_not_the_whole")
        for name in ("claim_part_has_its_place", "claim_part_is_listed_once", "claim_is_not_its_own_part")
    ],
    ("Claimant", "claimant_is_not_merged_into_itself", _CLAIMANT_MERGED),
    ("ClaimantMerge", "claimant_is_merged_once", _CLAIMANT_MERGED),
    ("ClaimantMerge", "claimant_merge_undone_by_somebody", _CLAIMANT_MERGED),
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
            "return Claim.objects.select_for_update().get(uuid=claim_id)",
            "return Claim.objects.get(uuid=claim_id)",
        ),
        (RACES + "a_claim_is_accepted_by_one_editor",),
        postgres=True,
    ),
    Guard(
        "claims are locked before they are merged",
        Edit(
            "claims/actions/merging.py", "Claim.objects.select_for_update().filter(", "Claim.objects.filter("
        ),
        (
            MERGING_RACES
            + "a_claim_accepted_while_another_merges_it_is_merged_with_what_the_acceptance_began",
        ),
        postgres=True,
    ),
    Guard(
        "who merges is alone",
        Edit("claims/models/turns.py", '    _take("pg_advisory_xact_lock")\n', "    pass\n"),
        (MERGING_RACES + "a_split_takes_the_claim_that_is_stored_at_the_same_moment",),
        postgres=True,
    ),
    Guard(
        "nobody stores claims beside a merge",
        Edit(
            "claims/models/turns.py",
            "pg_advisory_xact_lock_shared(%s, %s), f.first",
            "concat(%s, %s), f.first",
        ),
        (MERGING_RACES + "words_stored_while_their_claim_is_merged_count_for_the_other",),
        postgres=True,
    ),
    Guard(
        "nobody pitches beside a merge",
        Edit("claims/models/turns.py", '    _take("pg_advisory_xact_lock_shared")\n', "    pass\n"),
        (MERGING_RACES + "a_claim_pitched_while_it_becomes_a_part_is_known",),
        postgres=True,
    ),
    Guard(
        "what came along with a claim is told by its own chain",
        Edit("claims/actions/merging.py", 'if event.data.get("with") == str(claim.uuid)', "if event"),
        (ACTIONS + "merging.py::test_one_that_went_along_and_was_merged_there_anew_stays",),
    ),
    Guard(
        "an article is locked before it is read",
        Edit(
            "claims/actions/snapshots.py",
            'Article.objects.select_for_update(no_key=True).defer("given")',
            'Article.objects.defer("given")',
        ),
        (RACES + "an_article_refused_while_another_reads_it_is_read_in_the_end",),
        postgres=True,
    ),
    Guard(
        "alike texts are stored one after the other",
        Edit("claims/actions/snapshots.py", "    turns.at_texts(", "    list("),
        (RACES + "of_two_copies_read_at_once_one_is_the_first",),
        postgres=True,
    ),
    Guard(
        "a first and its copies are looked at one after the other",
        Edit("claims/models/turns.py", "pg_advisory_xact_lock(%s, (f.first", "concat(%s, (f.first"),
        (RACES + "a_first_and_its_copy_looked_at_at_once_share_what_both_say",),
        postgres=True,
    ),
    Guard(
        "an article entered at the same moment is used",
        Edit("claims/actions/articles.py", "    except IntegrityError:", "    except ZeroDivisionError:"),
        (RACES + "an_address_brought_twice_at_once_is_one_article",),
        postgres=True,
    ),
    Guard(
        "a canonical address taken at the same moment is left",
        Edit("claims/actions/snapshots.py", "    except IntegrityError:", "    except ZeroDivisionError:"),
        (RACES + "of_two_articles_that_name_one_canonical_address_at_once_one_gets_it",),
        postgres=True,
    ),
    Guard(
        "claimants that an article met at the same moment are used",
        Edit(
            "claims/actions/claimants.py", "(missing.values(), ignore_conflicts=True)", "(missing.values())"
        ),
        (RACES + "articles_that_say_the_same_at_once_share_their_claims",),
        postgres=True,
    ),
    Guard(
        "claimants are entered in one order",
        Edit(
            "claims/actions/claimants.py",
            "in sorted(named.items(), key=lambda one: one[0])",
            "in named.items()",
        ),
        (RACES + "claims_and_claimants_are_entered_in_one_order_whatever_the_article_s",),
    ),
    Guard(
        "a claim that stands elsewhere is not flagged",
        Edit(
            "claims/actions/following.py", "[claim for claim in asked if claim.pk not in standing]", "asked"
        ),
        (ACTIONS + "snapshots.py::test_a_claim_that_another_article_still_makes_is_not_flagged",),
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
        Edit("claims/models/entering.py", "    ON CONFLICT (fingerprint) DO NOTHING\n", ""),
        (RACES + "claims_that_came_halfway_while_another_article_was_stored_are_shared",),
        postgres=True,
    ),
    Guard(
        "claims are entered in one order",
        Edit("claims/actions/detection.py", "for mark in sorted(first)]", "for mark in first]"),
        (RACES + "claims_and_claimants_are_entered_in_one_order_whatever_the_article_s",),
    ),
    Guard(
        "spread counts articles, not places",
        Edit(
            "claims/actions/detection.py", "{claim for claim in claims if not rows[claim] & before}", "claims"
        ),
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
