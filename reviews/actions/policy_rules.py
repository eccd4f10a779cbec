"""Which policy a claim is checked under: the desk's rules by topic, harm and kind, in their order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from claims.actions.ordering import current_rules
from claims.models import Claim, ClaimKind, ClaimTopic, Topic
from claims.triage.keywords import Words
from factcheck.errors import Conflict, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.permission import refuse_all_but_editors
from reviews.actions.policies import AlreadySo
from reviews.models import Policy, PolicyRule
from reviews.policy import Choice, Chosen, choose

MOST_RULES: Final = 200
_COLUMNS: Final = ("topic", "harm", "kind", "policy")
# Beyond every place there is, so that no two rules ever stand at one while they are put in order.
_ASIDE: Final = 10_000


class WrongRule(Refusal):
    """A rule that asks nothing, or names what there is not."""

    code = "wrong_rule"


class OtherRules(Conflict):
    """The rules in use are others than those that were named."""

    code = "other_rules"


class TooManyRules(Conflict):
    code = "too_many_rules"


def chosen_for(claim: Claim) -> Chosen:
    """Return the first active rule that fits the claim, and those that name a policy out of use."""
    rules = [choice_of(rule) for rule in _active()]
    if not rules:
        return Chosen(None, ())
    topics = set(ClaimTopic.objects.filter(claim=claim).values_list("topic__slug", flat=True))
    return choose(
        rules,
        active=set(Policy.objects.filter(active=True).values_list("slug", flat=True)),
        topics=topics,
        harms=harms_of(claim) if any(rule.harm for rule in rules) else frozenset(),
        kind=claim.kind,
    )


def harms_of(claim: Claim) -> frozenset[str]:
    """The areas of harm, by slug, that the words and the kind of a claim touch now."""
    rules = current_rules()
    found = rules.areas.among(Words.of(claim.wording), claim.wording)
    return frozenset(area.slug for area in rules.harms(found, kind=claim.kind))


def choice_of(rule: PolicyRule) -> Choice:
    """The rule as a plain value."""
    topic = rule.topic.slug if rule.topic else ""
    return Choice(str(rule.uuid), rule.policy, topic=topic, harm=rule.harm, kind=rule.kind)


@transaction.atomic
def add_policy_rule(
    *,
    policy: str,
    topic: str = "",
    harm: str = "",
    kind: str = "",
    position: int | None = None,
    by: User,
    at: datetime,
) -> PolicyRule:
    """Enter a rule, at this place (1 is asked first) or as the last one.

    `topic` and `policy` are slugs, `harm` an area's slug. All that a rule asks
    must be so. Raises NotAllowed, WrongRule, TooManyRules.
    """
    refuse_all_but_editors(by)
    others = _active(locked=True)
    if len(others) >= MOST_RULES:
        raise TooManyRules(f"There are {MOST_RULES} rules already.")
    rule = PolicyRule(created_at=at, position=_ASIDE + len(others), **_checked(policy, topic, harm, kind))
    record("policy_rule.added", rule, by=by, at=at, data=_as_data(rule))
    rule.save()
    _put_in_order(_inserted(others, rule, position), by=by, at=at)
    return rule


@transaction.atomic
def edit_policy_rule(*, rule_id: UUID, by: User, at: datetime, **changes: Any) -> PolicyRule:
    """Change what a rule asks, the policy it names, or its place; what is not named stays.

    Raises PolicyRule.DoesNotExist, NotAllowed, WrongRule, Conflict for the place of a rule out of use.
    """
    refuse_all_but_editors(by)
    others = _active(locked=True)
    rule = PolicyRule.objects.select_for_update(of=("self",)).select_related("topic").get(uuid=rule_id)
    position = changes.pop("position", None)
    if position is not None and not rule.active:
        raise Conflict("A rule out of use has no place: put it in use first.")
    stand = {
        "topic": rule.topic.slug if rule.topic else "",
        "harm": rule.harm,
        "kind": rule.kind,
        "policy": rule.policy,
    }
    for name, value in _checked(**stand | changes).items():
        setattr(rule, name, value)
    record("policy_rule.edited", rule, by=by, at=at, data=_as_data(rule))
    rule.save(update_fields=[*_COLUMNS, *CHAIN_HEAD])
    if position is not None:
        rest = [other for other in others if other.pk != rule.pk]
        _put_in_order(_inserted(rest, rule, position), by=by, at=at)
    return rule


@transaction.atomic
def activate_policy_rule(*, rule_id: UUID, by: User, at: datetime) -> PolicyRule:
    """Put a rule in use again, as the last one. Raises NotAllowed, AlreadySo, WrongRule, TooManyRules."""
    refuse_all_but_editors(by)
    others = _active(locked=True)
    rule = PolicyRule.objects.select_for_update(of=("self",)).select_related("topic").get(uuid=rule_id)
    if rule.active:
        raise AlreadySo("This rule is in use already.")
    if len(others) >= MOST_RULES:
        raise TooManyRules(f"There are {MOST_RULES} rules already.")
    _checked(rule.policy, rule.topic.slug if rule.topic else "", rule.harm, rule.kind)
    rule.active, rule.position = True, _ASIDE + len(others)
    record("policy_rule.activated", rule, by=by, at=at)
    rule.save(update_fields=["active", "position", *CHAIN_HEAD])
    _put_in_order([*others, rule], by=by, at=at)
    return rule


@transaction.atomic
def deactivate_policy_rule(*, rule_id: UUID, by: User, at: datetime) -> PolicyRule:
    """Take a rule out of use; those after it move up. Raises NotAllowed, AlreadySo."""
    refuse_all_but_editors(by)
    others = _active(locked=True)
    rule = next((other for other in others if other.uuid == rule_id), None)
    if rule is None:
        PolicyRule.objects.get(uuid=rule_id)
        raise AlreadySo("This rule is out of use already.")
    rule.active = False
    record("policy_rule.deactivated", rule, by=by, at=at)
    rule.save(update_fields=["active", *CHAIN_HEAD])
    _put_in_order([other for other in others if other.uuid != rule_id], by=by, at=at)
    return rule


@transaction.atomic
def reorder_policy_rules(*, rules: Sequence[UUID], by: User, at: datetime) -> None:
    """Ask the rules in this order from now on; all that are in use are named, each once.

    Raises NotAllowed, OtherRules.
    """
    refuse_all_but_editors(by)
    there = {rule.uuid: rule for rule in _active(locked=True)}
    if len(rules) != len(there) or set(rules) != set(there):
        raise OtherRules("Name every rule that is in use, each once.", field="rules")
    _put_in_order([there[uuid] for uuid in rules], by=by, at=at)


def _active(*, locked: bool = False) -> list[PolicyRule]:
    rows = PolicyRule.objects.filter(active=True)
    if locked:
        # All of them, in one order: two editors at once wait for each other.
        list(rows.select_for_update().order_by("id").values_list("pk", flat=True))
    return list(rows.select_related("topic").order_by("position"))


def _checked(policy: str, topic: str, harm: str, kind: str) -> dict[str, Any]:
    if not (topic or harm or kind):
        raise WrongRule("A rule asks for a topic, an area of harm or a kind of claim.", field="topic")
    active = sorted(set(Policy.objects.filter(active=True).values_list("slug", flat=True)))
    _refuse_unknown("policy", policy, active)
    found = Topic.objects.filter(slug=topic).first() if topic else None
    if topic and found is None:
        raise WrongRule(f"The desk knows no topic “{topic[:80]}”.", field="topic")
    if harm:
        _refuse_unknown("harm", harm, [area.slug for area in current_rules().gravest_first])
    if kind:
        _refuse_unknown("kind", kind, ClaimKind.values)
    return {"policy": policy, "topic": found, "harm": harm, "kind": kind}


def _refuse_unknown(field: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise WrongRule(f"Choose one of: {', '.join(known)}.", field=field)


def _as_data(rule: PolicyRule) -> dict[str, Any]:
    choice = choice_of(rule)
    return {"policy": choice.policy, "because": choice.because}


def _inserted(others: Sequence[PolicyRule], rule: PolicyRule, position: int | None) -> list[PolicyRule]:
    place = len(others) if position is None else max(0, min(position - 1, len(others)))
    return [*others[:place], rule, *others[place:]]


def _put_in_order(rules: Sequence[PolicyRule], *, by: User, at: datetime) -> None:
    """Number the rules from 1; those that move are set aside first, so that no two share a place."""
    moving = [(place, rule) for place, rule in enumerate(rules, 1) if rule.position != place]
    for number, (_, rule) in enumerate(moving, 1):
        PolicyRule.objects.filter(pk=rule.pk).update(position=2 * _ASIDE + number)
    for place, rule in moving:
        rule.position = place
        record("policy_rule.moved", rule, by=by, at=at, data={"position": place})
        rule.save(update_fields=["position", *CHAIN_HEAD])
