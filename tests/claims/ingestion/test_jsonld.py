import json

import pytest

from claims.ingestion.jsonld import Described, described, nodes

ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Council &amp; mayor",
    "datePublished": "2024-03-28T10:46:00Z",
    "author": [{"name": "Ann Lee"}, "Bo Ek", {"name": "Ann Lee"}, {"url": "x"}, "https://example.org/ann"],
    "publisher": {"@id": "#org"},
    "inLanguage": "en-GB",
}
OUTLET = {"@type": "Organization", "@id": "#org", "name": "Example Post"}
EXPECTED = Described("Council & mayor", "Example Post", "Ann Lee, Bo Ek", "2024-03-28T10:46:00Z", "en-GB")


@pytest.mark.parametrize(
    "scripts",
    [
        [{"@graph": [{"@type": "WebPage", "headline": "The page"}, ARTICLE, OUTLET]}],
        [[OUTLET, ARTICLE]],
        [OUTLET, {"@type": "WebPage", "mainEntity": ARTICLE}],
        [OUTLET, {**ARTICLE, "@type": ["Thing", "https://schema.org/NewsArticle"]}],
    ],
)
def test_the_article_is_found_wherever_the_page_describes_it(scripts):
    assert described(nodes(json.dumps(script) for script in scripts)) == EXPECTED


@pytest.mark.parametrize(
    "script", ["", "{", "[" * 100_000, "null", "3", '{"@type": "Person", "name": "x"}', '{"@type": 3}']
)
def test_scripts_without_an_article_are_passed_over(script):
    assert described(nodes([script])) == Described()


def test_articles_of_a_list_are_not_this_article():
    listed = {"@type": "ItemList", "itemListElement": [ARTICLE]}

    assert described(nodes([json.dumps(listed)])) == Described()


def test_line_ends_inside_texts_and_comment_marks_around_are_borne():
    assert described(nodes(['<!-- {"@type": "Article", "headline": "One\ntwo"} -->'])).title == "One two"
