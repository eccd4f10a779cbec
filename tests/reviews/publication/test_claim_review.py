"""The ClaimReview of a check: complete where something is known, silent where nothing is."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from reviews.publication.addresses import web_address
from reviews.publication.claim_review import claim_review, script_safe
from reviews.publication.values import Change, Check, Desk, Label, Place, Source, Speaker
from tests.reviews.publication.schema import CLAIM_REVIEW

DESK = Desk("Harbour desk", "https://desk.example/", "https://desk.example/corrections/")
NUMBERS = ("ratingValue", "worstRating", "bestRating")

words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40)
maybe = st.one_of(st.just(""), words)
urls = st.sampled_from(
    ["", "https://paper.example/a", "https://radio.example/b", "http://city.example/c.pdf"]
)
days = st.one_of(st.none(), st.dates(min_value=date(1990, 1, 1)))
moments = st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 the strategy adds the zone
speakers = st.builds(Speaker, words, st.booleans(), maybe, maybe)
wordy_labels = st.builds(Label, words, maybe)


@st.composite
def numbered_labels(draw: st.DrawFn) -> Label:
    worst = draw(st.integers(1, 5))
    best = draw(st.integers(worst + 1, 10))
    return Label(draw(words), draw(maybe), draw(st.integers(worst, best)), worst, best)


checks = st.builds(
    Check,
    url=st.just("https://desk.example/checks/one/"),
    title=words,
    summary=words,
    language=st.sampled_from(["", "en", "es"]),
    claim=words,
    speaker=st.one_of(st.none(), speakers),
    label=st.one_of(wordy_labels, numbered_labels()),
    reasoning=words,
    published_at=moments,
    changed_at=moments,
    places=st.lists(st.builds(Place, words, title=maybe, outlet=maybe, url=urls, on=days), max_size=4).map(
        tuple
    ),
    sources=st.lists(st.builds(Source, words, url=urls, publisher=maybe), max_size=3).map(tuple),
    changes=st.lists(
        st.builds(Change, st.sampled_from(["correction", "clarification", "update"]), words, moments),
        max_size=3,
    ).map(tuple),
)


def plain_check() -> Check:
    return Check(
        url="https://desk.example/checks/one/",
        title="The port has not grown by 38 per cent",
        summary="It grew by 24.",
        language="en",
        claim="The port grew by 38 per cent.",
        speaker=Speaker("Marta Quill", role="councillor", organisation="Wexmouth council"),
        label=Label("Mostly false", "Wrong in its core.", 2, 1, 5),
        reasoning="We counted.",
        published_at=datetime(2025, 3, 1, 9, tzinfo=UTC),
        changed_at=datetime(2025, 3, 5, 9, tzinfo=UTC),
    )


@given(check=checks)
def test_every_check_has_a_valid_claim_review(check):
    markup = claim_review(check, DESK)

    jsonschema.validate(markup, CLAIM_REVIEW, cls=jsonschema.Draft202012Validator)
    assert json.dumps(markup).count('"ClaimReview"') == 1
    assert markup["reviewRating"]["alternateName"] == check.label.name


@given(check=checks, label=wordy_labels)
def test_a_label_without_a_number_never_gets_one(check, label):
    rating = claim_review(replace(check, label=label), DESK)["reviewRating"]

    assert not set(NUMBERS) & set(rating)


@given(check=checks, label=numbered_labels())
def test_the_numbers_of_a_rating_are_those_of_its_scale(check, label):
    rating = claim_review(replace(check, label=label), DESK)["reviewRating"]

    assert tuple(rating[name] for name in NUMBERS) == (label.value, label.worst, label.best)


@pytest.mark.parametrize(
    ("value", "worst", "best"), [(0, 0, 5), (3, 3, 3), (6, 1, 5), (3, None, 5), (3, 1, None), (3, 5, 1)]
)
def test_a_number_off_its_scale_is_left_out(value, worst, best):
    check = replace(plain_check(), label=Label("Odd", "", value, worst, best))

    assert not set(NUMBERS) & set(claim_review(check, DESK)["reviewRating"])


@given(
    check=checks,
    hostile=st.sampled_from(["</script>", "<!--<script>", "]]>", "&lt;", "\u2028", "</SCRIPT >"]),
)
def test_hostile_text_stays_text(check, hostile):
    markup = claim_review(replace(check, claim=hostile + check.claim, title=hostile), DESK)

    embedded = script_safe(markup)

    assert not set("<>&\u2028\u2029") & set(embedded)
    assert json.loads(embedded) == markup


def test_an_html_parser_reads_the_markup_back_whole():
    markup = claim_review(replace(plain_check(), claim="</script><script>alert('1 & 2')</script>"), DESK)

    page = html.fromstring(f'<html><script type="application/ld+json">{script_safe(markup)}</script></html>')

    (script,) = page.iter("script")
    assert json.loads(script.text) == markup


def test_a_claim_of_nobody_in_particular_has_no_author():
    markup = claim_review(replace(plain_check(), speaker=None), DESK)

    assert "author" not in markup["itemReviewed"]


@pytest.mark.parametrize(
    ("speaker", "author"),
    [
        (
            Speaker("Marta Quill", role="councillor", organisation="Wexmouth council"),
            {
                "@type": "Person",
                "name": "Marta Quill",
                "jobTitle": "councillor",
                "affiliation": {"@type": "Organization", "name": "Wexmouth council"},
            },
        ),
        (Speaker("Marta Quill"), {"@type": "Person", "name": "Marta Quill"}),
        (
            Speaker("Port Authority", is_person=False, role="operator"),
            {"@type": "Organization", "name": "Port Authority"},
        ),
    ],
)
def test_the_author_of_the_claim_is_who_said_it(speaker, author):
    assert claim_review(replace(plain_check(), speaker=speaker), DESK)["itemReviewed"]["author"] == author


def test_the_earliest_address_is_the_first_appearance_and_none_is_named_twice():
    early, late = "https://paper.example/a", "https://radio.example/b"
    places = (
        Place("At the meeting.", medium="speech", on=date(2025, 2, 10)),
        Place(
            "In print.", medium="article", title="Budget", outlet="Courier", url=early, on=date(2025, 2, 11)
        ),
        Place("On air.", medium="audio", url=late),
        Place("In print again.", medium="article", url=early),
    )

    claim = claim_review(replace(plain_check(), places=places), DESK)["itemReviewed"]

    assert claim["datePublished"] == "2025-02-10"
    assert claim["firstAppearance"] == {
        "@type": "NewsArticle",
        "url": early,
        "headline": "Budget",
        "datePublished": "2025-02-11",
        "publisher": {"@type": "Organization", "name": "Courier"},
    }
    assert claim["appearance"] == [{"@type": "CreativeWork", "url": late}]


def test_sources_without_an_address_are_not_cited_and_no_archive_is_named():
    sources = (Source("Interview", kind="interview"), Source("Report", "https://port.example/r", "Port"))

    markup = claim_review(replace(plain_check(), sources=sources), DESK)

    publisher = {"@type": "Organization", "name": "Port"}
    assert markup["citation"] == [
        {"@type": "CreativeWork", "name": "Report", "url": "https://port.example/r", "publisher": publisher}
    ]
    assert "archivedAt" not in json.dumps(markup)


@pytest.mark.parametrize("url", ["https://paper.example/a?b=1#c", "http://[::1]:8000/"])
def test_web_addresses_become_links(url):
    assert web_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "ftp://a.example/",
        "//a.example/",
        "http:",
        "http://[::1",
    ],
)
def test_other_addresses_do_not(url):
    assert web_address(url) == ""
