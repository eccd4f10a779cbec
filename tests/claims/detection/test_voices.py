"""Every voice gets a stretch of the sentence that no other voice has."""

from claims.attribution import Attribution, Speaker
from claims.detection.sentences import split
from claims.detection.voices import voices_of


def said(text, content, name, named=None):
    def span(words):
        return (text.index(words), text.index(words) + len(words))

    speaker = Speaker(name, "", "", span(named) if named else None)
    return Attribution((span(content),), speaker, "reported")


def heard(text, *attributions):
    (voices,) = voices_of(text, split(text), attributions)
    return [(text[v.start : v.end], v.speaker.name if v.speaker else None) for v in voices]


def test_one_voice_has_the_whole_sentence():
    text = "Aziz said the convoy was fired on."

    assert heard(text, said(text, "the convoy was fired on", "Aziz", "Aziz")) == [(text, "Aziz")]
    assert heard(text) == [(text, None)]


def test_two_voices_share_it_without_what_joins_them():
    text = "Aziz said the road was shut; – but the army denied that a road was shut."
    aziz = said(text, "the road was shut", "Aziz", "Aziz")
    army = said(text, "that a road was shut", "army", "the army")

    assert heard(text, aziz, army) == [
        ("Aziz said the road was shut", "Aziz"),
        ("the army denied that a road was shut.", "army"),
    ]


def test_a_stretch_begins_with_its_own_words_where_the_name_stands_elsewhere():
    text = "The road was shut, – and a bridge was gone."

    assert heard(
        text, said(text, "The road was shut", "Aziz"), said(text, "– and a bridge was gone", "army")
    ) == [
        ("The road was shut", "Aziz"),
        ("and a bridge was gone.", "army"),
    ]


def test_one_voice_reporting_another_keeps_both():
    text = "Doe said that Roe had admitted that taxes rose."
    outer = said(text, "that Roe had admitted that taxes rose", "Doe", "Doe")
    inner = said(text, "that taxes rose", "Roe", "Roe")

    assert heard(text, outer, inner) == [(text[:-1], "Doe"), ("Roe had admitted that taxes rose.", "Roe")]


def test_a_quotation_inside_the_same_speakers_words_is_no_second_voice():
    text = "Doe said taxes were far too high."

    assert heard(text, said(text, "taxes were far too high", "Doe"), said(text, "far too high", "Doe")) == [
        (text, "Doe")
    ]


def test_what_runs_over_two_sentences_is_heard_in_both():
    text = "Taxes rose. Wages fell. It rained."
    voices = voices_of(text, split(text), [Attribution(((0, 23),), Speaker("Doe", "", "", None), "direct")])

    assert [[v.attributed for v in found] for found in voices] == [[True], [True], [False]]
