"""Names that may be those of one person or body: proposed, and by what."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.fingerprint import normalised
from claims.namesakes import Why, acronym_of, alike, looked_for, spelled_out

NAMES = [
    "Dmitry Peskov",
    "Peskov",
    "D. Peskov",
    "Kremlin spokesman Peskov",
    "World Health Organization",
    "WHO",
    "Ursula von der Leyen",
    "J.K. Rowling",
    "Dr. Marta Quill",
    "",
    "Mr",
    "…",
]


@pytest.mark.parametrize(
    ("name", "other", "why"),
    [
        ("Dmitry Peskov", "Mr Dmitry Peskov", Why.SAME_NAME),
        ("Dmitry Peskov", "Kremlin spokesman Dmitry Peskov", Why.SAME_NAME),
        ("Dmitry Peskov", "Kremlin spokesman Peskov", Why.SURNAME),
        ("Dmitry Peskov", "Peskov", Why.SURNAME),
        ("Dmitry Peskov", "D. Peskov", Why.INITIALS),
        ("Dmitry Peskov", "Dmitri Peskov", Why.SPELLING),
        ("Dmitry Peskov", "Dmitry Sergeyevich Peskov", Why.MIDDLE_NAME),
        ("Joanne Kathleen Rowling", "J.K. Rowling", Why.INITIALS),
        ("Robert Kennedy", "Robert F. Kennedy Jr", Why.MIDDLE_NAME),
        ("Ursula von der Leyen", "Leyen", Why.SURNAME),
        ("The World Bank", "World Bank", Why.SAME_NAME),
        ("World Health Organization", "WHO", Why.ACRONYM),
        ("World Health Organization (WHO)", "WHO", Why.ACRONYM),
        ("Dmitry Peskov", "Maria Peskov", None),
        ("John A. Smith", "John B. Smith", None),
        ("Moscow", "Mayor of Moscow", None),
        ("Russia", "Bank of Russia", None),
        ("Marta Quill", "Anton Vale", None),
        ("", "Marta Quill", None),
    ],
)
def test_names_are_alike_by_what_they_share(name, other, why):
    assert alike(name, other) == why
    assert alike(other, name) == why


@given(
    name=st.sampled_from(NAMES) | st.text(max_size=40), other=st.sampled_from(NAMES) | st.text(max_size=40)
)
def test_likeness_has_no_order_and_can_be_looked_up(name, other):
    why = alike(name, other)

    assert why == alike(other, name)
    if why and why != Why.ACRONYM:
        assert looked_for(name) in normalised(other)


def test_a_short_name_finds_the_long_one():
    assert acronym_of("World Health Organization") == "who"
    assert acronym_of("Peskov") == ""
    assert spelled_out("Marta Quill") == ""
    assert spelled_out("who") == ""


@pytest.mark.parametrize("long", ["world health organization", "the world health organization"])
def test_a_short_name_is_spelled_out(long):
    assert re.search(spelled_out("WHO"), long)
    assert not re.search(spelled_out("WHO"), "what is health")
