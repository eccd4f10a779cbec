"""Guards of the ground: events, jobs, leases, answers given once."""

from tests.guards.removal import Constraint, Edit, Guard, TriggerOf

JOBS = "tests/factcheck/test_jobs.py::"
SWEEP = "tests/factcheck/test_sweep.py::"
EVENTS = "tests/factcheck/test_events.py::"
TRIGGERS = "tests/factcheck/test_triggers.py::"
ONCE = "tests/factcheck/api/test_idempotency.py::"
VERSIONS = "tests/factcheck/api/test_versions.py::"
REFUSED_BY_THE_DATABASE = (
    JOBS + "test_the_database_refuses_a_lease_without_its_fence_and_an_end_without_its_facts",
)

GROUND = [
    Guard(
        "events are append-only",
        TriggerOf("factcheck.Event", "append_only"),
        (TRIGGERS + "test_events_refuse_every_change", TRIGGERS + "test_replacing_an_event_is_refused_too"),
    ),
    Guard(
        "captures are append-only",
        TriggerOf("factcheck.Capture", "append_only"),
        ("tests/factcheck/test_captures.py::test_a_capture_is_never_changed",),
    ),
    Guard(
        "a removed file leaves its reason",
        Constraint("factcheck.CaptureFile", "capture_file_is_there_or_removed"),
        ("tests/factcheck/test_captures.py::test_a_file_is_there_or_says_why_it_is_not",),
    ),
    *[
        Guard(
            f"the constraint {name}",
            Constraint("factcheck.CaptureRemoval", name),
            ("tests/factcheck/test_removals.py::test_the_database_refuses_one_person_doing_both",),
        )
        for name in (
            "capture_removal_takes_two",
            "capture_removal_is_asked_once",
            "capture_removal_has_a_reason",
            "capture_removal_refused_by_somebody",
        )
    ],
    Guard(
        "whoever asked for a removal does not confirm it",
        Edit("factcheck/removals.py", "if removal.asked_by_id == by.pk:", "if False:"),
        ("tests/factcheck/test_removals.py::test_whoever_asked_does_not_confirm",),
    ),
    Guard(
        "REPLACE runs the delete triggers",
        Edit("config/settings.py", "PRAGMA recursive_triggers=ON;", ""),
        (TRIGGERS + "test_replacing_an_event_is_refused_too",),
    ),
    Guard(
        "triggers come back after a migrate",
        Edit(
            "factcheck/apps.py",
            'post_migrate.connect(triggers.install, sender=self, dispatch_uid="factcheck.triggers")',
            "pass",
        ),
        ("tests/test_architecture.py::test_every_protected_table_has_its_triggers",),
    ),
    Guard(
        "events of a subject are numbered once",
        Constraint("factcheck.Event", "event_is_numbered_once_per_subject"),
        (EVENTS + "test_the_numbers_of_a_chain_start_at_one_and_are_used_once",),
    ),
    Guard(
        "a reaction is written once per event",
        Constraint("factcheck.Job", "job_follows_its_event_once"),
        (EVENTS + "test_a_reaction_is_written_once_for_each_event_and_subject",),
    ),
    Guard(
        "a timed job runs once per slot",
        Constraint("factcheck.Job", "job_runs_once_per_slot"),
        ("tests/factcheck/test_slots.py",),
        postgres=True,
    ),
    Guard(
        "a job's fence rises by one",
        TriggerOf("factcheck.Job", "fence_rises_by_one"),
        REFUSED_BY_THE_DATABASE,
    ),
    Guard(
        "a job runs if and only if it is leased",
        Constraint("factcheck.Job", "job_running_iff_leased"),
        REFUSED_BY_THE_DATABASE,
    ),
    Guard(
        "a job is done if and only if it says when",
        Constraint("factcheck.Job", "job_done_iff_done_at"),
        REFUSED_BY_THE_DATABASE,
    ),
    Guard(
        "a dead job has a reason",
        Constraint("factcheck.Job", "job_dead_has_a_reason"),
        REFUSED_BY_THE_DATABASE,
    ),
    Guard(
        "every attempt has its fence",
        Constraint("factcheck.Job", "job_attempts_have_fences"),
        REFUSED_BY_THE_DATABASE,
    ),
    Guard(
        "a late holder writes nothing",
        Edit("factcheck/leases.py", "Q(pk=lease.id, fence=lease.fence)", "Q(pk=lease.id)"),
        (
            JOBS + "test_a_lapsed_job_is_taken_over_with_a_higher_fence_and_the_late_holder_changes_nothing",
            JOBS + "test_hold_raises_when_the_fence_has_moved_and_the_runner_leaves_the_row_alone",
        ),
    ),
    Guard(
        "a lapsed lease is taken over",
        Edit(
            "factcheck/leases.py",
            "Q(status=JobStatus.DUE) | Q(lease_until__lte=at),",
            "Q(status=JobStatus.DUE),",
        ),
        (
            JOBS + "test_a_lapsed_job_is_taken_over_with_a_higher_fence_and_the_late_holder_changes_nothing",
            SWEEP + "test_it_rings_once_for_each_task_with_work",
        ),
    ),
    Guard(
        "attempts are counted before the work",
        Edit(
            "factcheck/leases.py",
            'attempts=F("attempts") + 1, lease_until=at + LEASE',
            "lease_until=at + LEASE",
        ),
        (JOBS + "test_a_job_is_running_leased_and_counted_while_its_handler_works",),
    ),
    Guard(
        "five starts are enough",
        Edit("factcheck/leases.py", "_bury(spent)", "break"),
        (JOBS + "test_a_job_that_killed_five_workers_is_dead_with_a_reason_and_the_next_ones_go_on",),
    ),
    Guard(
        "a suspect is leased alone",
        Edit(
            "factcheck/leases.py",
            "mine = found[:1] if found and found[0].attempts else [job for job in found if not job.attempts]",
            "mine = found",
        ),
        (JOBS + "test_a_job_started_before_is_leased_alone",),
    ),
    Guard(
        "a desk that starts takes over what was running",
        Edit("factcheck/process.py", "    take_over()\n    try:", "    try:"),
        (
            "tests/factcheck/test_process.py::test_a_killed_desk_goes_on_within_five_seconds_of_its_next_start",
        ),
    ),
    Guard(
        "one desk per database",
        Edit("factcheck/process.py", "fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)", "pass"),
        ("tests/factcheck/test_sole_desk.py",),
    ),
    Guard(
        "two workers never lease one job",
        Edit("factcheck/leases.py", ".select_for_update(skip_locked=True)", ""),
        (JOBS + "test_two_workers_never_hold_the_same_job",),
        postgres=True,
    ),
    Guard(
        "a job held by a transaction is not taken over",
        Edit(
            "factcheck/leases.py",
            '_held([self]).select_for_update().values_list("id")',
            '_held([self]).values_list("id")',
        ),
        (JOBS + "test_a_job_held_by_a_transaction_is_not_taken_over",),
        postgres=True,
    ),
    Guard(
        "the sweep rings for what was lost",
        Edit("factcheck/tasks.py", "    for task in tasks:\n        doorbell.ring(task)\n", ""),
        (SWEEP + "test_it_rings_once_for_each_task_with_work",),
    ),
    Guard(
        "the bell rings after the commit",
        Edit(
            "factcheck/events.py",
            "transaction.on_commit(lambda task=task: doorbell.ring(task), robust=True)",
            "doorbell.ring(task)",
        ),
        (EVENTS + "test_the_bell_rings_after_the_commit_and_not_after_a_rollback",),
    ),
    Guard(
        "a ring does not wait for the broker",
        Edit(
            "factcheck/doorbell.py",
            "            self._changed.notify()\n",
            "            self._changed.notify()\n"
            "            self._changed.wait_for(lambda: task not in self._waiting, timeout=0.1)\n",
        ),
        ("tests/factcheck/test_doorbell.py::test_a_ring_does_not_wait_for_a_hung_broker",),
    ),
    Guard(
        "an idempotency key is used once per person",
        Constraint("factcheck.IdempotencyKey", "idempotency_key_is_used_once_per_user"),
        (ONCE + "test_the_same_request_again_gets_the_same_answer_and_no_second_effect",),
    ),
    Guard(
        "an effect and its answer are one transaction",
        Edit(
            "factcheck/api/idempotency.py",
            "    with transaction.atomic():\n        row = _begin(",
            "    if True:\n        row = _begin(",
        ),
        (
            ONCE + "test_a_refusal_undoes_everything_and_leaves_the_key_free",
            ONCE + "test_a_crash_between_effect_and_answer_leaves_neither_and_does_not_lock_the_key",
        ),
    ),
    Guard(
        "a key is bound to its request",
        Edit("factcheck/api/idempotency.py", "    if row.digest != digest:\n        raise KeyReused\n", ""),
        (ONCE + "test_another_request_with_the_key_is_refused",),
    ),
    Guard(
        "a version is compared under the lock",
        Edit("factcheck/events.py", "    versions.check(subject)\n", ""),
        (VERSIONS + "test_a_change_between_reading_and_locking_is_noticed",),
    ),
    Guard(
        "a write says which version it is based on",
        Edit(
            "factcheck/api/conditional.py",
            "            raise IfMatchMissing\n        return",
            "            return\n        return",
        ),
        (VERSIONS + "test_an_edit_without_if_match_is_refused",),
    ),
    Guard(
        "the audit recomputes every hash",
        Edit(
            "factcheck/audit.py",
            'return "" if recomputed == event.hash else "the event was changed"',
            'return ""',
        ),
        ("tests/factcheck/test_audit.py::test_tampering_is_found_and_the_first_bad_row_named",),
    ),
    Guard(
        "the audit compares the head of every row",
        Edit("factcheck/audit.py", "(last.seq, last.hash) != head[1:]", "False"),
        ("tests/factcheck/test_audit.py::test_tampering_is_found_and_the_first_bad_row_named",),
    ),
]
