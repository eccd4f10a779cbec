"""Every score explains itself, and no explanation is a name."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.detection.cues import WEIGHTS, found, score
from claims.detection.vocabulary import ELSEWHERE, ENGLISH

few = settings(max_examples=50)


@few
@given(
    text=st.text(max_size=120), language=st.sampled_from(["en", "de", "", "zh-Hans"]), claimed=st.booleans()
)
def test_the_parts_add_up_to_the_log_odds_of_the_score(text, language, claimed):
    value, parts = score(text, language=language, claimed=claimed)

    assert 0 < value < 1
    assert math.isclose(math.log(value / (1 - value)), sum(part.weight for part in parts), abs_tol=1e-9)
    assert len({part.name for part in parts}) == len(parts)


@few
@given(
    name=st.sampled_from(["Ann Doe", "Li Wei", "Omar Haddad", "Zoe Quinn"]),
    other=st.sampled_from(["Bob Roe", "Mia Sand", "Ion Pop"]),
)
def test_one_name_scores_like_another(name, other):
    sentence = "In 2019 the party of {} voted for 40 new taxes."

    assert score(sentence.format(name)) == score(sentence.format(other))


def test_every_cue_has_a_weight_and_a_label():
    assert set(ENGLISH) | set(ELSEWHERE) <= set(WEIGHTS)
    assert all(label and weight for weight, label in WEIGHTS.values())


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("It cost 1,234.5 marks", "number"),
        ("In 1999 it began", "year"),
        ("Prices rose by 12 % again", "percent"),
        ("They paid $5", "money"),
        ("Taxes are higher than ever", "comparison"),
        ("It is the largest in history", "superlative"),
        ("It is the coldest place", "superlative"),
        ("Crime has doubled", "change over time"),
        ("It burned because of the heat", "cause"),
        ("She voted for the bill", "law or vote"),
        ("They walked home", "past event"),
        ("Nine people were killed", "casualties"),
        ("According to the census it grew", "named source"),
        ("He lied and tried a cover-up", "accusation"),
        ("We will win", "future"),
        ("Did they pay?", "question"),
        ("I don’t think so", "first person feeling"),
        ("Perhaps it works", "hedge"),
        ("Go on", "too short"),
        ("You should pay", "duty"),
        ("The mayor of Oslo resigned", "name"),
        ("He flew from Oslo to Bergen and Bodø", "several names"),
        ("word " * 20, "long"),
    ],
)
def test_a_cue_is_found_where_it_stands(text, cue):
    assert cue in found(text)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("In 1999 it began", "number"),
        ("Feed and seed are dear", "past event"),
        ("I'm sure, I'm certain", "name"),
        ("Skilled hands work", "casualties"),
        ("Ten point plan", "percent"),
    ],
)
def test_a_cue_is_not_found_inside_another_word_or_sense(text, cue):
    assert cue not in found(text)


def test_facts_with_numbers_rank_above_feelings_and_plans():
    fact, _ = score("The city cut 4,200 jobs in three years, 12 percent of the total.")
    plan, _ = score("We will make sure that this never happens again.")
    feeling, _ = score("I think we have a great future, and I love this country.")

    assert fact > 0.8
    assert plan < 0.2
    assert feeling < 0.1


def test_words_of_other_languages_are_not_taken_for_english_ones():
    german = "Er will, was er will, und die Regierung hat 30 Prozent mehr ausgegeben."

    assert not found(german, language="de") & {"future", "past event"}
    assert {"percent", "number", "language"} <= found(german, language="de")
    assert score(german, language="de")[0] > 0.5


def test_a_reported_claim_scores_a_little_higher_whoever_made_it():
    plain, _ = score("The fund lost 3 million.")
    reported, parts = score("The fund lost 3 million.", claimed=True)

    assert reported > plain
    assert "claimed" in {part.name for part in parts}
