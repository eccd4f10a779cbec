import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.ingestion.feeds import BadFeed, Entry, FeedReading, entries

HERE = "https://example.org/feeds/news.xml"
MOMENT = datetime(2024, 3, 28, 10, 46, tzinfo=UTC)
ONE = FeedReading("Café & Co", (Entry("https://example.org/a/1", "One & two", MOMENT),), kind="rss")


def rss(*items, head=""):
    channel = f"<channel><title>Café &amp; Co</title>{''.join(items)}</channel>"
    return f'{head}<rss version="2.0">{channel}</rss>'.encode()


def item(link="/a/1", title="One &amp; two", date="Thu, 28 Mar 2024 16:16:00 +0530"):
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate></item>"


def test_rss_is_read_with_its_links_made_absolute():
    assert entries(rss(item()), url=HERE) == ONE


def test_atom_is_read_with_its_own_base():
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/a/">'
        "<title>Café &amp; Co</title>"
        '<entry><title type="html">One &amp;amp; two</title><link rel="alternate" href="1"/>'
        '<link rel="self" href="/no"/>'
        "<published>2024-03-28T10:46:00Z</published><updated>2024-03-30T00:00:00Z</updated></entry></feed>"
    )

    assert entries(feed.encode(), url=HERE) == replace(ONE, kind="atom")


def test_json_feed_is_read():
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Café & Co",
        "items": [{"url": "/a/1", "title": "One & two", "date_published": "2024-03-28T10:46:00Z"}],
    }

    assert entries(json.dumps(feed).encode(), url=HERE) == replace(ONE, kind="json")


def test_news_sitemap_is_read():
    feed = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://example.org/a/1</loc>'
        "<n:news><n:publication_date>2024-03-28T10:46:00Z</n:publication_date>"
        "<n:title>One &amp; two</n:title></n:news></url></urlset>"
    )

    assert entries(feed.encode(), url=HERE) == replace(ONE, title="", kind="sitemap")


def test_common_faults_are_mended():
    broken = rss(
        item("<![CDATA[/a?x=1&y=2]]>", "Q & A &nbsp;&eacute; &nosuch; &#233;"),
        item("/b", "&lt;b&gt;Bold&lt;/b&gt; <![CDATA[&copy; <i>it</i>]]>", "28 March 2024"),
        head="\n<?xml version='1.0' encoding='utf-8'?>",
    )

    first, second = entries(broken, url=HERE).entries

    assert first == Entry("https://example.org/a?x=1&y=2", "Q & A é &nosuch; é", MOMENT)
    assert second == Entry("https://example.org/b", "Bold © it", None)


def test_entries_without_a_usable_link_are_dropped_and_counted():
    reading = entries(
        rss(item("javascript:alert(1)"), item("file:///etc/passwd"), item(""), item()), url=HERE
    )

    assert reading == replace(ONE, unusable=3)
    assert reading.announced == 4


def test_an_address_announced_twice_is_one_entry():
    assert len(entries(rss(item(), item("/a/1#part", "Again")), url=HERE).entries) == 1


def test_an_entry_that_leads_back_to_the_feed_is_no_article():
    assert entries(rss(item("news.xml"), item()), url=HERE) == replace(ONE, unusable=1)


def test_a_packed_feed_is_unpacked_once():
    assert entries(gzip.compress(rss(item())), url=HERE) == ONE


def dated(number):
    return f"Thu, 28 Mar 2024 {number // 60:02}:{number % 60:02}:00 GMT"


def test_the_newest_five_hundred_stay_in_the_feeds_order():
    oldest_first = [item(f"/{number}", date=dated(number)) for number in range(520)]

    reading = entries(rss(item("/undated", date="soon"), *oldest_first), url=HERE)

    assert [entry.url for entry in reading.entries] == [f"https://example.org/{n}" for n in range(20, 520)]
    assert reading.dropped == 21


def test_json_feeds_and_sitemaps_are_cut_alike():
    items = [
        {"url": f"/{n}", "date_published": f"2024-03-28T{n // 60:02}:{n % 60:02}:00Z"} for n in range(510)
    ]
    feed = {"version": "https://jsonfeed.org/version/1", "items": [*items, "odd"]}
    rows = "".join(f"<url><loc>https://example.org/{n}</loc></url>" for n in range(510))

    from_json = entries(json.dumps(feed).encode(), url=HERE)
    from_sitemap = entries(f"<urlset>{rows}</urlset>".encode(), url=HERE)

    assert from_json.entries[0].url == "https://example.org/10"
    assert from_sitemap.entries[0].url == "https://example.org/0"
    assert (from_json.dropped, from_json.unusable, from_sitemap.dropped) == (10, 1, 10)
    assert from_json.announced == 511


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "not_text"),
        (b"a" * (10 * 1024 * 1024 + 1), "too_large"),
        (b"http://127.0.0.1/feed.xml", "not_a_feed"),
        (b"/etc/passwd", "not_a_feed"),
        (b"<html><body>Hello</body></html>", "not_a_feed"),
        (b"<RDF><title>no namespace</title></RDF>", "not_a_feed"),
        (b'{"items": []}', "not_a_feed"),
        (b'{"a":' + b"[" * 100_000, "not_a_feed"),
        (b"<?xml version='1.0'?>", "not_a_feed"),
        (b"x<!DOCTYPE rss><rss/>", "not_a_feed"),
        (gzip.compress(b"<html/>", mtime=0), "not_a_feed"),
        (gzip.compress(b"<rss/>", mtime=0)[:-9], "bad_encoding"),
        (gzip.compress(b"<rss/>", mtime=0) * 2, "bad_encoding"),
        (gzip.compress(gzip.compress(b"<rss/>", mtime=0), mtime=0), "not_text"),
        (gzip.compress(b"<rss>" + b" " * 2_000_000, mtime=0), "too_large"),
        (b"<rss>" + b"<a>" * 1000, "too_deep"),
        (b"<rss>" + b"<a>" * 300 + b"</a>" * 300 + b"</rss>", "too_deep"),
        (b"<!DOCTYPE rss><rss/>", "dtd"),
        (
            b"<?xml version='1.0'?><!-- x --><!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><rss/>",
            "dtd",
        ),
        (
            "\ufeff<?xml version='1.0' encoding='utf-16'?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>".encode(
                "utf-16-le"
            ),
            "dtd",
        ),
    ],
)
def test_what_is_no_feed_is_refused_with_a_reason(body, reason):
    with pytest.raises(BadFeed) as refused:
        entries(body, url=HERE)

    assert refused.value.code == "bad_feed"
    assert refused.value.details["reason"] == reason


def test_many_open_cdata_marks_and_comments_take_no_time():
    assert entries(rss("<![CDATA[" * 50_000), url=HERE).entries == ()
    assert entries(b"<!-- -->" * 10_000 + rss(item()), url=HERE) == ONE


@settings(max_examples=50)
@given(
    body=st.text("<>&;/![]-rsfeditm\n 1", max_size=80).map(
        lambda text: f"<rss version='2.0'>{text}</rss>".encode()
    )
)
def test_any_bytes_are_a_feed_or_refused(body):
    try:
        reading = entries(body, url=HERE)
    except BadFeed:
        return

    assert all(entry.url.startswith(("http://", "https://")) for entry in reading.entries)
