"""Trials of feeds as they are shown, beside what the desk has already: to the API, the admin, the command."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from claims.ingestion import pace
from claims.ingestion.announced import Entry, FeedReading
from claims.ingestion.discovery import Candidate, Discovery
from claims.ingestion.trials import Trial
from claims.ingestion.urls import tidy, usable
from claims.models import Feed, known_among
from factcheck import clock

SHOWN = 10


def trial_shown(trial: Trial) -> dict[str, Any]:
    """Return a FeedTrial: what following this address would bring at once, or why nothing."""
    reading = trial.reading
    entries = reading.entries if reading else ()
    known = _known(entries)
    return {
        "url": trial.url,
        "ok": reading is not None,
        "code": trial.code,
        "reason": trial.reason,
        "final_url": trial.poll.final_url if trial.poll else "",
        "title": reading.title if reading else "",
        "kind": reading.kind if reading else "",
        "seconds": round(trial.poll.seconds, 3) if trial.poll else 0.0,
        "announced": reading.announced if reading else 0,
        "new": len({tidy(entry.url) for entry in entries} - known),
        "known": len(known),
        **_pace_of(reading),
        "notes": [asdict(note) for note in trial.poll.notes] if trial.poll else [],
        "entries": [_entry(entry, known) for entry in entries[:SHOWN]],
    }


def discovery_shown(found: Discovery) -> dict[str, Any]:
    """Return a FeedDiscovery: what a site announces, each with the feed of the desk that has its address."""
    addresses = {address for one in found.candidates for address in _addresses(one)}
    followed = dict(Feed.objects.followed().filter(url__in=addresses).values_list("url", "uuid"))
    return {
        "url": found.url,
        "ok": not found.code,
        "code": found.code,
        "reason": found.reason,
        "candidates": [_candidate(one, followed) for one in found.candidates],
    }


def _candidate(candidate: Candidate, followed: dict[str, UUID]) -> dict[str, Any]:
    trial, reading = candidate.trial, candidate.trial.reading if candidate.trial else None
    return {
        "url": candidate.link.url,
        "title": candidate.link.title,
        "said_by": candidate.link.said_by,
        "followed": next((followed[url] for url in _addresses(candidate) if url in followed), None),
        "tried": trial is not None,
        "ok": reading is not None,
        "code": trial.code if trial else "",
        "reason": trial.reason if trial else "",
        "kind": reading.kind if reading else "",
        "announced": reading.announced if reading else 0,
        **_pace_of(reading),
    }


def _addresses(candidate: Candidate) -> list[str]:
    final = candidate.trial.poll.final_url if candidate.trial and candidate.trial.poll else ""
    return [usable(candidate.link.url), usable(final)]


def _pace_of(reading: FeedReading | None) -> dict[str, Any]:
    published = [entry.published_at for entry in reading.entries] if reading else []
    moments = pace.believable(published, at=clock.now()) if published else []
    return {"items_a_day": pace.items_a_day(moments), "newest_at": max(moments, default=None)}


def _known(entries: Iterable[Entry]) -> set[str]:
    return known_among([address for entry in entries if (address := tidy(entry.url))])


def _entry(entry: Entry, known: set[str]) -> dict[str, Any]:
    return {
        "url": entry.url,
        "title": entry.title,
        "published_at": entry.published_at,
        "known": tidy(entry.url) in known,
    }
