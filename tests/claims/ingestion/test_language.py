import pytest

from claims.ingestion import language

GERMAN = (
    "Der Präsident hat am Donnerstag in Berlin erklärt, dass die Zahl der Arbeitslosen im vergangenen Jahr "
    "um zehn Prozent gesunken sei, was mehrere Fachleute allerdings bezweifeln."
)


@pytest.mark.parametrize(
    ("text", "declared", "answer"),
    [
        (GERMAN, "", "de"),
        (GERMAN, "de-AT", "de"),
        (GERMAN, "en-US", "de"),
        ("Too short to tell.", "pt_BR", "pt"),
        ("Too short to tell.", "", ""),
        ("Too short to tell.", "x-default-nonsense!", ""),
        ("Too short to tell.", "nb", "no"),
        ("", "und", ""),
    ],
)
def test_sure_words_beat_the_label_and_few_words_do_not(text, declared, answer):
    assert language.of(text, declared=declared) == answer
