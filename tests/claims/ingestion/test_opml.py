"""OPML: read as others write it, written so that others can read it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from claims.ingestion.opml import MOST_OUTLINES, BadOpml, Outline, read, write

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
ONE = Outline("https://paper.example/feed?a=1&b=2", "Paper & Co", "https://paper.example/")


def opml(body: str, head: str = "") -> bytes:
    return f'{head}<opml version="2.0"><head/><body>{body}</body></opml>'.encode()


def outline(url: str = "https://a.example/feed", **more: str) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in more.items())
    return f'<outline xmlUrl="{url}"{attributes}/>'


def test_feeds_are_found_in_folders_of_folders_and_in_every_spelling():
    listed = opml(
        '<outline text="News"><outline text="Local"><outline text="Paper &amp; Co" type="rss" '
        'XMLURL=" https://paper.example/feed?a=1&amp;b=2 " htmlUrl="https://paper.example/"/></outline></outline>'
        + outline(text="A", title="Better"),
        head="<?xml version='1.0' encoding='ISO-8859-1'?>",
    )

    assert read(listed) == (ONE, Outline("https://a.example/feed", "Better", ""))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "not_text"),
        (b"<rss/>", "not_opml"),
        (b"{}", "not_opml"),
        (b"<?xml version='1.0'?>", "not_opml"),
        (opml(""), "no_feeds"),
        (opml('<outline text="a folder"/>'), "no_feeds"),
        (opml(outline() * (MOST_OUTLINES + 1)), "too_many"),
        (opml(outline(), head="<!DOCTYPE opml>"), "dtd"),
        (opml("&a;", head="<!DOCTYPE opml [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"), "dtd"),
        (opml("<outline>" * 100_000), "too_deep"),
    ],
)
def test_what_is_no_list_of_feeds_is_refused_with_a_reason(body, reason):
    with pytest.raises(BadOpml) as refused:
        read(body)

    assert (refused.value.code, refused.value.details["reason"]) == ("bad_opml", reason)


def test_two_thousand_feeds_are_read():
    assert len(read(opml(outline() * MOST_OUTLINES))) == MOST_OUTLINES


def test_a_written_list_is_valid_and_in_folders():
    written = write([("Paper", ONE), ("Paper", ONE), ("Other", ONE)], title="Feeds", at=AT)

    root = etree.fromstring(written)
    assert written.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "Feeds")
    assert root.findtext("head/dateCreated") == "Sun, 01 Mar 2026 09:00:00 GMT"
    assert [(folder.get("text"), len(folder)) for folder in root.find("body")] == [("Paper", 2), ("Other", 1)]
    assert all(one.get("text") for one in root.iter("outline"))
    assert {one.get("type") for one in root.iterfind("body/outline/outline")} == {"rss"}


# Control characters have no place in XML; titles and addresses of the desk hold none.
words = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff")).map(
    lambda text: " ".join(text.split())
)


@given(name=words.filter(lambda text: "<" not in text and "&" not in text), folder=words)
def test_what_is_written_is_read_again(name, folder):
    feed = Outline(ONE.url, name[:200], ONE.site)

    (again,) = read(write([(folder, feed)], title=folder, at=AT))

    assert (again.url, again.site) == (feed.url, feed.site)
    assert again.title == (feed.title or feed.url)
