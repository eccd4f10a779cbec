"""Forms that news from outside our own passages brought: each with its speaker, office and house."""

import pytest

from claims.attribution import attribute
from claims.detection.sentences import split


def heard(text):
    found = attribute(text, split(text))
    return [
        ((a.speaker.name, a.speaker.role, a.speaker.organisation) if a.speaker else None, a.speech)
        for a in found
    ]


def words_of(text, name):
    found = attribute(text, split(text))
    return [
        " … ".join(text[s:e] for s, e in a.content) for a in found if a.speaker and a.speaker.name == name
    ]


@pytest.mark.parametrize(
    ("text", "name", "role", "organisation"),
    [
        ("“We help,” said a Lumex spokesperson.", "Lumex spokesperson", "spokesperson", "Lumex"),
        ("It rained, according to a Lumex representative.", "Lumex representative", "", ""),
        ("It rained, said Lumex’s newly named chair Ann Hale.", "Ann Hale", "chair", "Lumex"),
        ("Prosecutor Miles Hale KC said it rained.", "Miles Hale", "Prosecutor", ""),
        ("Labour's Rhona Gale said it rained.", "Rhona Gale", "", "Labour"),
        ("Ann Hale, Carrow's finance chief, said it rained.", "Ann Hale", "finance chief", "Carrow"),
        ("Carl's lawyer, Ann Hale, said it rained.", "Ann Hale", "Carl's lawyer", ""),
        ("The mayor of Harland, Ruth Hale, said it rained.", "Ruth Hale", "mayor of Harland", ""),
        ("The head of the police union, Rick Hale, said it rained.", "Rick Hale", "head", "police union"),
        ("Leader of the Opposition K. Hale said it rained.", "K. Hale", "Leader of the Opposition", ""),
        ("Jo Hale, head teacher of the RTU: “It rained all day.”", "Jo Hale", "head teacher", "RTU"),
        ("Rainex CEO Masayoshi Son has told staff it rained.", "Masayoshi Son", "CEO", "Rainex"),
        ("The Army Corps of Engineers said it rained.", "Army Corps of Engineers", "", ""),
        ("It rained, the watchdog Clean Lines wrote in a report.", "Clean Lines", "", ""),
        ("It rained, according to two people with knowledge of the matter.",
         "two people with knowledge of the matter", "", ""),
        ("According to an internal memo seen by the Post, it rained.",
         "internal memo seen by the Post", "", ""),
        ("It rained, according to data from the regulator.", "data from the regulator", "", ""),
        ("“It fell,” Hale was quoted as saying by the agency.", "Hale", "", ""),
        ("It will rain, the paper quoted Hale as saying.", "Hale", "", ""),
        ("Hale claims to have seen rain.", "Hale", "", ""),
        ("Hale alleged massive fraud.", "Hale", "", ""),
        ("It rained, researchers at the institute estimate.", "researchers at the institute", "", ""),
        ("The former National Weather Council official Ann Hale said it rained.",
         "Ann Hale", "former official", "National Weather Council"),
        ("“It rained,” said 43-year-old Martin Hale of Leeds.", "Martin Hale", "", "Leeds"),
        ("El ministro de Hacienda, Pedro Ruiz, dijo que la lluvia subió.",
         "Pedro Ruiz", "ministro de Hacienda", ""),
        ("Le ministre Jean Petit a déclaré que la dette avait augmenté.", "Jean Petit", "ministre", ""),
    ],
)  # fmt: skip
def test_a_speaker_is_named_with_his_office_and_house(text, name, role, organisation):
    speakers = {speaker for speaker, _ in heard(text)}

    assert speakers == {(name, role, organisation)}


@pytest.mark.parametrize(
    "text",
    [
        "Carl Hale pleaded guilty to threatening an officer.",
        "The clerk reported to the colonel for two years.",
        "He got more respect from the Republican-led state government in a protest.",
        "The group maintains a political office in Doha.",
        "The mother called 911 and the neighbours called an ambulance.",
        "The shop sells films from “Star Rain,” Marvel Studios and others.",
        "It is an interview with Keir Hale, a senior Labour Party figure.",
        "We've said it before.",
        "With the boss and alleged thief Jeff Moss, Ann Hale met a clerk.",
        "He pointed at the river with his fork.",
        "The board agreed to inject $6 million into the firm.",
    ],
)
def test_what_only_looks_like_speech_is_none(text):
    assert heard(text) == []


def test_a_later_mention_is_the_same_person():
    text = "James P. Hale Jr., a judge, said it rained. Hale said it snowed. Mr. Hale said it froze."

    assert {speaker for speaker, _ in heard(text)} == {("James P. Hale Jr.", "judge", "")}


def test_a_part_of_a_group_is_named_after_it():
    text = "It rained, two diplomats said. One said it snowed. The other said it froze."

    names = [speaker[0] for speaker, _ in heard(text)]

    assert names == ["two diplomats", "one of the diplomats", "another of the diplomats"]


def test_her_lawyer_is_hers_and_not_the_lawyer_named_before():
    text = (
        "Ann Hale said it rained. Dran's lawyer, Carl Moss, denied that. But she said it snowed. "
        "Her lawyer agreed that it froze."
    )

    assert heard(text)[-1][0][0] == "Ann Hale's lawyer"


def test_a_new_word_in_the_same_paragraph_means_whoever_spoke():
    text = "Rhona Gale said it rained. “It was a very long night,” the shadow care secretary said."

    assert {speaker[0] for speaker, _ in heard(text)} == {"Rhona Gale"}


def test_the_agency_is_the_one_named_before():
    text = "The National Rain Agency said it rained. It left. The agency said it snowed."

    assert {speaker[0] for speaker, _ in heard(text)} == {"National Rain Agency"}


def test_it_and_they_mean_a_body_and_he_does_not():
    text = (
        "Ann Hale said it rained. The Post reported that it snowed, and it said it froze. She said it thawed."
    )

    assert [speaker[0] for speaker, _ in heard(text)] == ["Ann Hale", "Post", "Post", "Ann Hale"]


def test_whoever_was_told_is_no_content_of_a_later_frame():
    text = "“It rained on all of us that day,” Bo Hale told settler leaders, according to a statement."

    assert words_of(text, "statement") == []


def test_a_clause_that_opens_a_sentence_ends_where_the_next_speaker_begins():
    text = "A day after a panel heard that 63 died, President Bo Hale denied that anybody fell."

    assert words_of(text, "panel") == ["63 died"]
    assert words_of(text, "Bo Hale") == ["anybody fell"]


def test_typewriter_marks_of_two_single_ones_quote():
    text = "''It rained on all of us that day,'' Bo Hale told me. ‘‘It never stopped at night,’’ he said."

    assert words_of(text, "Bo Hale") == ["It rained on all of us that day,", "It never stopped at night,"]


@pytest.mark.parametrize("labels", [("Gazette:", "Hale:"), ("Q:", "A:"), ("Q.", "A.")])
def test_a_printed_interview_has_one_speaker_and_questions_none(labels):
    asks, answers = labels
    turns = ((asks, "When did it rain?"), (answers, "In May. It was cold."), (asks, "And now?"))
    text = "\n\n".join(["We met Joan Hale at home.", *map(" ".join, turns), f"{answers} Now it is dry."])

    assert words_of(text, "Joan Hale") == ["In May.", "It was cold.", "Now it is dry."]
    assert {speech for _, speech in heard(text)} == {"direct"}


def test_a_post_on_x_ends_its_sentence():
    text = "“It rained,” Senator Ann Moss wrote on X. Moss posted on Facebook that it snowed."

    assert {speaker[0] for speaker, _ in heard(text)} == {"Ann Moss"}


@pytest.mark.parametrize("text", ["", "\u200b", "\u200b\n\nQ:", "Q:\n\nA:", ":", "A.", "Hale:", "''''"])
def test_what_holds_no_words_is_no_interview(text):
    assert heard(text) == []
