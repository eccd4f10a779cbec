"""Gates first, then the pin, then points that add up; who says it counts nowhere."""

import inspect
import json
import math
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.triage import AS_SHIPPED, Added, Weights, patterns, rules_from, rules_of, triage
from claims.triage.finding import Matcher, Rule, word_faults_of
from claims.triage.keywords import Words, keywords_of
from claims.triage.weights import LIMITS, PARTS, fault

few = settings(max_examples=50)
GIVEN = {
    "kind": "number",
    "score": 0.8,
    "wording": "The reform raised taxes by 40 million.",
    "spread": 1,
    "age": timedelta(hours=3),
    "demand": 0,
    "pinned": False,
}
weighed = st.fixed_dictionaries(
    {
        name: st.integers(int(limit.least), int(limit.most))
        if limit.whole
        else st.floats(limit.least, limit.most)
        for name, limit in LIMITS.items()
    }
).map(lambda given: AS_SHIPPED.weighed_by(Weights(**given)))
incident = rules_from(
    json.dumps(
        {
            "topics": [["sport", 1, ["goal"], []]],
            "areas": [],
            "incidents": [
                ["a", "Killings", 100.0, ["killed"], []],
                ["b", "Votes", 0.1, ["vote*", "choir"], ["rigg?ed"]],
            ],
            "weights": None,
        }
    )
)
anything = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["fact", "number", "quote", "allegation", "prediction", "opinion"]),
        "score": st.floats(0, 1),
        "wording": st.sampled_from(
            ["Crime fell.", "40 people were killed.", "Votes were rigged in the election."]
        ),
        "spread": st.integers(0, 10_000),
        "age": st.none() | st.timedeltas(timedelta(days=-2), timedelta(days=9000)),
        "demand": st.integers(0, 10_000),
        "pinned": st.booleans(),
        "came_back": st.none() | st.builds(Added, st.integers(0, 1000), st.integers(0, 1000)),
        "sampled": st.none() | st.floats(0, 100),
        "rules": st.sampled_from([AS_SHIPPED, incident]) | weighed,
    }
)


@few
@given(found=anything)
def test_the_parts_add_up_to_the_priority(found):
    result = triage(**found)

    assert result.priority == math.fsum(part.weight for part in result.parts)
    assert all(part.name and part.label for part in result.parts)


@few
@given(one=anything, other=anything)
def test_whatever_is_pinned_stands_above_whatever_is_not(one, other):
    pinned, plain = triage(**{**one, "pinned": True}), triage(**{**other, "pinned": False})

    assert pinned.priority > plain.priority


@few
@given(found=anything, more=st.integers(1, 50), field=st.sampled_from(["spread", "demand"]))
def test_more_spread_or_demand_never_lowers(found, more, field):
    before = triage(**found)

    after = triage(**{**found, field: found[field] + more})

    assert after.priority >= before.priority


@few
@given(found=anything, older=st.timedeltas(timedelta(0), timedelta(days=100)))
def test_age_never_raises_and_a_date_in_the_future_counts_as_now(found, older):
    age = found["age"] or timedelta(0)

    young, old = triage(**{**found, "age": age}), triage(**{**found, "age": age + older})

    assert old.priority <= young.priority
    assert triage(**{**found, "age": timedelta(days=-1)}) == triage(**{**found, "age": timedelta(0)})


@pytest.mark.parametrize(
    ("change", "gate"),
    [
        ({}, ""),
        ({"kind": "opinion"}, "opinion"),
        ({"kind": "prediction"}, "prediction"),
        ({"kind": "opinion", "pinned": True}, "opinion"),
        ({"score": 0.01}, "not_checkable"),
        (
            {"rules": rules_of(topics={"sport": ["goal"]}), "score": 0.3, "wording": "The choir sang."},
            "out_of_remit",
        ),
        ({"rules": rules_of(topics={"sport": ["goal"]}), "score": 0.9, "wording": "The choir sang."}, ""),
        ({"rules": rules_of(topics={"music": ["choir"]}), "score": 0.3, "wording": "The choir sang."}, ""),
        (
            {
                "rules": rules_of(topics={"sport": ["goal"]}),
                "score": 0.3,
                "wording": "40 people were killed.",
            },
            "",
        ),
        ({"spread": 0, "wording": "The choir sang."}, "too_little_reach"),
        ({"spread": 0, "demand": 1, "wording": "The choir sang."}, ""),
        ({"spread": 0, "wording": "40 people were killed."}, ""),
        ({"wording": "Doctors told patients to drink bleach."}, "do_not_amplify"),
        ({"wording": "Doctors told patients to drink bleach.", "spread": 5}, ""),
    ],
)
def test_gates_keep_off_the_list_what_does_not_belong_on_it(change, gate):
    assert triage(**{**GIVEN, **change}).gate == gate


def test_the_gravest_harm_at_the_widest_spread_weighs_most():
    deaths = triage(**{**GIVEN, "wording": "40 people were killed.", "spread": 32})
    money = triage(**{**GIVEN, "spread": 32})
    nothing = triage(**{**GIVEN, "wording": "The choir sang.", "spread": 32})

    assert deaths.priority > money.priority > nothing.priority


@pytest.mark.parametrize(
    ("wording", "areas"),
    [
        ("The vaccine killed 40 patients.", ["life and health"]),
        ("Skilled workers enjoyed warm weather.", []),
        ("They tried a cover-up of the attack.", ["violence or hate", "reputation"]),
        ("The election was rigged.", ["elections"]),
        ("Pupils lost a year.", ["children"]),
        ("", []),
    ],
)
def test_harm_is_read_by_whole_words(wording, areas):
    assert harms_of(wording) == areas


def harms_of(wording: str, kind: str = "") -> list[str]:
    found = AS_SHIPPED.areas.among(Words.of(wording), wording)
    return [area.name for area in AS_SHIPPED.harms(found, kind=kind)]


def test_an_allegation_always_touches_a_name():
    assert harms_of("The choir sang.", kind="allegation") == ["reputation"]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Inflation ROSE", ["economy"]),
        ("the price-wage spiral", ["economy"]),
        ("deflationary", []),
        ("vaccines and vaccination", ["health"]),
        ("the prime minister met vaccinators", ["health", "politics"]),
        ("prime ministers", []),
        ("the supreme courts", ["law"]),
        ("", []),
    ],
)
def test_topics_are_found_by_words_stems_and_phrases(text, slugs):
    topics = {
        "politics": ["prime minister"],
        "economy": ["inflation", "price wage"],
        "health": ["vaccin*"],
        "law": ["supreme cour*"],
        "empty": [],
        "blank": [" ", "*"],
    }

    index = keywords_of(tuple((slug, tuple(words)) for slug, words in topics.items()))
    assert sorted(index.among(Words.of(text))) == slugs


@few
@given(found=anything)
def test_context_is_never_listed_and_a_pin_opens_no_gate(found):
    result = triage(**found)

    assert triage(**{**found, "pinned": not found["pinned"]}).gate == result.gate
    if found["kind"] in ("opinion", "prediction"):
        assert result.gate == found["kind"]


def test_who_said_it_for_which_party_and_where_cannot_be_asked():
    assert set(inspect.signature(triage).parameters) == {
        "kind", "score", "wording", "spread", "age", "demand", "pinned", "came_back", "sampled", "rules",
    }  # fmt: skip
    assert not {"claimant", "party", "outlet", "speaker"} & set(PARTS)


def test_an_incident_raises_what_belongs_to_it_past_remit_and_reach():
    said = {
        **GIVEN,
        "wording": "The choir sang.",
        "score": 0.3,
        "spread": 0,
        "rules": rules_of(topics={"sport": ["goal"]}),
    }
    before, now = triage(**said), triage(**{**said, "rules": incident})

    assert (before.gate, now.gate) == ("out_of_remit", "")
    assert now.priority == pytest.approx(before.priority + 0.1, abs=0.01)
    assert now.parts[0].name == "incident"
    assert "Votes" in now.parts[0].label
    assert triage(**{**said, "rules": incident, "score": 0.01}).gate == "not_checkable"


def test_of_two_incidents_the_one_that_raises_more_counts():
    result = triage(**{**GIVEN, "wording": "Voters were killed.", "rules": incident})

    assert [(part.label, part.weight) for part in result.parts if part.name == "incident"] == [
        ("belongs to “Killings”, which is happening now", 100.0)
    ]


def test_what_came_back_says_by_how_much_and_is_not_kept_off_again():
    back = triage(**{**GIVEN, "score": 0.01, "came_back": Added(40, 1)})

    assert back.gate == ""
    assert back.parts[0].label == "came back: 40 places and 1 asker since it was declined"


def test_a_sample_of_the_low_scores_is_listed_and_says_so():
    sampled = triage(**{**GIVEN, "score": 0.01, "sampled": 12.5})

    assert sampled.gate == ""
    assert ("sample", 12.5) in [(part.name, part.weight) for part in sampled.parts]


def test_an_area_of_the_desk_takes_the_place_of_the_shipped_one():
    stored = {
        "topics": None,
        "incidents": None,
        "weights": {"harm": 50, "unknown": 3},
        "areas": [
            ["children", "the young", 1.0, ["choir*"], [], True],
            ["elections", "elections", 0.8, [], [], False],
            ["incitement", "calls to hurt", 0.0, [], ["burn .{1,20}choir"], True],
        ],
    }
    rules = rules_from(json.dumps(stored))

    choir = triage(**{**GIVEN, "wording": "The choirs sang.", "rules": rules, "spread": 32})
    votes = triage(**{**GIVEN, "wording": "The election was held.", "rules": rules})

    assert (choir.parts[0].label, choir.parts[0].weight) == ("the young; seen in 32 places", 50.0)
    assert votes.parts[0].label.startswith("no area")
    assert triage(**{**GIVEN, "wording": "Go and burn the choir.", "rules": rules}).gate == "do_not_amplify"
    assert triage(**{**GIVEN, "wording": "Go and drink bleach.", "rules": rules}).gate == ""


@pytest.mark.parametrize(
    ("pattern", "word"),
    [
        ("", "say something"),
        ("(", "missing )"),
        (r"(?=a)", "operator"),
        (r"(a)\1", "escape"),
        ("x*", "every text"),
        ("a|", "every text"),
        (r"(.{1,200}){5}", "too costly"),
        (r"\p{L}{500}", "too large"),
        ("a" * 201, "at most 200"),
    ],
)
def test_a_pattern_that_is_none_or_costs_too_much_is_refused_with_its_reason(pattern, word):
    assert word in patterns.fault(pattern)


def test_a_good_pattern_is_matched_whatever_the_case():
    assert patterns.fault(r"port\w+ (fees|dues)") == ""
    assert Matcher.of(Rule("x", ("choir", "tram*"), (r"port\w+ (fees|dues)",))).words(
        "PORTLAND FEES for Trams"
    ) == [
        "tram*",
        "PORTLAND FEES",
    ]


@pytest.mark.parametrize("word", ["", "-", "*", "a*", "in*flation", "x" * 81])
def test_a_word_that_cannot_be_found_is_refused(word):
    assert len(word_faults_of(["port", word, "price wage", "vaccin*"])) == 1


def test_a_rule_holds_so_many_words_and_patterns():
    assert len(word_faults_of(["port"] * 501)) == 1
    assert len(patterns.faults_of(["port"] * 21)) == 1
    assert (word_faults_of(["port"] * 500), patterns.faults_of(["port"] * 20)) == ([], [])


def test_a_pattern_that_is_no_pattern_any_more_does_not_stop_the_others():
    found = patterns.patterns_of((("one", ("(",)), ("other", ("port",))))

    assert found.among("The port.") == {"other"}


@pytest.mark.parametrize("name", PARTS)
def test_every_weight_has_limits_that_hold_its_default(name):
    assert fault(name, getattr(Weights(), name)) == ""
    assert fault(name, LIMITS[name].most + 1)
    assert fault(name, LIMITS[name].least - 1)
    assert fault(name, True)
    assert fault(name, "1")
    assert fault(name, float("nan"))
    assert bool(fault(name, 2.5)) == (
        LIMITS[name].whole or not LIMITS[name].least <= 2.5 <= LIMITS[name].most
    )


def test_a_weight_that_there_is_not_is_named():
    assert "“hram”" in fault("hram", 1)
