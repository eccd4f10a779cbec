import pytest
from lxml import html

from claims.ingestion import metadata

OUTLET = '<meta property="og:site_name" content="Example Post">'


def of(head="", body=""):
    return metadata.read(
        html.document_fromstring(f"<html><head>{head}</head><body>{body}<p>x</p></body></html>")
    )


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Bridge - Example Post</title>" + OUTLET, "", "Bridge"),
        ("<title>Bridge | Some Desk</title>", "", "Bridge"),
        ('<meta property="og:title" content="Bridge | Example Post">' + OUTLET, "", "Bridge"),
        ('<meta property="og:title" content="Bridge - a farewell">', "", "Bridge - a farewell"),
        ('<meta property="og:title" content="Bridge - a farewell">', "<h1>Bridge</h1>", "Bridge"),
        ("<title>Page</title>", "<h1>Bridge - a farewell</h1>", "Bridge - a farewell"),
        ("<title>Page</title>", "<h1>One</h1><h1>Two</h1>", "Page"),
        ("", "", ""),
    ],
)
def test_the_title_loses_the_outlet_and_nothing_else(head, body, title):
    assert of(head, body).header.title == title


@pytest.mark.parametrize(
    ("head", "body", "byline"),
    [
        ('<meta name="author" content="By Ann Lee">', "", "Ann Lee"),
        ('<meta name="author" content="https://example.org/ann">', '<a rel="author">Ann Lee</a>', "Ann Lee"),
        ("", '<span class="meta byline">By Ann Lee | 28 March 2024</span>', "Ann Lee"),
        ("", '<span class="byline">28 March 2024</span>', ""),
        ("", "", ""),
    ],
)
def test_the_byline_is_a_name(head, body, byline):
    assert of(head, body).header.byline == byline


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        (OUTLET, "Example Post"),
        ('<meta property="og:site_name" content="https://example.org">', ""),
        ('<meta name="author" content="Team Example Post">', "Example Post"),
    ],
)
def test_the_outlet_is_a_name_and_no_address(head, outlet):
    assert of(head).header.outlet == outlet


def test_language_and_canonical_link_are_given_as_declared():
    about = of('<meta property="og:locale" content="pt_BR"><link rel="x canonical" href="/story">')

    assert (about.language, about.canonical) == ("pt_BR", "/story")
