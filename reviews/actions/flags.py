"""Legal reviews and content warnings: raised by a rule or a person, and cleared with an outcome."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from claims.models import Claim, ClaimKind, ClaimTopic, Topic
from factcheck.errors import Conflict, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, Event, User
from reviews.actions.locks import locked, refuse_conflicted, refuse_own_work, refuse_rater_under_seal
from reviews.actions.permission import refuse_all_but_editors
from reviews.actions.to_dos import let_pass, open_once
from reviews.flagging import Case, When, faults, reasons
from reviews.lifecycle import FactCheckStatus
from reviews.models import FactCheck, Flag, FlagKind, FlagRule, ToDoKind

_QUOTES = 20  # read of one claim
_WARNING = 300  # characters, as the page holds them


class LegalReviewOpen(Conflict):
    """`details["flags"]` lists what has to be cleared before the page is shown: [{uuid, text}]."""

    code = "legal_review_open"


class FlagCleared(Conflict):
    code = "flag_cleared"


class OutcomeMissing(Refusal):
    code = "outcome_missing"


class BadRule(Refusal):
    """What a rule looks for cannot be looked for; the message says what is wrong."""

    code = "bad_rule"


@transaction.atomic
def add_flag_rule(
    *,
    kind: str,
    name: str,
    keywords: Sequence[str] = (),
    patterns: Sequence[str] = (),
    claim_kinds: Sequence[str] = (),
    topic: str = "",
    text: str = "",
    by: User | None,
    at: datetime,
) -> FlagRule:
    """Enter a rule; it is asked from the next opened, proposed or reworded claim on.

    `topic` is a slug. `by` None is the system. Raises NotAllowed, BadRule.
    """
    refuse_all_but_editors(by)
    rule = FlagRule(kind=kind, created_at=at)
    given = {"name": name, "keywords": keywords, "patterns": patterns, "claim_kinds": claim_kinds}
    _set(rule, {**given, "topic": topic, "text": text})
    record("flag_rule.added", rule, by=by, at=at, data=_as_data(rule))
    rule.save()
    return rule


@transaction.atomic
def edit_flag_rule(*, rule_id: UUID, by: User, at: datetime, **fields: Any) -> FlagRule:
    """Change what a rule looks for or says, or put it out of force (`active`). Raises NotAllowed, BadRule."""
    refuse_all_but_editors(by)
    rule = FlagRule.objects.select_for_update(of=("self",)).select_related("topic").get(uuid=rule_id)
    was = _as_data(rule)
    _set(rule, fields)
    record("flag_rule.edited", rule, by=by, at=at, data={"was": was, "is": _as_data(rule)})
    rule.save()
    return rule


def _set(rule: FlagRule, fields: Mapping[str, Any]) -> None:
    for name in ("keywords", "patterns", "claim_kinds"):
        if name in fields:
            setattr(rule, name, list(fields[name]))
    for name in ("name", "text", "active"):
        if name in fields:
            setattr(rule, name, fields[name])
    if "topic" in fields:
        rule.topic = _topic(fields["topic"])
    _refuse_bad(rule)


def _topic(slug: str) -> Topic | None:
    if not slug:
        return None
    found = Topic.objects.filter(slug=slug).first()
    if found is None:
        raise BadRule("There is no such topic.", field="topic")
    return found


def _refuse_bad(rule: FlagRule) -> None:
    if wrong := faults(keywords=rule.keywords, patterns=rule.patterns):
        field, said = next(iter(wrong.items()))
        raise BadRule(" ".join(said[:5]), field=field)
    unknown = set(rule.claim_kinds) - set(ClaimKind.values)
    if unknown:
        raise BadRule(f"Kinds of claim are: {', '.join(ClaimKind.values)}.", field="claim_kinds")
    if not (rule.keywords or rule.patterns or rule.claim_kinds or rule.topic):
        raise BadRule("A rule goes by words, patterns, kinds of claim or a topic.", field="keywords")
    if rule.kind == FlagKind.CONTENT_WARNING and not rule.text.strip():
        raise BadRule("Say what readers are warned of.", field="text")


def _as_data(rule: FlagRule) -> dict[str, Any]:
    names = ("kind", "name", "keywords", "patterns", "claim_kinds", "text", "active")
    return {name: getattr(rule, name) for name in names} | {"topic": rule.topic.slug if rule.topic else ""}


def when_of(rule: FlagRule) -> When:
    """The conditions of a rule, as `reviews.flagging` asks them."""
    return When(
        claim_kinds=tuple(rule.claim_kinds),
        topic=rule.topic.slug if rule.topic else "",
        keywords=tuple(rule.keywords),
        patterns=tuple(rule.patterns),
    )


@transaction.atomic
def look_for_flags(*, fact_check_id: UUID, at: datetime) -> list[Flag]:
    """Raise the flags that rules ask for and nobody has dealt with; return those raised now.

    What was cleared comes back only after the claim was reworded or a new round began.
    """
    fact_check = locked(fact_check_id)
    if fact_check.status in (FactCheckStatus.PUBLISHED, FactCheckStatus.CLOSED):
        return []
    rules = FlagRule.objects.filter(active=True).select_related("topic").order_by("id")
    case = _case_of(fact_check)
    seen = _dealt_with(fact_check)
    due = [rule for rule in rules if rule.pk not in seen and reasons(when_of(rule), case)]
    return [_raised(fact_check, kind=r.kind, text=r.text or r.name, rule=r, by=None, at=at) for r in due]


def _case_of(fact_check: FactCheck) -> Case:
    """What rules read. Of a judgement only what is open: a proposal under seal is nobody's to read."""
    claim = fact_check.claim
    quotes = claim.appearances.order_by("id").values_list("quote", flat=True)[:_QUOTES]
    proposal = None if fact_check.is_sealed else fact_check.proposal
    return Case(
        text="\n".join([claim.wording, *quotes, *([proposal.reasoning] if proposal else [])]),
        kind=claim.kind,
        topics=set(ClaimTopic.objects.filter(claim=claim).values_list("topic__slug", flat=True)),
    )


def _dealt_with(fact_check: FactCheck) -> set[int]:
    """The rules whose flag is open, or was cleared since the words or the round are what they are."""
    turned = Event.objects.filter(
        subject__in=[fact_check.uuid, fact_check.claim.uuid],
        name__in=["fact_check.reopened", "claim.reworded"],
    )
    since = max(turned.values_list("at", flat=True), default=None)
    flags = Flag.objects.filter(fact_check=fact_check, rule__isnull=False)
    return {
        rule
        for rule, cleared_at in flags.values_list("rule_id", "cleared_at")
        if rule is not None and (cleared_at is None or since is None or cleared_at >= since)
    }


@transaction.atomic
def look_for_flags_of_claim(*, claim_id: UUID, at: datetime) -> None:
    """The same for the fact-check of a claim, if one is open."""
    files = FactCheck.objects.unfinished().filter(claim__uuid=claim_id)
    for uuid in files.order_by("id").values_list("uuid", flat=True):
        look_for_flags(fact_check_id=uuid, at=at)


@transaction.atomic
def raise_flag(*, fact_check_id: UUID, kind: str, text: str, by: User, at: datetime) -> Flag:
    """Ask for a legal review, or put a content warning on the page to come.

    Raises NotAllowed, Conflict where the same flag is up, Sealed for a rater: words could tell.
    """
    fact_check = locked(fact_check_id)
    refuse_conflicted(fact_check, by)
    refuse_rater_under_seal(fact_check, by)
    if not text.strip():
        raise Refusal("Say what the matter is.", field="text")
    if fact_check.status == FactCheckStatus.CLOSED:
        raise Conflict("This fact-check is closed.")
    if Flag.objects.filter(fact_check=fact_check, kind=kind, text=text, cleared_at__isnull=True).exists():
        raise Conflict("This flag is up already.")
    return _raised(fact_check, kind=kind, text=text, rule=None, by=by, at=at)


def _raised(
    fact_check: FactCheck, *, kind: str, text: str, rule: FlagRule | None, by: User | None, at: datetime
) -> Flag:
    flag = Flag(fact_check=fact_check, kind=kind, rule=rule, text=text, raised_by=by, raised_at=at)
    data = {"fact_check": fact_check.uuid, "kind": str(kind), "rule": rule.uuid if rule else None}
    record("flag.raised", flag, by=by, at=at, data=data)
    flag.save()
    if kind == FlagKind.LEGAL_REVIEW:
        open_once(
            kind=ToDoKind.LEGAL_REVIEW,
            key=_key(flag),
            text=f"A legal review is asked for before this is published: {text}",
            at=at,
            fact_check=fact_check,
            claim=fact_check.claim,
        )
    return flag


def _key(flag: Flag) -> str:
    return f"legal_review:{flag.uuid}"


@transaction.atomic
def clear_flag(*, flag_id: UUID, outcome: str, by: User, at: datetime) -> Flag:
    """Say what a legal review came to, or lift a content warning; by an editor who is not the researcher.

    Raises NotAllowed, FlagCleared, OutcomeMissing.
    """
    refuse_all_but_editors(by)
    file_id = Flag.objects.values_list("fact_check__uuid", flat=True).get(uuid=flag_id)
    fact_check = locked(file_id)
    flag = Flag.objects.select_for_update(of=("self",)).get(uuid=flag_id)
    refuse_conflicted(fact_check, by)
    refuse_own_work(fact_check, by, raters_too=False)
    refuse_rater_under_seal(fact_check, by)
    if flag.cleared_at is not None:
        raise FlagCleared("It is cleared already.")
    if not outcome.strip():
        raise OutcomeMissing("Say what came of it.", field="outcome")
    flag.cleared_by, flag.cleared_at, flag.outcome = by, at, outcome
    record("flag.cleared", flag, by=by, at=at)
    flag.save(update_fields=["cleared_by", "cleared_at", "outcome", *CHAIN_HEAD])
    let_pass(keys=[_key(flag)], at=at)
    return flag


def refuse_uncleared(fact_check: FactCheck) -> None:
    """Raise LegalReviewOpen while a legal review is asked for and has no outcome."""
    open_ = list(_up(fact_check, FlagKind.LEGAL_REVIEW))
    if open_:
        raise LegalReviewOpen(
            "A legal review has to be cleared first: " + " ".join(flag.text for flag in open_),
            flags=[{"uuid": str(flag.uuid), "text": flag.text} for flag in open_],
        )


def warning_of(fact_check: FactCheck) -> str:
    """What readers are warned of before anything else; empty where no warning is up."""
    texts = dict.fromkeys(flag.text for flag in _up(fact_check, FlagKind.CONTENT_WARNING))
    return " ".join(texts)[:_WARNING]


def _up(fact_check: FactCheck, kind: FlagKind) -> Iterable[Flag]:
    return Flag.objects.filter(fact_check=fact_check, kind=kind, cleared_at__isnull=True).order_by("id")


def try_rule(when: When, *, newest: int = 1000, shown: int = 20) -> tuple[int, int, list[dict[str, Any]]]:
    """Return what a rule would touch among the newest claims: how many were asked, how many match, and some.

    Each shown one is {claim, wording, reasons}. Only wordings are read, no quotes.
    """
    claims = list(Claim.objects.order_by("-id").values("pk", "uuid", "wording", "kind")[:newest])
    about: dict[int, set[str]] = {}
    if when.topic:
        rows = ClaimTopic.objects.filter(claim__in=[c["pk"] for c in claims], topic__slug=when.topic)
        about = {claim: {when.topic} for claim in rows.values_list("claim_id", flat=True)}
    found = []
    for claim in claims:
        case = Case(claim["wording"], claim["kind"], about.get(claim["pk"], frozenset()))
        if why := reasons(when, case):
            found.append({"claim": claim["uuid"], "wording": claim["wording"], "reasons": why})
    return len(claims), len(found), found[:shown]
