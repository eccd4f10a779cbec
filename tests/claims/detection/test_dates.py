"""Words that only the article's day makes plain give way to dates, and only where they are beyond doubt."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.detection.dates import dated

FRIDAY = [date(2024, 5, 3)]
SUNDAY = [date(2024, 5, 5)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Rents rose last year.", "Rents rose in 2023."),
        ("Rents rose earlier this year.", "Rents rose earlier in 2024."),
        ("Rents will rise next month.", "Rents will rise in June 2024."),
        ("Last year was the hottest.", "2023 was the hottest."),
        ("Prices are higher than last year.", "Prices are higher than in 2023."),
        ("Nobody lived there since last month.", "Nobody lived there since April 2024."),
        ("Last year's budget was cut.", "The 2023 budget was cut."),
        ("Last week the plant closed.", "In the week of 22 April 2024 the plant closed."),
        ("Yesterday the plant closed.", "On 2 May 2024 the plant closed."),
        ("Yesterday's vote was close.", "The 2 May 2024 vote was close."),
        ("He died yesterday morning.", "He died on the morning of 2 May 2024."),
        ("He died last night.", "He died on the night of 2 May 2024."),
        ("He will resign tomorrow.", "He will resign on 4 May 2024."),
        ("The court ruled today that it stands.", "The court ruled on 3 May 2024 that it stands."),
        ("The bank pays no tax today.", "The bank pays no tax today."),
    ],
)
def test_days_months_and_years_are_reckoned_from_the_article(words, expected):
    assert dated(words, FRIDAY) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Police arrested two men on Monday.", "Police arrested two men on 29 April 2024."),
        ("Two men were arrested Friday.", "Two men were arrested on 3 May 2024."),
        ("On Saturday it rained and snowed.", "On 27 April 2024 it rained and snowed."),
        ("The trial will begin on Monday.", "The trial will begin on 6 May 2024."),
        ("The plant will be closed by Monday.", "The plant will be closed by 6 May 2024."),
        ("The law passed late on Monday evening.", "The law passed late on the evening of 29 April 2024."),
        ("He left last Monday.", "He left on 29 April 2024."),
        ("He left last Friday.", "He left on 26 April 2024."),
        ("The trial will begin next Monday.", "The trial will begin on 6 May 2024."),
    ],
)
def test_a_weekday_lies_where_the_verb_points(words, expected):
    assert dated(words, FRIDAY) == expected


@pytest.mark.parametrize(
    "words",
    [
        "The bridge opens on Monday.",
        "The bridge is to open on Monday.",
        "Monday, 29 April.",
        "It was sold on Friday, May 3.",
        "He left last Thursday.",  # yesterday, or a week before?
        "The trial will begin next Saturday.",  # tomorrow, or a week later?
        "They met Monday and Tuesday.",
        "They met every Monday.",
        "He resigned on Good Friday.",
        "The Sunday Times wrote it.",
        "Rents rose in the last year.",
        "He called it “yesterday’s news” and “last year's fight”.",
        "Crime fell by half in 2019.",
    ],
)
def test_words_that_may_mean_two_things_stay(words):
    assert dated(words, FRIDAY) == words


def test_a_week_is_not_reckoned_on_a_sunday():
    assert dated("Rents rose this week.", SUNDAY) == "Rents rose this week."
    assert dated("Rents rose this week.", FRIDAY) == "Rents rose in the week of 29 April 2024."


def test_without_a_day_every_word_stays():
    words = "Yesterday rents rose more than last year."

    assert dated(words, []) == words
    assert dated(words, [date(1, 1, 1)]) == words


def test_at_the_edge_of_a_day_only_what_both_days_agree_on_is_dated():
    edge = [date(2024, 12, 31), date(2025, 1, 1)]
    inside = [date(2024, 5, 3), date(2024, 5, 4)]

    assert dated("Rents rose last year.", edge) == "Rents rose last year."
    assert dated("Rents rose last year.", inside) == "Rents rose in 2023."
    assert dated("Rents rose yesterday.", inside) == "Rents rose yesterday."
    assert dated("Rents rose on Tuesday.", inside) == "Rents rose on 30 April 2024."
    assert dated("Rents rose on Saturday.", inside) == "Rents rose on Saturday."


def test_what_was_said_on_another_day_counts_from_there():
    assert dated("Rents rose last year.", FRIDAY, frame="she said in 2012") == "Rents rose last year."
    assert dated("Rents rose yesterday.", FRIDAY, frame="she said on Monday") == "Rents rose yesterday."
    assert dated("Rents rose last year.", FRIDAY, frame="she said on Monday") == "Rents rose in 2023."


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("de", "Die Mieten stiegen im vergangenen Jahr.", "Die Mieten stiegen 2023."),
        ("de", "Gestern starben zwei Menschen.", "Am 2. Mai 2024 starben zwei Menschen."),
        ("de", "Bis gestern starben zwei Menschen.", "Bis gestern starben zwei Menschen."),
        ("fr", "Hier, deux hommes sont morts.", "Le 2 mai 2024, deux hommes sont morts."),
        ("es", "Los precios subieron el año pasado.", "Los precios subieron en 2023."),
        ("it", "I prezzi scendono quest'anno.", "I prezzi scendono nel 2024."),
        ("pt", "Ontem morreram dois.", "Em 2 de maio de 2024 morreram dois."),
        ("sv", "I fjol steg hyrorna.", "I fjol steg hyrorna."),
    ],
)
def test_the_frequent_words_of_five_more_languages_are_known(language, words, expected):
    assert dated(words, FRIDAY, language=language) == expected


words = st.sampled_from(
    [
        "yesterday",
        "last year",
        "this week",
        "on",
        "Monday",
        "Friday night",
        "last",
        "next",
        "said",
        "will",
        "“",
        "”",
    ]
)


@settings(max_examples=100)
@given(
    text=st.lists(words, max_size=12).map(" ".join) | st.text(max_size=100),
    day=st.dates(),
    language=st.sampled_from(["en", "de", "fr", ""]),
)
def test_any_words_and_any_day_can_be_read(text, day, language):
    both = dated(text, [day, min(day, date(9999, 12, 30)) + timedelta(days=1)], language=language)

    assert isinstance(dated(text, [day], language=language), str)
    assert isinstance(both, str)
