"""Guards of the reviews room: one seat each, sealed ratings, nobody approves his own work."""

from tests.guards.removal import Constraint, Edit, Guard, TriggerOf

BROKEN = "tests/reviews/test_constraints.py::test_"
RACES = "tests/reviews/test_races.py::test_"
FILES = "tests/reviews/test_actions_fact_checks.py::test_"
SEATS = "tests/reviews/test_actions_assignments.py::test_"
EVIDENCE = "tests/reviews/test_actions_evidence.py::test_"
JUDGING = "tests/reviews/test_actions_judging.py::test_"
CONFLICTS = "tests/reviews/test_actions_conflicts.py::test_"
BACKLOG = "tests/reviews/test_actions_backlog.py::test_"
ROUTINGS = "tests/reviews/test_races_of_routing.py::test_"
MEANWHILE = "tests/reviews/test_races_of_conflicts.py::test_"
SECOND_READS = "tests/reviews/test_second_reads.py::test_"
OUTSIDE = "tests/reviews/test_outside.py::test_"
SEAL = "tests/reviews/test_seal.py::test_"
LIFE = "tests/reviews/test_life.py::test_the_life_of_fact_checks_keeps_its_promises"

_OUTSIDE = "a_link_to_the_outside_is_open_once_ends_later_and_names_another"
_AGREES = "status_and_its_facts_agree"
_APPROVAL = "an_approval_has_its_person_and_its_verdict"
_SEATS = "a_seat_is_taken_once_and_a_person_has_one_seat_in_a_round"
_MOMENTS = "an_assignment_and_its_moments_agree"
_FILE = "a_row_of_the_file_agrees_with_itself"
_SOURCE = "a_source_has_its_copy_copies_another_and_names_a_reader_once"
_GAP = "a_gap_is_answered_once_in_a_round_and_with_a_reason"
_FIGURES = "the_figures_and_absences_of_a_reviewer_can_be"
_TO_DO = "a_to_do_is_open_once_and_its_end_agrees_with_itself"
_FLAG = "a_flag_is_up_once_for_its_rule_and_is_cleared_by_somebody_with_an_outcome"
_NEVER = "what_was_filed_decided_or_published_is_never_rewritten"
_RUN = "one_routing_runs_at_a_time_and_its_end_agrees_with_its_status"
_REVISION = "the_guards_of_a_revision_hold_without_the_trigger_that_is_stricter"

_CONSTRAINTS = [
    ("FactCheck", "fact_check_is_one_per_claim", "a_claim_has_one_fact_check_that_is_not_closed"),
    ("FactCheck", "fact_check_approved_by_somebody", _AGREES),
    ("FactCheck", "fact_check_approved_has_a_verdict", _APPROVAL),
    ("FactCheck", "fact_check_published_has_a_verdict", _AGREES),
    ("FactCheck", "fact_check_published_has_a_moment", _APPROVAL),
    ("FactCheck", "fact_check_closed_iff_reason", _AGREES),
    ("FactCheck", "fact_check_held_iff_place", _AGREES),
    ("Assignment", "assignment_seat_is_taken_once", _SEATS),
    ("Assignment", "assignment_is_one_per_reviewer_and_round", _SEATS),
    ("Assignment", "assignment_filed_has_a_moment", _MOMENTS),
    ("Assignment", "assignment_ended_iff_over", _MOMENTS),
    ("Review", "review_revision_is_numbered_once", _REVISION),
    ("Review", "review_says_something", "a_review_has_its_number_its_fence_and_its_words"),
    ("Verdict", "verdict_is_numbered_once", "a_verdict_is_numbered_without_gap_and_says_something"),
    (
        "PublicationVersion",
        "publication_change_is_explained",
        "a_change_of_a_publication_is_numbered_and_explained",
    ),
    ("Evidence", "evidence_withdrawn_iff_reason", _FILE),
    *[
        ("Evidence", name, _SOURCE)
        for name in ("evidence_captured_has_its_copy", "evidence_is_not_its_own_near_copy")
    ],
    ("EvidenceReader", "evidence_reader_is_named_once", _SOURCE),
    ("Contact", "contact_answered_iff_answer", _FILE),
    ("GateAnswer", "gate_answer_is_given_once", _GAP),
    ("PolicyRule", "policy_rule_has_its_place", "a_rule_has_its_place_and_asks_something"),
    ("PolicyRule", "policy_rule_is_about_something", "a_rule_has_its_place_and_asks_something"),
    ("OutsideApproval", "outside_approval_is_open_once", _OUTSIDE),
    ("OutsideApproval", "outside_approval_ends_after_it_begins", _OUTSIDE),
    ("OutsideApproval", "outside_approval_names_another", _OUTSIDE),
    ("Policy", "policy_default_is_one", "policies_and_scales_are_numbered_and_one_is_the_default"),
    ("Rating", "rating_number_is_on_its_scale", "a_rating_is_named_once_and_its_number_is_on_its_scale"),
    ("ConflictOfInterest", "conflict_is_about_one_thing", "a_conflict_is_about_one_thing"),
    ("RoutingRun", "routing_run_is_one_at_a_time", _RUN),
    ("RoutingRun", "routing_run_finished_iff_over", _RUN),
    ("Reviewer", "reviewer_seniority_is_0_to_100", _FIGURES),
    ("Reviewer", "reviewer_absence_ends_after_it_begins", _FIGURES),
    ("ReviewerTopic", "reviewer_learnt_skill_is_1_to_5", "what_a_reviewer_lists_he_lists_once"),
    ("Assignment", "assignment_override_has_a_reason", "a_limit_that_was_set_aside_has_a_reason"),
    ("ToDo", "to_do_is_open_once", _TO_DO),
    ("Flag", "flag_is_raised_once_per_rule", _FLAG),
    ("Flag", "flag_cleared_iff_outcome", _FLAG),
    *[
        ("Complaint", name, "a_complaint_says_something_and_its_moments_agree")
        for name in (
            "complaint_says_something",
            "complaint_answered_iff_answer",
            "complaint_looked_at_by_somebody",
        )
    ],
    (
        "Assignment",
        "assignment_clock_stands_while_held",
        "a_clock_stands_only_while_work_that_is_due_is_held",
    ),
    *[
        ("Note", name, "a_note_is_published_by_somebody_and_withdrawn_with_a_reason")
        for name in ("note_published_by_somebody", "note_withdrawn_iff_reason")
    ],
    ("ReportVersion", "report_version_is_kept_once", "a_version_of_a_report_is_kept_once"),
    ("Approval", "approval_is_given_once", "an_approval_is_given_once_for_a_verdict"),
    ("ToDo", "to_do_dismissed_has_a_reason", _TO_DO),
    ("ToDo", "to_do_that_somebody_closed_is_closed", _TO_DO),
    *[
        ("RoutingSettings", name, "routing_settings_are_numbered_and_one_version_is_in_force")
        for name in (
            "routing_settings_in_force_are_one",
            "routing_settings_in_force_have_a_moment_and_a_reason",
        )
    ],
]
_TRIGGERS = [
    ("Assignment", "fence_counts_grants", "a_fence_rises_by_one_with_every_grant_and_never_else"),
    ("Assignment", "fence_stays", "a_fence_rises_by_one_with_every_grant_and_never_else"),
    ("Review", "revisions_without_gap", "a_review_has_its_number_its_fence_and_its_words"),
    ("Review", "carries_the_fence", "a_review_has_its_number_its_fence_and_its_words"),
    ("Verdict", "versions_without_gap", "a_verdict_is_numbered_without_gap_and_says_something"),
    *[
        (model, "append_only", _NEVER)
        for model in (
            "Review",
            "ReviewReturn",
            "Verdict",
            "PublicationVersion",
            "Rating",
            "GateAnswer",
            "EvidenceCheck",
            "Approval",
            "ReportVersion",
        )
    ],
]

_ACTIONS = "reviews/actions"
_RATERS_TOO = "raters_too=fact_check.policy.approver == Approver.NEITHER"
_APPROVE = 'status = FACT_CHECK.after("approve", status=fact_check.status, roles=roles)\n'

REVIEWS = [
    Guard(
        "nothing is published under an open legal review",
        Edit(_ACTIONS, "    refuse_uncleared(fact_check)\n    return show(", "    return show("),
        ("tests/reviews/test_actions_flags.py::test_nothing_is_published_while_a_legal_review_is_open",),
    ),
    Guard(
        "nothing is published by itself in words that nobody approved",
        Edit(
            _ACTIONS,
            "    refuse_reworded(fact_check)\n    refuse_uncleared(fact_check)\n    kept",
            "    refuse_uncleared(fact_check)\n    kept",
        ),
        ("tests/reviews/test_actions_scheduling.py::test_words_that_nobody_approved_are_not_published",),
    ),
    Guard(
        "an editor on a panel builds nothing while ratings are sealed",
        Edit(_ACTIONS, "    refuse_rater_under_seal(fact_check, by)  # an editor", "    # an editor"),
        (
            "tests/reviews/test_actions_evidence.py::"
            "test_an_editor_on_a_panel_builds_nothing_while_ratings_are_sealed",
        ),
    ),
    Guard(
        "removed bytes do not come back by a later look",
        Edit(f"{_ACTIONS}/evidence", "evidence.hash_only or _bytes_removed(evidence)", "evidence.hash_only"),
        (
            "tests/reviews/test_actions_rechecks.py::"
            "test_bytes_removed_by_two_people_do_not_come_back_with_the_next_look",
        ),
    ),
    Guard(
        "a rater raises no flag while ratings are sealed",
        Edit(
            _ACTIONS,
            "    refuse_rater_under_seal(fact_check, by)\n    if not text.strip",
            "    if not text.strip",
        ),
        (
            "tests/reviews/test_actions_flags.py::test_a_rater_raises_and_clears_nothing_while_ratings_are_sealed",
        ),
    ),
    Guard(
        "nobody clears the flag of his own research",
        Edit(
            _ACTIONS,
            "    refuse_own_work(fact_check, by, raters_too=False)\n    refuse_rater_",
            "    refuse_rater_",
        ),
        (
            "tests/reviews/test_actions_flags.py::"
            "test_a_flag_is_cleared_by_an_editor_who_is_not_the_researcher_once_and_with_an_outcome",
        ),
    ),
    Guard(
        "an approval against the policy's checklist",
        Edit(_ACTIONS, "    refuse_unready(fact_check, checklist)\n", ""),
        ("tests/reviews/test_actions_approvals.py::test_an_approval_names_what_nobody_looked_at",),
    ),
    Guard(
        "a correction cites nothing of a round that nobody approved",
        Edit(
            _ACTIONS,
            "    if fact_check.status == FactCheckStatus.PUBLISHED:\n        return cited",
            "    if True:\n        return cited",
        ),
        (
            "tests/reviews/test_actions_after.py::"
            "test_a_correction_during_a_new_round_cites_what_the_published_verdict_cited",
        ),
    ),
    *[
        Guard(name.replace("_", " "), Constraint(f"reviews.{model}", name), (BROKEN + test,))
        for model, name, test in _CONSTRAINTS
    ],
    *[
        Guard(f"{model}: {name.replace('_', ' ')}", TriggerOf(f"reviews.{model}", name), (BROKEN + test,))
        for model, name, test in _TRIGGERS
    ],
    Guard(
        "a life of many verbs misses the fence",
        Edit(_ACTIONS, "        fence=grants + 1,", "        fence=1,"),
        (LIFE,),
    ),
    Guard(
        "a life of many verbs misses the sweeper",
        Edit(_ACTIONS, "    return sum(_lapse(uuid, at=at) for uuid in ids)", "    return 0"),
        (LIFE,),
    ),
    Guard(
        "a life of many verbs misses the seat's unique index",
        Constraint("reviews.Assignment", "assignment_seat_is_taken_once"),
        (LIFE,),
    ),
    Guard(
        "nobody approves what he researched",
        Edit(_ACTIONS, f"    refuse_own_work(fact_check, by, {_RATERS_TOO})\n", ""),
        (FILES + "whoever_researched_decides_nothing_about_it", FILES + "no_rater_approves_a_panel"),
    ),
    Guard(
        "no rater approves a panel",
        Edit(_ACTIONS, _RATERS_TOO, "raters_too=False"),
        (FILES + "no_rater_approves_a_panel",),
    ),
    Guard(
        "nobody approves under a conflict",
        Edit(_ACTIONS, f"{_APPROVE}    refuse_conflicted(fact_check, by)\n", _APPROVE),
        (FILES + "a_conflict_bars_from_approving",),
    ),
    Guard(
        "nobody approves what he brought to the desk",
        Edit(_ACTIONS, "    _refuse_own_submission(fact_check, by)\n", ""),
        (FILES + "whoever_brought_the_claim_does_not_approve_it",),
    ),
    Guard(
        "the evidence gate stands before the approval",
        Edit(_ACTIONS, "    gaps = gaps_of(fact_check)\n", "    gaps = []\n"),
        (FILES + "the_gate_names_what_is_missing",),
    ),
    Guard(
        "a second read that is owed is not argued away",
        Edit(_ACTIONS, "    if not to_do.may_be_dismissed:\n", "    if False:\n"),
        (SECOND_READS + "it_is_neither_dismissed_nor_said_to_be_done_nor_does_it_pass",),
    ),
    Guard(
        "who worked on a check does not read it again",
        Edit(_ACTIONS, "    _refuse_readers(fact_check, by)\n", ""),
        (SECOND_READS + "who_researched_or_approved_it_does_not_read_it_again",),
    ),
    Guard(
        "an editor from outside is neither claimant nor colleague",
        Edit(_ACTIONS, "    _refuse_dependent(fact_check, name, by)\n", ""),
        (OUTSIDE + "nobody_is_named_whom_it_is_about_or_who_works_on_it",),
    ),
    Guard(
        "a link ends by its use",
        Edit(_ACTIONS, "    approval.used_at = at\n", ""),
        (OUTSIDE + "a_link_is_good_for_one_decision_within_its_time_and_round",),
    ),
    Guard(
        "confidential sources do not count",
        Edit("reviews/actions/file_facts.py", "fact_check.evidence.told()", "fact_check.evidence"),
        (
            "tests/reviews/test_confidential_sources.py::"
            "test_it_counts_for_nothing_and_is_not_even_counted_as_left_out",
        ),
    ),
    Guard(
        "editors who are not named see no confidential source",
        Edit("reviews/models/evidence.py", "self.filter(confidential=True).exclude(", "self.none().exclude("),
        (
            "tests/reviews/test_confidential_sources.py::"
            "test_who_added_it_and_who_is_named_see_it_and_its_copy_and_nobody_else",
        ),
    ),
    Guard(
        "copies of confidential sources are kept from who is not named",
        Edit("reviews/apps.py", "captures_kept_from(user)", "none()"),
        (
            "tests/reviews/test_confidential_sources.py::"
            "test_who_added_it_and_who_is_named_see_it_and_its_copy_and_nobody_else",
        ),
    ),
    Guard(
        "a look is kept once however often its job runs",
        Edit("reviews/actions/evidence/looks.py", "    return not looked.exists()\n", "    return True\n"),
        ("tests/reviews/test_actions_captures.py::test_a_job_that_runs_twice_keeps_one_copy_and_one_look",),
    ),
    Guard(
        "a look is kept under its lease",
        Edit("reviews/actions/evidence/looks.py", "    hold()\n", ""),
        ("tests/reviews/test_actions_captures.py::test_a_lease_that_was_lost_undoes_the_look",),
    ),
    Guard(
        "a quote that its copy lacks does not count",
        Edit("reviews/actions/file_facts.py", " and evidence.quote_found is not False", ""),
        (
            "tests/reviews/test_actions_captures.py::"
            "test_a_quote_that_the_copy_lacks_does_not_count_as_quoted",
        ),
    ),
    Guard(
        "a conflict bars from taking an offer",
        Edit(
            _ACTIONS,
            "    refuse_conflicted(fact_check, by)\n    seat.accepted_at, seat.lapses_at = at, None\n",
            "    seat.accepted_at, seat.lapses_at = at, None\n",
        ),
        (SEATS + "an_offer_is_not_accepted_under_a_conflict",),
    ),
    Guard(
        "recusing hides the file",
        Edit(
            "reviews/models/fact_checks.py",
            "self.exclude(pk__in=self.model._recused_of(user)) if not user.is_editor else self",
            "self",
        ),
        (SEATS + "recusing_hides_the_file_and_frees_the_seat",),
    ),
    Guard(
        "sealed reviews are their writer's",
        Edit("reviews/models/judgements.py", "self.filter(own | (~sealed & Q(", "self.filter(own | (Q("),
        ("tests/reviews/test_sealed_reviews.py",),
    ),
    Guard(
        "a sealed seat looks as before it was filed",
        Edit(
            "reviews/models/assignments.py",
            "row.masked = row.sealed and not row.is_own",
            "row.masked = False",
        ),
        (SEAL + "a_sealed_filing_shows_to_its_holder_alone",),
    ),
    Guard(
        "a sealed filing is open work until the reveal",
        Edit(
            "reviews/models/sealing.py",
            "OPEN = Q(status__in=OPEN_WORK) | (Q(status=AssignmentStatus.FILED) & SEALED)",
            "OPEN = Q(status__in=OPEN_WORK)",
        ),
        (SEAL + "a_sealed_filing_counts_as_open_work_until_the_reveal",),
    ),
    Guard(
        "raters keep silent while ratings are sealed",
        Edit(
            _ACTIONS,
            "    refuse_rater_under_seal(fact_check, by)\n    named =",
            "    named =",
        ),
        (EVIDENCE + "a_rater_says_nothing_in_the_file_until_the_first_reveal",),
    ),
    Guard(
        "a late text is kept as a draft",
        Edit(_ACTIONS, "    except Conflict:\n", "    except ZeroDivisionError:\n"),
        (JUDGING + "who_files_too_late_finds_the_text_as_a_draft",),
    ),
    Guard(
        "a fact-check is locked before it moves",
        Edit(
            _ACTIONS,
            'rows = FactCheck.objects.select_for_update(of=("self",))',
            "rows = FactCheck.objects.all()",
        ),
        (
            RACES + "two_approvals_write_one_verdict",
            RACES + "the_last_two_ratings_filed_at_once_reveal_the_panel",
        ),
        postgres=True,
    ),
    Guard(
        "a claim is locked before its fact-check opens",
        Edit(
            "reviews/actions/opening.py",
            "claim = Claim.objects.select_for_update().get(uuid=claim_id)",
            "claim = Claim.objects.get(uuid=claim_id)",
        ),
        (RACES + "a_claim_gets_one_fact_check_when_two_editors_open_it",),
        postgres=True,
    ),
    Guard(
        "next passes over what another is taking",
        Edit(
            _ACTIONS,
            'FactCheck.objects.select_for_update(of=("self",), skip_locked=not wait)',
            'FactCheck.objects.select_for_update(of=("self",))',
        ),
        (RACES + "who_asks_for_the_next_one_passes_over_what_another_is_taking",),
        postgres=True,
    ),
    Guard(
        "a draft is compared with the one that stands",
        Edit(_ACTIONS, "    if draft.version != version:\n", "    if False:\n"),
        (JUDGING + "a_draft_saved_elsewhere_meanwhile_is_not_overwritten",),
    ),
    Guard(
        "no seat is given against a conflict of this moment",
        Edit(_ACTIONS, "    if barred({(reviewer.pk, fact_check.claim_id)}):\n", "    if False:\n"),
        (CONFLICTS + "no_seat_is_given_against_a_conflict_declared_since_the_choice",),
    ),
    Guard(
        "whoever gives a seat locks whom he gives it to",
        Edit(_ACTIONS, "    locked_profiles([reviewer.pk])\n    if barred(", "    if barred("),
        (MEANWHILE + "a_conflict_declared_while_its_editor_decides_is_waited_for_and_bars_the_decision",),
        postgres=True,
    ),
    Guard(
        "whoever declares a conflict locks his profile",
        Edit(_ACTIONS, "    locked_profiles([reviewer.pk])\n    record(", "    record("),
        (MEANWHILE + "a_seat_being_given_is_waited_for_and_taken_back",),
        postgres=True,
    ),
    Guard(
        "whoever takes the next seat is counted under his lock",
        Edit(
            _ACTIONS,
            "profile = locked_profiles([asking.reviewer.pk])[asking.reviewer.pk]",
            "profile = Reviewer.objects.get(pk=asking.reviewer.pk)",
        ),
        (
            "tests/reviews/test_races_of_seats.py::test_who_asks_twice_at_once_does_not_hold_more_than_he_has_room_for",
        ),
        postgres=True,
    ),
    Guard(
        "an offer of the backlog is looked at once more",
        Edit(f"{_ACTIONS}/routing", "if now is None or exclusions(now, asked):", "if now is None:"),
        (
            BACKLOG + "a_conflict_declared_meanwhile_is_heeded",
            BACKLOG + "work_taken_meanwhile_fills_nobody_above_his_capacity",
        ),
    ),
    Guard(
        "a seat of the backlog that was taken meanwhile is not given twice",
        Edit(
            f"{_ACTIONS}/routing",
            "for seat in opening.seats if seat not in taken)",
            "for seat in opening.seats)",
        ),
        (BACKLOG + "a_seat_taken_meanwhile_is_not_given_twice",),
    ),
    Guard(
        "a routing that was taken for dead writes nothing more",
        Edit(f"{_ACTIONS}/routing", ".filter(pk=run.pk, chain_seq=run.chain_seq)", ".filter(pk=run.pk)"),
        (BACKLOG + "who_was_passed_by_on_the_way_writes_nothing_more",),
    ),
    Guard(
        "an arrival's chosen are looked at once more under their locks",
        Edit(f"{_ACTIONS}/routing", "        raise _TookOtherWork\n", "        pass\n"),
        (ROUTINGS + "two_arrivals_at_once_do_not_fill_one_person_twice",),
        postgres=True,
    ),
    Guard(
        "the backlog locks whom it gives seats",
        Edit(
            f"{_ACTIONS}/routing",
            "people = locked_profiles({seat.candidate for d in batch.decisions for seat in d.given})",
            "people = Reviewer.objects.in_bulk({s.candidate for d in batch.decisions for s in d.given})",
        ),
        (
            ROUTINGS + "an_arrival_beside_the_backlog_does_not_fill_one_person_twice",
            ROUTINGS + "a_conflict_being_declared_is_waited_for_and_bars_the_offer",
        ),
        postgres=True,
    ),
    Guard(
        "the backlog locks the fact-checks it writes on",
        Edit(
            f"{_ACTIONS}/routing",
            'list(rows.select_for_update().values_list("pk"))',
            'list(rows.values_list("pk"))',
        ),
        (ROUTINGS + "a_seat_given_beside_the_backlog_is_not_given_twice",),
        postgres=True,
    ),
    Guard(
        "a run is locked while it writes",
        Edit(
            f"{_ACTIONS}/routing",
            "RoutingRun.objects.select_for_update().filter(pk=run.pk",
            "RoutingRun.objects.filter(pk=run.pk",
        ),
        (ROUTINGS + "a_run_that_is_just_being_given_up_writes_nothing_more",),
        postgres=True,
    ),
    Guard(
        "a run is locked before it is given up",
        Edit(
            f"{_ACTIONS}/routing",
            "RoutingRun.objects.select_for_update().filter(status=RoutingRunStatus.RUNNING)",
            "RoutingRun.objects.filter(status=RoutingRunStatus.RUNNING)",
        ),
        (ROUTINGS + "a_run_that_is_just_writing_is_not_given_up",),
        postgres=True,
    ),
    Guard(
        "what stands for independence is never set aside",
        Edit(
            "reviews/routing/hard.py",
            "need.set_aside & OVERRIDABLE if need.set_aside",
            "need.set_aside if True",
        ),
        ("tests/reviews/routing/test_set_aside.py::test_exactly_the_limits_that_were_named_are_set_aside",),
    ),
    Guard(
        "only an editor sets a limit aside",
        Edit(
            _ACTIONS,
            '        if not by.is_editor:\n            raise NotAllowed("Only an editor sets',
            '        if False:\n            raise NotAllowed("Only an editor sets',
        ),
        ("tests/reviews/test_actions_handing.py::test_only_an_editor_sets_a_limit_aside",),
    ),
    Guard(
        "a late panel is told as one",
        Edit("reviews/actions/escalation", "        .exclude(SEALED)\n", ""),
        ("tests/reviews/test_sealed_to_dos.py::test_a_late_panel_is_told_the_same_in_both_worlds",),
    ),
    Guard(
        "what a person closed is not told again",
        Edit("reviews/actions/to_dos.py", "    if told_of([key]):\n        return None\n", ""),
        (
            "tests/reviews/test_actions_to_dos.py::test_what_a_person_closed_is_not_told_again_and_what_passed_is",
        ),
    ),
    Guard(
        "a to-do is locked before it is closed",
        Edit(
            "reviews/actions/to_dos.py",
            'to_do = ToDo.objects.select_for_update(of=("self",)).get(',
            "to_do = ToDo.objects.get(",
        ),
        ("tests/reviews/test_races_of_to_dos.py::test_what_two_see_to_at_once_is_closed_once",),
        postgres=True,
    ),
    Guard(
        "versions of the routing settings are locked before one goes live",
        Edit(
            f"{_ACTIONS}/routing_settings.py",
            'RoutingSettings.objects.select_for_update().order_by("id")',
            'RoutingSettings.objects.order_by("id")',
        ),
        (RACES + "two_versions_put_in_force_at_once_follow_one_another",),
        postgres=True,
    ),
    Guard(
        "a rehearsal takes a sealed seat as held to the end",
        Edit(f"{_ACTIONS}/rehearsal.py", 'getattr(seat, "sealed", False) and', "False and"),
        (
            "tests/reviews/test_actions_rehearsal.py"
            "::test_what_a_sealed_rater_did_changes_nothing_that_a_rehearsal_says",
        ),
    ),
    Guard(
        "how far a cost is above the holder's is the editors' to know",
        Edit("reviews/serializers/explanations.py", "base if may_compare else None", "base"),
        (
            "tests/reviews/test_explanations.py"
            "::test_a_colleague_who_could_have_had_it_reads_his_own_cost_and_cannot_work_out_the_holders",
        ),
    ),
    Guard(
        "what colleagues declared or hold is told in sum alone",
        Edit(
            "reviews/serializers/explanations.py",
            "code if openly or code in words.OPEN_REASONS else OWN_REASONS",
            "code",
        ),
        (
            "tests/reviews/test_explanations.py"
            "::test_the_holder_reads_his_own_parts_and_how_many_others_there_were",
        ),
    ),
    Guard(
        "every route asks who is there",
        Edit("reviews/views/rows.py", "OnDesk = RoleIn(*DESK)", "OnDesk = RoleIn(*Role)"),
        ("tests/test_roles.py::test_every_role_gets_the_answer_of_the_table[GET assignments/]",),
    ),
]
