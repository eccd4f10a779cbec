import gzip
import threading
import zlib

import pytest

from factcheck.net import refusals
from factcheck.net.connection import resolve
from factcheck.net.fetch import fetch

from .sites import ok

pytestmark = pytest.mark.allow_hosts(["127.0.0.0/8"])


def no_resolver(host, port):
    raise AssertionError(f"{host} was looked up")


def test_a_page_is_fetched_with_what_the_server_says_about_it(site):
    server = site(
        ok(b"<p>Hello</p>", "Content-Type: Text/HTML; Charset='UTF-8'", "Vary: a", "Vary: b", 'ETag: "7"')
    )

    got = fetch(server.url + "a b?c=d#e", allow={server.origin}, resolver=no_resolver)

    assert (got.status, got.body, got.media_type, got.charset) == (200, b"<p>Hello</p>", "text/html", "utf-8")
    assert (got.url, got.final_url) == (server.url + "a b?c=d#e", server.url + "a%20b?c=d")
    assert (got.headers["vary"], got.headers["etag"]) == ("a, b", '"7"')
    assert got.redirects == ()
    assert 0 < got.seconds < 5
    assert server.requests[0].startswith(f"GET /a%20b?c=d HTTP/1.1\r\nHost: {server.origin}\r\n")


def test_the_setting_lets_an_origin_through(site, settings):
    server = site(ok())
    settings.FETCH_ALLOW = frozenset({server.origin})

    assert fetch(server.url).status == 200


def test_a_name_keeps_its_host_header_while_the_address_is_connected_to(site):
    server = site(ok())
    asked = []

    got = fetch(
        f"http://desk.test:{server.port}/",
        allow={f"desk.test:{server.port}"},
        resolver=lambda host, port: asked.append((host, port)) or ["127.0.0.1"],
    )

    assert got.status == 200
    assert asked == [("desk.test", server.port)]
    assert f"Host: desk.test:{server.port}\r\n" in server.requests[0]


def test_the_next_address_is_tried_when_the_first_does_not_answer(site):
    server = site(ok())

    got = fetch(
        f"http://desk.test:{server.port}/",
        allow={f"desk.test:{server.port}"},
        resolver=lambda host, port: ["127.0.0.3", "127.0.0.1"],
    )

    assert got.status == 200


def test_the_systems_resolver_finds_this_machine():
    assert set(resolve("127.0.0.1", 80)) == {"127.0.0.1"}


@pytest.mark.parametrize("status", [404, 410, 429, 500, 503])
def test_a_status_of_failure_is_left_to_the_caller(site, status):
    server = site(f"HTTP/1.1 {status} No\r\nRetry-After: 9\r\nContent-Length: 2\r\n\r\nno".encode())

    got = fetch(server.url, allow={server.origin})

    assert (got.status, got.body, got.headers["retry-after"]) == (status, b"no", "9")


def test_an_unchanged_page_is_answered_without_body(site):
    server = site(
        b'HTTP/1.1 304 Not Modified\r\nETag: "7"\r\nContent-Encoding: gzip\r\nContent-Length: 9999999\r\n\r\n'
    )

    got = fetch(
        server.url, headers={"If-None-Match": '"7"', "If-Modified-Since": "x\x01y"}, allow={server.origin}
    )

    assert (got.status, got.body) == (304, b"")
    assert 'if-none-match: "7"\r\n' in server.requests[0]
    assert "if-modified-since" not in server.requests[0]


def test_the_caller_names_media_types_and_himself(site):
    server = site(ok())

    fetch(server.url, accept=["application/rss+xml"], headers={"User-Agent": "desk/2"}, allow={server.origin})

    assert "accept: application/rss+xml, */*;q=0.1\r\n" in server.requests[0]
    assert "user-agent: desk/2\r\n" in server.requests[0]


@pytest.mark.parametrize(
    "name", ["Cookie", "Authorization", "Host", "Proxy-Authorization", "Transfer-Encoding", "X"]
)
def test_no_caller_sets_a_header_that_gives_away_or_confuses(name):
    with pytest.raises(ValueError, match=name.lower()):
        fetch("http://example.org/", headers={name: "x"}, allow=())


def test_proxies_of_the_environment_are_not_asked(site, monkeypatch, canary):
    server = site(ok())
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, canary.url)

    assert fetch(server.url, allow={server.origin}).status == 200


def test_cookies_are_not_sent_back(site):
    server = site(lambda talk: talk.sendall(b"HTTP/1.1 302 Found\r\nSet-Cookie: a=b\r\nLocation: /b\r\n\r\n"))

    with pytest.raises(refusals.TooManyRedirects):
        fetch(server.url, allow={server.origin})

    assert not any("cookie" in request.lower() for request in server.requests)


def test_head_asks_for_no_body(site):
    server = site(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\nContent-Encoding: br\r\n\r\n")

    got = fetch(server.url, method="HEAD", allow={server.origin})

    assert (got.status, got.body) == (200, b"")
    assert server.requests[0].startswith("HEAD / ")


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("identity", bytes)]
)
def test_a_packed_page_comes_unpacked(site, coding, pack):
    server = site(ok(pack(b"Hello " * 999), f"Content-Encoding: {coding}"))

    assert fetch(server.url, allow={server.origin}).body == b"Hello " * 999


def test_a_page_in_chunks_and_one_that_ends_with_the_connection_are_read(site):
    chunked = site(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nHel\r\n2;x=y\r\nlo\r\n0\r\nT: u\r\n\r\n"
    )
    closed = site(b"HTTP/1.0 200 OK\r\n\r\nHello")

    assert fetch(chunked.url, allow={chunked.origin}).body == b"Hello"
    assert fetch(closed.url, allow={closed.origin}).body == b"Hello"


def test_many_threads_fetch_at_once(site):
    server = site(ok())
    bodies = []
    threads = [
        threading.Thread(target=lambda: bodies.append(fetch(server.url, allow={server.origin}).body))
        for _ in range(8)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert bodies == [b"<p>Hello</p>"] * 8
