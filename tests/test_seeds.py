"""The sample data holds together: every reference resolves and every quoted word stands where it should."""

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from reviews.hours import zone_named

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
ARTICLES = SEEDS / "articles"
STORIES = ("default", "panel", "recusal", "unpublished")
INSTALLATION_ROLES = {"reader", "reviewer", "senior_reviewer", "editor", "administrator", "service"}


@cache
def load(name: str) -> Any:
    return json.loads((SEEDS / name).read_text(encoding="utf-8"))


def by_slug(name: str) -> dict[str, Any]:
    rows = load(name)
    assert len({row["slug"] for row in rows}) == len(rows), f"{name} repeats a slug"
    return {row["slug"]: row for row in rows}


def article_text(file: str) -> str:
    """Return the words of the article alone, as a reader sees them."""
    text = (ARTICLES / file).read_text(encoding="utf-8")
    if file.endswith(".txt"):
        return text
    (article,) = html.document_fromstring(text).iter("article")
    return article.text_content()


def people(*roles: str) -> list[Any]:
    return [person for person in load("people.json") if person["role"] in roles]


def evidence_of(story: Any) -> list[Any]:
    return [*story.get("evidence", []), *story.get("update", {}).get("evidence", [])]


def filings_of(story: Any) -> list[Any]:
    named = [story[name] for name in ("first_filing", "second_filing") if name in story]
    return [*named, *story.get("raters", []), *story.get("revised", [])]


ALL_EVIDENCE = [item for name in STORIES for item in evidence_of(load("story.json")[name])]


def test_every_list_is_well_formed_and_repeats_no_slug():
    for name in (
        "articles/index.json",
        "outlets.json",
        "topics.json",
        "scales.json",
        "policies.json",
    ):
        assert by_slug(name)


def test_the_index_names_every_article_file_and_no_other():
    named = {row["file"] for row in load("articles/index.json")}
    later = {row["v2_file"] for row in load("articles/index.json") if "v2_file" in row}

    on_disk = {path.name for path in ARTICLES.iterdir()} - {"index.json"}

    assert named | later == on_disk
    assert len(named) >= 12


def test_articles_belong_to_known_outlets_and_carry_a_zone():
    outlets = by_slug("outlets.json")

    for row in load("articles/index.json"):
        assert row["outlet"] in outlets
        assert row["path"] == f"/{row['outlet']}/{row['file']}"
        assert datetime.fromisoformat(row["published"]).utcoffset() is not None


def test_there_are_articles_in_three_languages():
    assert {row["language"] for row in load("articles/index.json")} == {"en", "de", "es"}


@pytest.mark.parametrize("path", sorted(ARTICLES.glob("*.html")), ids=lambda path: path.name)
def test_a_page_holds_one_article_and_names_its_own_address_by_placeholder(path):
    slug = path.name.split(".")[0]
    row = by_slug("articles/index.json")[slug]

    page = html.document_fromstring(path.read_text(encoding="utf-8"))

    assert len(page.findall(".//article")) == 1
    assert page.xpath("//link[@rel='canonical']/@href") == ["{{ORIGIN}}" + row["path"]]
    assert page.xpath("//meta[@property='og:url']/@content") == ["{{ORIGIN}}" + row["path"]]
    assert page.get("lang") == row["language"]


@pytest.mark.parametrize("path", sorted(ARTICLES.glob("*.html")), ids=lambda path: path.name)
def test_structured_data_agrees_with_the_index(path):
    row = by_slug("articles/index.json")[path.name.split(".")[0]]
    page = html.document_fromstring(path.read_text(encoding="utf-8"))

    for block in page.xpath("//script[@type='application/ld+json']/text()"):
        data = json.loads(block)
        (news,) = [node for node in data.get("@graph", [data]) if node["@type"] == "NewsArticle"]
        assert news["url"] == "{{ORIGIN}}" + row["path"]
        assert news["datePublished"] == row["published"]


def test_a_later_version_keeps_the_address_and_changes_the_text():
    (row,) = [row for row in load("articles/index.json") if "v2_file" in row]

    first, second = article_text(row["file"]), article_text(row["v2_file"])

    assert first != second
    assert "£18.5 million" in first
    assert "£19.2 million" in second
    assert load("story.json")["default"]["quote"] in second


def test_the_syndicated_copy_is_close_to_its_original_and_not_equal():
    def paragraphs(name):
        page = html.document_fromstring((ARTICLES / name).read_text(encoding="utf-8"))
        return {p.text_content() for p in page.find(".//article").iter("p")}

    original, copy = paragraphs("river-flood.html"), paragraphs("river-flood-copy.html")

    assert len(original & copy) >= 5
    assert original - copy


@pytest.mark.parametrize("name", STORIES)
def test_a_story_quotes_its_article_word_for_word_and_once(name):
    story = load("story.json")[name]
    article = by_slug("articles/index.json")[story["article"]]

    text = article_text(article["file"])

    assert text.count(story["quote"]) == 1
    assert story["claimant"] in text
    assert story["quote"] in (ARTICLES / article["file"]).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", STORIES)
def test_a_story_refers_to_known_policies_scales_topics_and_ratings(name):
    story = load("story.json")[name]
    ratings = {rating["slug"] for rating in by_slug("scales.json")[story["scale"]]["ratings"]}

    assert by_slug("policies.json")[story["policy"]]["active"]
    assert set(story["topics"]) <= set(by_slug("topics.json"))
    assert {filing["rating"] for filing in filings_of(story)} <= ratings


@pytest.mark.parametrize("name", STORIES)
def test_the_wording_of_a_story_is_recognised_as_one_of_its_topics(name):
    story = load("story.json")[name]
    keywords = [word for slug in story["topics"] for word in by_slug("topics.json")[slug]["keywords"]]

    assert any(re.search(rf"\b{re.escape(word)}\b", story["wording"], re.IGNORECASE) for word in keywords)


@pytest.mark.parametrize("name", STORIES)
def test_filings_rely_on_evidence_of_the_same_file(name):
    story = load("story.json")[name]
    keys = {item["key"] for item in story.get("evidence", [])}

    for filing in filings_of(story):
        assert set(filing["evidence"]) <= keys


@pytest.mark.parametrize("name", STORIES)
def test_whoever_acts_in_a_story_has_the_role_for_it(name):
    story = load("story.json")[name]
    desk = {person["username"] for person in people("reviewer", "senior_reviewer", "editor")}
    editors = {person["username"] for person in people("editor")}

    assert story["pitch"]["by"] in desk
    for verb in ("accept", "return", "approval", "editor_decision", "update", "correction", "close"):
        if verb in story:
            assert story[verb]["by"] in editors


@pytest.mark.parametrize("item", ALL_EVIDENCE, ids=lambda item: item["key"])
def test_evidence_is_quoted_exactly_from_its_document(item):
    page = html.document_fromstring((SEEDS / "sources" / item["file"]).read_text(encoding="utf-8"))

    assert item["url"] == "{{ORIGIN}}/sources/" + item["file"]
    assert item["quote"] in page.find(".//main").text_content()
    assert item["stance"] in {"supports", "refutes", "context"}


@pytest.mark.parametrize("name", ["default", "panel"])
def test_a_published_story_passes_the_evidence_gate_of_its_policy(name):
    story = load("story.json")[name]
    gate = by_slug("policies.json")[story["policy"]]["evidence"]

    independent = [item for item in story["evidence"] if item["independent"]]

    assert len({item["owner"] for item in independent}) >= gate["independent_sources"]
    assert len({item["host"] for item in independent}) >= gate["independent_sources"]
    assert any(item["primary"] for item in story["evidence"])
    assert story["contact"]["answer"]


def test_the_panel_disagrees_at_first_and_has_a_majority_after_discussion():
    panel = load("story.json")["panel"]
    seats = by_slug("policies.json")["blind-panel"]["raters"]

    first = [filing["rating"] for filing in panel["raters"]]
    revised = [filing["rating"] for filing in panel["revised"]]

    assert len(first) == len(revised) == len(set(first)) == seats
    assert max(map(revised.count, revised)) * 2 > seats
    assert {comment["seat"] for comment in panel["discussion"]} <= set(range(1, seats + 1))


def test_the_correction_replaces_a_sentence_that_was_published():
    story = load("story.json")["default"]
    correction = story["correction"]

    published = story["update"]["summary"]

    assert correction["wrong"] in story["publication"]["summary"]
    assert published.replace(correction["wrong"], correction["right"]) == correction["summary"]


def test_the_staff_has_the_roles_languages_and_conflicts_that_the_stories_need():
    reviewers = people("reviewer", "senior_reviewer")
    panel_outlet = by_slug("articles/index.json")[load("story.json")["panel"]["article"]]["outlet"]

    assert len(people("administrator")) == 1
    assert len(people("editor")) == 2
    assert len(reviewers) >= 8
    assert [person["username"] for person in people("service")] == ["newsroom-cms"]
    assert any(person["employer_outlet"] == panel_outlet for person in reviewers)
    assert sum("de" in person["languages"] for person in reviewers) >= 2
    assert any("es" in person["languages"] for person in reviewers)


def test_staff_refer_to_known_outlets_topics_and_claimants():
    outlets, topics = by_slug("outlets.json"), by_slug("topics.json")
    texts = " ".join(article_text(row["file"]) for row in load("articles/index.json"))
    known = {"outlet": outlets, "topic": topics, "claimant": texts}

    assert len({person["username"] for person in load("people.json")}) == len(load("people.json"))
    for person in load("people.json"):
        assert person["role"] in INSTALLATION_ROLES
        assert set(person["topics"]) <= set(topics)
        assert all(1 <= skill <= 5 for skill in person["topics"].values())
        assert set(person["languages"].values()) <= {"native", "fluent", "working"}
        assert 1 <= person["capacity"] <= 4
        assert person["weekly_capacity"] is None or person["weekly_capacity"] >= person["capacity"]
        assert zone_named(person["time_zone"])
        assert person["employer_outlet"] is None or person["employer_outlet"] in outlets
        assert all(conflict["value"] in known[conflict["kind"]] for conflict in person["conflicts"])


def test_every_topic_has_a_keyword_in_some_article():
    texts = " ".join(article_text(row["file"]) for row in load("articles/index.json")).casefold()

    for topic in load("topics.json"):
        assert any(keyword.casefold() in texts for keyword in topic["keywords"]), topic["slug"]


@pytest.mark.parametrize("scale", load("scales.json"), ids=lambda scale: scale["slug"])
def test_a_scale_defines_its_labels_and_orders_them(scale):
    ratings = scale["ratings"]
    numbers = [rating["value"] for rating in ratings if rating["value"] is not None]

    assert [rating["position"] for rating in ratings] == list(range(1, len(ratings) + 1))
    assert len({rating["slug"] for rating in ratings}) == len(ratings)
    assert all(len(rating["definition"]) > 60 for rating in ratings)
    assert scale["words_only"] == (not numbers)
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("name", ["policies.json", "scales.json"])
def test_one_policy_and_one_scale_are_the_default(name):
    assert [row["default"] for row in load(name)].count(True) == 1


def test_labels_outside_the_five_steps_have_no_number():
    ratings = by_slug("scales.json")["five-steps"]["ratings"]

    assert [rating["value"] for rating in ratings[:5]] == [1, 2, 3, 4, 5]
    assert {rating["slug"] for rating in ratings[5:]} == {"misleading", "unproven", "satire", "outdated"}
    assert all(rating["value"] is None for rating in ratings[5:])


def test_five_policies_are_shipped_and_in_use():
    policies = by_slug("policies.json")

    assert set(policies) == {"desk", "second-read", "rating-meeting", "urgent", "blind-panel"}
    assert all(policy["active"] for policy in policies.values())


def test_the_seats_of_a_policy_agree_with_its_number_of_raters():
    for policy in load("policies.json"):
        seats = sum(role["count"] for role in policy["roles"] if role["role"] == "rater")
        assert seats == policy["raters"]


def test_the_origin_of_every_file_is_named():
    origins = (SEEDS / "SOURCES.md").read_text(encoding="utf-8")

    for path in SEEDS.rglob("*"):
        if path.is_file() and path.name != "SOURCES.md":
            assert f"`{path.name}`" in origins, path.name
