"""The proposed wording is the claim, not the act of saying it, and invents nothing."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.attribution import Speaker
from claims.detection.wording import LONGEST, claim_in, content_of, is_clause, proposed, subject_after

few = settings(max_examples=50)
WHITLOCK = Speaker("Dana Whitlock", "Mayor", "", None)
MINISTRY = Speaker("Defence Ministry", "", "", None)


@few
@given(content=st.text(max_size=200))
def test_the_wording_ends_with_a_stop_and_adds_no_word(content):
    worded = proposed(content)

    assert worded[-1] in ".!?…。！।؟۔"
    assert set(re.findall(r"\w+", worded.casefold())) <= set(re.findall(r"\w+", content.casefold()))


@few
@given(content=st.text("ab ", min_size=LONGEST, max_size=LONGEST + 500))
def test_the_wording_is_never_longer_than_its_column(content):
    assert len(proposed(content)) <= LONGEST


@pytest.mark.parametrize(
    ("content", "worded"),
    [
        ("that the fund lost 3 million", "The fund lost 3 million."),
        ("But crime fell by half.", "Crime fell by half."),
        ("However, crime fell by half.", "Crime fell by half."),
        ("And crime fell,", "Crime fell."),
        ("So, crime fell.", "Crime fell."),
        ("So many people came.", "So many people came."),
        ("“Crime fell by half,”", "Crime fell by half."),
        ('The rate has "fallen by half since 2019,"', 'The rate has "fallen by half since 2019".'),
        ("Crime fell by half, he said.", "Crime fell by half."),
        ("- 40 schools closed", "40 schools closed."),
        ("iPhones are banned!", "IPhones are banned!"),
    ],
)
def test_the_frame_is_dropped_and_the_sentence_made_whole(content, worded):
    assert proposed(content) == worded


def test_a_pronoun_in_reported_speech_gives_way_to_the_speaker():
    assert proposed("she had closed 40 schools", speaker=WHITLOCK, speech="reported") == (
        "Dana Whitlock had closed 40 schools."
    )
    assert proposed("it had shot down 12 drones", speaker=MINISTRY, speech="reported") == (
        "The Defence Ministry had shot down 12 drones."
    )
    assert proposed("it was clear that drones had fallen", speaker=MINISTRY, speech="reported") == (
        "It was clear that drones had fallen."
    )
    assert proposed("the ministry had shot down 12 drones", speaker=MINISTRY, speech="reported") == (
        "The Defence Ministry had shot down 12 drones."
    )


@pytest.mark.parametrize(
    ("content", "speech"),
    [
        ("It had rained for nine days.", "reported"),  # "it" is no person
        ("He.", "direct"),
        ("She stole the money.", "direct"),  # whoever speaks of "she" speaks of another
        ("They stole the money.", "reported"),
        ("I never voted for my own bill.", "direct"),
        ("We closed 40 schools.", "direct"),
        ("I close schools.", "direct"),
        ("She'd closed 40 schools.", "reported"),
    ],
)
def test_a_pronoun_stays_where_it_might_mean_somebody_else(content, speech):
    assert proposed(content, speaker=WHITLOCK, speech=speech) == content


def test_i_gives_way_where_the_verb_stays_the_same():
    assert proposed("I never voted for that bill,", speaker=WHITLOCK, speech="direct") == (
        "Dana Whitlock never voted for that bill."
    )
    assert proposed("I never voted for that bill,", speaker=MINISTRY, speech="reported") == (
        "I never voted for that bill."
    )


def test_a_pronoun_of_the_article_gives_way_only_to_a_plain_subject():
    assert proposed("She closed 40 schools.", subject="Dana Whitlock") == "Dana Whitlock closed 40 schools."
    assert proposed("She closed 40 schools.") == "She closed 40 schools."


def test_the_subject_is_plain_when_one_speaker_and_no_other_person_is_named():
    assert subject_after("Crime fell, Mayor Dana Whitlock said.", [WHITLOCK]) == "Dana Whitlock"
    assert subject_after("Dana Whitlock met Ann Doe, she said.", [WHITLOCK]) == ""
    assert subject_after("Crime fell, the ministry said.", [Speaker("ministry", "", "", None)]) == ""
    assert subject_after("Crime fell.", []) == ""


def test_the_content_is_one_line_without_a_lonely_quotation_mark():
    text = "“Exports\n doubled,” he said, “and imports fell.”  “We"

    assert content_of(text, [(0, 19), (29, 48)]) == "“Exports doubled,” “and imports fell.”"
    assert content_of(text, [(50, 53)]) == "We"
    assert content_of(text, []) == ""


@pytest.mark.parametrize(
    ("sentence", "content", "whole"),
    [
        ("Aziz said the convoy was fired on.", "the convoy was fired on", True),
        ("Vance says that schools fail every exam.", "schools fail every exam", True),
        ("Vance says it cost the city 3 million.", "it cost the city 3 million", True),
        ("Peskov regrets over the swift attribution of blame.", "over the swift attribution of blame", False),
        (
            "She doubts the basis of the US's immediate defence.",
            "the basis of the US's immediate defence",
            False,
        ),
        ("He suggested such a stance might help him.", "such a stance might help him", False),
        ("They doubt the 340 complaints it received.", "the 340 complaints it received", False),
        ("He accused the council of hiding the true cost.", "the council of hiding the true cost", False),
        ("It was very wrong.", "very wrong", False),
    ],
)
def test_a_fragment_is_told_from_a_clause(sentence, content, whole):
    start = sentence.index(content)

    assert is_clause(sentence, (start, start + len(content)), (0, len(sentence))) == whole


def claim(sentence, *contents, quoted=False, language="en"):
    spans = [(sentence.index(content), sentence.index(content) + len(content)) for content in contents]
    found = claim_in(sentence, spans, (0, len(sentence)), quoted=quoted, language=language)
    return [sentence[start:end] for start, end in found]


def test_only_one_clause_makes_a_claim():
    one, two, noun = "crime fell by half", "taxes had risen", "his doubts"
    sentence = f"She said that {one}, that {two}, and voiced {noun}."

    assert claim(sentence, one, noun) == [one]
    assert claim(sentence, one, two) == []
    assert claim(sentence, noun) == []


def test_a_quotation_is_taken_as_it_is_unless_it_is_a_word_or_two():
    assert claim('"No verdict, no trial," he said.', "No verdict, no trial,", quoted=True) == [
        "No verdict, no trial,"
    ]
    assert claim('He called it "a disaster".', "a disaster", quoted=True) == []


@pytest.mark.parametrize(
    ("sentence", "content", "whole"),
    [
        (
            "Das Gutachten sei erst im Februar eingegangen, sagte sie.",
            "Das Gutachten sei erst im Februar eingegangen",
            True,
        ),
        ("Die Stadt wies den Vorwurf der Opposition zurück.", "den Vorwurf der Opposition zurück", False),
        ("Die Mieten sind nach Angaben der Stadt um 6 Prozent gestiegen.", "Die Mieten sind", False),
        ("La empresa afirmó que el caudal había sido inferior.", "el caudal había sido inferior", True),
    ],
)
def test_elsewhere_a_claim_opens_the_sentence_or_follows_that(sentence, content, whole):
    assert bool(claim(sentence, content, language="de")) == whole


def test_reported_clauses_are_joined_by_a_plain_and():
    assert (
        proposed("that none existed and that all was well", speech="reported")
        == "None existed and all was well."
    )
    assert proposed("That is less than half.", speech="direct") == "That is less than half."


@pytest.mark.parametrize(
    ("content", "speech", "worded"),
    [
        ("I have never met him.", "direct", "Dana Whitlock has never met him."),
        ("I haven't got a brother.", "direct", "Dana Whitlock has not got a brother."),
        ("I’m not a member.", "direct", "Dana Whitlock is not a member."),
        ("I don't smoke.", "direct", "Dana Whitlock does not smoke."),
        ("I've paid my taxes.", "direct", "I've paid my taxes."),
        ("My brother owns the firm.", "direct", "Dana Whitlock’s brother owns the firm."),
        ("My brother owns our firm.", "direct", "My brother owns our firm."),
        ("her firm “takes no pleasure” in it", "direct", "Dana Whitlock’s firm “takes no pleasure” in it."),
        ("her members had written twice", "reported", "Dana Whitlock’s members had written twice."),
        ("her own members had left", "reported", "Her own members had left."),
    ],
)
def test_the_name_stands_for_i_my_and_her(content, speech, worded):
    assert proposed(content, speaker=WHITLOCK, speech=speech) == worded


@pytest.mark.parametrize(
    ("content", "worded"),
    [
        ("it needs the records", "The Defence Ministry needs the records."),
        ("it was examining the case", "The Defence Ministry was examining the case."),
        ("it opened an inquiry", "The Defence Ministry opened an inquiry."),
        ("it seemed too late", "It seemed too late."),
        ("it was raining", "It was raining."),
        ("its budget was cut", "Its budget was cut."),
    ],
)
def test_it_is_the_body_that_speaks_where_it_acts(content, worded):
    assert proposed(content, speaker=MINISTRY, speech="reported") == worded


def test_he_is_no_woman_and_she_no_man():
    chairwoman = Speaker("Paula Hicks", "chairwoman", "", None)
    sir = Speaker("Sir Peter Wray", "", "", None)

    assert proposed("he closed the plant", speaker=chairwoman, speech="reported") == "He closed the plant."
    assert proposed("her plant closed", speaker=sir, speech="reported") == "Her plant closed."
    assert proposed("she closed it", speaker=chairwoman, speech="reported") == "Paula Hicks closed it."


def test_whoever_stands_near_a_name_is_not_that_person():
    opponents = Speaker("Anne Kessler's opponents", "", "", None)

    assert proposed("her plan failed", speaker=opponents, speech="reported") == "Her plan failed."


def test_a_name_that_ends_in_s_takes_a_bare_apostrophe():
    speaker = Speaker("Carla Hicks", "Mayor", "", None)

    assert proposed("My plan failed.", speaker=speaker, speech="direct") == "Carla Hicks’ plan failed."


def test_the_date_of_the_article_stands_for_yesterday():
    day = [date(2024, 5, 3)]

    assert proposed("the fund lost 3 million yesterday", days=day) == "The fund lost 3 million on 2 May 2024."
    assert proposed("the fund lost 3 million yesterday") == "The fund lost 3 million yesterday."
