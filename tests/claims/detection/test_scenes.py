"""A painted scene and a refusal to comment are told from statements that somebody could look up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.detection.scenes import only_sets_scene
from claims.detection.worthiness import score

CHECKABLE = 0.08  # below which triage puts nothing on the list


@pytest.mark.parametrize(
    "words",
    [
        "The sun had barely risen over the harbour when Ana Ruiz pulled on her boots.",
        "Maria Lopez, 34, wakes at five to catch the bus.",
        "Tom Hale, 61, has lived on the street for years.",
        "The coffee was cold, the dog would not stop barking, and the yard smelled of diesel.",
        "He pointed at it with his fork.",
        "A single candle flickered on the pavement, next to a bunch of flowers.",
        "She stared out of the window, clutching a mug.",
        "A spokeswoman for the ministry declined to comment.",
        "The company did not respond to a request for comment.",
        "Hale could not be reached.",
        "It was not possible to verify the claim.",
    ],
)
def test_a_scene_and_a_refusal_to_comment_are_known(words):
    assert only_sets_scene(words)


@pytest.mark.parametrize(
    "words",
    [
        "The sun produces 40 percent of the island's power.",
        "The council closed the library in May.",
        "Rain killed four people in the valley on Monday.",
        "Maria Lopez, 34, was arrested on Friday.",
        "Dogs and cats are banned from the garden by law.",
        "The bridge collapsed.",
        "Sea levels rose last year.",
        "We stood on the side of democracy.",
        "Der Hund saß in der Küche.",
    ],
)
def test_what_can_be_looked_up_is_no_scene(words):
    assert not only_sets_scene(words, language="de" if "Küche" in words else "en")


def test_a_scene_stays_off_the_list_and_says_why():
    worth = score("The sun had barely risen over the harbour when Ana Ruiz pulled on her boots.")

    assert worth.value < CHECKABLE
    assert "scene" in {part.name for part in worth.parts}


def test_what_somebody_is_reported_to_have_said_is_no_scene():
    parts = score("He pointed at it with his fork.", claimed=True).parts

    assert "scene" not in {part.name for part in parts}


@settings(max_examples=50)
@given(words=st.text("A1 a,'sun.", max_size=4).map(lambda piece: piece * 500))
def test_long_sentences_are_judged_at_once(words):
    assert only_sets_scene(words) in (True, False)
