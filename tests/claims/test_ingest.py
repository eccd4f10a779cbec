"""`manage.py ingest`: what it prints, what it keeps, what it says when it cannot."""

import io
import json
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from claims.models import Appearance, Article, Claim, Snapshot
from factcheck.models import Event, Job
from tests.factcheck.net.sites import Site, ok
from tests.factories import TopicFactory

pytestmark = pytest.mark.django_db

SHARED = Path(__file__).resolve().parents[3] / "shared" / "seeds"
PAGE = """<!doctype html><html lang="en"><head><title>Port grows</title>
<meta property="og:site_name" content="Harbour Post"><meta name="author" content="Ada Finch">
<meta property="article:published_time" content="2026-02-11T18:40:00+01:00"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Port grows</h1>
<p>The port handled 4.2 million tonnes of cargo in 2025, councillor Marta Quill said on Tuesday.</p>
<p>“The channel cost us 38 million euros,” Quill said. “I think the plan is ugly,” she said.</p>
<p>The city council of Wexmouth is to vote on the dredging of the channel at the end of the month.</p>
</article><footer>All rights reserved</footer></body></html>"""
ARTICLE_KEYS = ["title", "outlet", "byline", "published_at", "published_zone", "language", "url", "text"]
CLAIM_KEYS = [
    "text",
    "quote",
    "start",
    "end",
    "quoted_parts",
    "claimant",
    "speech",
    "kind",
    "score",
    "priority",
    "parts",
]


def ingest(*arguments: str) -> str:
    out = io.StringIO()
    call_command("ingest", *arguments, stdout=out)
    return out.getvalue()


def found(*arguments: str) -> dict[str, Any]:
    return dict(json.loads(ingest(*arguments, "--json")))


def refused(*arguments: str) -> str:
    """Run it, hold that it ends with exit code 1, one line and nothing stored; return the line."""
    before = traces()
    err = io.StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("ingest", *arguments, stdout=(out := io.StringIO()), stderr=err)

    assert end.value.code == 1
    assert out.getvalue() == ""
    assert traces() == before
    (line,) = err.getvalue().splitlines()
    return line


def traces() -> tuple[int, ...]:
    return tuple(m.objects.count() for m in (Article, Snapshot, Claim, Appearance, Event, Job))


@pytest.fixture
def page(tmp_path: Path) -> str:
    return written(tmp_path, PAGE.encode())


def written(folder: Path, body: bytes) -> str:
    path = folder / "page.html"
    path.write_bytes(body)
    return str(path)


@pytest.fixture
def site(settings: Any) -> Iterator[Callable[..., Site]]:
    sites: list[Site] = []

    def start(reply: Any) -> Site:
        sites.append(Site(reply))
        settings.FETCH_ALLOW = frozenset({sites[-1].origin})
        return sites[-1]

    yield start
    for each in sites:
        each.close()


def test_the_shape_is_the_one_promised(page):
    answer = found(page)

    assert list(answer) == ["article", "claims"]
    assert list(answer["article"]) == ARTICLE_KEYS
    assert [list(claim) for claim in answer["claims"]] == [CLAIM_KEYS] * len(answer["claims"])
    assert answer["article"] | {"text": ""} == {
        "title": "Port grows",
        "outlet": "Harbour Post",
        "byline": "Ada Finch",
        "published_at": "2026-02-11T17:40:00Z",
        "published_zone": "+01:00",
        "language": "en",
        "url": "",
        "text": "",
    }


def test_every_quote_stands_where_it_says_and_the_highest_priority_comes_first(page):
    answer = found(page, "--all")
    text = answer["article"]["text"]

    assert answer["claims"]
    for claim in answer["claims"]:
        assert text[claim["start"] : claim["end"]] == claim["quote"]
        assert claim["speech"] in ("direct", "reported", "none")
        assert (claim["claimant"] is None) == (claim["speech"] == "none")
        for start, end in claim["quoted_parts"]:
            assert text[start - 1] == "“"
            assert text[end] == "”"
        for number in ("score", "priority"):
            assert any(part["of"] == number and part["label"] for part in claim["parts"])
    priorities = [claim["priority"] for claim in answer["claims"]]
    assert priorities == sorted(priorities, reverse=True)


def test_who_said_it_and_how_is_told(page):
    claims = found(page)["claims"]

    reported, direct = (next(c for c in claims if n in c["quote"]) for n in ("4.2 million", "38 million"))
    assert reported["speech"] == "reported"
    assert reported["claimant"]["name"] == "Marta Quill"
    assert reported["claimant"]["role"] == "councillor"
    assert direct["speech"] == "direct"
    assert direct["claimant"]["name"] == "Marta Quill"


def test_opinions_come_only_when_asked_for(page):
    listed = [claim["quote"] for claim in found(page)["claims"]]
    everything = [claim["quote"] for claim in found(page, "--all")["claims"]]

    assert set(listed) < set(everything)
    assert not any("ugly" in quote for quote in listed)


def test_the_parts_of_a_number_add_up_to_it(page):
    TopicFactory(slug="transport", keywords=["port"])

    for claim in found(page)["claims"]:
        weights = [part["weight"] for part in claim["parts"] if part["of"] == "priority"]
        assert sum(weights) == pytest.approx(claim["priority"])


def test_the_same_article_again_is_said_and_changes_nothing(page):
    first = found(page)
    before = traces()

    again = ingest(page)

    assert again.startswith("Known already")
    assert found(page) == first
    assert traces() == before


def test_a_dry_run_prints_the_same_and_stores_nothing(page):
    before = traces()

    dry = found(page, "--dry-run")

    assert traces() == before
    assert dry == found(page)


def test_the_lines_for_a_person_name_title_speaker_and_reasons(page):
    lines = ingest(page)

    assert lines.startswith("Port grows\nHarbour Post · Ada Finch · 2026-02-11T17:40:00Z (+01:00) · en\n")
    assert "Marta Quill (councillor), reported speech: “The port handled" in lines
    assert "contains a number" in lines


def test_standard_input_is_read(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))

    assert found("-")["article"]["title"] == "Port grows"


def test_a_plain_text_is_read(tmp_path):
    path = written(tmp_path, b"Port grows\n\nThe port handled 4.2 million tonnes of cargo in 2025.\n")

    answer = found(path)

    assert answer["article"]["title"] == "Port grows"
    assert answer["claims"][0]["claimant"] is None


def test_an_address_is_fetched_and_known_by_it_afterwards(site):
    url = site(ok(PAGE.encode(), "Content-Type: text/html; charset=utf-8")).url

    first = found(f"{url}a?utm_source=x")
    again = ingest(f"{url}a")

    assert first["article"]["url"] == f"{url}a"
    assert again.startswith("Known already")
    assert Article.objects.get().url == f"{url}a"


def test_a_changed_page_becomes_a_second_snapshot(site):
    served = site(ok(PAGE.encode(), "Content-Type: text/html"))
    ingest(served.url)
    served.reply = ok(PAGE.replace("4.2 million", "4.3 million").encode(), "Content-Type: text/html")

    answer = found(served.url)

    assert Article.objects.get().snapshots.count() == 2
    assert "4.3 million" in answer["article"]["text"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no_article_text"),
        (b"\xff\xfea\x00\x00\xd8", "bad_encoding"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not_text"),
        (b"%PDF-1.7\n", "not_text"),
        (b"a" * 20_000_000, "too_large"),
    ],
    ids=["empty", "blank", "no text", "wrong encoding", "picture", "PDF", "20 MB"],
)
def test_a_bad_file_is_one_line_and_leaves_nothing(tmp_path, body, code):
    path = written(tmp_path, body)

    line = refused(path)
    problem = json.loads(refused(path, "--json"))

    assert line.startswith(path)
    assert line.endswith(f"[{code}]")
    assert problem["code"] == code
    assert problem["message"] in line


@pytest.mark.parametrize("name", ["missing.html", ".", "no/such/folder/x.html", "x" * 5000])
def test_what_is_no_file_is_one_line(tmp_path, name):
    assert json.loads(refused(str(tmp_path / name), "--json"))["code"] == "no_such_file"


@pytest.mark.parametrize(
    "address", ["ftp://paper.example/a", "file:///etc/hostname", "gopher://paper.example/"]
)
def test_an_address_of_another_scheme_is_taken_for_an_address(address):
    assert json.loads(refused(address, "--json"))["code"] == "forbidden_url"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "http_status"),
        (b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", "server_error"),
        (ok(b"GIF89a", "Content-Type: image/gif"), "not_text"),
        (ok(b"<p>Hello", length=500), "bad_response"),
        (b"SSH-2.0-OpenSSH\r\n", "bad_response"),
    ],
    ids=["404", "500", "picture", "broken off", "no HTTP"],
)
def test_a_bad_address_is_one_line_and_leaves_nothing(site, reply, code):
    assert json.loads(refused(site(reply).url, "--json"))["code"] == code


def test_an_address_that_never_answers_is_given_up(site, monkeypatch):
    def silence(talk: socket.socket) -> None:
        talk.recv(1)

    monkeypatch.setattr("claims.ingestion.pages.page_at.__kwdefaults__", fast(), raising=True)

    assert json.loads(refused(site(silence).url, "--json"))["code"] == "timeout"


def fast() -> dict[str, Any]:
    """The defaults of a page's fetching with a fifth of a second instead of twenty."""
    from claims.ingestion import pages

    return {**(pages.page_at.__kwdefaults__ or {}), "timeout": 0.2}


@pytest.mark.parametrize("url", ["http://127.0.0.1/x", "http://169.254.169.254/latest", "http://[::1]/"])
def test_an_address_inside_the_house_is_not_fetched(url):
    assert json.loads(refused(url, "--json"))["code"] == "forbidden_address"


def test_a_database_that_is_not_ready_is_one_line(page):
    [newest] = MigrationLoader(connection).graph.leaf_nodes("claims")
    MigrationRecorder(connection).record_unapplied(*newest)

    line = refused(page)

    assert line.endswith("run `manage.py migrate`. [database_behind]")


SPEAKERS = {
    "Dmitry Peskov": "spokesperson",
    "Maria Zakharova": "spokeswoman",
    "Vladimir Putin": "President",
}


@pytest.mark.skipif(not SHARED.exists(), reason="the article that was measured with lies beside the project")
def test_the_measured_article_is_read_right():
    (path,) = SHARED.glob("*.txt")

    answer = found(str(path), "--all")

    article, text = answer["article"], answer["article"]["text"]
    assert article["title"] == "Russia accuses US of cover-up in ISIS-K terror attack on Moscow"
    assert article["outlet"] == "Asianet Newsable"
    assert (article["published_at"], article["published_zone"]) == ("2024-03-28T10:46:00Z", "IST")
    for furniture in ("Tap to resize", "Latest Videos", "click me", "First Published", "By Team"):
        assert furniture not in text
    said = {c["claimant"]["name"]: c["claimant"]["role"] for c in answer["claims"] if c["claimant"]}
    for name, role in SPEAKERS.items():
        assert role.casefold() in said[name].casefold()
    for claim in answer["claims"]:
        inside = sum(end - start for start, end in claim["quoted_parts"])
        assert (claim["speech"] == "direct") == (inside > len(claim["quote"]) / 2)
        assert all(text[start - 1] == text[end] == '"' for start, end in claim["quoted_parts"])
