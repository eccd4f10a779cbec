import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.lifecycle import AssignmentRole
from reviews.routing import Candidate, CostPart, Need, Reason, Weights, as_json, choose, exclusions, replay
from reviews.routing.cost import cost

ALL_ROLES = frozenset(AssignmentRole)
FREE = Candidate(id=1, roles=ALL_ROLES, languages={"en": 1.0})
RESEARCH = Need(role=AssignmentRole.RESEARCHER, language="en")

TOPICS = st.sampled_from(["health", "energy", "war"])
some = {
    "skills": st.dictionaries(TOPICS, st.floats(1, 5)),
    "topics": st.frozensets(TOPICS),
    "outlets": st.frozensets(st.integers(1, 2)),
    "claimants": st.frozensets(st.integers(1, 2)),
    "subjects": st.frozensets(st.sampled_from(["outlet:1", "topic:war", "claimant:1"])),
    "people": st.frozensets(st.integers(1, 6), max_size=2),
}
candidates = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 6),
        roles=st.frozensets(st.sampled_from(AssignmentRole), min_size=3),
        languages=st.dictionaries(st.sampled_from(["en", "ml"]), st.floats(0.1, 1), min_size=1),
        topics=some["skills"],
        opted_out=st.frozensets(st.just("war")),
        outlets=some["outlets"],
        claimants=some["claimants"],
        conflicts=some["subjects"],
        open_assignments=st.integers(0, 4),
        capacity=st.integers(0, 4),
        weekly_left=st.none() | st.integers(-1, 3),
        recent=st.integers(0, 30),
        usual=st.integers(0, 30),
        recent_partners=some["people"],
        seniority=st.integers(0, 100),
        absent=st.booleans(),
        off_hours=st.booleans(),
        price=st.sampled_from([0, 90, 9000]),
    ),
    max_size=6,
    unique_by=lambda candidate: candidate.id,
)
needs = st.builds(
    Need,
    role=st.sampled_from(AssignmentRole),
    language=st.sampled_from(["", "en"]),
    topics=some["topics"],
    outlets=st.frozensets(st.integers(3, 4)) | some["outlets"],
    claimants=some["claimants"],
    subjects=some["subjects"],
    submitted_by=st.none() | st.integers(1, 6),
    on_it=some["people"],
    refused=some["people"],
    researchers=some["people"],
    raters=some["people"],
    handed_out=st.booleans(),
    hours_left=st.none() | st.integers(-5, 100),
    urgent=st.booleans(),
    priority=st.integers(0, 1000),
)
easy_needs = st.builds(
    Need, role=st.sampled_from(AssignmentRole), topics=some["topics"], raters=st.just(frozenset({9}))
)
easy_candidates = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 6),
        roles=st.just(ALL_ROLES),
        topics=some["skills"],
        open_assignments=st.integers(0, 2),
        recent=st.integers(0, 30),
        recent_partners=some["people"],
    ),
    max_size=6,
    unique_by=lambda candidate: candidate.id,
)
either = st.one_of(st.tuples(candidates, needs), st.tuples(easy_candidates, easy_needs))
wanted = st.integers(0, 4)


@settings(max_examples=50)
@given(either=either, wanted=wanted)
def test_nobody_is_chosen_against_a_hard_rule_and_nobody_free_is_passed_over(either, wanted):
    candidates, need = either

    explanation = choose(candidates, need, wanted=wanted)

    free = {candidate.id for candidate in candidates if not exclusions(candidate, need)}
    assert set(explanation.chosen) <= free
    assert len(explanation.chosen) == len(set(explanation.chosen)) == min(wanted, len(free))


@settings(max_examples=50)
@given(either=either)
def test_nobody_with_a_conflict_is_ever_chosen(either):
    candidates, need = either

    chosen = set(choose(candidates, need, wanted=6).chosen)

    for candidate in candidates:
        if candidate.id in chosen:
            assert not candidate.conflicts & need.subjects
            assert not candidate.outlets & need.outlets
            assert not candidate.claimants & need.claimants
            assert need.role == AssignmentRole.RESEARCHER or candidate.id not in need.researchers


@settings(max_examples=50)
@given(either=either, wanted=wanted, data=st.data())
def test_the_order_of_the_candidates_decides_nothing(either, wanted, data):
    candidates, need = either
    shuffled = data.draw(st.permutations(candidates))

    assert choose(shuffled, need, wanted=wanted) == choose(candidates, need, wanted=wanted)


@settings(max_examples=50)
@given(either=either, wanted=wanted)
def test_everybody_is_either_costed_or_excluded_and_parts_add_up(either, wanted):
    candidates, need = either

    explanation = choose(candidates, need, wanted=wanted)

    by_cost = [costed.candidate for costed in explanation.costs]
    excluded = {exclusion.candidate for exclusion in explanation.excluded}
    assert sorted([*by_cost, *excluded]) == sorted(candidate.id for candidate in candidates)
    assert tuple(by_cost[: len(explanation.chosen)]) == explanation.chosen
    for costed in explanation.costs:
        assert costed.points == sum(part.points for part in costed.parts)
        assert all(part.points >= 0 for part in costed.parts)


@settings(max_examples=50)
@given(either=either, wanted=wanted)
def test_a_remedy_is_named_exactly_when_too_few_are_free(either, wanted):
    candidates, need = either

    explanation = choose(candidates, need, wanted=wanted)

    assert (explanation.remedy is not None) == (len(explanation.chosen) < wanted)


@settings(max_examples=50)
@given(either=either, wanted=wanted)
def test_a_stored_explanation_can_be_made_again(either, wanted):
    candidates, need = either
    explanation = choose(candidates, need, wanted=wanted)

    stored = json.loads(json.dumps(as_json(explanation)))

    assert replay(stored) == explanation
    assert as_json(replay(stored)) == stored


def test_a_stored_explanation_from_before_a_name_was_dropped_can_still_be_read():
    stored = as_json(choose([FREE], RESEARCH))
    stored["candidates"][0]["shoe_size"] = 43

    assert replay(stored).chosen == (1,)


# As the first rules stored it, when languages and topics had no degrees.
OF_OLD = {
    "rules": "greedy-1",
    "need": {
        "role": "researcher",
        "language": "en",
        "topics": ["energy", "war"],
        "outlets": [],
        "claimants": [],
        "subjects": [],
        "submitted_by": None,
        "on_it": [],
        "refused": [],
        "researchers": [],
        "raters": [],
        "handed_out": False,
        "effort_hours": 8,
        "hours_left": 72,
    },
    "wanted": 1,
    "weights": {"expertise": 400, "load": 300, "fairness": 150, "deadline": 100, "pairing": 50},
    "candidates": [
        {
            "id": 1,
            "roles": ["researcher"],
            "languages": ["en"],
            "topics": ["war"],
            "opted_out": [],
            "outlets": [],
            "claimants": [],
            "conflicts": [],
            "open_assignments": 2,
            "capacity": 3,
            "recent": 4,
            "recent_partners": [],
            "absent": False,
        },
        {
            "id": 2,
            "roles": ["researcher"],
            "languages": ["de", "en"],
            "topics": [],
            "opted_out": [],
            "outlets": [],
            "claimants": [],
            "conflicts": [],
            "open_assignments": 1,
            "capacity": 2,
            "recent": 1,
            "recent_partners": [],
            "absent": False,
        },
        {
            "id": 3,
            "roles": ["researcher"],
            "languages": ["de"],
            "topics": [],
            "opted_out": [],
            "outlets": [],
            "claimants": [],
            "conflicts": [],
            "open_assignments": 0,
            "capacity": 3,
            "recent": 0,
            "recent_partners": [],
            "absent": False,
        },
    ],
    "chosen": [1],
    "costs": [
        {
            "candidate": 1,
            "points": 475,
            "parts": {"expertise": 200, "load": 200, "fairness": 42, "deadline": 33, "pairing": 0},
        },
        {
            "candidate": 2,
            "points": 585,
            "parts": {"expertise": 400, "load": 150, "fairness": 13, "deadline": 22, "pairing": 0},
        },
    ],
    "excluded": [{"candidate": 3, "code": "language"}],
    "remedy": None,
}


def test_a_choice_stored_by_the_first_rules_is_read_and_made_again_to_the_point():
    again = as_json(replay(OF_OLD))

    assert again["chosen"] == OF_OLD["chosen"]
    assert again["excluded"] == OF_OLD["excluded"]
    for now, then in zip(again["costs"], OF_OLD["costs"], strict=True):
        assert (now["candidate"], now["points"]) == (then["candidate"], then["points"])
        assert {n: p for n, p in now["parts"].items() if n in then["parts"]} == then["parts"]


@pytest.mark.parametrize(
    ("candidate", "need", "reason"),
    [
        ({"roles": frozenset({"rater"})}, {}, Reason.ROLE),
        (
            {"conflicts": frozenset({"topic:war"})},
            {"subjects": frozenset({"topic:war", "outlet:1"})},
            Reason.CONFLICT,
        ),
        ({"outlets": frozenset({3})}, {"outlets": frozenset({3})}, Reason.OWN_OUTLET),
        ({"claimants": frozenset({7})}, {"claimants": frozenset({7})}, Reason.NAMED_CLAIMANT),
        ({}, {"role": "editor", "submitted_by": 1}, Reason.OWN_SUBMISSION),
        ({}, {"role": "rater", "researchers": frozenset({1})}, Reason.RESEARCHER),
        ({}, {"role": "second_reader", "researchers": frozenset({1})}, Reason.RESEARCHER),
        ({}, {"role": "editor", "researchers": frozenset({1})}, Reason.RESEARCHER),
        ({}, {"role": "editor", "raters": frozenset({1})}, Reason.RATER),
        ({}, {"on_it": frozenset({1})}, Reason.ALREADY_ON_IT),
        ({}, {"language": "ml"}, Reason.LANGUAGE),
        ({"absent": True}, {}, Reason.ABSENT),
        ({"opted_out": frozenset({"war"})}, {"topics": frozenset({"war"})}, Reason.OPTED_OUT),
        ({}, {"refused": frozenset({1})}, Reason.REFUSED),
        ({"open_assignments": 3}, {}, Reason.CAPACITY),
        ({"weekly_left": 0}, {}, Reason.WEEKLY_CAPACITY),
    ],
)
def test_each_hard_rule_excludes_by_its_name(candidate, need, reason):
    explanation = choose([replace(FREE, **candidate)], replace(RESEARCH, **need))

    assert [exclusion.code for exclusion in explanation.excluded] == [reason]
    assert explanation.chosen == ()


def test_whoever_sent_it_in_may_research_and_rate_but_not_approve():
    for role in (AssignmentRole.RESEARCHER, AssignmentRole.RATER):
        assert choose([FREE], replace(RESEARCH, role=role, submitted_by=1)).chosen == (1,)


def test_the_researcher_of_an_earlier_round_may_research_again():
    assert choose([FREE], replace(RESEARCH, researchers=frozenset({1}))).chosen == (1,)


def test_capacity_bars_offers_but_not_an_editor():
    full = replace(FREE, open_assignments=3, weekly_left=0)

    assert choose([full], replace(RESEARCH, handed_out=True)).chosen == (1,)


def test_a_person_without_capacity_gets_no_offer():
    assert choose([replace(FREE, capacity=0)], RESEARCH).chosen == ()
    assert choose([replace(FREE, capacity=0)], replace(RESEARCH, handed_out=True)).chosen == (1,)


def test_the_lowest_id_breaks_a_tie():
    assert choose([replace(FREE, id=5), replace(FREE, id=2)], RESEARCH).chosen == (2,)


@pytest.mark.parametrize(
    ("worse", "need", "part"),
    [
        ({"topics": {"war": 5}}, {"topics": frozenset({"war", "energy"})}, CostPart("expertise", 200)),
        (
            {"topics": {"war": 1, "energy": 3.5}},
            {"topics": frozenset({"war", "energy"})},
            CostPart("expertise", 220),
        ),
        ({"languages": {"en": 0.6}}, {}, CostPart("language", 40)),
        ({"seniority": 20}, {"urgent": True}, CostPart("seniority", 40)),
        ({"off_hours": True}, {"urgent": True}, CostPart("hours", 50)),
        ({"open_assignments": 1}, {}, CostPart("load", 100)),
        ({"recent": 10}, {}, CostPart("fairness", 75)),
        ({"price": 60}, {}, CostPart("scarcity", 60)),
        ({"price": 160, "open_assignments": 1}, {}, CostPart("scarcity", 60)),
        ({"open_assignments": 1}, {"hours_left": 32}, CostPart("deadline", 50)),
        (
            {"recent_partners": frozenset({9})},
            {"role": "rater", "raters": frozenset({9, 8})},
            CostPart("pairing", 25),
        ),
    ],
)
def test_each_part_of_the_cost_can_turn_the_choice(worse, need, part):
    better = replace(FREE, id=2, topics={"war": 5, "energy": 5}, seniority=100)
    loser = replace(FREE, **({"id": 1, "topics": better.topics, "seniority": 100} | worse))

    explanation = choose([better, loser], replace(RESEARCH, **need))

    assert explanation.chosen == (2,)
    assert part in explanation.costs[1].parts


def test_a_passed_deadline_costs_all_of_its_points_and_no_more():
    for hours_left in (-3, 0, 1):
        [only] = choose([FREE], replace(RESEARCH, hours_left=hours_left)).costs
        assert only.points == Weights().deadline


def test_the_second_rater_is_rather_one_who_did_not_rate_with_the_first():
    first = replace(FREE, id=1)
    partner = replace(FREE, id=2, recent_partners=frozenset({1}))
    stranger = replace(FREE, id=3)

    assert choose([first, partner, stranger], replace(RESEARCH, role="rater"), wanted=2).chosen == (1, 3)


def test_neither_seniority_nor_the_hour_counts_where_nothing_is_urgent():
    [only] = choose([replace(FREE, seniority=0, off_hours=True)], RESEARCH).costs

    assert only.points == 0


def test_whatever_is_given_before_counts_for_load_and_fairness_and_nothing_else():
    weights, need = Weights(), replace(RESEARCH, hours_left=40)

    before, after = (cost(FREE, need, raters=frozenset(), weights=weights, given=n) for n in (0, 2))

    grown = {a.name: a.points - b.points for b, a in zip(before.parts, after.parts, strict=True)}
    assert {name: points for name, points in grown.items() if points} == {"load": 200, "fairness": 25}


def test_the_desk_sets_the_weights():
    expert_but_busy = replace(FREE, id=1, topics={"war": 5}, open_assignments=2)
    free_layman = replace(FREE, id=2)
    need = replace(RESEARCH, topics=frozenset({"war"}))

    assert choose([expert_but_busy, free_layman], need).chosen == (1,)
    assert choose([expert_but_busy, free_layman], need, weights=Weights(expertise=100)).chosen == (2,)


def test_the_smallest_change_is_named_with_the_one_it_would_free():
    full = replace(FREE, id=4, open_assignments=3)
    away = replace(FREE, id=2, absent=True)
    partial = replace(FREE, id=1, conflicts=frozenset({"topic:war"}))

    remedy = choose([away, full, partial], replace(RESEARCH, subjects=frozenset({"topic:war"}))).remedy

    assert (remedy.candidate, remedy.codes) == (4, (Reason.CAPACITY,))
    assert "capacity" in remedy.message


def test_two_things_in_the_way_are_both_named():
    [candidate] = [replace(FREE, absent=True, open_assignments=3)]

    remedy = choose([candidate], RESEARCH).remedy

    assert remedy.codes == (Reason.ABSENT, Reason.CAPACITY)
    assert " and " in remedy.message


def test_independence_is_never_offered_as_the_thing_to_give_up():
    remedy = choose([replace(FREE, outlets=frozenset({3}))], replace(RESEARCH, outlets=frozenset({3}))).remedy

    assert (remedy.candidate, remedy.codes) == (None, ())
    assert "“en”" in remedy.message


def test_an_empty_desk_needs_another_person():
    remedy = choose([], replace(RESEARCH, role="second_reader", language="")).remedy

    assert remedy.message == "Nobody here can take this seat. The desk needs another second reader."
