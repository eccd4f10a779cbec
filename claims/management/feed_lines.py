"""Feeds, trials and discoveries as lines for a person at a terminal."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from claims.actions.feeds.lists import Imported
from claims.ingestion.health import Facts, sentence_of, state_of
from claims.models import Feed
from factcheck import clock


def feeds(rows: Iterable[Feed]) -> Iterator[str]:
    """Two lines a feed: state, title and outlet; how it is doing."""
    now = clock.now()
    for feed in rows:
        facts = Facts.of(feed)
        yield f"{state_of(facts, now=now):<9} {feed.title or feed.url} ({feed.outlet.name}, {feed.kind})"
        yield f"          {sentence_of(facts, now=now)}"


def trial(told: Mapping[str, Any]) -> Iterator[str]:
    """What following an address would bring."""
    if not told["ok"]:
        yield f"{told['url']}: {told['reason']} [{told['code']}]"
        return
    yield f"{told['title'] or told['url']} ({told['kind']}, {told['seconds']:.1f} s)"
    yield f"{_items(told)}{_rate(told)}: {told['new']} new to the desk, {told['known']} known."
    yield from (note["text"] for note in told["notes"])
    for entry in told["entries"]:
        at = f"{entry['published_at']:%Y-%m-%d %H:%M}" if entry["published_at"] else "no moment       "
        yield f"  {at}  {'known' if entry['known'] else 'new  '}  {entry['title'] or entry['url']}"


def discovery(told: Mapping[str, Any]) -> Iterator[str]:
    """What a site announces."""
    if not told["ok"]:
        yield f"{told['url']}: {told['reason']} [{told['code']}]"
    elif not told["candidates"]:
        yield "The site announces no feed on this page or in its robots.txt."
    for one in told["candidates"]:
        yield f"{one['url']}  {one['title']}"
        if one["ok"]:
            followed = "; followed already" if one["followed"] else ""
            yield f"    {one['kind']}, {_items(one)}{_rate(one)}{followed}"
        else:
            yield f"    {one['reason'] or 'Not tried: the time was over.'}"


def imported(found: Iterable[Imported]) -> Iterator[str]:
    """What became of each feed of a list that was not simply added; the sums last."""
    counts: Counter[str] = Counter()
    for one in found:
        counts[one.result] += 1
        if one.result == "refused":
            yield f"refused  {one.url}: {one.reason} [{one.code}]"
    yield ", ".join(f"{counts[result]} {result}" for result in ("added", "known", "refused"))


def _items(told: Mapping[str, Any]) -> str:
    return "1 item" if told["announced"] == 1 else f"{told['announced']:,} items"


def _rate(told: Mapping[str, Any]) -> str:
    return f", {told['items_a_day']:.1f} a day" if told["items_a_day"] is not None else ""
