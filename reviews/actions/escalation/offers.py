"""Offers that go unanswered, and seats that nobody is free for."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db.models import Count, F, Max, Q

from factcheck.models import Event
from reviews.actions.escalation import options
from reviews.actions.escalation.breach import MANY, Breach, Option, told_as
from reviews.actions.escalation.desk import Desk
from reviews.actions.routing.needs import File, waiting
from reviews.lifecycle import AssignmentRole, AssignmentStatus
from reviews.models import Assignment, FactCheck, Policy, Reviewer, ToDoKind
from reviews.models.sealing import ACTIVE

# So many who said no, or nothing, to the seats of one role in one round.
NOES = 3
# An offer is near its end when this share of its time is left.
_NEAR_ITS_END = 0.25
# Who returns or finishes may fill a seat that nobody is free for.
PATIENCE = timedelta(hours=2)


def unanswered(desk: Desk) -> Iterator[Breach]:
    """Seats that were refused again and again; offers about to lapse, on other seats."""
    refused = set()
    for fact_check, role, times in _refused():
        refused.add((fact_check.pk, role))
        yield Breach(
            ToDoKind.UNANSWERED_OFFERS,
            # Told again after as many more.
            f"offers:{fact_check.uuid}:{fact_check.round}:{role}:{times // NOES}",
            f"Asked {times} times, and nobody has become {_a(role)}.",
            partial(options.hand_out, desk, fact_check, role),
            about={"fact_check": fact_check},
        )
    silent: dict[int, list[tuple[datetime, Assignment]]] = defaultdict(list)
    for ends, offer in _about_to_lapse(desk.at):
        if (offer.fact_check_id, offer.role) not in refused:
            silent[offer.reviewer_id].append((ends, offer))
    for offers in silent.values():
        yield from _silence(desk, offers)


def _silence(desk: Desk, offers: list[tuple[datetime, Assignment]]) -> Iterator[Breach]:
    """Each offer by itself; of somebody who answers none of many, one word."""
    if len(offers) > MANY:
        ends, reviewer = offers[0][0], offers[0][1].reviewer
        yield Breach(
            ToDoKind.UNANSWERED_OFFERS,
            f"silent:{reviewer.uuid}:{desk.at:%Y%m%d}",
            f"{{name}} has not answered {len(offers)} offers; the first lapses at {told_as(ends)}.",
            partial(_for_the_silent, reviewer),
            about={"reviewer": reviewer, "due_at": ends},
        )
        return
    for ends, offer in offers:
        yield Breach(
            ToDoKind.UNANSWERED_OFFERS,
            f"offer:{offer.uuid}",
            f"{{name}} has not answered the offer to be {_a(offer.role)}, which lapses at {told_as(ends)}.",
            partial(_instead_of, desk, offer),
            about={
                "fact_check": offer.fact_check,
                "assignment": offer,
                "reviewer": offer.reviewer,
                "due_at": ends,
            },
        )


def _for_the_silent(reviewer: Reviewer) -> list[Option]:
    return [
        options.option("set_absence", "Set an absence for {name}.", reviewer=reviewer.uuid),
        options.option("lower_capacity", "Lower the capacity of {name}.", reviewer=reviewer.uuid),
    ]


def _a(role: str) -> str:
    words = role.replace("_", " ")
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _refused() -> Iterator[tuple[FactCheck, str, int]]:
    """Fact-checks, the role that they want now and that nobody holds in full, and how often it was refused.

    Who holds a seat is known to everybody, whether it was filed or not: a sealed
    filing changes nothing here.
    """
    said_no = Q(status__in=[AssignmentStatus.DECLINED, AssignmentStatus.LAPSED])
    held = Q(status__in=ACTIVE) & ~Q(status=AssignmentStatus.OFFERED)
    here = Assignment.objects.filter(round=F("fact_check__round"), fact_check__closed_at__isnull=True)
    seats = here.values_list("fact_check", "role").annotate(
        noes=Count("pk", filter=said_no), held=Count("pk", filter=held)
    )
    rows = list(seats.filter(noes__gte=NOES).order_by("fact_check", "role"))
    files = FactCheck.objects.select_related("policy", "claim").in_bulk([pk for pk, *_ in rows])
    for pk, role, noes, taken in rows:
        wanted, number = File.of(files[pk]).wants
        if role == wanted and taken < number:
            yield files[pk], role, noes


def _about_to_lapse(at: datetime) -> Iterator[tuple[datetime, Assignment]]:
    longest = Policy.objects.aggregate(n=Max("offer_hours"))["n"] or 0
    near = at + timedelta(hours=longest) * _NEAR_ITS_END
    offers = Assignment.objects.filter(status=AssignmentStatus.OFFERED, lapses_at__gt=at, lapses_at__lte=near)
    # Of thousands only a few are told: claims and explanations are read for those.
    rows = offers.select_related("fact_check__policy", "reviewer").defer(
        "explanation", "fact_check__unfilled"
    )
    for offer in rows.order_by("lapses_at", "id"):
        ends = offer.lapses_at
        if ends and ends - at <= (ends - offer.offered_at) * _NEAR_ITS_END:
            yield ends, offer


def _instead_of(desk: Desk, offer: Assignment) -> list[Option]:
    label = "Take the offer back: routing asks the next."
    return [
        *options.hand_over(desk, offer),
        options.option("release", label, assignment=offer.uuid),
    ]


def nobody_free(desk: Desk) -> Iterator[Breach]:
    """Seats that routing has found nobody for, for longer than PATIENCE."""
    rows = waiting().exclude(unfilled={}).select_related("policy", "claim")
    files = list(rows.order_by("id"))
    since = _unfilled_since([fact_check.uuid for fact_check in files])
    for fact_check in files:
        begun = since.get(fact_check.uuid, fact_check.opened_at)
        if begun + PATIENCE <= desk.at:
            role = fact_check.unfilled.get("role", AssignmentRole.RESEARCHER)
            yield Breach(
                ToDoKind.NOBODY_FREE,
                f"nobody:{fact_check.uuid}:{begun:%Y%m%dT%H%M%S}",
                f"Nobody has been free since {told_as(begun)} to be {_a(role)}.",
                partial(_for_nobody, desk, fact_check, role),
                about={"fact_check": fact_check},
            )


def _unfilled_since(files: list[UUID]) -> dict[UUID, datetime]:
    """When nobody was free for the first time since the seats were last filled."""
    since: dict[UUID, datetime] = {}
    told = Event.objects.filter(subject__in=files, name__in=["fact_check.unfilled", "fact_check.filled"])
    for name, fact_check, moment in told.order_by("subject", "seq").values_list("name", "subject", "at"):
        if name == "fact_check.filled":
            since.pop(fact_check, None)
        else:
            since.setdefault(fact_check, moment)
    return since


def _for_nobody(desk: Desk, fact_check: FactCheck, role: str) -> list[Option]:
    return [*options.changes(fact_check), *options.hand_out(desk, fact_check, role)]
