"""Who is asked, who is asked next, and what is said where nobody is free."""

from datetime import timedelta
from typing import Any

import pytest

from claims.models import Claim, Outlet
from factcheck.models import Event, Job, User
from reviews import actions, tasks
from reviews.models import Assignment, ConflictOfInterest, FactCheck, Reviewer
from reviews.routing import replay
from tests.factories import AT, ClaimFactory, TopicFactory, UserFactory
from tests.reviews.factories import Case, filed, given, opened, policy, reviewer, scale, with_evidence

pytestmark = pytest.mark.django_db

HANDLERS = "reviews.tasks."


def waiting(slug: str = "desk", **fields: Any) -> FactCheck:
    """A fact-check whose policy offers its seats; nobody is there yet."""
    policy(slug, offers=True, **fields)
    scale()
    return actions.open_fact_check(
        claim_id=ClaimFactory().uuid, policy=slug, by=UserFactory(editor=True), at=AT
    )


def routed(file: FactCheck) -> list[Assignment]:
    return actions.route(fact_check_id=file.uuid, at=AT)


def chain_of(file: FactCheck) -> int:
    return Event.objects.filter(subject=file.uuid).count()


def test_the_best_is_offered_the_research_and_the_offer_explains_itself():
    TopicFactory(slug="cargo")
    file = waiting()
    plain, expert = reviewer(), reviewer(topics={"cargo": 4})

    (offer,) = routed(file)

    assert (offer.reviewer, offer.role, offer.status, offer.source) == (
        expert,
        "researcher",
        "offered",
        "offer",
    )
    assert offer.lapses_at == AT + timedelta(hours=24)
    assert [cost["candidate"] for cost in offer.explanation["costs"]] == [expert.pk, plain.pk]
    assert list(replay(offer.explanation).chosen) == offer.explanation["chosen"] == [expert.pk]


def test_routing_twice_offers_nothing_twice():
    file = waiting()
    reviewer()
    reviewer()

    routed(file)
    chain = chain_of(file)

    assert routed(file) == []
    assert Assignment.objects.count() == 1
    assert chain_of(file) == chain


def test_a_policy_can_switch_offers_off():
    reviewer()
    case = opened()

    assert routed(case.fact_check) == []


@pytest.mark.parametrize("way", ["decline", "release", "recuse", "lapse"])
def test_a_seat_that_was_given_back_is_offered_to_the_next_and_not_to_the_same(way: str):
    file = waiting()
    first, second = reviewer(), reviewer(capacity=1)
    (offer,) = routed(file)
    user = offer.reviewer.user
    if way == "lapse":
        actions.lapse_offers(at=AT + timedelta(hours=24))
    else:
        getattr(actions, way)(assignment_id=offer.uuid, reason="A reason.", by=user, at=AT)

    for _ in range(2):
        tasks.reroute(subject=offer.uuid, at=AT)

    offers = Assignment.objects.order_by("id")
    assert {o.reviewer for o in offers} == {first, second}
    assert [o.fence for o in offers] == [1, 2]


def test_whoever_handed_a_seat_over_is_not_asked_again():
    file = waiting()
    reviewer()
    (offer,) = routed(file)
    one, other = offer.reviewer, reviewer()
    actions.accept(assignment_id=offer.uuid, by=one.user, at=AT)
    handed = actions.hand_over(assignment_id=offer.uuid, to=other.uuid, by=one.user, at=AT)
    actions.decline(assignment_id=handed.uuid, reason="", by=other.user, at=AT)

    assert routed(file) == []


def barred(kind: str, file: FactCheck) -> Reviewer:
    claim = file.claim
    outlet = Outlet.objects.get()
    fields: dict[str, Any] = {
        "employer": {"employer": outlet.slug},
        "language": {"languages": {"de": "native"}},
        "capacity": {"capacity": 0},
        "opted_out": {"opted_out": ["cargo"]},
        "role": {"user": UserFactory(editor=True)},
        "namesake": {"user": UserFactory(name=f"  {claim.claimant.name.upper()}", role="reviewer")},
    }.get(kind, {})
    profile = reviewer(**fields)
    if kind == "reader":
        User.objects.filter(pk=profile.user_id).update(role="reader")
    if kind == "absent":
        until = AT + timedelta(hours=1)
        actions.set_absence(reviewer_id=profile.uuid, until=until, by=profile.user, at=AT)
    subjects = {"outlet": outlet.slug, "topic": "cargo", "claimant": claim.claimant.name}
    if kind in subjects:
        actions.declare_conflict(
            reviewer_id=profile.uuid, kind=kind, value=subjects[kind], by=profile.user, at=AT
        )
    return profile


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("employer", "own_outlet"),
        ("language", "language"),
        ("capacity", "capacity"),
        ("opted_out", "opted_out"),
        ("role", "role"),
        ("reader", "role"),
        ("absent", "absent"),
        ("outlet", "conflict"),
        ("topic", "conflict"),
        ("claimant", "conflict"),
        ("namesake", "named_claimant"),
    ],
)
def test_whom_a_hard_rule_bars_is_not_asked_and_the_file_says_why(kind: str, code: str):
    TopicFactory(slug="cargo")
    file = waiting()
    barred(kind, file)

    assert routed(file) == []

    file.refresh_from_db()
    assert file.unfilled["excluded"] == {code: 1}
    assert (file.unfilled["role"], file.unfilled["seats"]) == ("researcher", 1)
    assert file.unfilled["message"]


def test_an_absence_that_is_over_and_a_conflict_that_ended_bar_nobody():
    file = waiting()
    profile = reviewer()
    actions.set_absence(reviewer_id=profile.uuid, until=AT, by=profile.user, at=AT)
    ConflictOfInterest.objects.create(
        reviewer=profile, claimant=file.claim.claimant, declared_at=AT, ended_at=AT
    )

    assert [offer.reviewer for offer in routed(file)] == [profile]


def test_who_has_left_the_desk_is_not_a_candidate():
    file = waiting()
    reviewer(user=UserFactory(is_active=False))

    assert routed(file) == []
    assert FactCheck.objects.get().unfilled["excluded"] == {}


def test_nobody_is_free_is_said_once_and_taken_back_when_somebody_comes():
    file = waiting()

    for _ in range(2):
        routed(file)
    said = list(Event.objects.filter(name="fact_check.unfilled").values_list("data", flat=True))
    reviewer()
    routed(file)

    file.refresh_from_db()
    assert said == [{"role": "researcher", "seats": 1}]
    assert file.unfilled == {}
    assert Event.objects.filter(name="fact_check.filled", subject=file.uuid).count() == 1


def test_load_goes_round():
    one, other = reviewer(), reviewer()
    first, second = waiting(), waiting()

    offered = {routed(file)[0].reviewer for file in (first, second)}

    assert offered == {one, other}


def test_a_claim_of_nobody_in_no_article_is_routed_too():
    policy(offers=True)
    scale()
    finder = UserFactory()
    claim = actions_claim(finder)
    profile = reviewer()
    file = actions.open_fact_check(claim_id=claim.uuid, by=UserFactory(editor=True), at=AT)

    assert [offer.reviewer for offer in routed(file)] == [profile]


def actions_claim(finder: Any) -> Claim:
    from claims import actions as claims

    return claims.add_claim(
        wording="The pier is 210 metres long.", kind="fact", language="en", by=finder, at=AT
    )


def at_panel() -> Case:
    """A panel that has the file, whose policy offers; its seats wait."""
    policy("blind-panel", offers=True)
    case = with_evidence(given_research())
    actions.start_judging(fact_check_id=case.uuid, by=case.researcher, at=AT)
    case.fresh()
    return case


def given_research() -> Case:
    case = opened("blind-panel")
    given(case, case.researcher)
    case.fresh()
    return case


def test_a_panels_seats_are_offered_together_and_never_to_the_researcher():
    case = at_panel()
    people = {reviewer() for _ in range(3)}

    offers = routed(case.fact_check)

    assert {offer.reviewer for offer in offers} == people
    assert [offer.seat for offer in offers] == [1, 2, 3]
    assert {offer.role for offer in offers} == {"rater"}


def test_a_panel_that_lacks_a_rater_says_how_many():
    case = at_panel()
    reviewer()

    offers = routed(case.fact_check)

    assert len(offers) == 1
    assert case.fresh().unfilled["seats"] == 2


def test_a_sealed_filing_frees_nobody_for_more_work():
    case = at_panel()
    people = [reviewer(capacity=1) for _ in range(3)]
    for offer in routed(case.fact_check):
        actions.accept(assignment_id=offer.uuid, by=offer.reviewer.user, at=AT)
    Reviewer.objects.exclude(pk__in=[p.pk for p in people]).update(capacity=0)
    filed(case, case.seats[0])
    other = waiting()

    assert routed(other) == []


def test_what_is_judged_or_done_has_no_seat_to_offer():
    reviewer()
    case = opened()
    given(case, case.researcher)
    filed(case, case.seat)
    type(case.fact_check.policy).objects.update(offers=True)

    assert routed(case.fact_check) == []


def test_the_reaction_to_an_acceptance_opens_the_file_once():
    policy(offers=True)
    scale()
    claim = ClaimFactory(status="accepted")

    for _ in range(2):
        tasks.open_fact_check(subject=claim.uuid, at=AT)

    assert FactCheck.objects.get().claim == claim


def test_the_reaction_to_an_opening_routes_once():
    file = waiting()
    reviewer()

    for _ in range(2):
        tasks.route_fact_check(subject=file.uuid, at=AT)

    assert Assignment.objects.count() == 1


@pytest.mark.parametrize("verb", ["resume", "return_to_research", "reopen"])
def test_a_file_that_comes_back_is_routed_again(verb: str):
    case = opened()
    given(case, case.researcher)
    with_evidence(case)
    filed(case, case.seat)
    if verb == "resume":
        actions.hold(**case.as_editor())
    if verb == "reopen":
        actions.approve(**case.as_editor())
        actions.publish(title="No", summary="No.", **case.as_editor())
        actions.settle(fact_check_id=case.uuid, at=AT)
    jobs = Job.objects.filter(task=HANDLERS + "route_fact_check", subject=case.uuid)
    before = jobs.count()

    getattr(actions, verb)(**case.as_editor(), **({} if verb == "resume" else {"reason": "New figures."}))

    assert jobs.count() == before + 1


def test_a_seat_nobody_was_free_for_is_offered_once_somebody_is():
    file = waiting()
    routed(file)
    before = chain_of(file)
    tasks.route_claims(subject=None, at=AT)
    still = chain_of(file)
    late = reviewer()

    tasks.route_claims(subject=None, at=AT)
    tasks.route_unfilled(subject=None, at=AT)

    assert still == before
    assert [seat.reviewer for seat in Assignment.objects.all()] == [late]
    assert FactCheck.objects.get().unfilled == {}
