"""A text names somebody by whole words, in the forms that names take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.naming import Names, forms_of

PEOPLE = {1: "Marta Quill", 2: "Ursula von der Leyen", 3: "Theresa May", 4: "John Reed Jr.", 5: "Madonna"}
BODIES = {
    11: "The European Central Bank",
    12: "World Health Organization (WHO)",
    13: "Labour",
    14: "city council",
    15: "AT&T",
    16: "東京電力",
}
NAMES = Names(
    {pk: forms_of(name, person=True) for pk, name in PEOPLE.items()}
    | {pk: forms_of(name, person=False) for pk, name in BODIES.items()}
)


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Marta Quill doubled the tax.", {1}),
        ("MARTA QUILL doubled the tax.", {1}),
        ("Councillor Quill’s tax doubled.", {1}),
        ("Quills Steuer wurde verdoppelt.", {1}),
        ("A quill is a feather.", set()),
        ("The Quillers doubled the tax.", set()),
        ("Marta doubled the tax.", set()),
        ("Von der Leyen promised it, said Leyen.", {2}),
        ("In May the tax doubled.", set()),
        ("Theresa May promised it.", {3}),
        ("Mr Reed promised it.", {4}),
        ("John Reed, Jr promised it.", {4}),
        ("A reed bends.", set()),
        ("Madonna sang.", {5}),
        ("The european central bank raised rates.", {11}),
        ("European Central Bank’s rates rose.", {11}),
        ("ECB-led rates rose.", {11}),
        ("European banks raised rates.", set()),
        ("The central bank of Europe raised rates.", set()),
        ("The WHO warned.", {12}),
        ("The World Health Organization warned.", {12}),
        ("Who warned?", set()),
        ("Labour won.", {13}),
        ("The labour market is tight.", set()),
        ("The City Council voted.", {14}),
        ("AT&T and at&t bought it.", {15}),
        ("東京電力は値上げした。", {16}),
        ("", set()),
    ],
)
def test_whom_a_text_names(text: str, whom: set[int]):
    assert NAMES.named_in(text) == whom


def test_one_pass_finds_all_of_them():
    assert NAMES.named_in("Quill told the WHO and Labour what May had not.") == {1, 12, 13}


def test_nobody_looked_for_is_nobody_found():
    assert not Names({})
    assert Names({}).named_in("Marta Quill") == set()
    assert not Names({1: forms_of("…", person=True)})


@given(name=st.text(min_size=1, max_size=30), before=st.text(max_size=10), after=st.text(max_size=10))
def test_a_name_is_found_wherever_it_stands_among_other_words(name: str, before: str, after: str):
    found = Names({1: forms_of(name, person=True)})

    if found:
        assert found.named_in(f"{before} . {name} . {after}") == {1}
