"""Two typings of one claim share a fingerprint; two claims never do."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.fingerprint import fingerprint, normalised

few = settings(max_examples=50)
words = st.lists(
    st.text(string.ascii_letters + string.digits, min_size=1, max_size=8), min_size=1, max_size=8
)
blanks = st.text(" \t\n\u00a0\u2009\u200b", min_size=0, max_size=3).map(lambda blank: f" {blank}")
claimants = st.text(max_size=12)


@few
@given(words=words, blanks=st.lists(blanks, min_size=8, max_size=8), claimant=claimants)
def test_white_space_and_case_do_not_matter(words, blanks, claimant):
    plain = " ".join(words)
    typed = "".join(blank + word.swapcase() for blank, word in zip(blanks, words, strict=False)) + " "

    assert fingerprint(typed, claimant) == fingerprint(plain, claimant)


@few
@given(words=words, end=st.text(".!…,;: ", max_size=3))
def test_punctuation_at_the_end_does_not_matter(words, end):
    assert fingerprint(" ".join(words) + end, "") == fingerprint(" ".join(words), "")


@few
@given(one=st.integers(0, 10**12), other=st.integers(0, 10**12), words=words)
def test_different_numbers_are_different_claims(one, other, words):
    rest = " ".join(words)

    same = fingerprint(f"{rest} {one} jobs", "") == fingerprint(f"{rest} {other} jobs", "")

    assert same == (one == other)


@few
@given(wording=st.text(max_size=60), claimant=claimants)
def test_any_text_has_a_fingerprint_of_64_hex_digits(wording, claimant):
    found = fingerprint(wording, claimant)

    assert len(found) == 64
    assert set(found) <= set("0123456789abcdef")


def test_the_same_words_from_two_claimants_are_two_claims():
    assert fingerprint("Crime fell.", "Ann Doe") != fingerprint("Crime fell.", "Bob Roe")
    assert fingerprint("Crime fell.", "Ann Doe") == fingerprint("Crime fell.", "ANN  DOE")


def test_words_cannot_slip_from_the_claimant_into_the_wording():
    assert fingerprint("Crime fell", "Ann") != fingerprint("Crime", "fell Ann")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The lab holds 10⁵ samples.", "The lab holds 105 samples."),
        ("It costs 1½ million.", "It costs 11/2 million."),
        ("CO₂ rose.", "CO2 rose."),
        ("It took ⑩ days.", "It took 10 days."),
        ("It fell by .5 %.", "It fell by 5 %."),
        ("It was -5 degrees.", "It was 5 degrees."),
        ("Growth was 1.5 percent.", "Growth was 15 percent."),
    ],
)
def test_numbers_that_only_look_alike_are_kept_apart(one, other):
    assert fingerprint(one, "") != fingerprint(other, "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Crime fell by half”", '"Crime fell by half".'),
        ("It’s over – nearly", "It's over - nearly"),
        ("It was −5 degrees", "It was -5 degrees"),
        ("ＣＲＩＭＥ ｆｅｌｌ by １０％", "Crime fell by 10%"),
        ("Straße", "STRASSE"),
        ("cafe\u0301", "café"),
        ("un\u00ademploy\u200bment", "unemployment"),
        ("٤٢ people", "42 people"),
        ("ran\x01\x00 away\ud800", "ran away"),
    ],
)
def test_ways_of_typing_the_same_are_the_same(one, other):
    assert normalised(one) == normalised(other)
