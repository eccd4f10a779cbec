import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.ingestion.urls import canonical, same_site, tidy, usable


@pytest.mark.parametrize(
    ("url", "tidied"),
    [
        ("HTTPS://Example.ORG:443/a?utm_source=x&id=3#top", "https://example.org/a?id=3"),
        ("http://example.org?fbclid=1", "http://example.org/"),
        ("https://example.org/a?q=caf%C3%A9+x&gclid=2&B=&a", "https://example.org/a?q=caf%C3%A9+x&B=&a"),
        ("https://example.org/a?source=7&ref=8&mod=9", "https://example.org/a?source=7&ref=8&mod=9"),
        ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        ("https://BÜCHER.example./1", "https://xn--bcher-kva.example/1"),
        ("https://xn--bcher-kva.example/1", "https://xn--bcher-kva.example/1"),
        ("http://example.org:80/a?&b=2&&a=1&#x", "http://example.org/a?b=2&a=1"),
        ("https://example.org:80/a?", "https://example.org:80/a"),
    ],
)
def test_tracking_fragment_and_default_port_are_taken_off(url, tidied):
    assert tidy(url) == tidied


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "ftp://example.org/a",
        "//example.org/a",
        "http://",
        "http://user:secret@example.org/",
        "http://@example.org/",
        "http://example.org\\@other.org/",
        "http://exam\tple.org/",
        "http://example.org/a b",
        "http://example.org:99999/",
        "http://[::1/",
        "http://example.org/" + "a" * 2000,
        "http://ex\u2048ample\u0378.org/",
    ],
)
def test_what_is_no_plain_web_address_is_dropped(url):
    assert usable(url) == ""
    assert tidy(url) == ""


def test_relative_links_are_taken_from_the_base():
    assert usable("../b?x=1#y", base="https://example.org/a/c") == "https://example.org/b?x=1"
    assert usable("javascript:alert(1)", base="https://example.org/") == ""


@pytest.mark.parametrize(
    ("declared", "answer"),
    [
        ("https://www.example.co.uk/story/1", "https://www.example.co.uk/story/1"),
        ("http://example.co.uk/story/1", "https://example.co.uk/story/1"),
        ("/story/1", "https://m.example.co.uk/story/1"),
        ("https://other.co.uk/story/1", "https://m.example.co.uk/1"),
        ("https://www.example.co.uk/", "https://m.example.co.uk/1"),
        ("javascript:x", "https://m.example.co.uk/1"),
        ("", "https://m.example.co.uk/1"),
        ("https://EXAMPLE.co.uk:443/Story/1?utm_source=x#top", "https://example.co.uk/Story/1"),
        ("https://amp.example.co.uk/story/1", "https://amp.example.co.uk/story/1"),
        ("https://example-co-uk.cdn.ampproject.org/c/s/example.co.uk/1", "https://m.example.co.uk/1"),
        ("https://example.co.uk.other.com/story/1", "https://m.example.co.uk/1"),
        ("//example.co.uk/story/1?b=2&a=1", "https://example.co.uk/story/1?b=2&a=1"),
    ],
)
def test_the_page_may_name_another_address_of_its_own_site_only(declared, answer):
    assert canonical("https://m.example.co.uk/1?utm_medium=feed", declared=declared) == answer


def test_without_an_address_the_page_cannot_claim_one():
    assert canonical("", declared="https://example.org/story") == ""


def test_neighbours_under_a_shared_name_are_two_sites():
    assert not same_site("https://one.blogspot.com/a", "https://two.blogspot.com/a")
    assert same_site("http://127.0.0.1:8000/a", "http://127.0.0.1:8001/b")
    assert not same_site("http://127.0.0.1/a", "http://127.0.0.2/a")


@settings(max_examples=50)
@given(url=st.text(max_size=40) | st.text(max_size=40).map("https://example.org/".__add__))
def test_tidying_twice_changes_nothing_more(url):
    once = tidy(url)

    assert tidy(once) == once
    assert once == "" or once.startswith(("http://", "https://"))
