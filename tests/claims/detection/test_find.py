"""From an article to its statements: spans that hold, voices kept apart, furniture and questions left out."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.detection import MODEL, cues, find

few = settings(max_examples=50)
pieces = st.sampled_from(
    [
        "Crime fell by 12 percent in 2023.",
        '"We closed 40 schools," Mayor Dana Whitlock said.',
        "Police said two people were arrested, but witnesses told the paper that five men were led away.",
        "“Exports doubled,” the minister wrote, “and imports fell by a tenth.”",
        "Who paid for it?",
        "Read also: The storm in pictures",
        "click me!",
        'Ann Doe called it "a disaster".',
        'He said "',
        "Die Kosten sind um 30 Prozent gestiegen, sagte Ministerin Ulrike Sandmann.",
        "\n\n",
        "…",
        "警察は三人を逮捕したと発表した。",
        "\u202eThe mayor\u200b lied yesterday.\u200f",
        "قال الوزير: «ارتفعت الأسعار 3.5٪».",
    ]
)
articles = st.lists(pieces, max_size=8).map(" ".join) | st.text(max_size=200)


@few
@given(article=articles, language=st.sampled_from(["en", "de", "ja", ""]))
def test_quotes_are_exact_ordered_and_never_the_same_span_twice(article, language):
    found = find(article, language=language)

    assert all(s.quote == article[s.start : s.end] and s.quote.strip() == s.quote for s in found)
    assert [(s.start, s.end) for s in found] == sorted({(s.start, s.end) for s in found})
    assert all(s.start <= start < end <= s.end for s in found for start, end in s.quoted_parts)
    model = MODEL if language in ("en", "") else cues.MODEL
    assert all(0 < s.score < 1 and s.model == model and s.wording and s.parts for s in found)


def test_a_mark_that_opens_nothing_is_left_out_with_the_space_before_it():
    assert [s.quote for s in find('Police shut 5 of 12 roads, he said "')] == [
        "Police shut 5 of 12 roads, he said"
    ]


@pytest.mark.parametrize(
    "piece",
    [
        *("a word and another word ", '"', "“", "”", "'", "(", "— ", "12 ", "1234567890", "\u200d", "\n"),
        *("“We won,” he said. ", "\u202eCrime fell\u200b by 12 \u200fpercent. ", "aЖ字ひ한 rose by 5 %. "),
        *(
            "He said he said he said. ",
            "It fell yesterday on Monday last year. ",
            "Crime fell.\n",
            "AAAA BBBB ",
        ),
        *("which, who ", "the aim of the ", "it fell and "),
    ],
)
def test_a_hostile_text_is_read_with_exact_offsets(piece):
    article = piece * (20_000 // len(piece))

    assert all(s.quote == article[s.start : s.end] for s in find(article, days=[date(2024, 5, 3)]))


def test_the_article_s_day_dates_the_wording_and_not_the_quote():
    (found,) = find("The council closed two schools yesterday.", days=[date(2024, 5, 3)])

    assert found.wording == "The council closed two schools on 2 May 2024."
    assert found.quote == "The council closed two schools yesterday."


@few
@given(article=articles)
def test_the_same_article_always_gives_the_same_statements(article):
    assert find(article) == find(article)


@few
@given(article=articles)
def test_direct_speech_needs_quotation_marks(article):
    assert all(s.quoted_parts for s in find(article) if s.speech == "direct")


@pytest.mark.parametrize(
    "line", ["click me!", "Tap to resize", "Latest Videos", "Who paid for it?", "", "Go on."]
)
def test_furniture_questions_and_scraps_are_left_out(line):
    assert find(line) == []


def test_a_quoted_question_is_left_out_too():
    assert find('"Who signed the contract?" asked Ann Doe.') == []


def test_a_direct_quotation_is_the_claim_of_its_speaker():
    (found,) = find('"We created 4,200 jobs in three years," Mayor Dana Whitlock told reporters.')

    assert found.speaker
    assert (found.speaker.name, found.speech, found.kind) == ("Dana Whitlock", "direct", "number")
    assert found.wording == "We created 4,200 jobs in three years."
    assert found.quote.endswith("told reporters.")


def test_scattered_quoted_words_do_not_make_reported_speech_direct():
    article = (
        'Zakharova pointed out that it is "hard to believe" that the group had the means for such an attack.'
    )

    (found,) = find(article)

    assert found.speech == "reported"
    assert [article[start:end] for start, end in found.quoted_parts] == ["hard to believe"]
    assert found.wording.startswith('It is "hard to believe" that the group')


def test_two_speakers_in_a_sentence_give_two_statements():
    found = find(
        "Police said two people were arrested, but witnesses told the paper that five men were led away."
    )

    assert [(s.speaker.name, s.wording) for s in found if s.speaker] == [
        ("police", "Two people were arrested."),
        ("witnesses", "Five men were led away."),
    ]
    assert found[0].end <= found[1].start


def test_the_articles_own_voice_has_no_speaker():
    (found,) = find("However, crime fell by 12 percent in 2023.")

    assert (found.speaker, found.speech) == (None, "none")
    assert found.wording == "Crime fell by 12 percent in 2023."


def test_where_no_part_stands_alone_the_whole_sentence_is_worded_with_the_full_name():
    found = find(
        "Mayor Dana Whitlock spoke on Monday.\n\nWhitlock voiced doubts over the haste of the council."
    )

    assert found[-1].wording == "Dana Whitlock voiced doubts over the haste of the council."


def test_a_quotation_mark_whose_partner_is_in_another_sentence_is_trimmed():
    found = find('"We built for 200 patients a day. We now see 520," said Dr. Samuel Okoye.')

    assert found[0].quote == "We built for 200 patients a day."
    assert found[0].speech == "direct"


def test_a_quotation_ends_with_its_own_stop():
    (found,) = find("“We have eleven written accounts of that,” its director, Paul Anand, said.")

    assert found.wording == "We have eleven written accounts of that."


def test_a_table_without_a_full_stop_is_no_sentence():
    assert find("Oslo 12 percent, Bergen 14 percent, " * 100) == []
