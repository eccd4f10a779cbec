from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.net.refusals import FetchRefused, ForbiddenAddress, ForbiddenUrl
from factcheck.net.urls import MAX_LENGTH, allowed_origins, checked, redirected
from tests.forbidden_targets import NAMES, URLS

NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("http://example.org", "http://example.org/"),
        ("HTTPS://Example.ORG:443/A?b=C#part", "https://example.org/A?b=C"),
        ("http://example.org:80?x", "http://example.org/?x"),
        ("http://example.org:443/", "http://example.org:443/"),
        ("http://example.org./a", "http://example.org/a"),
        ("http://example.org:/a", "http://example.org/a"),
        (" https://example.org/a b ", "https://example.org/a%20b"),
        ("https://example.org/été?q=ü", "https://example.org/%C3%A9t%C3%A9?q=%C3%BC"),
        ("https://example.org/%C3%A9?a=%2F", "https://example.org/%C3%A9?a=%2F"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://пример。рф/", "https://xn--e1afmkfd.xn--p1ai/"),
        ("https://r3---sn.example.com/", "https://r3---sn.example.com/"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://[2606:4700:4700:0::1111]/x", "https://[2606:4700:4700::1111]/x"),
        ("https://example.org/a@b:c", "https://example.org/a@b:c"),
    ],
)
def test_a_web_address_is_normalised(given, normal):
    assert str(checked(given, allow=NONE)) == normal


def test_host_header_and_origin_say_the_port_as_each_needs_it():
    url = checked("http://[::1]:8000/", allow={"[::1]:8000"})

    assert (url.host, url.port) == ("::1", 8000)
    assert url.authority == url.origin == "[::1]:8000"
    assert checked("https://example.org/", allow=NONE).authority == "example.org"


ODD = [
    # not the web
    *["", "example.org", "//example.org/", "ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)"],
    *["data:text/html,x", "gopher://example.org/", "http:example.org", "http:/example.org", "https:///a"],
    *["http://", "127.0.0.1", "localhost:80", "tel:127", "mailto:a@localhost"],
    # who is the host?
    *["http://user@example.org/", "http://user:word@example.org/", "http://example.org\\@example.net/"],
    *["http:\\\\example.org\\", "http://@example.org/", "http://example.org\t@x/", "http://exa\nmple.org/"],
    *["http://example.org/\r\nHost: x", "http://example.org/\x00", "http://a\x85b.org/"],
    *[
        "http://example.org＠example.net/",
        "http://example.org／x/",
        "http://℀.example/",
        "http://a\ud800.org/",
    ],
    # no name
    *["http://.../", "http://.example.org/", "http://example..org/", "http://exa mple.org/"],
    *["http://%31.org/", "http://exa_mple.org/", "http://-a.org/", "http://a-.org/", "http://a*.org/"],
    *[f"http://{'a' * 64}.org/", f"http://{'a.' * 130}org/", f"http://{'ü' * 300}.org/", "http://xn--ü.org/"],
    # ports
    *["http://example.org:8080/", "http://example.org:22/", "http://example.org:0/"],
    *["http://example.org:080/", "http://example.org:65536/", "http://example.org:99999999/"],
    *[
        "http://example.org:-80/",
        "http://a.org:８０/",
        "http://example.org:80:80/",
        "http://example.org:80a/",
    ],
    *["http://a.org: 80/", "http://8.8.8.8:8080/", "http://[2606:4700:4700::1111]:81/"],
]


@pytest.mark.parametrize("url", ODD)
def test_an_odd_web_address_is_refused(url):
    with pytest.raises(ForbiddenUrl):
        checked(url, allow=NONE)


@pytest.mark.parametrize("url", [url for url in URLS if not any(name in url for name in NAMES)])
def test_an_address_inside_is_refused_as_such_in_every_spelling(url):
    with pytest.raises(ForbiddenAddress):
        checked(url, allow=NONE)


@pytest.mark.parametrize(
    "host", ["134744072", "0x8.8.8.8", "010.8.8.8", "256.1.1.1", "1.1.1.1.1", "a.0x", "[]"]
)
def test_a_number_in_a_spelling_of_its_own_is_refused_wherever_it_leads(host):
    with pytest.raises(ForbiddenAddress):
        checked(f"http://{host}/", allow=NONE)


def test_exactly_the_allowed_origin_passes_the_port_and_address_rules():
    allow = {"127.0.0.1:8000", " LocalHost:8001 "}

    assert checked("http://127.0.0.1:8000/x", allow=allow).port == 8000
    assert checked("http://localhost:8001/", allow=allow).host == "localhost"
    for other in (
        "http://127.0.0.1:8001/",
        "http://127.0.0.2:8000/",
        "http://localhost:8000/",
        "http://127.0.0.1/",
    ):
        with pytest.raises(FetchRefused):
            checked(other, allow=allow)


def test_without_an_argument_the_setting_says_what_is_allowed(settings):
    settings.FETCH_ALLOW = frozenset({"127.0.0.1:8000"})

    assert allowed_origins() == {"127.0.0.1:8000"}
    assert checked("http://127.0.0.1:8000/").port == 8000


def test_a_password_is_named_as_the_reason_and_not_repeated():
    with pytest.raises(ForbiddenUrl, match="user name or password") as refusal:
        checked("http://me:secret@example.org/", allow=NONE)

    assert "secret" not in refusal.value.message


def test_too_long_a_web_address_is_refused():
    longest = "http://example.org/".ljust(MAX_LENGTH, "a")

    assert checked(longest, allow=NONE)
    with pytest.raises(ForbiddenUrl):
        checked(longest + "a", allow=NONE)


@pytest.mark.parametrize(
    ("location", "joined"),
    [
        ("/b", "https://example.org/b"),
        ("c?d", "https://example.org/a/c?d"),
        ("?e", "https://example.org/a/b?e"),
        ("../f", "https://example.org/f"),
        ("//example.net/g", "https://example.net/g"),
        ("http://example.net/h#i", "http://example.net/h"),
        ("", "https://example.org/a/b"),
    ],
)
def test_a_redirect_is_read_from_where_it_stands(location, joined):
    assert str(redirected(checked("https://example.org/a/b", allow=NONE), location, allow=NONE)) == joined


@pytest.mark.parametrize(
    "location",
    [
        *[
            "//127.0.0.1/",
            "http://127.0.0.1/",
            "\t//127.0.0.1/",
            "/\\127.0.0.1/",
            "//a@b/",
            "http://[::1",
            "//[::1]/",
        ],
        *["file:///etc/passwd", "http://example.org:8080/", "//１２７.0.0.1/", "//example.org＠127.0.0.1/"],
    ],
)
def test_a_redirect_is_judged_like_any_web_address(location):
    with pytest.raises(FetchRefused):
        redirected(checked("https://example.org/a", allow=NONE), location, allow=NONE)


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=60) | st.from_regex(r"https?://[^/]{0,20}(/.{0,20})?", fullmatch=True))
def test_any_text_is_read_or_refused_and_reading_twice_changes_nothing(text):
    with suppress(FetchRefused):
        url = checked(text, allow=NONE)

        assert str(url).isascii()
        assert checked(str(url), allow=NONE) == url


@settings(max_examples=50, deadline=None)
@given(location=st.text(max_size=40))
def test_any_location_is_read_or_refused(location):
    here = checked("https://example.org/a", allow=NONE)

    with suppress(FetchRefused):
        assert redirected(here, location, allow=NONE).scheme in {"http", "https"}
