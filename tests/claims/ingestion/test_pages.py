import pytest

from claims.ingestion.pages import FEEDS, HttpStatus, ServerError, page_at
from factcheck.visits import HostClosed
from tests.factcheck.net.sites import Site, ok

pytestmark = pytest.mark.django_db

UNCHANGED = {"If-None-Match": '"7"'}


@pytest.fixture
def serve(settings):
    """A site that answers every request with this status."""
    sites: list[Site] = []

    def answer(status: int, *headers: str) -> Site:
        lines = [f"HTTP/1.1 {status} So", "Content-Length: 0", *headers]
        sites.append(Site("\r\n".join([*lines, "", ""]).encode()))
        settings.FETCH_ALLOW = frozenset(site.origin for site in sites)
        return sites[-1]

    yield answer
    for site in sites:
        site.close()


def test_a_page_is_read(serve):
    site = serve(200)
    site.reply = ok(b"Hello")

    assert page_at(site.url).body == b"Hello"
    assert "accept: text/html, application/xhtml+xml, text/plain, */*;q=0.1\r\n" in site.requests[0]


def test_what_has_not_changed_is_an_answer_where_that_was_asked(serve):
    site = serve(304)

    page = page_at(site.url, accept=FEEDS, headers=UNCHANGED)

    assert (page.status, page.body) == (304, b"")
    assert 'if-none-match: "7"\r\n' in site.requests[0]


def test_unchanged_is_no_answer_to_who_has_nothing(serve):
    with pytest.raises(HttpStatus) as refusal:
        page_at(serve(304).url, headers={"Accept-Language": "de"})

    assert refusal.value.details == {"status": 304}


@pytest.mark.parametrize("status", [304, 404, 410])
def test_another_answer_is_refused_with_its_status(serve, status):
    with pytest.raises(HttpStatus, match=str(status)) as refusal:
        page_at(serve(status).url)

    assert refusal.value.details == {"status": status}


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_site_in_trouble_is_another_refusal(serve, status):
    with pytest.raises(ServerError, match=str(status)):
        page_at(serve(status).url)


@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_asks_for_a_pause_is_another_refusal_again(serve, status):
    with pytest.raises(HostClosed, match=str(status)):
        page_at(serve(status, "Retry-After: 60").url)


def test_a_page_that_robots_are_not_to_read_is_refused(serve):
    site = serve(200)
    site.robots = ok(b"User-agent: *\nDisallow: /")

    with pytest.raises(Exception, match="asks robots not to read this page") as refusal:
        page_at(site.url)

    assert refusal.value.code == "robots"
