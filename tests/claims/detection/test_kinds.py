"""What kind of statement it is, and what that keeps off the list."""

import pytest

from claims.detection.kinds import CONTEXT, kind_of


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("The unemployment rate fell by half.", "fact"),
        ("The bridge was closed in 2019.", "fact"),
        ("The attack claimed 143 lives.", "number"),
        ("Four men were arrested.", "number"),
        ("Exports doubled.", "number"),
        ("The ministry covered up the leak.", "allegation"),
        ("He stole 2 million.", "allegation"),
        ("The senator promised the miners new homes.", "quote"),
        ("Taxes will rise.", "prediction"),
        ("The plant is expected to close.", "prediction"),
        ("Prices should fall.", "opinion"),
        ("I think the city is safe.", "opinion"),
        ("The decision was outrageous.", "opinion"),
        ("It might be a trick.", "opinion"),
        ("Their motives are plain.", "opinion"),
    ],
)
def test_the_words_make_the_kind(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("In May the bridge was closed.", "fact"),
        ("The king could not read.", "fact"),
        ("The will of the people was read aloud.", "fact"),
        ("Visitors from Great Britain left.", "fact"),
        ("It is hard to believe that they could execute it.", "fact"),
    ],
)
def test_words_with_two_senses_are_read_by_their_neighbours(content, kind):
    assert kind_of(content) == kind


def test_would_looks_ahead_in_reported_speech_but_not_in_a_bill():
    assert kind_of("Taxes would fall.", claimed=True) == "prediction"
    assert kind_of("Taxes would fall.") == "fact"
    assert kind_of("The bill would cut taxes.", claimed=True) == "fact"


def test_the_verb_of_the_frame_can_accuse():
    assert kind_of("The mayor hid the costs.", frame="Vance accused her:") == "allegation"


def test_english_words_do_not_decide_in_german():
    assert kind_of("Er will die Brücke schließen.", language="de") == "fact"
    assert kind_of("Die Kosten sind um 30 Prozent gestiegen.", language="de") == "number"


def test_opinions_and_predictions_are_context():
    assert {"opinion", "prediction"} == CONTEXT


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("The car, which will be sold in May, was shown in Paris.", "fact"),
        ("It had been asked by the office that will look into it.", "fact"),
        ("When it rained, the plan should work.", "opinion"),
        ("The guards slept when they should have been awake.", "fact"),
        ("The bridge fell and will be rebuilt.", "fact"),
        ("She thinks that taxes will rise.", "prediction"),
        ("The aim of the law is to be understood.", "fact"),
        ("The court is due to rule on Friday.", "prediction"),
        ("The flight was late due to the storm.", "fact"),
        ("Prices could double by 2030.", "prediction"),
        ("The worst flood since 1953 hit the town.", "fact"),
        ("It is the best book of the year.", "opinion"),
        ("She hopes the talks go on.", "opinion"),
        ("The president called the reporters enemies.", "quote"),
        ("The firm illegally dumped waste.", "allegation"),
    ],
)
def test_what_hangs_on_the_main_clause_does_not_make_the_kind(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("language", "content", "kind"),
    [
        ("de", "Die Preise werden im nächsten Jahr steigen.", "prediction"),
        ("de", "Die Brücke wird gebaut.", "fact"),
        ("de", "Die Regierung muss handeln.", "opinion"),
        ("de", "Der Minister hat das Parlament belogen.", "allegation"),
        ("fr", "Les impôts vont augmenter.", "prediction"),
        ("fr", "Le maire est soupçonné de fraude.", "allegation"),
        ("es", "Los precios subirán.", "prediction"),
        ("it", "È una vergogna.", "opinion"),
        ("pt", "Os preços vão subir.", "prediction"),
        ("sv", "Priserna ska stiga.", "fact"),
    ],
)
def test_five_more_languages_are_known_by_their_frequent_words(language, content, kind):
    assert kind_of(content, language=language) == kind
