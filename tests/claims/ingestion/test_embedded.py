import json
import math

from hypothesis import given
from hypothesis import strategies as st

from claims.ingestion.embedded import MOST_REVIEWS, embedded
from claims.ingestion.jsonld import nodes

REVIEW = {
    "@type": "ClaimReview",
    "claimReviewed": "The bridge cost 9 million.",
    "reviewRating": {"@type": "Rating", "ratingValue": 2, "alternateName": "Mostly false"},
    "itemReviewed": {"@type": "Claim", "appearance": [{"url": "https://paper.example/1"}]},
}
ARTICLE = {"@type": "NewsArticle", "headline": "Bridge", "wordCount": 812, "isAccessibleForFree": True}


def kept(*scripts):
    return embedded(nodes(json.dumps(script) for script in scripts))


def test_fact_checks_and_the_page_s_word_about_itself_are_kept_as_they_came():
    found, cut = kept({"@graph": [ARTICLE, REVIEW]}, [REVIEW, {"@type": "Person", "name": "x"}])

    assert found == {"claim_reviews": [REVIEW, REVIEW], "news_article": ARTICLE}
    assert not cut


def test_a_review_inside_the_article_is_found():
    found, _ = kept({**ARTICLE, "review": REVIEW})

    assert found["claim_reviews"] == [REVIEW]


def test_a_page_without_them_keeps_nothing():
    assert kept({"@type": "Person", "name": "x"}) == ({}, False)


def test_the_article_s_text_is_not_kept_twice():
    found, cut = kept({**ARTICLE, "articleBody": "x" * 100_000})

    assert (found, cut) == ({"news_article": ARTICLE}, False)


def test_of_several_articles_the_first_is_kept():
    assert kept(ARTICLE, {**ARTICLE, "headline": "Other"})[0] == {"news_article": ARTICLE}


def test_what_is_too_much_is_cut_and_said():
    wide = {**ARTICLE, "x": list(range(5000))}
    deep = {**ARTICLE, "x": json.loads("[" * 50 + "]" * 50)}
    long = {**ARTICLE, "x": "x" * 5000}
    many = [REVIEW] * (MOST_REVIEWS + 1)

    for script in (wide, deep, long, many):
        found, cut = kept(script)
        assert cut
        assert len(json.dumps(found)) < 20_000


def test_what_no_column_takes_is_taken_out():
    found, _ = kept({**ARTICLE, "a\x00": "b\x00\ud800", "n": math.nan, "big": 10**400, "zero": 0.5})

    assert found["news_article"] == {**ARTICLE, "a": "b", "n": None, "big": "1" + "0" * 99, "zero": 0.5}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(values)
def test_whatever_a_page_embeds_can_be_stored(value):
    found, _ = embedded([(frozenset({"ClaimReview"}), {"x": value})])

    stored = json.dumps(found, allow_nan=False)
    assert "\\u0000" not in stored
    assert json.loads(stored) == found
