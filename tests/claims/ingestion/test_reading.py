import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.ingestion.reading import (
    MAX_TEXT,
    BadEncoding,
    Empty,
    Entities,
    Link,
    NoArticleText,
    NotText,
    Reading,
    Unreadable,
    read,
    read_html,
    read_text,
)

SEEDS = Path(__file__).resolve().parents[4] / "shared" / "seeds"

PARAGRAPHS = [
    "The council of Exampleton voted on Monday to close the old bridge for two years, a spokesman said.",
    "“We have no choice,” said Ann Berg, the mayor, who added that repairs would cost 3.2 million euros.",
    "The opposition doubts the figure. A report by the town's engineers had put it at 2.1 million in 2022.",
    "Traffic will be led over the new bridge, which carries 12,000 cars a day, until the works are done.",
]
LD = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Old bridge to close",'
    ' "datePublished": "2024-03-28T11:46:00+01:00", "author": {"name": "Bo Ek"},'
    ' "publisher": {"name": "Example Post"}}'
    "</script>"
)


def page(*paragraphs, head="", above="", lang="en", quote=""):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>Old bridge to close - Example Post</title>{head}'
        "</head><body><nav><a href='/'>Home</a> <a href='/s'>Sport</a></nav>"
        f"<article><h1>Old bridge to close</h1>{above}{body}{quote}</article>"
        "<footer><p>© 2024 Example Post. All rights reserved.</p></footer></body></html>"
    ).encode()


def test_the_page_tells_title_outlet_byline_moment_and_text():
    reading = read_html(page(head=LD), url="https://example.org/bridge?utm_source=feed")

    assert reading == Reading(
        title="Old bridge to close",
        outlet="Example Post",
        byline="Bo Ek",
        published_at=datetime(2024, 3, 28, 10, 46, tzinfo=UTC),
        published_zone="+01:00",
        language="en",
        text="\n\n".join(PARAGRAPHS),
        canonical_url="https://example.org/bridge",
        truncated=False,
        embedded={"news_article": json.loads(LD.partition(">")[2].removesuffix("</script>"))},
    )


MOMENT = datetime(2024, 3, 28, 10, 46, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "above"),
    [
        ('<meta property="article:published_time" content="2024-03-28T10:46:00Z">', ""),
        ('<meta itemprop="datePublished dateCreated" content="2024-03-28T10:46:00Z">', ""),
        ("", '<time datetime="2024-03-28T10:46:00Z">yesterday</time>'),
        ("", "<time>March 28, 2024, 6:46 a.m. ET</time>"),
        ("", "<div>By Bo Ek | First Published Mar 28, 2024, 4:16 PM IST</div>"),
        ('<meta name="date" content="2024-03-28">', '<time datetime="2024-03-28T10:46:00Z"></time>'),
    ],
)
def test_the_moment_is_found_wherever_the_page_tells_it(head, above):
    assert read_html(page(head=head, above=above)).published_at == MOMENT


def test_the_article_s_own_data_goes_before_what_is_shown():
    reading = read_html(page(head=LD, above='<time datetime="2024-03-29T09:00:00Z"></time>'))

    assert reading.published_at == MOMENT


@pytest.mark.parametrize(
    ("head", "above"),
    [
        ("", ""),
        ("", "<div>Updated Mar 28, 2024, 4:16 PM IST</div>"),
        ('<meta name="date" content="2024-03-28T10:46:00">', ""),
        (
            '<meta name="date" content="2024-03-28">',
            '<time datetime="2019-01-01T00:00:00Z">an older story</time>',
        ),
    ],
)
def test_no_moment_is_better_than_a_wrong_one(head, above):
    reading = read_html(page(head=head, above=above))

    assert (reading.published_at, reading.published_zone) == (None, "")


def test_the_outlets_zone_helps_where_the_page_names_none():
    body = page(head='<meta name="date" content="2024-03-28T11:46:00">')

    assert read_html(body, default_zone=ZoneInfo("Europe/Berlin")).published_at == MOMENT


def test_quotations_stay_and_furniture_goes():
    quote = (
        f"<blockquote><p>{'We were never asked about it, not once in all these years. ' * 2}</p></blockquote>"
    )
    rows = [*PARAGRAPHS[:2], "click me!", "Latest Videos", "Read also: Five bridges to see", *PARAGRAPHS[2:]]

    text = read_html(page(*rows, quote=quote)).text

    assert "We were never asked" in text
    assert not {"click me!", "Latest Videos", "Read also: Five bridges to see"} & set(text.split("\n\n"))


def test_title_and_byline_are_not_repeated_in_the_text():
    text = read_html(page(above="<p>By Bo Ek | March 28, 2024</p>", head=LD)).text

    assert text == "\n\n".join(PARAGRAPHS)


def test_comments_inside_a_paragraph_cost_no_words():
    text = read_html(page(*(paragraph.replace(" ", " <!-- x -->", 1) for paragraph in PARAGRAPHS))).text

    assert text == "\n\n".join(PARAGRAPHS)


def test_an_article_cut_into_boxes_is_read_whole():
    words = "This sentence of the long article is the {}th, and it is long enough to be running text of it."
    boxes = [[words.format(10 * box + row) for row in range(8)] for box in range(3)]
    inner = "<div class='ad'><a href='/x'>Buy</a></div>".join(
        f"<div class='row'><div class='chunk'>{''.join(f'<p>{p}</p>' for p in box)}</div></div>"
        for box in boxes
    )

    reading = read_html(f"<html><body><article><h1>Long</h1>{inner}</article></body></html>".encode())

    assert reading.text.split("\n\n") == [row for box in boxes for row in box]


def test_the_language_is_what_the_words_are_whatever_the_template_says():
    assert read_html(page(lang="de")).language == "en"


@pytest.mark.parametrize("canonical", ["https://www.example.org/story/7", "https://evil.example/7"])
def test_the_canonical_address_stays_on_the_site(canonical):
    body = page(head=f'<link rel="canonical" href="{canonical}">')

    url = read_html(body, url="https://m.example.org/7").canonical_url

    assert url == (canonical if "www" in canonical else "https://m.example.org/7")


def test_a_page_nested_too_deeply_is_marked_as_cut():
    deep = "<div>" * 400 + "lost" + "</div>" * 400

    after = page().replace(b"</article>", f"</article>{deep}".encode())

    assert (read_html(after).truncated, read_html(after).cuts) == (True, ("deep_nesting",))
    assert (read_html(page()).truncated, read_html(page()).cuts) == (False, ())


@pytest.mark.parametrize(
    ("text", "end"),
    [
        (f"{PARAGRAPHS[0]}\n\n" * 4000, PARAGRAPHS[0]),
        (f"{PARAGRAPHS[0]} " * 4000, PARAGRAPHS[0].split()[0]),
        ("x" * 400_000, "x"),
        ("x" * (2 * MAX_TEXT + 1), "x"),
    ],
    ids=["paragraphs", "one paragraph", "one word", "longer than is looked at"],
)
def test_a_text_as_long_as_a_book_is_cut_at_a_good_place_and_marked(text, end):
    reading = read_text(text.encode())

    assert (reading.truncated, reading.cuts) == (True, ("too_long",))
    assert MAX_TEXT // 2 < len(reading.text) <= MAX_TEXT
    assert reading.text == text[: len(reading.text)]
    assert end in reading.text[-200:]


def test_an_article_that_is_too_long_on_a_page_is_cut_and_marked():
    reading = read_html(page(PARAGRAPHS[0], f"{PARAGRAPHS[1]} " * 3500, PARAGRAPHS[2]))

    assert reading.cuts == ("too_long",)
    assert reading.text.startswith(f"{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}")
    assert PARAGRAPHS[2] not in reading.text


def test_the_links_of_the_text_are_kept_and_those_around_it_not():
    linked = PARAGRAPHS[1].replace("repairs", "<a href='/repairs?x=1'>repairs</a>")

    reading = read_html(page(PARAGRAPHS[0], linked, *PARAGRAPHS[2:]), url="https://example.org/bridge")

    assert reading.links == (Link("https://example.org/repairs?x=1", "repairs"),)


def test_metadata_that_was_cut_is_marked_and_leaves_the_article_whole():
    long = json.dumps({"@type": "ClaimReview", "claimReviewed": "x" * 5000})

    reading = read_html(page(head=f'<script type="application/ld+json">{long}</script>'))

    assert (reading.cuts, reading.truncated) == (("metadata_cut",), False)
    assert len(reading.embedded["claim_reviews"][0]["claimReviewed"]) == 2000


def test_an_article_in_the_part_cut_off_is_refused():
    with pytest.raises(Unreadable) as refused:
        read_html(page(above="<div>" * 400 + "lost" + "</div>" * 400))

    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b"<html><body><nav>Home</nav></body></html>", "no_article_text"),
        (b"<!-- nothing -->", "no_article_text"),
        (b"%PDF-1.7", "not_text"),
        (b"<p>a" * 50_001, "too_large"),
        (b"<p " + b"a=1 " * 300 + b">x", "too_large"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><html><body>&a;</body></html>', "entities_refused"),
    ],
)
def test_what_is_no_readable_page_is_refused_by_name(body, code):
    with pytest.raises(Unreadable) as refused:
        read_html(body)

    assert refused.value.code == code


@pytest.mark.parametrize("reference", ["&#0;", "&#xD800;", "&#x1F;", "&#65534;"])
def test_character_references_bring_nothing_back_that_cannot_be_stored(reference):
    reading = read_html(
        page(PARAGRAPHS[0] + reference, *PARAGRAPHS[1:], head=f"<title>a{reference}b</title>")
    )

    assert reading.text.startswith(PARAGRAPHS[0])
    assert reading.text.encode().decode() == reading.text
    assert not set(reading.text + reading.title) & {"\x00", "\x1f", "\ufffe"}


@pytest.mark.parametrize(
    "media_type",
    [
        "text/html",
        "TEXT/HTML; charset=x",
        "application/xhtml+xml",
        "",
        "application/octet-stream",
        "text/plain",
    ],
)
def test_markup_is_read_as_a_page_whatever_it_is_called(media_type):
    assert read(page(), media_type=media_type).text == "\n\n".join(PARAGRAPHS)


def test_text_is_read_as_text_and_keeps_its_address():
    reading = read(
        ("Old bridge to close\n\n" + PARAGRAPHS[0]).encode(), media_type="text/plain", url="http://e.org/a#b"
    )

    assert (reading.title, reading.text) == ("Old bridge to close", PARAGRAPHS[0])
    assert reading.canonical_url == "http://e.org/a"


@pytest.mark.parametrize("media_type", ["application/pdf", "image/png", "application/json", "video/mp4"])
def test_other_kinds_are_not_text(media_type):
    with pytest.raises(Unreadable) as refused:
        read(b"some text", media_type=media_type)

    assert refused.value.code == "not_text"


def test_many_comments_before_a_text_take_no_time():
    assert read(b"<!-- -->" * 10_000 + b"nothing of a page").text.endswith("nothing of a page")


def test_a_text_of_furniture_is_empty():
    with pytest.raises(Unreadable) as refused:
        read_text(b"click me!\n\nAdvertisement")

    assert refused.value.code == "empty"


def test_the_article_of_the_first_day_is_read_as_a_person_would():
    found = sorted(SEEDS.glob("*.txt"))
    if not found:
        pytest.skip("the shared sample articles are not on this machine")

    reading = read_text(found[0].read_bytes())

    paragraphs = reading.text.split("\n\n")
    assert reading.title == "Russia accuses US of cover-up in ISIS-K terror attack on Moscow"
    assert (reading.outlet, reading.byline) == ("Asianet Newsable", "Team Asianet Newsable")
    assert (reading.published_at, reading.published_zone) == (MOMENT, "IST")
    assert (reading.language, len(paragraphs)) == ("en", 8)
    assert paragraphs[0].startswith("Amidst the aftermath")
    assert not {"Tap to resize", "Latest Videos", "click me!"} & set(paragraphs)


@settings(max_examples=50)
@given(body=st.binary(max_size=120) | st.text("<p>a b</div>&#1;\n", max_size=120).map(str.encode))
def test_any_bytes_are_read_or_refused(body):
    try:
        reading = read(body)
    except (Empty, NotText, BadEncoding, NoArticleText, Entities):
        return

    assert reading.text.strip() == reading.text != ""
    assert reading.text.encode().decode() == reading.text
