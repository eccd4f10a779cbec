"""One poll: what is asked, what is read, and what of an index is left for another time."""

from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from claims.ingestion import polling
from claims.ingestion.polling import poll
from claims.ingestion.trials import try_out
from factcheck import hosts
from factcheck.hosts import HostBusy, HostClosed
from factcheck.net.refusals import FetchRefused, ForbiddenAddress
from tests.claims.papers import Paper, feed, index, open_to, rss, sitemap
from tests.factcheck.net.sites import sent_on

pytestmark = pytest.mark.django_db

LATE = "2026-03-01T09:00:00Z"
SINCE = datetime(2026, 3, 1, 9, tzinfo=UTC)
NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
def paper(settings: Any) -> Any:
    site = Paper()
    with open_to(settings, site):
        yield site


def numbers(found: polling.Poll) -> list[int]:
    assert found.reading is not None
    return [int(entry.url.rpartition("/")[2]) for entry in found.reading.entries]


def said(found: polling.Poll) -> dict[str, int]:
    return {note.code: note.count for note in found.notes}


def test_validators_are_kept_as_received_and_sent_back(paper):
    paper.pages["/feed"] = feed(rss(1), 'ETag: W/"a-7"', "Last-Modified: Sun, 01 Mar 2026 09:00:00 GMT")
    first = poll(paper.at("feed"))
    paper.pages["/feed"] = NOT_MODIFIED

    second = poll(paper.at("feed"), etag=first.etag, last_modified=first.last_modified)

    assert (first.etag, first.last_modified) == ('W/"a-7"', "Sun, 01 Mar 2026 09:00:00 GMT")
    assert second.reading is None
    assert 'if-none-match: W/"a-7"\r\n' in paper.requests[1]
    assert "if-modified-since: Sun, 01 Mar 2026 09:00:00 GMT\r\n" in paper.requests[1]
    assert "if-none-match" not in paper.requests[0]


def test_a_validator_that_cannot_be_stored_is_not_kept(paper):
    paper.pages["/feed"] = feed(rss(1), f'ETag: "{"x" * 500}"', f"Last-Modified: {'x' * 101}")

    found = poll(paper.at("feed"))

    assert (found.etag, found.last_modified) == ("", "")


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (feed(b"no feed"), "bad_feed"),
        (NOT_MODIFIED, "http_status"),
        (sent_on("/feed"), "too_many_redirects"),
        (sent_on("http://127.0.0.2/feed"), "forbidden_address"),
        (sent_on("file:///etc/passwd"), "forbidden_url"),
    ],
)
def test_what_is_no_feed_has_its_code(paper, reply, code):
    paper.pages["/feed"] = reply

    trial = try_out(paper.at("feed"))

    assert (trial.code, trial.reading) == (code, None)
    assert trial.reason.endswith(".")


def test_links_are_taken_from_where_the_feed_was_found(paper):
    paper.pages["/feed"] = sent_on("/news/feed")
    paper.pages["/news/feed"] = feed(
        rss(1).replace(b"https://paper.example/1", b"story"), "Content-Location: /else"
    )

    found = poll(paper.at("feed"))

    assert found.final_url == paper.at("news/feed")
    assert found.reading.entries[0].url == paper.at("news/story")


# Indexes.


def test_the_sitemaps_of_an_index_are_read_newest_first_as_one(paper):
    paper.pages |= {
        "/all.xml": index((paper.at("old.xml"), "2026-01-01"), (paper.at("new.xml"), LATE)),
        "/old.xml": sitemap(1, 2),
        "/new.xml": sitemap(3, 2),
    }

    found = poll(paper.at("all.xml"))

    assert paper.asked == ["/all.xml", "/new.xml", "/old.xml"]
    assert (found.reading.kind, numbers(found), said(found)) == ("sitemap_index", [3, 2, 1], {})


def test_an_index_is_read_whole_each_time_and_never_by_its_validators(paper):
    page = index((paper.at("one.xml"), LATE)).replace(b"\r\n\r\n", b'\r\nETag: "7"\r\n\r\n', 1)
    paper.pages |= {"/all.xml": page, "/one.xml": sitemap(1)}

    assert poll(paper.at("all.xml")).etag == ""


def test_no_more_than_so_many_sitemaps_are_asked_and_what_is_cut_is_said(paper, settings):
    lines = [(paper.at(f"{n}.xml"), f"2026-01-{n:02}") for n in range(1, 10)]
    paper.pages["/all.xml"] = index(*lines, ("http://127.0.0.9/else.xml", LATE))
    paper.pages |= {f"/{n}.xml": sitemap(n) for n in range(1, 10)}

    found = poll(paper.at("all.xml"), most_sitemaps=3)

    assert paper.asked == ["/all.xml", "/9.xml", "/8.xml", "/7.xml"]
    assert said(found) == {"sitemaps_cut": 6, "sitemaps_elsewhere": 1}
    assert "6 sitemaps were left out" in found.notes[0].text


def test_an_index_in_an_index_is_read_and_one_deeper_is_not(paper):
    paper.pages |= {
        "/all.xml": index((paper.at("part.xml"), LATE)),
        "/part.xml": index((paper.at("news.xml"), LATE), (paper.at("deep.xml"), "2026-01-01")),
        "/news.xml": sitemap(1),
        "/deep.xml": index((paper.at("never.xml"), LATE)),
    }

    found = poll(paper.at("all.xml"))

    assert numbers(found) == [1]
    assert said(found) == {"sitemaps_failed": 1}
    assert "/never.xml" not in paper.asked


def test_sitemaps_that_did_not_change_since_the_last_good_poll_are_left_alone(paper):
    paper.pages |= {
        "/all.xml": index(
            (paper.at("old.xml"), "2026-02-26T09:00:00Z"),
            (paper.at("new.xml"), LATE),
            (paper.at("x.xml"), ""),
        ),
        "/new.xml": sitemap(1),
        "/x.xml": sitemap(2),
    }

    found = poll(paper.at("all.xml"), since=SINCE)

    assert (numbers(found), said(found)) == ([1, 2], {})


def test_a_sitemap_that_cannot_be_read_does_not_hide_the_others(paper):
    paper.pages |= {
        "/all.xml": index((paper.at("gone.xml"), LATE), (paper.at("here.xml"), "2026-01-01")),
        "/here.xml": sitemap(1),
    }

    found = poll(paper.at("all.xml"))

    assert numbers(found) == [1]
    assert f"{paper.at('gone.xml')}: The site answered with status 404." in found.notes[0].text


def test_where_no_sitemap_can_be_read_the_feed_has_failed(paper):
    paper.pages["/all.xml"] = index((paper.at("gone.xml"), LATE), (paper.at("too.xml"), LATE))

    with pytest.raises(FetchRefused, match="404"):
        poll(paper.at("all.xml"))


def test_an_index_of_nothing_new_is_a_good_poll_of_nothing(paper):
    paper.pages["/all.xml"] = index((paper.at("old.xml"), "2026-01-01"))

    assert numbers(poll(paper.at("all.xml"), since=SINCE)) == []


def test_when_the_time_is_over_the_rest_is_left_for_the_next_poll(paper, monkeypatch):
    seconds = count()  # one goes by with each look at the clock
    monkeypatch.setattr(polling, "time", SimpleNamespace(monotonic=lambda: float(next(seconds))))
    paper.pages |= {f"/{n}.xml": sitemap(n) for n in range(1, 9)}
    paper.pages["/all.xml"] = index(*((paper.at(f"{n}.xml"), LATE) for n in range(1, 9)))

    found = poll(paper.at("all.xml"), seconds=5)

    assert 0 < len(numbers(found)) < 8
    assert said(found) == {"sitemaps_late": 8 - len(numbers(found))}


def busy(wait: timedelta, times: int, then: Any) -> Any:
    """A door that is busy so many times."""
    left = iter(range(times))

    def page_at(url: str, **given: Any) -> Any:
        if url.endswith("1.xml") and next(left, None) is not None:
            raise HostBusy("The desk is reading there.", retry_at=polling.clock.now() + wait)
        return then(url, **given)

    return page_at


@pytest.mark.parametrize(
    ("wait", "times", "read"), [(0.05, 1, [1]), (0.05, 2, []), (60, 1, [])], ids=["once", "twice", "long"]
)
def test_a_busy_site_is_asked_once_more_after_a_moment(paper, monkeypatch, wait, times, read):
    paper.pages |= {
        "/all.xml": index((paper.at("1.xml"), LATE), (paper.at("2.xml"), "2026-01-01")),
        "/1.xml": sitemap(1),
        "/2.xml": sitemap(2),
    }
    monkeypatch.setattr(polling, "page_at", busy(timedelta(seconds=wait), times, polling.page_at))

    found = poll(paper.at("all.xml"))

    assert numbers(found) == [*read, 2]
    assert said(found) == ({} if read else {"sitemaps_failed": 1})


def test_a_closed_site_is_not_asked(paper):
    paper.pages["/feed"] = b"HTTP/1.1 429 Slow down\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(HostClosed):
        poll(paper.at("feed"))

    assert try_out(paper.at("feed")).code == HostClosed.code
    assert len(paper.requests) == 1


def test_a_feed_inside_the_house_is_never_asked():
    with pytest.raises(ForbiddenAddress):
        poll("http://127.0.0.3/feed")


def test_a_trial_leaves_nothing_behind_but_how_the_site_is(paper):
    paper.pages["/feed"] = feed(rss(1, 2))

    trial = try_out(paper.at("feed"))

    assert trial.reading is not None
    assert trial.reading.announced == 2
    assert hosts.Host.objects.get().failures == 0
