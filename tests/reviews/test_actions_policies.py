"""Policies and scales by version, and the rules that choose among policies."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, ClaimTopic
from factcheck import audit
from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.models import Event
from reviews import actions
from reviews.actions.policies import (
    AlreadySo,
    DefaultPolicy,
    EnteredMeanwhile,
    SlugTaken,
    WrongPolicy,
)
from reviews.actions.policy_rules import OtherRules, TooManyRules, WrongRule
from reviews.actions.scales import WrongScale
from reviews.models import FactCheck, Policy, PolicyRule, Scale
from tests.factories import AT, ClaimFactory, TopicFactory, UserFactory, client_of
from tests.reviews.factories import RATINGS, opened, policy, scale
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Any:
    policy()
    scale()
    return UserFactory(editor=True)


def ruled(editor: Any, **fields: Any) -> PolicyRule:
    return actions.add_policy_rule(by=editor, at=AT, **{"policy": "desk"} | fields)


def places() -> list[tuple[str, int]]:
    rows = PolicyRule.objects.filter(active=True).order_by("position")
    return [(rule.kind or rule.harm or str(rule.topic.slug), rule.position) for rule in rows]


def test_the_next_version_is_as_the_last_but_for_the_changes_and_open_files_keep_theirs(editor):
    case = opened(due_hours=12)
    base = case.fact_check.policy

    added = actions.add_policy_version(
        policy_id=base.uuid, independent_sources=3, checklist=["Quotes"], by=editor, at=AT
    )

    base.refresh_from_db()
    assert (added.version, added.active, added.is_default) == (2, True, True)
    assert (added.independent_sources, added.due_hours, added.checklist) == (3, base.due_hours, ["Quotes"])
    assert (base.active, base.is_default, case.fresh().policy) == (False, False, base)
    assert list(Event.objects.filter(subject=base.uuid).order_by("seq").values_list("name", flat=True)) == [
        "policy.added",
        "policy.replaced",
    ]
    assert list(audit.faults()) == []


@pytest.mark.parametrize(
    ("asked", "kind", "field"),
    [
        ({"judging": "votes", "raters": 1}, WrongPolicy, "raters"),
        ({"judging": "oracle"}, WrongPolicy, "judging"),
        ({"approver": "anybody"}, WrongPolicy, "approver"),
        ({"slug": "other"}, TypeError, None),
        ({"version": 9}, WrongPolicy, "version"),
        ({}, Refusal, None),
    ],
)
def test_a_version_that_cannot_be_is_refused(editor, asked, kind, field):
    base = Policy.objects.get()

    if kind is TypeError:
        with pytest.raises(TypeError):
            actions.add_policy_version(policy_id=base.uuid, by=editor, at=AT, **asked)
        return
    with refused(kind, field=field):
        actions.add_policy_version(policy_id=base.uuid, by=editor, at=AT, **asked)


def test_policies_and_scales_are_the_editors(editor):
    by = {"by": UserFactory(senior=True), "at": AT}
    known = {"policy_id": Policy.objects.get().uuid}
    steps = Scale.objects.get().uuid

    for verb in (actions.activate_policy, actions.deactivate_policy, actions.make_default_policy):
        with refused(NotAllowed):
            verb(**known, **by)
    with refused(NotAllowed):
        actions.add_policy(slug="mine", name="Mine", judging="proposal", **by)
    with refused(NotAllowed):
        actions.add_policy_version(**known, name="Mine", **by)
    with refused(NotAllowed):
        actions.add_scale(slug="mine", name="Mine", ratings=[], **by)
    with refused(NotAllowed):
        actions.add_scale_version(scale_id=steps, name="Mine", **by)
    with refused(NotAllowed):
        actions.make_default_scale(scale_id=steps, **by)
    with refused(NotAllowed):
        actions.add_policy_rule(policy="desk", kind="number", **by)


def test_a_new_policy_has_a_new_name(editor):
    with refused(SlugTaken, field="slug"):
        actions.add_policy(slug="desk", name="Desk", judging="proposal", is_new=True, by=editor, at=AT)
    with refused(WrongPolicy, field="active"):
        actions.add_policy(
            slug="new", name="New", judging="proposal", active=False, is_default=True, by=editor, at=AT
        )


def test_a_version_entered_at_the_same_moment_is_told(editor, monkeypatch):
    monkeypatch.setattr("reviews.actions.policies._locked", lambda slug: [])
    monkeypatch.setattr("reviews.actions.scales._locked", lambda slug: [])

    with refused(EnteredMeanwhile):
        actions.add_policy(slug="desk", name="Desk", judging="proposal", by=editor, at=AT)
    with refused(EnteredMeanwhile):
        actions.add_scale(slug="steps", name="Steps", ratings=[], by=editor, at=AT)


def test_a_policy_is_put_in_use_taken_out_and_made_the_default(editor):
    first = Policy.objects.get()
    second = actions.add_policy_version(policy_id=first.uuid, name="Second", by=editor, at=AT)
    known = {"by": editor, "at": AT}

    with refused(DefaultPolicy):
        actions.deactivate_policy(policy_id=second.uuid, **known)
    actions.activate_policy(policy_id=first.uuid, **known)
    for verb in (actions.activate_policy, actions.make_default_policy):
        with refused(AlreadySo):
            verb(policy_id=first.uuid, **known)
    other = actions.add_policy(slug="other", name="Other", judging="proposal", **known)
    actions.deactivate_policy(policy_id=other.uuid, **known)
    with refused(AlreadySo):
        actions.deactivate_policy(policy_id=other.uuid, **known)
    actions.make_default_policy(policy_id=other.uuid, **known)

    rows = Policy.objects.order_by("id").values_list("slug", "version", "active", "is_default")
    assert list(rows) == [("desk", 1, True, False), ("desk", 2, False, False), ("other", 1, True, True)]
    actions.deactivate_policy(policy_id=first.uuid, **known)
    assert list(audit.faults()) == []


def test_a_scale_comes_in_versions_with_what_each_label_has_to_prove(editor):
    base = Scale.objects.get()
    ratings = [r | {"burden_of_proof": "Two sources."} for r in RATINGS]

    named = actions.add_scale_version(scale_id=base.uuid, name="Steps anew", by=editor, at=AT)
    proved = actions.add_scale_version(scale_id=base.uuid, ratings=ratings, by=editor, at=AT)

    assert [(s.version, s.is_default) for s in Scale.objects.order_by("version")] == [
        (1, False),
        (2, False),
        (3, True),
    ]
    assert [r.slug for r in named.ratings.order_by("position")] == [r["slug"] for r in RATINGS]
    assert set(proved.ratings.values_list("burden_of_proof", flat=True)) == {"Two sources."}
    with refused(WrongScale, field="ratings"):
        actions.add_scale_version(scale_id=base.uuid, ratings=RATINGS[:1], by=editor, at=AT)
    with refused(Refusal):
        actions.add_scale_version(scale_id=base.uuid, by=editor, at=AT)
    with refused(SlugTaken, field="slug"):
        actions.add_scale(slug="steps", name="Steps", ratings=[], is_new=True, by=editor, at=AT)
    actions.make_default_scale(scale_id=base.uuid, by=editor, at=AT)
    with refused(AlreadySo):
        actions.make_default_scale(scale_id=base.uuid, by=editor, at=AT)


def chosen(editor: Any, claim: Claim, **fields: Any) -> tuple[str, dict[str, Any]]:
    case = actions.open_fact_check(claim_id=claim.uuid, by=editor, at=AT, **fields)
    event = Event.objects.get(subject=case.uuid, name="fact_check.opened")
    return case.policy.slug, event.data["choice"]


def test_the_first_rule_that_fits_chooses_the_policy_and_the_event_says_why(editor):
    policy("urgent")
    health = TopicFactory(slug="health")
    ruled(editor, kind="quote", policy="desk")
    rule = ruled(editor, topic="health", kind="number", policy="urgent")
    claim = ClaimFactory(kind="number")
    ClaimTopic.objects.create(claim=claim, topic=health)

    assert chosen(editor, claim) == (
        "urgent",
        {"by": "rule", "rule": str(rule.uuid), "because": "topic health, kind number"},
    )
    assert chosen(editor, ClaimFactory(kind="number")) == ("desk", {"by": "default"})
    assert chosen(editor, ClaimFactory(kind="quote"), policy="urgent") == ("urgent", {"by": "editor"})


def test_a_rule_by_the_harm_that_the_words_touch(editor):
    policy("urgent")
    ruled(editor, harm="children", policy="urgent")
    claim = ClaimFactory(wording="A kindergarten teacher was arrested in the port.")

    assert chosen(editor, claim)[0] == "urgent"
    assert chosen(editor, ClaimFactory(wording="The port handled ten tonnes."))[0] == "desk"


def test_a_rule_whose_policy_is_out_of_use_is_skipped_with_a_word(editor):
    urgent = policy("urgent")
    rule = ruled(editor, kind="number", policy="urgent")
    actions.deactivate_policy(policy_id=urgent.uuid, by=editor, at=AT)

    slug, choice = chosen(editor, ClaimFactory(kind="number"))

    skipped = [{"rule": str(rule.uuid), "because": "kind number", "policy": "urgent"}]
    assert (slug, choice) == ("desk", {"by": "default", "skipped": skipped})
    shown = client_of(editor).get(f"/api/v1/fact-checks/{FactCheck.objects.get().uuid}/").json()
    assert shown["policy_choice"] == choice | {"rule": None, "because": ""}
    row = client_of(editor).get("/api/v1/policy-rules/").json()["results"][0]
    assert row["followed"] is False


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "topic"),
        ({"kind": "number", "policy": "gone"}, "policy"),
        ({"topic": "nothing"}, "topic"),
        ({"harm": "boredom"}, "harm"),
        ({"kind": "joke"}, "kind"),
    ],
)
def test_a_rule_names_what_there_is(editor, asked, field):
    with refused(WrongRule, field=field):
        ruled(editor, **asked)


def test_rules_stand_in_their_order_without_gap(editor):
    for kind in ("fact", "number", "quote"):
        ruled(editor, kind=kind)
    first = ruled(editor, kind="opinion", position=1)
    by = {"by": editor, "at": AT}

    begun = places()
    actions.edit_policy_rule(rule_id=first.uuid, position=3, **by)
    moved = places()
    actions.deactivate_policy_rule(rule_id=first.uuid, **by)
    without = places()
    actions.activate_policy_rule(rule_id=first.uuid, **by)

    assert begun == [("opinion", 1), ("fact", 2), ("number", 3), ("quote", 4)]
    assert moved == [("fact", 1), ("number", 2), ("opinion", 3), ("quote", 4)]
    assert without == [("fact", 1), ("number", 2), ("quote", 3)]
    assert places() == [*without, ("opinion", 4)]
    assert list(audit.faults()) == []


def test_rules_are_put_in_order_by_naming_all_of_them(editor):
    rules = [ruled(editor, kind=kind).uuid for kind in ("fact", "number", "quote")]

    actions.reorder_policy_rules(rules=rules[::-1], by=editor, at=AT)

    assert places() == [("quote", 1), ("number", 2), ("fact", 3)]
    for wrong in (rules[:2], [*rules, rules[0]], [*rules[:2], uuid4()]):
        with refused(OtherRules, field="rules"):
            actions.reorder_policy_rules(rules=wrong, by=editor, at=AT)


def test_a_rule_is_changed_and_what_is_not_named_stays(editor):
    TopicFactory(slug="health")
    rule = ruled(editor, kind="number", topic="health")
    policy("urgent")

    actions.edit_policy_rule(rule_id=rule.uuid, policy="urgent", by=editor, at=AT)

    rule.refresh_from_db()
    assert (rule.policy, rule.kind, rule.topic.slug) == ("urgent", "number", "health")
    with refused(WrongRule, field="topic"):
        actions.edit_policy_rule(rule_id=rule.uuid, kind="", topic="", by=editor, at=AT)


def test_a_rule_out_of_use_has_no_place_and_is_put_in_use_once(editor, monkeypatch):
    rule = ruled(editor, kind="number")
    with refused(AlreadySo):
        actions.activate_policy_rule(rule_id=rule.uuid, by=editor, at=AT)
    actions.deactivate_policy_rule(rule_id=rule.uuid, by=editor, at=AT)

    with refused(AlreadySo):
        actions.deactivate_policy_rule(rule_id=rule.uuid, by=editor, at=AT)
    with refused(Conflict):
        actions.edit_policy_rule(rule_id=rule.uuid, position=1, by=editor, at=AT)
    monkeypatch.setattr("reviews.actions.policy_rules.MOST_RULES", 0)
    with refused(TooManyRules):
        actions.activate_policy_rule(rule_id=rule.uuid, by=editor, at=AT)
    with refused(TooManyRules):
        ruled(editor, kind="fact")


def sent(editor: Any, path: str, method: str = "post", **body: Any) -> Any:
    client = client_of(editor, **{"If-Match": "*"})
    return getattr(client, method)(f"/api/v1/{path}", body, content_type="application/json")


def test_policies_are_entered_and_moved_over_the_api(editor):
    made = sent(editor, "policies/", slug="mine", name="Mine", judging="second_read", checklist=["Quotes"])
    uuid = made.json()["uuid"]

    newer = sent(editor, f"policies/{uuid}/versions/", outside_editor=True)

    assert (made.status_code, newer.status_code) == (201, 201), newer.content
    assert (newer.json()["version"], newer.json()["checklist"]) == (2, ["Quotes"])
    for verb, status in (("activate", 200), ("make-default", 200), ("deactivate", 409)):
        assert sent(editor, f"policies/{uuid}/{verb}/").status_code == status, verb
    assert sent(editor, "policies/", slug="mine", name="Mine", judging="votes").status_code == 400
    assert sent(editor, "policies/", slug="mine", name="Mine", judging="proposal").status_code == 409
    wrong = sent(editor, f"policies/{uuid}/versions/", offer_hours=0, checklist=["\ud800"])
    assert wrong.status_code == 400


def test_rules_and_scales_are_entered_and_moved_over_the_api(editor):
    rule = sent(editor, "policy-rules/", policy="desk", kind="number").json()["uuid"]
    other = sent(editor, "policy-rules/", policy="desk", kind="fact").json()["uuid"]

    assert sent(editor, f"policy-rules/{rule}/", "patch", position=2).json()["position"] == 2
    order = sent(editor, "policy-rules/reorder/", rules=[rule, other])
    assert [row["uuid"] for row in order.json()] == [rule, other]
    for verb in ("deactivate", "activate"):
        assert sent(editor, f"policy-rules/{rule}/{verb}/").status_code == 200
    rating = {"slug": "yes", "label": "Yes", "definition": "It is so.", "burden_of_proof": "One source."}
    made = sent(editor, "scales/", slug="plain", name="Plain", ratings=[rating])
    newer = sent(editor, f"scales/{made.json()['uuid']}/versions/", name="Plainer")
    assert newer.json()["ratings"][0]["burden_of_proof"] == "One source."
    assert sent(editor, f"scales/{made.json()['uuid']}/make-default/").json()["is_default"] is True


def test_the_rules_cost_the_same_however_many_they_are(editor):
    client, costs = client_of(editor), {}
    for rows in (1, 20):
        while PolicyRule.objects.count() < rows:
            ruled(editor, topic=TopicFactory().slug)
        with CaptureQueriesContext(connection) as asked:
            assert len(client.get("/api/v1/policy-rules/?page_size=100").json()["results"]) == rows
        costs[rows] = len(asked)

    assert costs[1] == costs[20]
