"""What waits is put in its new order in slices; decisions, wordings and pins stay as they are."""

from datetime import timedelta

import pytest

from claims import actions, tasks
from claims.actions import rescoring
from claims.detection.worthiness import current_model
from claims.models import Claim, ClaimTopic, Rescoring, TriageSettings
from claims.triage import AS_SHIPPED, triage
from factcheck import audit, jobs, stop
from factcheck.models import Event, Job
from tests.factories import AT, ClaimFactory, TopicFactory, UserFactory
from tests.holding import while_held

pytestmark = pytest.mark.django_db


def in_force(**weights):
    version = actions.add_triage_settings(weights=weights, by=None, at=AT)
    return actions.activate_triage_settings(settings_id=version.uuid, reason="Try", by=None, at=AT)


def work_through(asked, **how):
    slices = 0
    while actions.rescore_slice(rescoring_id=asked.uuid, at=AT, **how):
        slices += 1
    asked.refresh_from_db()
    return slices


def test_new_weights_reach_all_that_waits_and_nothing_else():
    claims = ClaimFactory.create_batch(5)
    pinned = actions.pin(claim_id=claims[0].uuid, pinned=True, by=UserFactory(editor=True), at=AT)
    declined, accepted = ClaimFactory(status="declined"), ClaimFactory(status="accepted")
    decided = {c.pk: c.priority for c in Claim.objects.filter(pk__in=[declined.pk, accepted.pk])}
    wordings = set(Claim.objects.values_list("wording", "status", "pinned"))
    in_force(worth=0)
    asked = Rescoring.objects.get()

    assert work_through(asked, most=2) == 2

    assert (asked.total, asked.done, asked.changed, asked.finished_at) == (5, 5, 5, AT)
    for claim in Claim.objects.filter(status="detected"):
        assert claim.priority == pytest.approx(sum(part["weight"] for part in claim.priority_parts))
        assert claim.priority_parts[-1] == {
            "name": "check-worthiness", "label": "check-worthiness 0.80", "weight": 0.0,
        }  # fmt: skip
    assert Claim.objects.order_by("-priority").first() == pinned
    assert {c.pk: c.priority for c in Claim.objects.filter(pk__in=decided)} == decided
    assert set(Claim.objects.values_list("wording", "status", "pinned")) == wordings
    assert list(audit.faults()) == []


def test_what_does_not_move_is_not_written():
    claim = ClaimFactory()
    before = Event.objects.filter(subject=claim.uuid).count()
    in_force(demand=50)

    asked = Rescoring.objects.get()
    work_through(asked)

    assert (asked.done, asked.changed) == (1, 0)
    assert Event.objects.filter(subject=claim.uuid).count() == before


def test_another_gate_is_told_on_the_claim():
    claim = ClaimFactory()
    in_force(least_reach=1000)

    work_through(Rescoring.objects.get())

    claim.refresh_from_db()
    assert claim.gate == "too_little_reach"
    event = Event.objects.get(subject=claim.uuid, name="claim.reordered")
    assert (event.seq, event.data["gate"]) == (claim.chain_seq, "too_little_reach")


def test_topics_follow_the_rules():
    old, new = TopicFactory(keywords=["cargo"]), TopicFactory(keywords=["choir"])
    claim = ClaimFactory()
    assert list(ClaimTopic.objects.values_list("claim", "topic")) == [(claim.pk, old.pk)]
    actions.edit_topic(topic_id=old.uuid, keywords=["pier"], by=None, at=AT)
    actions.edit_topic(topic_id=new.uuid, patterns=[r"\d tonnes"], by=None, at=AT)

    work_through(Rescoring.objects.get())

    assert list(ClaimTopic.objects.values_list("claim", "topic")) == [(claim.pk, new.pk)]


def test_what_changes_meanwhile_sends_the_pass_round_again():
    ClaimFactory.create_batch(3)
    in_force(worth=1)
    asked = Rescoring.objects.get()
    actions.rescore_slice(rescoring_id=asked.uuid, at=AT, most=2)
    in_force(worth=2)

    work_through(asked, most=2)

    assert Rescoring.objects.count() == 1
    assert (asked.done, asked.changed, asked.again) == (3, 5, False)
    assert {c.priority_parts[-1]["weight"] for c in Claim.objects.all()} == {1.6}


def test_a_pass_that_was_killed_goes_on_where_it_was():
    ClaimFactory.create_batch(3)
    in_force(worth=1)
    asked = Rescoring.objects.get()
    actions.rescore_slice(rescoring_id=asked.uuid, at=AT, most=2)
    Job.objects.all().delete()  # died five times

    assert actions.take_up_rescorings(at=AT) == 1
    assert actions.take_up_rescorings(at=AT) == 0
    jobs.drain()

    asked.refresh_from_db()
    assert (asked.done, asked.finished_at is not None) == (3, True)


def test_a_slice_that_another_worker_did_meanwhile_is_left_alone(monkeypatch):
    ClaimFactory.create_batch(2)
    in_force(worth=1)
    asked = Rescoring.objects.get()
    before = set(Claim.objects.values_list("priority"))
    reorder = rescoring._reorder

    def overtaken(*args, **kwargs):
        Rescoring.objects.update(reached=10**9)
        return reorder(*args, **kwargs)

    monkeypatch.setattr(rescoring, "_reorder", overtaken)

    assert actions.rescore_slice(rescoring_id=asked.uuid, at=AT) is False

    assert set(Claim.objects.values_list("priority")) == before
    monkeypatch.setattr(rescoring, "_reorder", reorder)
    work_through(asked)
    assert actions.rescore_slice(rescoring_id=asked.uuid, at=AT) is False


def test_another_model_scores_anew_and_the_score_tells_of_it():
    claim = ClaimFactory()  # scored by cues-1, as another release did
    foreign = ClaimFactory(wording="Der Hafen hat 9 Kräne.")
    Claim.objects.filter(pk=foreign.pk).update(language="de")

    asked = actions.notice_model(at=AT)
    work_through(asked)

    claim.refresh_from_db()
    foreign.refresh_from_db()
    assert claim.score_model == current_model("en") != "cues-1"
    assert claim.score != 0.8
    expected = triage(
        kind=claim.kind, score=claim.score, wording=claim.wording, spread=1, age=timedelta(0), demand=0,
        pinned=False, rules=AS_SHIPPED,
    )  # fmt: skip
    assert claim.priority == expected.priority
    assert (foreign.score, foreign.score_model) == (0.8, "cues-1")
    assert Event.objects.get(subject=claim.uuid, name="claim.reordered").data["model"] == claim.score_model
    assert actions.notice_model(at=AT) is None


def test_the_age_of_what_waits_is_seen_once_a_day():
    claims = ClaimFactory.create_batch(30)
    before = {c.pk: c.priority for c in claims}
    day = AT + timedelta(days=3)

    moved = [actions.age_order(at=day + timedelta(hours=hour)) for hour in range(24)]

    assert sum(moved) == 30
    assert max(moved) == 2
    assert all(Claim.objects.get(pk=pk).priority < priority for pk, priority in before.items())
    assert actions.age_order(at=AT + timedelta(days=60)) == 0


def test_the_job_leaves_the_rest_to_another(monkeypatch):
    ClaimFactory.create_batch(3)
    in_force(worth=1)
    asked = Rescoring.objects.get()
    slice_of_one = actions.rescore_slice
    monkeypatch.setattr(actions, "rescore_slice", lambda **given: slice_of_one(**given, most=1))
    monkeypatch.setattr(tasks, "_RESCORING_SECONDS", 0.0)

    tasks.rescore(subject=asked.uuid, at=AT)

    asked.refresh_from_db()
    assert asked.done == 1
    assert Job.objects.filter(task="claims.tasks.rescore", status="due").count() == 2
    assert not stop.asked()
    jobs.drain()
    asked.refresh_from_db()
    assert asked.finished_at is not None


def test_the_timed_jobs_can_run_twice():
    ClaimFactory()
    for _ in range(2):
        tasks.tend_order(subject=None, at=AT)
        tasks.age_order(subject=None, at=AT)

    assert Rescoring.objects.count() == 1
    assert not TriageSettings.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_claim_decided_while_a_slice_waits_for_it_keeps_its_place():
    claim, editor = ClaimFactory(), UserFactory(editor=True)
    in_force(worth=0)
    asked = Rescoring.objects.get()

    while_held(
        lambda: actions.accept(claim_id=claim.uuid, by=editor, at=AT),
        lambda: actions.rescore_slice(rescoring_id=asked.uuid, at=AT),
    )

    decided = Claim.objects.get()
    assert (decided.status, decided.priority) == ("accepted", claim.priority)
    assert list(audit.faults()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_change_made_while_a_slice_ends_the_pass_is_not_lost():
    ClaimFactory()
    in_force(worth=0)
    asked = Rescoring.objects.get()

    while_held(
        lambda: actions.rescore_slice(rescoring_id=asked.uuid, at=AT),
        lambda: in_force(worth=1),
    )

    passes = Rescoring.objects.order_by("id")
    assert [row.finished_at is None for row in passes] == [False, True]
    work_through(passes[1])
    assert Claim.objects.get().priority_parts[-1]["weight"] == 0.8
