"""A compound claim comes apart into claims that stand alone; what is one assertion stays whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.detection.splitting import MOST_PARTS, split


@pytest.mark.parametrize(
    ("wording", "parts"),
    [
        (
            "Rents rose by 12 percent and wages fell.",
            ["Rents rose by 12 percent.", "Wages fell."],
        ),
        (
            "The council closed 40 schools and cut 300 jobs.",
            ["The council closed 40 schools.", "The council cut 300 jobs."],
        ),
        (
            "The firm sold two ships, closed a dock and paid no tax.",
            ["The firm sold two ships.", "The firm closed a dock.", "The firm paid no tax."],
        ),
        (
            "The vaccine was tested on 40,000 people and approved in Spain.",
            ["The vaccine was tested on 40,000 people.", "The vaccine was approved in Spain."],
        ),
        (
            "The train was built in 1970 and cost 4 million.",
            ["The train was built in 1970.", "The train cost 4 million."],
        ),
        (
            "The firm sold two ships and also closed a dock.",
            ["The firm sold two ships.", "The firm closed a dock."],
        ),
        (
            "Coal made 40 percent of power and now makes 2 percent.",
            ["Coal made 40 percent of power.", "Coal now makes 2 percent."],
        ),
        (
            "A man arrested in May was freed on bail and fled to Spain.",
            ["A man arrested in May was freed on bail.", "A man arrested in May fled to Spain."],
        ),
        ("Rents rose and farmers get no water.", ["Rents rose.", "Farmers get no water."]),
        ("Nine fines were paid and 40 claims were made.", ["Nine fines were paid.", "40 claims were made."]),
        (
            "The law bans plastic bags and fines shops up to 5,000 euros.",
            ["The law bans plastic bags.", "The law fines shops up to 5,000 euros."],
        ),
        ("Troops fired and villages burned at night.", ["Troops fired.", "Villages burned at night."]),
        (
            "Brazil lost 11 parks, the most since 2008, and closed two.",
            ["Brazil lost 11 parks, the most since 2008.", "Brazil closed two."],
        ),
        (
            "The firm sold nuts at the gate and pistachios and we left.",
            ["The firm sold nuts at the gate and pistachios.", "We left."],
        ),
        ("Rents rose and everything costs.", ["Rents rose.", "Everything costs."]),
        ("He was fined twice and lost his seat.", ["He was fined twice.", "He lost his seat."]),
        (
            "The tax will cost 600 euros and bring in 2 billion.",
            ["The tax will cost 600 euros.", "The tax will bring in 2 billion."],
        ),
        ("Prices rose; wages did not.", ["Prices rose.", "Wages did not."]),
        ("Prices have doubled. Wages have not.", ["Prices have doubled.", "Wages have not."]),
        ("Although crime fell, prisons are full.", ["Crime fell.", "Prisons are full."]),
        (
            "Murders fell by a third and thefts by a half.",
            ["Murders fell by a third.", "Thefts fell by a half."],
        ),
        (
            "Sales rose by 5 percent in 2021 and by 9 percent in 2022.",
            ["Sales rose by 5 percent in 2021.", "Sales rose by 9 percent in 2022."],
        ),
        (
            "Germany shut its last reactor and imports power from France.",
            ["Germany shut its last reactor.", "Germany imports power from France."],
        ),
        (
            "The firm has taken 3 million and given nothing back.",
            ["The firm has taken 3 million.", "The firm has given nothing back."],
        ),
    ],
)
def test_two_assertions_come_apart_each_with_its_subject(wording, parts):
    assert split(wording) == parts


@pytest.mark.parametrize(
    ("wording", "parts"),
    [
        (
            "The bridge, which cost 3 million, opened in May.",
            ["The bridge opened in May.", "The bridge cost 3 million."],
        ),
        (
            "The council approved the stadium, which will cost 90 million.",
            ["The council approved the stadium.", "The stadium will cost 90 million."],
        ),
        (
            "The party chose Dana Whitlock, who led the council.",
            ["The party chose Dana Whitlock.", "Dana Whitlock led the council."],
        ),
    ],
)
def test_a_clause_about_the_noun_is_a_claim_of_its_own(wording, parts):
    assert split(wording) == parts


@pytest.mark.parametrize(
    ("wording", "parts"),
    [
        (
            "The ministry said that exports rose and that imports fell.",
            ["The ministry said that exports rose.", "The ministry said that imports fell."],
        ),
        (
            "According to the auditor, the fund lost 3 million and the board knew.",
            [
                "According to the auditor, the fund lost 3 million.",
                "According to the auditor, the board knew.",
            ],
        ),
        (
            "Cases rose and deaths fell, the agency said.",
            ["Cases rose, the agency said.", "Deaths fell, the agency said."],
        ),
        (
            "The mayor said costs fell but the auditor said they rose.",
            ["The mayor said costs fell.", "The auditor said they rose."],
        ),
        (
            "Ann Doe said she doubted the account and asked for proof.",
            ["Ann Doe said she doubted the account.", "Ann Doe asked for proof."],
        ),
        (
            "Vance told reporters that taxes had doubled and that schools were empty.",
            ["Vance told reporters that taxes had doubled.", "Vance told reporters that schools were empty."],
        ),
        (
            "In May, prices climbed in towns, and rents were low.",
            ["In May, prices climbed in towns.", "In May, rents were low."],
        ),
        ("In 2019, exports rose and imports fell.", ["In 2019, exports rose.", "In 2019, imports fell."]),
        ("Last year exports rose and imports fell.", ["Last year exports rose.", "Last year imports fell."]),
    ],
)
def test_attribution_and_time_stay_with_each_part(wording, parts):
    assert split(wording) == parts


@pytest.mark.parametrize(
    ("wording", "parts"),
    [
        (
            "The dam cost 3 million, but it was never filled.",
            ["The dam cost 3 million.", "The dam was never filled."],
        ),
        (
            "The roof leaked and it is clear that nobody cared.",
            ["The roof leaked.", "It is clear that nobody cared."],
        ),
        ("The army fired and they fled.", ["The army fired.", "They fled."]),
        ("Ann Doe won and she resigned.", ["Ann Doe won.", "Ann Doe resigned."]),
        ("Most of the people left and they cheered.", ["Most of the people left.", "They cheered."]),
        (
            "The sons of the king fled and they starved.",
            ["The sons of the king fled.", "The sons of the king starved."],
        ),
        ("We won and it was close.", ["We won.", "It was close."]),
    ],
)
def test_a_pronoun_gives_way_to_the_subject_that_it_plainly_means(wording, parts):
    assert split(wording) == parts


@pytest.mark.parametrize(
    "wording",
    [
        "",
        "Exports rose by 5 percent.",
        "Marta Quill and Anton Vale own the firm.",
        "Egypt and Israel are at peace.",
        "Nobody thanked Egypt and Israel are at war.",
        "Either the council pays or the state takes over.",
        "If rents rise, families leave and the city pays.",
        "Exports rose faster than imports and wages.",
        "The law covers farms and forests owned by the state.",
        "They mended schools and hospitals damaged in the war.",
        "The governor said “crime fell and rents rose”.",
        "The bridge was closed because the steel rusted and the bolts broke.",
        "The company makes and sells 4 million cars.",
        "The council voted to close 40 schools and cut 300 jobs.",
        "Although the mayor, it rained.",
        "The plant closed, which led to a strike.",
        "In the valley and on the coast, nobody was hurt.",
        "People who smoke and drink die earlier.",
        "The budget was cut, and that is why.",
        "The plan will cost 3 million and closed.",
        "The plan will cost 3 million and closed two roads.",
        "The town is very poor and closed in winter.",
        "The fire spread after the pumps failed and the alarm was off.",
        "The mayor, who with her son left, won.",
        "The mayor slept while the town burned.",
        "The town, poor and old, was there, which it was.",
        "She left the room, and who cares.",
        "They searched again and again for a year.",
        "They could not help but laughed.",
        "The men were caught, drawn and quartered, in May.",
        "The deaths were caused by gunshots and called on the state to act.",
        "The report named the deaths and injuries occurred later.",
        "The firm bought media groups and demand to be met is high.",
        "The call made him realize Doe and the aide lied.",
        "The police arrested Joe and Hunter fled.",
        "You earn more, he and his wife said on Monday.",
        "They announced a concert in Nashville, which was full.",
        "The plan to have signed it and sealed it.",
        "The two states - Egypt and Jordan - protested in May.",
        "He said that, when it rained and the roof leaked, she left.",
        "He left because it rained, but never said so.",
        "The king's closed road and the queen's closed park are open.",
        "The mayor won and, in May, lost.",
        "It rose and and fell?",
        "Did it rise and did it fall?",
        "The tax will cost 600 euros and was.",
        "He has a dog and in 2019 a cat.",
        "Prices rose by 3 percent and in Spain by",
        "a" * 1001,
    ],
)
def test_one_assertion_stays_whole(wording):
    assert split(wording) == []


@pytest.mark.parametrize(
    ("language", "wording", "parts"),
    [
        ("de", "Die Mieten stiegen und die Löhne sanken.", ["Die Mieten stiegen.", "Die Löhne sanken."]),
        (
            "fr",
            "Le taux est de 5 % et les prix sont restés.",
            ["Le taux est de 5 %.", "Les prix sont restés."],
        ),
        ("es", "España y Portugal pagaron 3 millones.", []),
        ("de", "Er sagte, „die Mieten stiegen und die Löhne sanken“.", []),
        ("de", "Die Stadt warnt, dass die Mieten stiegen und die Löhne sanken.", []),
        (
            "pl",
            "Ceny wzrosły o 5 procent; płace spadły o połowę.",
            ["Ceny wzrosły o 5 procent.", "Płace spadły o połowę."],
        ),
        ("pl", "Ceny wzrosły; nie.", []),
    ],
)
def test_elsewhere_only_plain_halves_come_apart(language, wording, parts):
    assert split(wording, language=language) == parts


words = st.sampled_from(
    """the council closed cut and but , ; schools which who said that it was has will to 40 by “ ” ( in 2019
    rose""".split()  # noqa: SIM905 - a list of words reads better as words
)


@settings(max_examples=200)
@given(
    wording=st.lists(words, max_size=40).map(" ".join) | st.text(max_size=200),
    language=st.sampled_from(["en", "de", "xx"]),
)
def test_parts_are_whole_sentences_of_the_words_given(wording, language):
    parts = split(wording, language=language)

    assert len(parts) != 1
    assert len(parts) <= MOST_PARTS
    given_words = set(wording.casefold().split()) | {"."}
    assert all(part and part.casefold().strip(" .") for part in parts)
    assert {word.strip(".,;") for part in parts for word in part.casefold().split()} <= {
        w.strip(".,;") for w in given_words
    } | {""}


@pytest.mark.parametrize(
    "piece", ["it is it and ", "a, ", "said that ", "x, which was y, ", "((", "“", "and ", "if "]
)
def test_a_hostile_wording_is_read_quickly(piece):
    assert isinstance(split(piece * (1000 // len(piece))), list)
