import pytest
from pytest_httpserver import HTTPServer

from claims.ingestion.pages import FEEDS, HttpStatus, ServerError, page_at

UNCHANGED = {"If-None-Match": '"7"'}


@pytest.fixture
def serve(httpserver: HTTPServer, settings):
    settings.FETCH_ALLOW = frozenset({f"{httpserver.host}:{httpserver.port}"})

    def answer(status: int, body: str = "") -> str:
        httpserver.expect_request("/").respond_with_data(body, status=status)
        return httpserver.url_for("/")

    return answer


def test_a_page_is_fetched(serve):
    assert page_at(serve(200, "Hello")).body == b"Hello"


def test_what_has_not_changed_is_an_answer_where_that_was_asked(serve, httpserver):
    page = page_at(serve(304), accept=FEEDS, headers=UNCHANGED)

    assert (page.status, page.body) == (304, b"")
    assert httpserver.log[0][0].headers["If-None-Match"] == '"7"'


def test_unchanged_is_no_answer_to_who_has_nothing(serve):
    with pytest.raises(HttpStatus) as refusal:
        page_at(serve(304), headers={"Accept-Language": "de"})

    assert refusal.value.details == {"status": 304}


@pytest.mark.parametrize("status", [304, 404, 410])
def test_another_answer_is_refused_with_its_status(serve, status):
    with pytest.raises(HttpStatus, match=str(status)) as refusal:
        page_at(serve(status))

    assert refusal.value.details == {"status": status}


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_in_trouble_is_another_refusal(serve, status):
    with pytest.raises(ServerError, match=str(status)):
        page_at(serve(status))
