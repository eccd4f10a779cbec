"""Sitemap indexes: which of the sitemaps they list are looked at, and in which order."""

from datetime import UTC, datetime

import pytest

from claims.ingestion.announced import MOST_ENTRIES, Entry, FeedReading, Sitemap, merged
from claims.ingestion.feeds import entries

HERE = "https://www.example.org/sitemap.xml"


def index(*lines: str) -> bytes:
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(lines)}'.encode() + (
        b"</sitemapindex>"
    )


def line(address: str, changed: str = "") -> str:
    lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<sitemap><loc>{address}</loc>{lastmod}</sitemap>"


def listed(*lines: str) -> list[str]:
    reading = entries(index(*lines), url=HERE)
    return [sitemap.url.removeprefix("https://www.example.org/") for sitemap in reading.sitemaps]


def test_an_index_hands_on_its_sitemaps_the_newest_first():
    reading = entries(
        index(line("/old.xml", "2024-03-01"), line("/new.xml", "2024-03-28T10:46:00Z")), url=HERE
    )

    assert reading.kind == "sitemap_index"
    assert reading.sitemaps == (
        Sitemap("https://www.example.org/new.xml", datetime(2024, 3, 28, 10, 46, tzinfo=UTC)),
        Sitemap("https://www.example.org/old.xml", datetime(2024, 3, 1, tzinfo=UTC)),
    )


@pytest.mark.parametrize("written", ["2024-02-30", "soon", "20240301", "2024-03-01 or later"])
def test_a_moment_that_is_none_is_not_guessed(written):
    (sitemap,) = entries(index(line("/1", written)), url=HERE).sitemaps

    assert sitemap.changed_at is None


def test_sitemaps_without_a_moment_come_last_and_from_both_ends_by_turns():
    assert listed(*map(line, ("/1", "/2", "/3", "/4", "/5")), line("/dated", "2020-01-01T00:00:00Z")) == [
        "dated", "1", "5", "2", "4", "3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/sitemap.xml", "file:///etc/passwd", "http://127.0.0.1/s.xml", "", HERE],
)
def test_an_index_leads_to_its_own_site_alone(address):
    reading = entries(index(line(address), line("https://news.example.org/s.xml")), url=HERE)

    assert [sitemap.url for sitemap in reading.sitemaps] == ["https://news.example.org/s.xml"]
    assert reading.unusable == 1


def test_an_index_is_cut_and_says_by_how_much():
    reading = entries(index(*(line(f"/{n}") for n in range(130)), line("/1")), url=HERE)

    assert (len(reading.sitemaps), reading.more_sitemaps) == (100, 30)


def test_readings_are_merged_into_the_newest_entries_of_all():
    def of(year: int, count: int) -> FeedReading:
        at = datetime(year, 1, 1, tzinfo=UTC)
        found = tuple(Entry(f"https://example.org/{year}/{n}", "", at) for n in range(count))
        return FeedReading("", found, dropped=1, unusable=2, kind="sitemap")

    both = merged([of(2023, 300), of(2024, 300), of(2024, 10)], kind="sitemap_index")

    assert len(both.entries) == MOST_ENTRIES
    assert sum("/2024/" in entry.url for entry in both.entries) == 300
    assert (both.dropped, both.unusable, both.announced) == (103, 6, 609)


def test_an_address_is_the_articles_own_wherever_its_image_stands():
    image = "<i:image><i:loc>https://www.example.org/harbour.jpg</i:loc></i:image>"
    body = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:i="http://www.google.com/schemas/sitemap-image/1.1">'
        f"<url>{image}<loc>https://www.example.org/1</loc></url></urlset>"
    )

    assert [entry.url for entry in entries(body.encode(), url=HERE).entries] == ["https://www.example.org/1"]
