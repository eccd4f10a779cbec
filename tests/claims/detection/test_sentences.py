import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.detection.sentences import split


def sentences(text):
    return [sentence.text for sentence in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. It stopped! Did it? Yes.", ["It rained.", "It stopped!", "Did it?", "Yes."]),
        ("Mr. Hale met Dr. A. B. Jones. They left.", ["Mr. Hale met Dr. A. B. Jones.", "They left."]),
        ("He lives in the U.S. The U.S. Senate voted.", ["He lives in the U.S.", "The U.S. Senate voted."]),
        ("On Jan. 5 No. 5 won. No. He lost.", ["On Jan. 5 No. 5 won.", "No.", "He lost."]),
        ("It cost $3.5 million. Up 3.2%.", ["It cost $3.5 million.", "Up 3.2%."]),
        ("Wait... what? And then… Nothing.", ["Wait... what?", "And then…", "Nothing."]),
        (
            "Acme Inc. rose. He joined Acme Inc. The end.",
            ["Acme Inc. rose.", "He joined Acme Inc.", "The end."],
        ),
        ("J. K. Rowe wrote it. Plan B. The end.", ["J. K. Rowe wrote it.", "Plan B.", "The end."]),
        ("See example.com. Use v2.0 now.", ["See example.com.", "Use v2.0 now."]),
        ("1. First thing. 2. Second.", ["1. First thing.", "2. Second."]),
        ("It sold in 2019. Then 5. No more.", ["It sold in 2019.", "Then 5.", "No more."]),
        ("He left (it was late.) She stayed.", ["He left (it was late.)", "She stayed."]),
        ("They agreed, etc.", ["They agreed, etc."]),
    ],
)
def test_a_full_stop_ends_a_sentence_unless_it_belongs_to_a_word(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We won.” She left.", ["“We won.”", "She left."]),
        ('"Really?" Ann Smith asked. "Yes!" he said.', ['"Really?" Ann Smith asked.', '"Yes!" he said.']),
        ('"Really?" Nobody knew.', ['"Really?"', "Nobody knew."]),
        ("Said “a.” and left.", ["Said “a.” and left."]),
        ("« Oui. » Elle part. « Non. »", ["« Oui. »", "Elle part.", "« Non. »"]),
    ],
)
def test_a_full_stop_inside_closing_marks_takes_them_along(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MOSCOW, March 28 (Agency) — The city slept.", ["MOSCOW, March 28 (Agency) —", "The city slept."]),
        ("OSLO (NTB) - Prices rose.", ["OSLO (NTB) -", "Prices rose."]),
        ("Paris (AFP) – Prices rose.", ["Paris (AFP) –", "Prices rose."]),
        ("NATO — an alliance — met.", ["NATO — an alliance — met."]),
        ("A well-known case – closed.", ["A well-known case – closed."]),
    ],
)
def test_a_dateline_stands_by_itself(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("これはペンです。「はい。」と言った。次。", ["これはペンです。", "「はい。」と言った。", "次。"]),
        ("यह है। वह था।", ["यह है।", "वह था।"]),
        ("यह है।वह था।", ["यह है।", "वह था।"]),
        ("هل هذا صحيح؟ نعم. لا", ["هل هذا صحيح؟", "نعم.", "لا"]),
        ("Am 3. Oktober kam er. Er blieb z.B. in Bonn.", ["Am 3. Oktober kam er.", "Er blieb z.B. in Bonn."]),
    ],
)
def test_other_scripts_end_sentences_in_their_own_way(text, expected):
    assert sentences(text) == expected


def test_a_line_break_ends_a_sentence_and_paragraphs_are_counted_without_blank_lines():
    found = split("Heading\n\n  First one. Second\none.\r\n \r\nLast")

    assert [(s.text, s.paragraph) for s in found] == [
        ("Heading", 0),
        ("First one.", 1),
        ("Second", 1),
        ("one.", 2),
        ("Last", 3),
    ]


@settings(max_examples=50)
@given(st.text(alphabet='aAß \n\r\u2028.!?…"“”’»)。』1-—(,𝔸', max_size=80))
def test_offsets_are_exact_and_nothing_but_space_is_left_out(text):
    found = split(text)

    assert all(s.text == text[s.start : s.end] and s.text.strip() == s.text != "" for s in found)
    gaps = [0, *[edge for s in found for edge in (s.start, s.end)], len(text)]
    assert all(not text[a:b].strip() for a, b in zip(gaps[::2], gaps[1::2], strict=True))
    assert [s.paragraph for s in found] == sorted(s.paragraph for s in found)


@pytest.mark.parametrize("piece", ["a", ". ", ".", "A. ", "A.", '."', "OSLO, (", "1."])
def test_a_long_text_without_an_end_is_read_in_one_pass(piece):
    text = piece * 10_000

    assert "".join(sentences(text)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "dateline", ["THORNBY —", "MOSCOW, March 28 —", "SÃO PAULO –", "OSLO, May 2 (Agency) —"]
)
def test_a_dateline_with_or_without_an_agency_is_no_part_of_the_first_sentence(dateline):
    text = f"{dateline} At least 27 people are dead."

    assert [s.text for s in split(text)] == [dateline, "At least 27 people are dead."]
