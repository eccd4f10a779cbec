"""Guards of triage: one version in force, one pass at a time, changes that follow each other."""

from tests.guards.removal import Constraint, Edit, Guard

BROKEN = "tests/claims/test_triage_constraints.py::test_"
SETTINGS = "tests/claims/test_actions_triage_settings.py::test_"
RULES = "tests/claims/test_actions_triage_rules.py::test_"
PASSES = "tests/claims/test_actions_rescoring.py::test_"
RETURNING = "tests/claims/test_actions_returning.py::test_"

_CONSTRAINTS = [
    (
        "TriageSettings",
        "triage_settings_in_force_are_one",
        "one_version_is_in_force_and_each_is_numbered_once",
    ),
    (
        "TriageSettings",
        "triage_settings_in_force_have_a_moment_and_a_reason",
        "a_version_in_force_has_a_moment_and_a_reason",
    ),
    ("HarmArea", "harm_area_gravity_is_a_share", "gravity_is_a_share_and_a_slug_is_there_once"),
    *[
        ("Incident", name, "an_incident_ends_after_it_starts_and_raises")
        for name in (
            "incident_ends_after_it_starts",
            "incident_points_raise",
            "incident_ended_by_somebody_has_ended",
        )
    ],
    ("Rescoring", "rescoring_is_one_at_a_time", "one_pass_for_a_reason_goes_on_at_a_time"),
]

TRIAGE = [
    *[
        Guard(name.replace("_", " "), Constraint(f"claims.{model}", name), (BROKEN + test,))
        for model, name, test in _CONSTRAINTS
    ],
    Guard(
        "versions of triage are locked before one is put in force",
        Edit(
            "claims/actions/triage_settings.py",
            "TriageSettings.objects.select_for_update()",
            "TriageSettings.objects",
        ),
        (SETTINGS + "of_two_versions_put_in_force_at_once_one_is",),
        postgres=True,
    ),
    Guard(
        "a topic is locked before it is edited",
        Edit(
            "claims/actions/triage_rules.py",
            "Topic.objects.select_for_update().get",
            "Topic.objects.get",
        ),
        (RULES + "two_editors_at_one_topic_follow_each_other",),
        postgres=True,
    ),
    Guard(
        "an incident is locked before it is ended",
        Edit(
            "claims/actions/incidents.py",
            "Incident.objects.select_for_update().get",
            "Incident.objects.get",
        ),
        (RULES + "an_incident_ended_twice_at_once_ends_once",),
        postgres=True,
    ),
    Guard(
        "a pass begun at the same moment goes round again",
        Edit(
            "claims/actions/rescoring.py",
            "        except IntegrityError:",
            "        except ZeroDivisionError:",
        ),
        (RULES + "two_changes_at_once_begin_one_pass_that_goes_round_again",),
        postgres=True,
    ),
    Guard(
        "a pass is locked before it is asked to go round again",
        Edit(
            "claims/actions/rescoring.py",
            "found = Rescoring.objects.select_for_update().filter",
            "found = Rescoring.objects.filter",
        ),
        (PASSES + "a_change_made_while_a_slice_ends_the_pass_is_not_lost",),
        postgres=True,
    ),
    Guard(
        "what another worker did of a pass is left",
        Edit("claims/actions/rescoring.py", "if row.reached != seen.reached or ", "if "),
        (PASSES + "a_slice_that_another_worker_did_meanwhile_is_left_alone",),
    ),
    Guard(
        "claims are locked before they are put in order",
        Edit(
            "claims/actions/rescoring.py",
            "Claim.objects.select_for_update().filter(",
            "Claim.objects.filter(",
        ),
        (PASSES + "a_claim_decided_while_a_slice_waits_for_it_keeps_its_place",),
        postgres=True,
    ),
    Guard(
        "what an editor has in hand does not come back by itself",
        Edit("claims/actions/returning.py", ".select_for_update(skip_locked=True)", ""),
        (RETURNING + "a_claim_that_an_editor_has_in_hand_is_not_waited_for",),
        postgres=True,
    ),
]
